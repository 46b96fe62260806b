"""The law on appeals and requests, on any day and any name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obih.appeals import rules
from obih.appeals.rules import Applicant
from obih.law.rules import Roll, Start, Term, Unit, due_on
from obih.workdays.tests.strategies import calendars, days, moments

FIVE_DAYS = Term("appeal_forward", "пересилання", 5, Unit.CALENDAR_DAY)
REQUEST = Term("info_request", "запит", 5, Unit.WORKING_DAY, cap="info_extended")
CAP = Term("appeal_max", "граничний", 45, Unit.CALENDAR_DAY, roll=Roll.NONE)
MONTH = Term("appeal_general", "звернення", 1, Unit.MONTH, cap="appeal_max")
HOURS = Term("info_urgent", "терміновий", 48, Unit.HOUR, start=Start.HOUR, roll=Roll.NONE)
NAMES = st.text("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’", min_size=2, max_size=12).filter(
    lambda it: it[0].isalpha()
)
MANY = settings(max_examples=300, deadline=None)


@pytest.mark.parametrize(
    ("name", "collective", "letter"),
    [
        ("Коваленко Іван", False, "К"),
        ("  ґудзь О.", False, "Ґ"),
        ("Коваленко Іван", True, "КО"),
        ("", False, "БП"),
        ("№ 7", False, "БП"),
        ("«їжакевич»", False, "Ї"),
    ],
)
def test_the_letter_of_a_number_is_of_the_surname_or_says_why_there_is_none(name, collective, letter) -> None:
    assert rules.number_letter(name, collective=collective) == letter


@given(NAMES, NAMES, NAMES)
def test_initials_and_full_names_are_one_applicant(surname: str, given_name: str, patronymic: str) -> None:
    full = f"{surname} {given_name} {patronymic}"
    initials = f"{surname.upper()} {given_name[0]}. {patronymic[0]}."
    assert rules.applicant_key(full) == rules.applicant_key(initials)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("с. Вільне, вул. Шевченка, буд. 5", "вулиця Шевченка 5, Вільне", True),
        ("вул. Шевченка, 5", "с. Вільне, вул. Шевченка, 5", True),
        ("вул. Шевченка, 5-а", "вул. Шевченка, 5А", True),
        ("вул. Шевченка, 5, кв. 2", "вул. Шевченка, 5/2", True),
        ("вул. Шевченка, 5", "вул. Шевченка, 15", False),
        ("с. Вільне, вул. Шевченка, 5", "с. Нове, вул. Шевченка, 5", False),
        ("19000, вул. Шевченка, 5", "вул. Шевченка, 5", True),
        ("", "вул. Шевченка, 5", True),
    ],
)
def test_addresses_are_compared_by_what_they_say(one: str, other: str, same: bool) -> None:
    assert rules.same_address(one, other) is same
    assert rules.same_address(other, one) is same


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_addresses_can_be_compared_either_way(one: str, other: str) -> None:
    assert rules.same_address(one, other) == rules.same_address(other, one)
    assert rules.same_address(one, one)


def test_co_authors_are_typed_one_a_line() -> None:
    typed = "Мельник Олена; вул. Лесі Українки, 12; 067 1\n\n Бондар Петро \n;вул. Нова;"
    assert rules.parse_applicants(typed) == [
        Applicant("Мельник Олена", "вул. Лесі Українки, 12", "067 1"),
        Applicant("Бондар Петро"),
    ]


def test_the_subject_follows_from_who_signed() -> None:
    one, two = Applicant("А"), Applicant("Б")
    assert rules.subject_of([one]) == rules.INDIVIDUAL
    assert rules.subject_of([one, two]) == rules.subject_of([one], people=40) == rules.COLLECTIVE
    assert rules.subject_of([]) == rules.ANONYMOUS


def test_the_way_of_receipt_follows_from_the_channel_and_a_covering_letter() -> None:
    assert rules.appeal_form_of("post", covered=False) == "1.1"
    assert rules.appeal_form_of("reception", covered=False) == "1.2"
    assert rules.appeal_form_of("post", covered=True) == "1.6"
    assert rules.appeal_form_of("semaphore", covered=False) == ""


@MANY
@given(moments, calendars())
def test_forwarding_has_five_days_and_then_the_next_working_one(received, calendar) -> None:
    last = rules.forwarding_last_day(received, FIVE_DAYS, calendar)
    nominal = received.date() + timedelta(days=5)
    assert last == nominal if calendar.is_working(nominal) else last > nominal
    assert calendar.is_working(last)
    assert not any(calendar.is_working(nominal + timedelta(days=n)) for n in range((last - nominal).days))


@MANY
@given(moments, calendars())
def test_a_notice_of_extension_is_given_within_five_working_days(received, calendar) -> None:
    last = rules.notice_last_day(received, REQUEST, calendar)
    passed = received.date()
    worked = 0
    while passed < last:
        passed += timedelta(days=1)
        worked += calendar.is_working(passed)
    assert worked == 5
    assert calendar.is_working(last)
    assert rules.why_not_notice(last, last=last, received_on=received.date()) is None
    assert rules.why_not_notice(last + timedelta(days=1), last=last, received_on=received.date())
    assert rules.why_not_notice(received.date() - timedelta(days=1), last=None, received_on=received.date())


@MANY
@given(moments)
def test_forty_eight_hours_are_hours(received) -> None:
    from obih.workdays.rules import WorkingCalendar

    due = due_on(received, HOURS, WorkingCalendar())
    assert due is not None and due.moment is not None
    assert due.moment.timestamp() - received.timestamp() == 48 * 3600


@MANY
@given(moments, calendars(), st.integers(-10, 120))
def test_no_extension_passes_the_cap(received, calendar, more: int) -> None:
    due = due_on(received, MONTH, calendar, CAP)
    assert due is not None and due.cap is not None
    assert due.cap == received.date() + timedelta(days=45)
    assert due.effective <= due.cap
    assert rules.extension_limit(received, due.cap, CAP, calendar) == due.cap
    wanted = received.date() + timedelta(days=more)
    refusal = rules.why_not_extend(wanted, current=due.effective, limit=due.cap)
    assert (refusal is None) == (due.effective < wanted <= due.cap)


@MANY
@given(moments, calendars())
def test_fifteen_days_are_prolonged_to_a_month_and_48_hours_to_nothing(received, calendar) -> None:
    cap = received.date() + timedelta(days=45)
    uncapped = replace(MONTH, cap="")
    last = rules.extension_limit(received, cap, uncapped, calendar)
    assert last == min(due_on(received, uncapped, calendar).effective, cap)  # type: ignore[union-attr]
    assert rules.extension_limit(received, None, None, calendar) is None
    assert rules.why_not_extend(date.max, current=cap, limit=None)


@given(st.lists(days, min_size=2, unique=True))
def test_a_term_is_only_made_longer(dates: list[date]) -> None:
    for earlier, later in pairwise(sorted(dates)):
        assert rules.why_not_extend(later, current=earlier, limit=date.max) is None
        assert rules.why_not_extend(earlier, current=later, limit=date.max)


def test_a_refusal_names_one_of_four_grounds_and_nothing_else_has_one() -> None:
    assert len(rules.REFUSALS) == 4
    assert rules.why_not_answer("refused", "not_held") is None
    assert "чотири" in (rules.why_not_answer("refused", "у відкритих джерелах") or "")
    assert rules.why_not_answer("satisfied", "not_held")
    assert rules.why_not_answer("satisfied", "") is None


@given(st.integers(0, 1000))
def test_ten_pages_are_free(pages: int) -> None:
    assert bool(rules.why_not_bill(pages)) == (pages <= 10)
