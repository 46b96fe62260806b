"""A person comes to the reception: the appeal has its number and he his receipt before a minute is over."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from obih.appeals.models import Reception
from obih.appeals.tests.conftest import make_reception
from obih.registry.models import Registration
from obih.registry.tests.conftest import House
from tests.browser.conftest import People, Someone

NAME, HOUSE_OF = "Коваленко Іван Петрович", "с. Вільне, вул. Шевченка, 5"
SUBSTANCE = "Не горять ліхтарі на вулиці Шевченка"
MOST_KEYS = 150
KEYS_A_SECOND = 3.3
"""Two hundred a minute: a clerk who types without hurry."""


def receive_by_keyboard(clerk: Someone) -> str:
    """From the desk to the number without a mouse; gives the number."""
    page = clerk.page
    clerk.press("KeyG")
    clerk.press("KeyR")
    expect(page.locator("h1")).to_have_text("Журнал особистого прийому")
    clerk.press("KeyR")
    expect(page.locator("#id_applicant")).to_be_focused()
    for text in (NAME, HOUSE_OF, "0671112233", SUBSTANCE):
        clerk.type(text)
        clerk.press("Enter")
    expect(page.locator("#id_unit")).to_be_focused()
    clerk.press("Ctrl+Enter")
    done = page.locator("[data-done]")
    expect(done).to_be_visible()
    number = done.get_attribute("data-done")
    assert number
    return number


@pytest.fixture
def office_open(house: House) -> None:
    make_reception(house)


def test_a_personal_reception_takes_less_than_a_minute_by_keyboard(
    house: House, office_open: None, people: People
) -> None:
    clerk = people.at("boiko", second_factor=True)
    begun = time.monotonic()
    number = receive_by_keyboard(clerk)
    waited = time.monotonic() - begun
    keys = len(clerk.keys)
    assert keys <= MOST_KEYS, f"{keys} keys"
    assert keys / KEYS_A_SECOND + waited <= 60, f"{keys} keys, the program itself {waited:.1f} s"

    held, registration = Reception.objects.get(), Registration.objects.get()
    assert registration.number == number and re.match(r"К-1/\d\d", number)
    assert held.leader == house.cast.melnychenko.person
    expect(clerk.page.locator("#id_applicant")).to_be_focused()
    expect(clerk.page.locator("#id_applicant")).to_have_value("")

    clerk.press("F8")
    expect(clerk.page.locator("h1")).to_have_text("Звернення прийнято")
    expect(clerk.page.locator("main")).to_contain_text("Коваленко І. П.")
    expect(clerk.page.locator("main")).not_to_contain_text("Шевченка")
    clerk.press("Enter")
    expect(clerk.page.locator("#id_applicant")).to_be_focused()
    assert not clerk.faults


def test_who_comes_again_is_recognised_while_the_clerk_types(
    house: House, office_open: None, people: People
) -> None:
    clerk = people.at("boiko", second_factor=True)
    number = receive_by_keyboard(clerk)
    page = clerk.page
    clerk.type("Коваленко І. П.")
    clerk.press("Enter")
    clerk.type("Вільне, Шевченка 5")
    clerk.press("Enter")
    told = page.locator("#earlier")
    expect(told).to_contain_text(f"Схоже на повторне до {number}")
    told.locator("input[type=checkbox]").check()
    page.locator("#id_substance").fill("Ліхтарі й досі не горять")
    page.locator("#id_substance").press("Control+Enter")
    expect(page.locator("[data-done]")).not_to_have_attribute("data-done", number)
    second = Registration.objects.exclude(number=number).get()
    assert second.document.added["appeal_sign"] == "2.2"
    page.goto(f"{people.address}/receptions/")
    expect(page.locator("tbody tr")).to_have_count(2)

    stranger = people.at("chuzhynska")
    expect(stranger.page.locator(".rail")).not_to_contain_text("Прийом")
    answer = stranger.page.goto(f"{people.address}/receptions/")
    assert answer is not None and answer.status == 404
