"""What people can do with the calendar. Nothing else writes this room's tables.

Deadlines live above: whoever changes the calendar for people first shows what it moves
(`affected.moved_by_change`) and the keepers of deadlines move them in the same transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, time

import holidays
from django.db.models import F
from django.utils import timezone

from obih.history.record import Acting, record
from obih.history.work import unit_of_work
from obih.law.access import Editing
from obih.law.seed import Seeder
from obih.ui.refusals import Refused
from obih.ui.words import short_date
from obih.workdays.access import why_not_edit_calendar
from obih.workdays.affected import move_affected
from obih.workdays.changes import Change
from obih.workdays.events import CALENDAR_CHANGED, CALENDAR_SEEDED
from obih.workdays.models import CalendarDay, CalendarVersion, MartialLawPeriod, Source, WeekdayHours
from obih.workdays.plans import plan_day, plan_martial_law, plan_week
from obih.workdays.queries import calendar_for
from obih.workdays.rules import (
    DayKind,
    Interval,
    NoWorkingDayError,
    SpecialDay,
    Week,
    WorkingCalendar,
    days_of_year,
)

ABOUT = ("workdays.calendar", 1)
WAR_BEGAN_ON = date(2022, 2, 24)
WAR_BASIS = "Указ Президента № 64/2022, затверджений Законом № 2102-IX"


@unit_of_work()
def apply_change(change: Change, *, by: Editing) -> int:
    """Write a change and move the open deadlines it touches; gives back how many were moved.

    All or nothing. Refuses a calendar in which nobody ever works.
    """
    if refusal := why_not_edit_calendar(by):
        raise Refused(refusal)
    _lock()
    before = calendar_for()
    try:
        after = change.applied_to(before)
        after.next_working_day(timezone.localdate())
    except (NoWorkingDayError, ValueError) as error:
        raise Refused("У такому календарі не лишається робочих днів.") from error
    if (
        after.special == before.special
        and after.martial_law == before.martial_law
        and (after.patterns == before.patterns)
    ):
        raise Refused("Нічого не змінено.")
    for day, special in change.days.items():
        _write_day(day, special)
    if change.martial_law is not None:
        _write_martial_law(change.martial_law, change.basis)
    if change.week_from and change.week:
        _write_week(change.week_from, change.week)
    _count_up()
    record(
        CALENDAR_CHANGED, by=by, about=ABOUT, what=change.in_words(), basis=change.basis,
        version=before.version + 1,
        old={short_date(day): _fact(before.special.get(day)) for day in change.days},
        new={short_date(day): _fact(special) for day, special in change.days.items()},
    )  # fmt: skip
    return move_affected(calendar_for(), by)


def set_day(
    day: date,
    *,
    kind: DayKind,
    basis: str,
    peacetime_only: bool = False,
    opens: time | None = None,
    closes: time | None = None,
    by: Editing,
) -> int:
    """Make a day worked, free or short. Gives back how many open deadlines it moved."""
    change = plan_day(day, kind=kind, basis=basis, peacetime_only=peacetime_only, opens=opens, closes=closes)
    return apply_change(change, by=by)


def remove_day(day: date, *, by: Editing) -> int:
    """Let a day be as the week has it."""
    return apply_change(Change(days={day: None}), by=by)


def set_martial_law(intervals: Iterable[Interval], *, basis: str, by: Editing) -> int:
    """Replace the intervals of martial law: close the running one when it ends, open another if need be."""
    return apply_change(plan_martial_law(intervals, basis=basis), by=by)


def set_week(valid_from: date, week: Week, *, basis: str, by: Editing) -> int:
    """Working hours of the week from a day on; earlier days keep theirs."""
    return apply_change(plan_week(valid_from, week, basis=basis), by=by)


@unit_of_work()
def seed_calendar(today: date | None = None, by: Acting | None = None) -> int:
    """Holidays with their transfers and short eves, last year to two years ahead; martial law from its start.

    What is there already is left as it is, so it may be run every year; gives back how many days it added.
    """
    _lock()
    found = _days_by_law((today or timezone.localdate()).year)
    present = set(CalendarDay.objects.filter(date__in=found).values_list("date", flat=True))
    rows = [
        CalendarDay(
            date=day, kind=special.kind, basis=special.basis[:300], source=Source.LAW, peacetime_only=True
        )
        for day, special in found.items()
        if day not in present
    ]
    CalendarDay.objects.bulk_create(rows)
    is_new = not MartialLawPeriod.objects.exists()
    if is_new:
        MartialLawPeriod.objects.create(first_on=WAR_BEGAN_ON, basis=WAR_BASIS)
    if rows or is_new:
        _count_up()
        record(CALENDAR_SEEDED, by=by or Seeder(), about=ABOUT, rows=len(rows))
    return len(rows)


def _refuse_senseless(before: WorkingCalendar, change: Change) -> None:
    try:
        after = change.applied_to(before)
        after.next_working_day(timezone.localdate())
    except (NoWorkingDayError, ValueError) as error:
        raise Refused("У такому календарі не лишається робочих днів.") from error
    if (after.special, after.martial_law, after.patterns) == (
        before.special,
        before.martial_law,
        before.patterns,
    ):
        raise Refused("Нічого не змінено.")


def _days_by_law(year: int) -> dict[date, SpecialDay]:
    """The year after the last one is read too: the eve of its first day belongs to ours."""
    named = holidays.country_holidays(
        "UA", years=range(year - 1, year + 4), categories=("public", "workday"), observed=False, language="uk"
    )
    found = days_of_year(dict(named.items()))
    return {day: special for day, special in found.items() if year - 1 <= day.year <= year + 2}


def _lock() -> None:
    """Changes of the calendar come one after another."""
    CalendarVersion.objects.bulk_create([CalendarVersion(id=1)], ignore_conflicts=True)
    CalendarVersion.objects.select_for_update().get(id=1)


def _count_up() -> None:
    CalendarVersion.objects.filter(id=1).update(
        number=F("number") + 1, token=uuid.uuid4(), changed_at=timezone.now()
    )


def _write_day(day: date, special: SpecialDay | None) -> None:
    if special is None:
        CalendarDay.objects.filter(date=day).delete()
        return
    CalendarDay.objects.update_or_create(
        date=day,
        defaults={
            "kind": special.kind,
            "basis": special.basis[:300],
            "source": Source.PERSON,
            "peacetime_only": special.peacetime_only,
            "opens": special.hours.opens if special.hours else None,
            "closes": special.hours.closes if special.hours else None,
        },
    )


def _write_martial_law(intervals: tuple[Interval, ...], basis: str) -> None:
    known = {period.first_on: period.basis for period in MartialLawPeriod.objects.all()}
    MartialLawPeriod.objects.all().delete()
    MartialLawPeriod.objects.bulk_create(
        MartialLawPeriod(first_on=each.first, last_on=each.last, basis=known.get(each.first, basis))
        for each in intervals
    )


def _write_week(valid_from: date, week: Week) -> None:
    WeekdayHours.objects.filter(valid_from=valid_from).delete()
    WeekdayHours.objects.bulk_create(
        WeekdayHours(valid_from=valid_from, weekday=weekday, opens=hours.opens, closes=hours.closes)
        for weekday, hours in enumerate(week)
        if hours
    )


def _fact(special: SpecialDay | None) -> dict[str, str] | None:
    return {"kind": special.kind.value, "basis": special.basis} if special else None
