"""The calendar on a page: read by everyone, changed in two steps by those who may."""

from __future__ import annotations

from datetime import date

import pytest

from obih.law.tests.actors import ADMINISTRATOR, CLERK, LOOKING_ON, STRANGER
from obih.law.tests.pages import page as page
from obih.workdays import affected
from obih.workdays.actions import seed_calendar
from obih.workdays.models import MartialLawPeriod
from obih.workdays.queries import calendar_for
from obih.workdays.tests.test_actions import WEDNESDAY, Keeper

pytestmark = pytest.mark.django_db
DAY = "/calendar/days/2026-11-25/"
OFF = {"kind": "off", "basis": "розпорядження № 15-р"}


@pytest.fixture(autouse=True)
def seeded(db, monkeypatch):
    """The calendar of a new installation; keepers of rooms above have tests of their own."""
    monkeypatch.setattr(affected, "_keepers", [])
    seed_calendar(date(2026, 11, 22))


@pytest.fixture
def keeper(monkeypatch, seeded):
    monkeypatch.setattr(affected, "_keepers", [Keeper()])


def test_the_month_says_how_many_days_are_worked_to_everyone(page):
    for actor in (STRANGER, CLERK, ADMINISTRATOR):
        answer = page(actor).get("/calendar/?month=2026-08")
        assert "Серпень 2026: 21\u00a0робочий день" in answer.text
        assert "У мирний час: День незалежності України" in answer.text
    assert "Робочий календар змінює" in page(STRANGER).get("/calendar/").text
    assert "Робочий календар змінює" not in page(CLERK).get("/calendar/").text


@pytest.mark.parametrize("month", ["", "2026-13", "нема", "0001-01", "9999-12", "-", "²-1", "2026-08-01"])
def test_a_month_that_does_not_exist_shows_this_one(page, month):
    assert page(CLERK).get("/calendar/", {"month": month}).status_code == 200


@pytest.mark.parametrize("iso", ["2026-02-30", "вчора", "0001-01-01", "9999-12-31"])
def test_a_day_that_does_not_exist_is_not_found(page, iso):
    assert page(CLERK).get(f"/calendar/days/{iso}/").status_code == 404


def test_a_change_is_shown_first_and_made_second(page, keeper):
    client = page(CLERK)
    shown = client.post(DAY, OFF)
    assert shown.status_code == 200
    assert "Зміниться: 1\u00a0день і 1\u00a0строк" in shown.text
    assert "26.11.2026" in shown.text and "Перенести строки" in shown.text
    assert calendar_for().is_working(WEDNESDAY)
    made = client.post(DAY, OFF | {"confirmed": "1"}, follow=True)
    assert not calendar_for().is_working(WEDNESDAY)
    assert "Календар змінено: 25.11.2026 неробочий (розпорядження № 15-р)" in made.text
    assert made.redirect_chain == [("/calendar/?month=2026-11", 302)]


def test_what_was_typed_returns_with_the_sentence_at_its_field(page):
    answer = page(CLERK).post(DAY, {"kind": "short", "basis": "розпорядження", "opens": "9", "closes": "8"})
    assert answer.status_code == 422
    assert "початок раніше за кінець" in answer.text and 'value="розпорядження"' in answer.text
    answer = page(CLERK).post(DAY, {"kind": "off", "basis": ""})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("typed", "taken"),
    [("8", "08:00"), ("08:30", "08:30"), ("8.30", "08:30"), ("0830", "08:30"), ("25", None), ("8:75", None)],
)
def test_hours_are_typed_as_people_write_them(page, typed, taken):
    short = {"kind": "short", "basis": "розпорядження", "opens": typed, "closes": "12"}
    answer = page(CLERK).post(DAY, short)
    assert answer.status_code == (200 if taken else 422)
    assert (f"{taken}–12:00" if taken else "Година — як 08:00") in answer.text


def test_a_day_becomes_usual_again(page):
    client = page(ADMINISTRATOR)
    client.post(DAY, OFF | {"confirmed": "1"})
    assert "неробочий день" in client.get(DAY).text
    assert "Зміниться: 1\u00a0день" in client.post(f"{DAY}removal/").text
    client.post(f"{DAY}removal/", {"confirmed": "1"})
    assert calendar_for().is_working(WEDNESDAY)


def test_martial_law_ends_on_a_day_and_holidays_after_it_are_free(page):
    client = page(ADMINISTRATOR)
    typed = {"first_on": "24.02.2022", "last_on": "30.11.2026", "basis": "Закон"}
    shown = client.post("/calendar/martial-law/", typed)
    assert "25.12.2026" in shown.text and "01.12.2026" not in shown.text
    client.post("/calendar/martial-law/", typed | {"confirmed": "1"})
    assert MartialLawPeriod.objects.get().last_on == date(2026, 11, 30)
    assert not calendar_for().is_working(date(2026, 12, 25))


def test_hours_of_the_week_change_from_a_day_on(page):
    week = {f"opens_{n}": "9" for n in range(5)} | {f"closes_{n}": "18.00" for n in range(5)}
    client = page(ADMINISTRATOR)
    typed = week | {"valid_from": "01.12.2026", "basis": "правила розпорядку"}
    assert "09:00–18:00" in client.post("/calendar/hours/", typed).text
    client.post("/calendar/hours/", typed | {"confirmed": "1"})
    assert calendar_for().hours(date(2026, 12, 4)).closes.hour == 18
    wrong = client.post("/calendar/hours/", typed | {"closes_2": ""})
    assert wrong.status_code == 422 and "залиште обидва порожніми" in wrong.text


@pytest.mark.parametrize("address", [DAY, f"{DAY}removal/", "/calendar/martial-law/", "/calendar/hours/"])
@pytest.mark.parametrize("actor", [STRANGER, LOOKING_ON])
def test_nobody_else_changes_anything(page, actor, address):
    week = {f"opens_{n}": "9" for n in range(5)} | {f"closes_{n}": "18" for n in range(5)}
    typed = OFF | week | {"first_on": "24.02.2022", "valid_from": "01.12.2026", "confirmed": "1"}
    before = calendar_for()
    answer = page(actor).post(address, typed)
    assert answer.status_code == 422
    assert calendar_for() == before


def test_hostile_input_gets_a_sentence_and_no_fault(page):
    client = page(ADMINISTRATOR)
    for basis in ("\x00", "х" * 100_000, "<script>alert(1)</script>"):
        answer = client.post(DAY, OFF | {"basis": basis})
        assert answer.status_code in (200, 422)
        assert "<script>alert" not in answer.text
