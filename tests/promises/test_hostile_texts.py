"""Bad texts, days and numbers: told at their field, never stored, never run."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.promises.hostile import (
    CYRILLIC,
    MEGABYTE,
    NUL,
    XSS,
    api_card,
    card,
    registration_url,
    send,
)
from tests.promises.test_addresses import url_of
from tests.promises.test_canary import asked_for
from tests.promises.world import World, body_of, rolled_back, row_counts


@pytest.fixture(autouse=True)
def _database(world: World, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


TEXTS = ("title", "summary", "correspondent_number", "signer", "place", "outside_id", "author", "covering_body",
         "representative", "keywords", "not_duplicate_because", "access_basis", "links")  # fmt: skip
BAD_TEXTS = {
    "NUL": f"Про{NUL}дороги",
    "bell": "Про\x07дороги",
    "line separator": "Про\u2028дороги",
    "noncharacter": "Про\ufffe",
}


@pytest.mark.parametrize("kind", BAD_TEXTS)
def test_unprintable_text_is_told_at_each_field(world: World, kind: str) -> None:
    with rolled_back():
        before = row_counts()
        said = card(world, **dict.fromkeys(TEXTS, BAD_TEXTS[kind]))
        response = world.client("clerk").post(registration_url(world), said)
        text = body_of(response).decode()
        assert response.status_code == 422, text[-300:]
        assert text.count("недруковані знаки") >= 3
        assert row_counts() == before
        for name in (
            "title",
            "summary",
            "signer",
            "external_id",
            "kind",
            "journal",
            "correspondent",
            "case_index",
            "place",
        ):
            answer = send(world, api_card(world, **{name: BAD_TEXTS[kind]}))
            assert answer.status_code == 422, f"{name}: {answer.status_code} {body_of(answer).decode()[:300]}"
            assert CYRILLIC.search(answer.json()["detail"])
        assert row_counts() == before


@pytest.mark.parametrize("field", ["title", "summary", "correspondent_text"])
def test_ten_megabytes_in_a_field_are_told_at_the_field(world: World, field: str) -> None:
    with rolled_back():
        before = row_counts()
        said = card(world, **{field: "a" * (10 * MEGABYTE)}) | (
            {"correspondent": ""} if "text" in field else {}
        )
        response = world.client("clerk").post(registration_url(world), said)
        text = body_of(response).decode()
        assert response.status_code == 422 and "уміщується" in text
        assert row_counts() == before


def test_a_request_that_is_too_big_or_broken_answers_in_ukrainian(world: World) -> None:
    client = world.client("clerk")
    for sent in (
        {"data": b"title=" + b"a" * (12 * MEGABYTE), "content_type": "application/x-www-form-urlencoded"},
        {
            "data": b"&".join(b"a%d=1" % at for at in range(3000)),
            "content_type": "application/x-www-form-urlencoded",
        },
        {"data": b"no boundary", "content_type": "multipart/form-data"},
        {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=x"},
    ):
        with rolled_back():
            before = row_counts()
            response = client.generic("POST", registration_url(world), **sent)
            assert response.status_code in (400, 413, 422), response.status_code
            assert CYRILLIC.search(body_of(response).decode())
            assert row_counts() == before


IMPOSSIBLE_DATES = [
    "31.02.2026",
    "00.00.0000",
    "99999999",
    "1.1.100000",
    "2026-13-45",
    "завтраа",
    "31.12.9999",
]


@pytest.mark.parametrize("told", IMPOSSIBLE_DATES)
def test_an_impossible_day_is_told_at_its_field(world: World, told: str) -> None:
    with rolled_back():
        before = row_counts()
        for name in ("received_at", "correspondent_date"):
            response = world.client("clerk").post(registration_url(world), card(world, **{name: told}))
            assert response.status_code == 422, f"{name}: {response.status_code}"
            answer = send(world, api_card(world, **{name: told}))
            assert answer.status_code == 422, f"{name}: {body_of(answer).decode()}"
        assert row_counts() == before


NUMBERS = ["-1", "99999999999999999999", "1e400", "NaN", "0x10", "1" * 5000, "2147483648", "1.5"]
COUNTED = ("sheets_main", "sheets_annex", "correspondent", "case_index", "first_reviewer", "responsible_unit")
FILTERED = ("year", "sheets_main", "correspondent", "case_index", "first_reviewer", "own_number", "registrar")


@pytest.mark.parametrize("told", NUMBERS, ids=lambda told: told[:12])
def test_a_number_out_of_range_is_told_and_never_stored(world: World, told: str) -> None:
    with rolled_back():
        before = row_counts()
        response = world.client("clerk").post(
            registration_url(world), card(world, **dict.fromkeys(COUNTED, told))
        )
        assert response.status_code == 422
        assert row_counts() == before
        journal = reverse("desk:journal", args=[world.journal.code])
        asked = "&".join(f"{name}={quote(told)}" for name in FILTERED)
        for path in (journal, f"{journal}filters/", f"{journal}journal.csv"):
            response = world.get("clerk", f"{path}?{asked}")
            body_of(response)
            assert response.status_code == 200, path
        assert world.program("reader", "GET", f"/api/v1/documents?{asked}").status_code == 422
        for url, said in (
            (f"{journal}views/", {"remove": told}),
            (reverse("desk:journal_readers", args=[world.journal.code]), {"remove": told}),
            (url_of(world, "desk:document_readers", "general"), {"remove": told, "why": "так"}),
        ):
            role = "administrator" if "journals" in url and "readers" in url else "clerk"
            assert world.client(role).post(url, said).status_code < 500, url


def test_latin_letters_inside_ukrainian_words_are_told(world: World) -> None:
    with rolled_back():
        response = world.client("clerk").post(registration_url(world), card(world, title="Про дoроги"))
        assert response.status_code == 422 and "атин" in body_of(response).decode()
        answer = send(world, api_card(world, title="Про дoроги"))
        assert answer.status_code == 422 and "атин" in body_of(answer).decode()


# ── what is typed is never run ───────────────────────────────────────


def test_payloads_are_shown_as_they_were_typed(world: World) -> None:
    """A letter, a correspondent, a file’s name, a journal, a person, a saved view: escaped on every page."""
    from obih.people import actions as people
    from obih.registry import actions

    with rolled_back():
        clerk, administrator = world.actor("clerk"), world.actor("administrator")
        sender, _ = actions.add_correspondent(
            {"name": XSS, "short_name": XSS[:100], "address": XSS, "phone": XSS[:50]}, by=clerk
        )
        texts = dict.fromkeys(("title", "summary", "signer", "author", "place", "covering_body"), XSS)
        document = world.letter("general", correspondent=sender, their_number=XSS, file_name=f"{XSS}.pdf",
                                added={"keywords": XSS, "annexes": XSS}, **texts)  # fmt: skip
        document.deadlines.update(rule_code=XSS[:60])
        actions.close_document(document.pk, note=XSS, by=clerk)
        actions.save_pending(world.journal, {"title": XSS, "correspondent_text": XSS, "<b>": XSS}, by=clerk)
        actions.save_view(world.journal, XSS[:60], f"q={XSS}", by=clerk)
        actions.change_journal(world.journal, {"title": XSS}, by=administrator)
        person = people.add_person(surname=XSS[:80], given_name=XSS[:80], by=administrator)
        people.create_unit(organisation=world.house.cast.council, name=XSS, by=administrator)
        people.create_position(organisation=world.house.cast.council, title=XSS, by=administrator)
        pages = [
            *asked_for(world), f"/documents/{document.pk}/", f"/correspondents/{sender.pk}/", f"/people/{person.pk}/",
            f"/journals/{world.journal.code}/previews/{document.pk}/", f"/documents/{document.pk}/correction/",
            f"/find/?q={quote(XSS)}", f"/correspondents/?q={quote(XSS)}", f"/journals/{world.journal.code}/?q={quote(XSS)}",
            f"/journals/{world.journal.code}/correspondents/?q={quote(XSS)}", f"/people/?q={quote(XSS)}",
            f"/correspondents/new/?name={quote(XSS)}", f"/journals/{world.journal.code}/registration/?fold=open",
        ]  # fmt: skip
        for role in ("clerk", "administrator"):
            for url in pages:
                response = world.get(role, url)
                if "html" not in response.headers.get("Content-Type", ""):
                    continue
                text = body_of(response).decode()
                for payload in ("<img src=x", "<script>alert", "'><script", "&quot;'><"):
                    assert payload not in text, (
                        f"{role} {url}: {text[max(0, text.find(payload) - 200) :][:400]}"
                    )
        posted = world.client("clerk").post(
            registration_url(world), card(world, title="", summary=XSS, signer=XSS)
        )
        assert "<script>alert" not in body_of(posted).decode()


def test_a_sheet_holds_no_formula(world: World) -> None:
    with rolled_back():
        for lead in ("=", "+", "-", "@"):
            world.letter(
                "general", title=f"{lead}cmd|' /C calc'!A0", their_number=f"{lead}1/{uuid.uuid4().hex[:5]}"
            )
        sheet = body_of(world.get("clerk", f"/journals/{world.journal.code}/journal.csv")).decode("utf-8-sig")
        assert not re.search(r'(^|;)"?[=+@-]', sheet.replace("\r", ""), re.M)
