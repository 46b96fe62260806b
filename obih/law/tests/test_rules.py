"""Terms against an oracle that walks day by day and shares no code with the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obih.law.rules import (
    KYIV,
    Due,
    OpenDeadline,
    Roll,
    Start,
    Term,
    Unit,
    add_months,
    due_on,
    latest_extension,
    moved_by,
    preliminary_review_by,
)
from obih.ui.words import NBSP
from obih.workdays.rules import DayKind, Interval, SpecialDay, WorkingCalendar
from obih.workdays.tests.strategies import calendars, days, moments

MANY = settings(max_examples=500, deadline=None)
PLAIN = WorkingCalendar()


def term(amount: int, unit: Unit, **more: object) -> Term:
    start = Start.HOUR if unit is Unit.HOUR else Start.NEXT_DAY
    return Term("t", "строк", amount, unit, **{"start": start, **more})  # type: ignore[arg-type]


def plainly(due: Due) -> str:
    return due.explanation.replace(NBSP, " ")


# --- the oracle ---------------------------------------------------------------------------------------


def oracle_months(day: date, months: int) -> date:
    """Walk to the first of the wanted month, then forward while the day of month allows."""
    cursor = day.replace(day=1)
    for _ in range(months):
        cursor += timedelta(days=32)
        cursor = cursor.replace(day=1)
    while cursor.day < day.day and (cursor + timedelta(days=1)).month == cursor.month:
        cursor += timedelta(days=1)
    return cursor


def oracle_nominal(day: date, amount: int, unit: Unit, from_today: bool, calendar: WorkingCalendar) -> date:
    if unit in (Unit.MONTH, Unit.YEAR):
        last = oracle_months(day, amount if unit is Unit.MONTH else 12 * amount)
        return last - timedelta(days=1) if from_today and amount else last
    counted, cursor = 0, day if from_today else day + timedelta(days=1)
    if amount == 0:
        return day
    while True:
        if unit is Unit.CALENDAR_DAY or calendar.hours(cursor) is not None:
            counted += 1
        if counted == amount:
            return cursor
        cursor += timedelta(days=1)


def oracle_roll(day: date, how: Roll, calendar: WorkingCalendar) -> date:
    while how is not Roll.NONE and calendar.hours(day) is None:
        day = day + timedelta(days=1) if how is Roll.FORWARD else day - timedelta(days=1)
    return day


# --- properties ---------------------------------------------------------------------------------------


@MANY
@given(
    calendars(),
    days,
    st.integers(0, 40),
    st.sampled_from([Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.MONTH, Unit.YEAR]),
    st.sampled_from([Start.NEXT_DAY, Start.DAY_OF_RECEIPT]),
    st.sampled_from(list(Roll)),
)
def test_days_months_and_years_agree_with_the_oracle(calendar, day, amount, unit, start, how):
    amount = min(amount, 5) if unit is Unit.YEAR else amount
    due = due_on(day, term(amount, unit, start=start, roll=how), calendar)
    nominal = oracle_nominal(day, amount, unit, start is Start.DAY_OF_RECEIPT, calendar)
    assert due is not None
    assert (due.nominal, due.effective) == (nominal, oracle_roll(nominal, how, calendar))


@MANY
@given(calendars(), moments, st.integers(0, 400))
def test_hours_are_elapsed_hours_and_are_never_moved(calendar, moment, hours):
    due = due_on(moment, term(hours, Unit.HOUR), calendar)
    assert due is not None and due.moment is not None
    assert due.moment.astimezone(UTC) - moment.astimezone(UTC) == timedelta(hours=hours)
    assert due.nominal == due.effective == due.moment.astimezone(KYIV).date()


@MANY
@given(calendars(), days, st.integers(1, 30))
def test_days_before_an_event_leave_exactly_so_many_working_days(calendar, event, count):
    due = due_on(event, term(count, Unit.WORKING_DAY_BEFORE, roll=Roll.BACK), calendar)
    assert due is not None
    between = [event - timedelta(days=n) for n in range(1, (event - due.nominal).days + 1)]
    assert sum(calendar.hours(day) is not None for day in between) == count
    assert calendar.hours(due.nominal) is not None


@MANY
@given(calendars(), moments, st.integers(1, 30), st.sampled_from([Unit.CALENDAR_DAY, Unit.WORKING_DAY]))
def test_what_comes_after_hours_counts_as_of_the_next_working_day(calendar, moment, amount, unit):
    late = due_on(moment, term(amount, unit, after_hours=True), calendar)
    day = moment.astimezone(KYIV).date()
    hours = calendar.hours(day)
    if hours is None or moment.astimezone(KYIV).replace(tzinfo=None) > datetime.combine(day, hours.closes):
        day += timedelta(days=1)
        while calendar.hours(day) is None:
            day += timedelta(days=1)
    assert late is not None and late.start == day
    usual = due_on(day, term(amount, unit), calendar)
    assert usual is not None and late.effective == usual.effective


@MANY
@given(calendars(), moments, st.integers(0, 60), st.integers(0, 60), st.sampled_from(list(Roll)))
def test_nothing_passes_its_cap_and_a_cap_is_never_moved(calendar, moment, amount, limit, how):
    cap = replace(term(limit, Unit.CALENDAR_DAY), code="cap")  # its own row even says «forward»
    due = due_on(moment, term(amount, Unit.CALENDAR_DAY, cap="cap", roll=how), calendar, cap)
    assert due is not None
    assert due.cap == moment.astimezone(KYIV).date() + timedelta(days=limit)
    assert due.effective <= due.cap


@MANY
@given(days, st.integers(0, 60))
def test_a_month_keeps_its_date_or_its_last_day(day, months):
    assert add_months(day, months) == oracle_months(day, months)


@MANY
@given(calendars(), st.lists(st.tuples(moments, st.integers(1, 30)), max_size=8), days)
def test_recomputation_finds_just_what_moves(calendar, arrivals, day_off):
    open_ones = []
    for key, (moment, amount) in enumerate(arrivals):
        working = term(amount, Unit.WORKING_DAY)
        due = due_on(moment, working, calendar)
        assert due is not None
        open_ones.append(OpenDeadline(key, moment, working, None, due.effective))
    assert moved_by(calendar, open_ones) == []
    other = calendar.changed({day_off: SpecialDay(DayKind.OFF)})
    moved = {found.key: found.due.effective for found in moved_by(other, open_ones)}
    for each in open_ones:
        again = due_on(each.received_at, each.term, other)
        assert again is not None
        assert moved.get(each.key, each.effective) == again.effective
        assert (each.key in moved) == (again.effective != each.effective)


# --- the law's own examples ---------------------------------------------------------------------------


def test_appeal_of_31_january_ends_on_the_last_of_february_and_moves_with_a_warning():
    general = term(1, Unit.MONTH, cap="appeal_max", warn_when_rolled=True, legal_basis="ст. 20 Закону")
    cap = Term("appeal_max", "граничний", 45, Unit.CALENDAR_DAY, roll=Roll.NONE)
    due = due_on(date(2026, 1, 31), general, PLAIN, cap)
    assert due is not None
    assert (due.nominal, due.effective) == (date(2026, 2, 28), date(2026, 3, 2))  # 28.02.2026 is a Saturday
    assert due.cap == date(2026, 3, 17)
    assert "27.02.2026" in due.warnings[0]
    assert "перенесено на понеділок, 02.03.2026" in due.explanation
    assert due.is_rolled


def test_cap_on_a_day_off_stays_and_warns():
    cap = Term("appeal_max", "граничний", 45, Unit.CALENDAR_DAY, roll=Roll.NONE)
    due = due_on(date(2026, 11, 4), term(30, Unit.CALENDAR_DAY, cap="appeal_max"), PLAIN, cap)
    assert due is not None
    assert due.cap == date(2026, 12, 19)  # a Saturday
    assert any("19.12.2026 неробочий і не переноситься" in each for each in due.warnings)
    assert latest_extension(date(2026, 11, 4), cap, PLAIN) == date(2026, 12, 19)


def test_information_request_over_a_holiday_of_wartime_counts_it_as_worked():
    holiday = {date(2026, 8, 24): SpecialDay(DayKind.OFF, "День Незалежності", peacetime_only=True)}
    war = WorkingCalendar(special=holiday, martial_law=(Interval(date(2022, 2, 24)),))
    peace = WorkingCalendar(special=holiday)
    friday = datetime(2026, 8, 21, 16, 0, tzinfo=KYIV)
    request = term(5, Unit.WORKING_DAY)
    assert due_on(friday, request, war).effective == date(2026, 8, 28)  # type: ignore[union-attr]
    assert due_on(friday, request, peace).effective == date(2026, 8, 31)  # type: ignore[union-attr]


def test_delivered_on_friday_evening_is_looked_at_on_monday_by_ten():
    friday = datetime(2026, 11, 20, 18, 5, tzinfo=KYIV)
    assert preliminary_review_by(friday, PLAIN) == datetime(2026, 11, 23, 10, 0, tzinfo=KYIV)
    assert preliminary_review_by(friday.replace(hour=12), PLAIN) is None
    letter = due_on(friday, term(30, Unit.CALENDAR_DAY, after_hours=True), PLAIN)
    assert letter is not None and letter.start == date(2026, 11, 23)
    assert "вважається одержаним 23.11.2026" in letter.explanation


def test_two_days_run_through_the_change_of_clocks():
    due = due_on(datetime(2026, 3, 28, 12, 0, tzinfo=KYIV), term(48, Unit.HOUR, roll=Roll.NONE), PLAIN)
    assert due is not None and due.moment == datetime(2026, 3, 30, 13, 0, tzinfo=KYIV)
    assert "48 годин від одержання: до 13:00 30.03.2026" in plainly(due)


def test_hours_from_a_bare_date_start_at_midnight_and_say_so():
    due = due_on(date(2026, 11, 20), term(48, Unit.HOUR), PLAIN)
    assert due is not None and due.moment == datetime.combine(date(2026, 11, 22), time(0), KYIV)
    assert "Година одержання не вказана" in due.warnings[0]
    assert "неділя, 22.11.2026" in due.warnings[1]


def test_a_term_set_by_the_document_has_no_date():
    assert due_on(date(2026, 11, 20), term(0, Unit.NONE), PLAIN) is None
    with pytest.raises(ValueError, match="limits nothing"):
        latest_extension(date(2026, 11, 20), term(0, Unit.NONE), PLAIN)


def test_refuses_to_count_without_the_cap_the_term_names():
    with pytest.raises(ValueError, match="capped by appeal_max"):
        due_on(date(2026, 11, 20), term(1, Unit.MONTH, cap="appeal_max"), PLAIN)


def test_a_notice_is_never_moved_towards_the_event():
    with pytest.raises(ValueError, match="too late"):
        term(10, Unit.WORKING_DAY_BEFORE)
    due = due_on(date(2026, 12, 1), term(10, Unit.CALENDAR_DAY_BEFORE, roll=Roll.BACK), PLAIN)
    assert due is not None and (due.nominal, due.effective) == (date(2026, 11, 21), date(2026, 11, 20))


def test_refuses_a_moment_without_a_zone():
    with pytest.raises(ValueError, match="time zone"):
        due_on(datetime(2026, 11, 20, 12, 0), term(1, Unit.MONTH), PLAIN)


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (1, Unit.MONTH, "1 місяць з дня, наступного за 20.11.2026"),
        (15, Unit.CALENDAR_DAY, "15 календарних днів"),
        (22, Unit.WORKING_DAY, "22 робочі дні"),
        (21, Unit.WORKING_DAY, "21 робочий день"),
        (11, Unit.WORKING_DAY, "11 робочих днів"),
        (2, Unit.YEAR, "2 роки"),
        (0, Unit.SAME_DAY, "Того самого дня, 20.11.2026"),
        (10, Unit.CALENDAR_DAY_BEFORE, "Не пізніше ніж за 10 календарних днів до 20.11.2026: 10.11.2026"),
    ],
)
def test_explains_itself_in_ukrainian(amount, unit, words):
    how = Roll.BACK if unit is Unit.CALENDAR_DAY_BEFORE else Roll.FORWARD
    due = due_on(date(2026, 11, 20), term(amount, unit, roll=how), PLAIN)
    assert due is not None and words in plainly(due)
