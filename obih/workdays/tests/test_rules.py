"""The working calendar against an oracle that reads the week, the special days and the war day by day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obih.law.rules import KYIV
from obih.workdays.rules import (
    DEFAULT_WEEK,
    DayKind,
    Hours,
    Interval,
    NoWorkingDayError,
    SpecialDay,
    WorkingCalendar,
    days_of_year,
)
from obih.workdays.tests.strategies import calendars, days, moments

MANY = settings(max_examples=500, deadline=None)
WAR = (Interval(date(2022, 2, 24)),)
HOLIDAYS_2027 = {
    date(2027, 5, 1): "День праці",
    date(2027, 5, 2): "Великдень",
    date(2027, 5, 8): "День пам’яті",
    date(2027, 6, 28): "День Конституції",
    date(2027, 7, 15): "День Державності",
}


def oracle_works(calendar: WorkingCalendar, day: date) -> bool:
    week = calendar.patterns[0][1]
    for first, later in calendar.patterns:
        if first <= day:
            week = later
    worked = week[day.weekday()] is not None
    war = False
    for interval in calendar.martial_law:
        if interval.first <= day and (not interval.last or day <= interval.last):
            war = True
    special = calendar.special.get(day)
    if special is not None and not (special.peacetime_only and war):
        worked = special.kind not in ("off", "moved_off")
    return worked


@MANY
@given(calendars(), days)
def test_a_day_is_worked_as_the_oracle_reads_it(calendar, day):
    assert calendar.is_working(day) is oracle_works(calendar, day)
    assert (calendar.hours(day) is not None) is oracle_works(calendar, day)


@MANY
@given(calendars(), days, st.integers(0, 30))
def test_adding_and_going_back_agree_with_counting_one_by_one(calendar, day, count):
    later = calendar.add_working_days(day, count)
    span = [day + timedelta(days=n) for n in range(1, (later - day).days + 1)]
    assert sum(oracle_works(calendar, each) for each in span) == count
    earlier = calendar.working_days_before(day, count)
    span = [earlier + timedelta(days=n) for n in range((day - earlier).days)]
    assert sum(oracle_works(calendar, each) for each in span) == count
    assert calendar.count_working_days(day + timedelta(days=1), later) == count


@MANY
@given(calendars(), days)
def test_neighbours_are_the_nearest_and_lead_back(calendar, day):
    after, before = calendar.next_working_day(day), calendar.previous_working_day(day)
    assert before < day < after
    assert oracle_works(calendar, after) and oracle_works(calendar, before)
    gap = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert not any(oracle_works(calendar, each) for each in gap if each != day)


@MANY
@given(calendars(), moments)
def test_after_hours_means_closed_or_a_day_off(calendar, moment):
    hours = calendar.hours(moment.date())
    expected = hours is None or moment.replace(tzinfo=None).time() > hours.closes
    assert calendar.is_after_hours(moment) is expected
    opening = calendar.next_opening(moment)
    assert opening >= moment and calendar.is_open(opening)


@MANY
@given(calendars(), days, st.sampled_from(list(DayKind)), st.booleans())
def test_a_change_considered_touches_that_day_alone(calendar, day, kind, peacetime_only):
    other = calendar.changed({day: SpecialDay(kind, "проба", peacetime_only=peacetime_only)})
    around = [day + timedelta(days=n) for n in range(-20, 21)]
    assert set(calendar.differences(other, around)) <= {day}
    assert other.changed({day: calendar.special.get(day)}).differences(calendar, around) == []


def test_friday_closes_early_and_the_closing_minute_is_still_work():
    calendar = WorkingCalendar()
    friday = datetime(2026, 11, 20, 15, 45, tzinfo=KYIV)
    assert calendar.closes_at(friday.date()) == friday
    assert not calendar.is_after_hours(friday)
    assert calendar.is_after_hours(friday + timedelta(seconds=1))
    assert calendar.is_after_hours(datetime(2026, 11, 21, 12, tzinfo=KYIV))


def test_a_winter_evening_in_utc_is_after_hours_in_kyiv():
    assert WorkingCalendar().is_after_hours(datetime.fromisoformat("2026-11-19T15:30+00:00"))
    assert not WorkingCalendar().is_after_hours(datetime.fromisoformat("2026-11-19T14:30+00:00"))


def test_holidays_on_a_weekend_give_the_next_working_days_and_eves_are_shorter():
    found = days_of_year(HOLIDAYS_2027)
    assert found[date(2027, 5, 3)].kind is DayKind.MOVED_OFF  # for Saturday 1 May
    assert found[date(2027, 5, 4)].kind is DayKind.MOVED_OFF  # for Easter Sunday
    assert found[date(2027, 5, 10)].kind is DayKind.MOVED_OFF
    assert found[date(2027, 4, 30)].kind is DayKind.SHORT
    assert found[date(2027, 7, 14)].kind is DayKind.SHORT
    assert date(2027, 6, 27) not in found  # the eve of Monday the 28th is a Sunday
    peace = WorkingCalendar(special=found)
    assert peace.hours(date(2027, 4, 30)) == Hours(time(8), time(14, 45))
    assert not peace.is_working(date(2027, 7, 15))


def test_under_martial_law_holidays_and_their_transfers_are_worked():
    calendar = WorkingCalendar(special=days_of_year(HOLIDAYS_2027), martial_law=WAR)
    plain = WorkingCalendar()
    year = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    assert calendar.differences(plain, year) == []


def test_a_decision_of_the_council_stands_in_wartime_too():
    closed = SpecialDay(DayKind.OFF, "розпорядження № 15-р")
    calendar = WorkingCalendar(special={date(2026, 11, 25): closed}, martial_law=WAR)
    assert not calendar.is_working(date(2026, 11, 25))
    assert calendar.next_working_day(date(2026, 11, 24)) == date(2026, 11, 26)


def test_worked_saturday_borrows_monday_hours():
    calendar = WorkingCalendar(special={date(2026, 11, 28): SpecialDay(DayKind.MOVED_WORK)})
    assert calendar.hours(date(2026, 11, 28)) == DEFAULT_WEEK[0]


def test_the_week_in_force_is_the_week_of_the_day():
    short = (Hours(time(9), time(13)),) * 5 + (None, None)
    calendar = WorkingCalendar(patterns=((date.min, DEFAULT_WEEK), (date(2027, 1, 1), short)))
    assert calendar.hours(date(2026, 12, 31)) == DEFAULT_WEEK[3]
    assert calendar.hours(date(2027, 1, 1)) == short[4]


def test_a_calendar_without_working_days_is_refused_rather_than_counted_for_ever():
    with pytest.raises(ValueError, match="single working day"):
        WorkingCalendar(patterns=((date.min, (None,) * 7),))
    start = date(2026, 1, 1)
    closed = {start + timedelta(days=n): SpecialDay(DayKind.OFF) for n in range(400)}
    with pytest.raises(NoWorkingDayError):
        WorkingCalendar(special=closed).next_working_day(start)
