"""The journey this program is for: a letter gets its number, a colleague finds it, a stranger does not."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from obih.registry.models import Document, Registration
from obih.registry.tests.conftest import House
from tests.browser.conftest import People, Someone

ABSENT = "Такого документа немає або він вам не доступний"


def register_by_keyboard(clerk: Someone, title: str) -> str:
    """From the desk to the number without a mouse; gives the number."""
    page = clerk.page
    clerk.press("KeyR")
    expect(page.locator("#id_correspondent")).to_be_focused()
    clerk.type("чер")
    expect(page.locator("[data-combo] [role=option]").first).to_contain_text("Черкаська ОВА")
    clerk.press("Enter")
    clerk.type("4271")
    clerk.press("Enter")
    clerk.type("0511")
    clerk.press("Enter")
    clerk.type(title)
    clerk.press("Ctrl+Enter")
    done = page.locator("[data-done][data-told]")  # told: the next card has taken the focus
    expect(done).to_be_visible()
    number = done.get_attribute("data-done")
    assert number
    return number


def test_a_letter_is_registered_by_keyboard_found_by_a_colleague_and_not_by_a_stranger(
    house: House, people: People
) -> None:
    clerk = people.at("boiko", second_factor=True)
    number = register_by_keyboard(clerk, "Про ремонт доріг")

    assert len(clerk.keys) <= 45, f"{len(clerk.keys)} keys: {clerk.keys}"
    registration = Registration.objects.get()
    assert registration.number == number
    assert registration.document.parties.get(role="sender").number == "4271"
    expect(clerk.page.locator("#id_correspondent")).to_be_focused()
    expect(clerk.page.locator("#id_title")).to_have_value("")
    expect(clerk.page.locator(".stamp")).to_contain_text("Номер ще не надано")

    colleague = people.at("tkachenko")
    colleague.press("/")
    colleague.type(str(registration.sequence))
    colleague.press("Enter")
    expect(colleague.page.locator("h1")).to_have_text("Про ремонт доріг")
    expect(colleague.page.locator(".time")).to_contain_text(f"Зареєстровано: {number}")

    stranger = people.at("chuzhynska")
    stranger.press("/")
    stranger.type(str(registration.sequence))
    stranger.press("Enter")
    expect(stranger.page.locator("h1")).to_contain_text("нічого")
    answers = []
    for document in (registration.document_id, house.case_id_that_is_not()):
        answer = stranger.page.goto(f"{people.address}/documents/{document}/")
        assert answer is not None and answer.status == 404
        answers.append(stranger.page.locator("main").inner_text())
    assert answers[0] == answers[1] and ABSENT in answers[0]
    assert not [*clerk.faults, *colleague.faults, *stranger.faults]


def test_what_was_typed_is_kept_on_the_server_and_taken_up_again(house: House, people: People) -> None:
    clerk = people.at("boiko", second_factor=True)
    page = clerk.page
    clerk.press("KeyR")
    expect(page.locator("#id_correspondent")).to_be_focused()
    page.locator("#id_title").fill("Про облік дітей")
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"Збережено о \d+:\d\d"), timeout=8000)
    page.goto(f"{people.address}/waiting/")
    page.get_by_role("link", name="Про облік дітей", exact=True).click()
    expect(page.locator("#id_title")).to_have_value("Про облік дітей")
    assert not Document.objects.exists()


def test_escape_postpones_and_a_twin_is_told_before_the_number(house: House, people: People) -> None:
    clerk = people.at("boiko", second_factor=True)
    page = clerk.page
    number = register_by_keyboard(clerk, "Про ремонт доріг")
    clerk.type("чер")
    expect(page.locator("[data-combo] [role=option]").first).to_contain_text("Черкаська ОВА")
    clerk.press("Enter")
    clerk.type("4271")
    clerk.press("Enter")
    clerk.type("0511")
    clerk.press("Enter")
    expect(page.locator("#remarks")).to_contain_text(f"Схожий на {number}")
    clerk.type("Інший лист")
    clerk.press("Ctrl+Enter")
    expect(page.locator(".problems")).to_contain_text("Такий лист уже є")
    expect(page.locator("#id_title")).to_have_value("Інший лист")
    page.locator("#not_duplicate_because").fill("інший додаток")
    clerk.press("Ctrl+Enter")
    expect(page.locator("[data-done][data-told]")).to_be_visible()
    assert Registration.objects.count() == 2
    clerk.type("Про")
    clerk.press("Escape")
    clerk.press("Escape")
    expect(page.locator("h1")).to_contain_text("Очікує реєстрації")
    assert not clerk.faults
