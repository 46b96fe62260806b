"""What people and other rooms ask of the working calendar."""

from __future__ import annotations

import calendar as gregorian
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.db import connection

from obih.history.models import Event
from obih.history.record import Acting
from obih.ui.one_look import asked_once
from obih.workdays.affected import Shift, shifts_of
from obih.workdays.changes import Change
from obih.workdays.models import CalendarDay, MartialLawPeriod, WeekdayHours
from obih.workdays.rules import DEFAULT_WEEK, Hours, SpecialDay, Week, WorkingCalendar

_kept: dict[UUID, WorkingCalendar] = {}


def calendar_for() -> WorkingCalendar:
    """The working calendar, all years of it.

    Costs one statement while nothing changes: a process keeps the calendar of the token it last saw. A
    change in another process is noticed at the next call.
    """
    version = asked_once("workdays", _version)
    if version is None:
        return WorkingCalendar()
    token, number = version
    found = _kept.get(token)
    if found is None:
        found = WorkingCalendar(
            patterns=_patterns(),
            special={day.date: day.as_value() for day in CalendarDay.objects.all()},
            martial_law=tuple(period.as_value() for period in MartialLawPeriod.objects.all()),
            version=number,
        )
        _kept.clear()
        _kept[token] = found
    return found


def _version() -> tuple[UUID, int] | None:
    with connection.cursor() as cursor:  # asked by every registration: an ORM query costs four times as much
        cursor.execute("SELECT token, number FROM workdays_calendarversion")
        return cursor.fetchone()


def _patterns() -> tuple[tuple[date, Week], ...]:
    found: list[tuple[date, Week]] = [(date.min, DEFAULT_WEEK)]
    for first, rows in groupby(WeekdayHours.objects.all(), key=lambda row: row.valid_from):
        week: list[Hours | None] = [None] * 7
        for row in rows:
            week[row.weekday] = row.as_value()
        found.append((first, (week[0], week[1], week[2], week[3], week[4], week[5], week[6])))
    return tuple(found)


@dataclass(frozen=True)
class MonthDay:
    """One square of the month as a page shows it."""

    day: date
    is_of_month: bool
    hours: Hours | None
    usual: Hours | None
    special: SpecialDay | None
    rests: bool
    """A special day that does not apply because martial law lasts."""

    @property
    def is_working(self) -> bool:
        return self.hours is not None


def month_grid(working: WorkingCalendar, year: int, month: int) -> list[list[MonthDay]]:
    """The weeks of a month from Monday to Sunday, with the days of its neighbours at the edges."""
    return [
        [_month_day(working, day, month) for day in week]
        for week in gregorian.Calendar().monthdatescalendar(year, month)
    ]


def _month_day(working: WorkingCalendar, day: date, month: int) -> MonthDay:
    kept = working.special.get(day)
    applies = working.special_day(day)
    return MonthDay(
        day=day,
        is_of_month=day.month == month,
        hours=working.hours(day),
        usual=working.week_of(day)[day.weekday()],
        special=kept,
        rests=kept is not None and applies is None,
    )


def years_filled() -> list[int]:
    """Years that have special days: a year without any has not been filled in yet."""
    return sorted({day.year for day in CalendarDay.objects.dates("date", "year")})


def working_days_by_month(working: WorkingCalendar, year: int) -> dict[int, int]:
    """How many days are worked in each month, for the norm of working time."""
    found: dict[int, int] = defaultdict(int)
    day = date(year, 1, 1)
    while day.year == year:
        found[day.month] += working.is_working(day)
        day += timedelta(days=1)
    return dict(found)


@dataclass(frozen=True)
class DayDifference:
    """A day that a change would work otherwise."""

    day: date
    was: Hours | None
    becomes: Hours | None


@dataclass(frozen=True)
class Preview:
    """What a change of the calendar would do, before it is made."""

    days: list[DayDifference]
    shifts: list[Shift]


def preview_change(change: Change, actor: Acting, today: date) -> Preview:
    """The days from today on that would be worked otherwise and the open deadlines that would move.

    Only deadlines of documents the actor may see are named; of the others not even a count.
    """
    before = calendar_for()
    after = change.applied_to(before)
    days = [
        DayDifference(day, before.hours(day), after.hours(day)) for day in change.days_touched(before, today)
    ]
    return Preview(days, shifts_of(after, actor))


def calendar_events(limit: int = 10) -> list[Event]:
    """What was changed in the calendar, the newest first."""
    return list(Event.objects.about("workdays.calendar", 1).order_by("-seq")[:limit])
