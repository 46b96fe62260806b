"""Closing the year, by keyboard: what it means is seen first, then journals are closed and the next opened."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from obih.registry import actions
from obih.registry.models import JournalPeriod, PeriodClosure
from obih.registry.tests.conftest import TODAY, House
from obih.registry.tests.test_periods import LAST_YEAR, case_of_next_year, late_letter
from tests.browser.conftest import People

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = ((1366, 768), (390, 844))


def accessible(page: Page) -> None:
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()


def fits(page: Page, name: str) -> None:
    """No page is wider than its window, on a desk and in a hand; nothing stands in the way of a reader."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)


def test_closing_the_year(house: House, people: People) -> None:
    actions.change_journal(house.journal, {"default_case": house.case}, by=house.cast.actor("savchuk"))
    case = case_of_next_year(house)
    late_letter(house, title="Про освітлення вулиць")
    actions.reserve_numbers(house.journal, holder="сесія", on=date(int(LAST_YEAR), 12, 1), by=house.clerk)
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page = clerk.page
    page.goto(f"{people.address}/year-end/?year={LAST_YEAR}")
    expect(page.get_by_role("heading", name="Журнали на межі року")).to_be_visible()
    fits(page, "year")
    clerk.press("Ctrl+Enter")
    page.wait_for_url("**/year-end/closing/**")
    expect(page.get_by_text("Про освітлення вулиць")).to_be_visible()
    expect(page.get_by_text("зареєстровано 1 (один) документ")).to_be_visible()
    expect(page.get_by_text("Стануть анульованими: 1")).to_be_visible()
    assert not PeriodClosure.objects.exists()
    fits(page, "closing")
    clerk.press("Ctrl+Enter")
    page.wait_for_url(f"**/year-end/?year={LAST_YEAR}")
    expect(page.get_by_text("анульовано 1 (один) номер")).to_be_visible()
    closure = PeriodClosure.objects.get()
    assert (closure.registered, closure.void, closure.carried_over) == (1, 1, 1)
    fits(page, "closed")

    page.goto(f"{people.address}/year-end/?year={TODAY.year}")
    expect(page.locator(f"input[name=case-{house.journal.code}]")).to_have_value("02-10")
    fits(page, "opening")
    page.get_by_role("button", name="Відкрити позначені").focus()
    clerk.press("Enter")
    expect(page.get_by_text(f"Відкрито на {TODAY.year + 1} рік")).to_be_visible()
    opened = JournalPeriod.objects.get()
    assert (opened.period, opened.default_case) == (str(TODAY.year + 1), case)


def test_forms_volumes_and_the_printed_journal_fit_and_are_accessible(house: House, people: People) -> None:
    house.letter(title="Про дороги")
    page = people.at("boiko", second_factor=True, bypass_csp=True).page
    for name, address in (
        ("forms", "/journal-forms/"),
        ("form", "/journal-forms/incoming/"),
        ("volumes", "/volumes/"),
        ("printed", f"/journals/{house.journal.code}/print/?year={TODAY.year}"),
    ):
        page.goto(f"{people.address}{address}")
        fits(page, name)
