"""Texts that would like to be programs, on the pages of a clerk in a real Chromium: nothing runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import ConsoleMessage, Dialog

from obih.registry import actions
from obih.registry.tests.conftest import House
from tests.browser.conftest import People

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    '"><script>alert(2)</script>',
    "'-alert(3)-'",
    "<svg/onload=alert(4)>",
    "javascript:alert(5)",
    "{{constructor.constructor('alert(6)')()}}",
    "<div hx-get=/people/ hx-trigger=load>x</div>",
    "</textarea><iframe srcdoc='<script>alert(7)</script>'>",
)


def test_nothing_typed_ever_runs(house: House, people: People) -> None:
    sender, _ = actions.add_correspondent({"name": PAYLOADS[0], "short_name": PAYLOADS[1]}, by=house.clerk)
    letters = [
        house.letter(title=payload, summary=payload, their_number=payload[:100], signer=payload, place=payload[:200],
                     correspondent=sender, added={"keywords": payload})
        for payload in PAYLOADS
    ]  # fmt: skip
    actions.save_pending(
        house.journal, {"title": PAYLOADS[1], "correspondent_text": PAYLOADS[0]}, by=house.clerk
    )

    clerk = people.at("boiko", second_factor=True)
    said: list[str] = []

    def on_dialog(dialog: Dialog) -> None:
        said.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            said.append(message.text)

    page = clerk.page
    page.on("dialog", on_dialog)
    page.on("console", on_console)
    journal = f"/journals/{house.journal.code}/"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in (
        "/", journal, f"{journal}registration/", "/waiting/", "/correspondents/", f"/correspondents/{sender.pk}/",
        "/find/?q=%3Cscript%3Ealert(8)%3C/script%3E", "/find/?list=1&q=alert", f"{journal}filters/?q=%3Csvg/onload=alert(9)%3E",
        f"{journal}print/", *(f"/documents/{each.pk}/" for each in letters[:4]), f"/documents/{letters[1].pk}/correction/",
        f"/documents/{letters[7].pk}/correction/",
    ):  # fmt: skip
        response = page.goto(f"{people.address}{path}")
        assert response and response.status == 200, path
        page.wait_for_timeout(60)
        assert not said, f"{path}: {said}"
    page.goto(f"{people.address}/")
    page.keyboard.press("/")
    page.keyboard.type("alert")
    page.wait_for_timeout(600)
    assert not said
    assert not clerk.faults, clerk.faults
    assert not [url for url in asked if not url.startswith(people.address)], (
        "something was asked of another server"
    )
    assert not [url for url in asked if url.rstrip("/").endswith("/people")], (
        "an attribute of htmx in a text was obeyed"
    )
