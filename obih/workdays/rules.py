"""Which days and hours the council works. Pure: no database, no clock, no Django.

The labour code gives the holidays (art. 73), moves a day off that meets one (art. 67) and shortens its eve
(art. 53). While martial law lasts none of that applies (Law 2136-IX, art. 6 part 6): those days carry
`peacetime_only` and rest until it ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from obih.law.rules import KYIV
from obih.law.rules import add_months as add_months  # counted here too, kept where the Civil Code is

SEARCH_LIMIT_DAYS = 366
EVE_IS_SHORTER_BY = timedelta(hours=1)


class DayKind(StrEnum):
    """What is special about a day."""

    WORK = "work"
    OFF = "off"
    SHORT = "short"
    MOVED_WORK = "moved_work"
    MOVED_OFF = "moved_off"


WORKED = frozenset({DayKind.WORK, DayKind.SHORT, DayKind.MOVED_WORK})


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when the office works on a day, in Kyiv time."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("an office opens before it closes")

    def shorter(self) -> Hours:
        """Closing one hour earlier (the eve of a holiday), yet never before opening."""
        start = datetime.combine(date.min, self.opens)
        end = datetime.combine(date.min, self.closes) - EVE_IS_SHORTER_BY
        return replace(self, closes=max(end, start + timedelta(minutes=1)).time())


Week = tuple[Hours | None, Hours | None, Hours | None, Hours | None, Hours | None, Hours | None, Hours | None]

_LONG, _FRIDAY = Hours(time(8), time(17)), Hours(time(8), time(15, 45))
DEFAULT_WEEK: Week = (_LONG, _LONG, _LONG, _LONG, _FRIDAY, None, None)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that departs from the week. `hours` is needed only where the week has none to borrow."""

    kind: DayKind
    basis: str = ""
    hours: Hours | None = None
    peacetime_only: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """From the first day to the last, both within; no last day = it lasts."""

    first: date
    last: date | None = None

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day and (self.last is None or day <= self.last)


class NoWorkingDayError(ValueError):
    """A whole year without one: the calendar is filled in wrongly, and counting must not go on for ever."""


@dataclass(frozen=True)
class WorkingCalendar:
    """The week with the days that depart from it.

    `patterns` are weeks with their first days, ascending; before the first one the first one holds.
    """

    patterns: tuple[tuple[date, Week], ...] = ((date.min, DEFAULT_WEEK),)
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    martial_law: tuple[Interval, ...] = ()
    version: int = 0

    def __post_init__(self) -> None:
        firsts = [first for first, _ in self.patterns]
        if not firsts or firsts != sorted(set(firsts)):
            raise ValueError("weeks stand in ascending order, each with its own first day")
        if not any(any(week) for _, week in self.patterns):
            raise ValueError("a week without a single working day")

    def is_martial_law(self, day: date) -> bool:
        return any(day in interval for interval in self.martial_law)

    def special_day(self, day: date) -> SpecialDay | None:
        """What departs from the week on this day *and applies*: peacetime rules rest under martial law."""
        found = self.special.get(day)
        if found and found.peacetime_only and self.is_martial_law(day):
            return None
        return found

    def week_of(self, day: date) -> Week:
        place = bisect_right(self.patterns, day, key=lambda pattern: pattern[0])
        return self.patterns[max(place - 1, 0)][1]

    def is_working(self, day: date) -> bool:
        special = self.special_day(day)
        if special:
            return special.kind in WORKED
        return self.week_of(day)[day.weekday()] is not None

    def hours(self, day: date) -> Hours | None:
        """When the office works on this day; None when it does not."""
        special = self.special_day(day)
        usual = self.week_of(day)[day.weekday()]
        if special is None:
            return usual
        if special.kind not in WORKED:
            return None
        if special.hours:
            return special.hours
        borrowed = usual or next(hours for hours in self.week_of(day) if hours)
        return borrowed.shorter() if special.kind is DayKind.SHORT else borrowed

    def opens_at(self, day: date) -> datetime | None:
        hours = self.hours(day)
        return datetime.combine(day, hours.opens, KYIV) if hours else None

    def closes_at(self, day: date) -> datetime | None:
        """The moment after which an arrival belongs to the next working day."""
        hours = self.hours(day)
        return datetime.combine(day, hours.closes, KYIV) if hours else None

    def is_after_hours(self, moment: datetime) -> bool:
        """Has the office closed, or is it a day off? The minute of closing is still working time."""
        local = moment.astimezone(KYIV)
        closes = self.closes_at(local.date())
        return closes is None or local > closes

    def is_open(self, moment: datetime) -> bool:
        local = moment.astimezone(KYIV)
        opens = self.opens_at(local.date())
        return opens is not None and opens <= local and not self.is_after_hours(local)

    def next_opening(self, moment: datetime) -> datetime:
        """The moment itself if the office is open, else when it opens next."""
        local = moment.astimezone(KYIV)
        if self.is_open(local):
            return local
        today = self.opens_at(local.date())
        opens = today if today and local < today else self.opens_at(self.next_working_day(local.date()))
        assert opens is not None
        return opens

    def next_working_day(self, day: date) -> date:
        """The first working day strictly after this one."""
        return self._seek(day, 1)

    def previous_working_day(self, day: date) -> date:
        """The last working day strictly before this one."""
        return self._seek(day, -1)

    def add_working_days(self, day: date, count: int) -> date:
        """The count-th working day after this one; the day itself is never counted. 0 gives it back."""
        if count < 0:
            raise ValueError("count forwards; working_days_before counts back")
        for _ in range(count):
            day = self._seek(day, 1)
        return day

    def working_days_before(self, day: date, count: int) -> date:
        """The count-th working day before this one: «не пізніш як за 10 робочих днів до розгляду»."""
        if count < 0:
            raise ValueError("count backwards; add_working_days counts forwards")
        for _ in range(count):
            day = self._seek(day, -1)
        return day

    def count_working_days(self, first: date, last: date) -> int:
        """How many days are worked from the first to the last, both within."""
        span = (last - first).days + 1
        return sum(self.is_working(first + timedelta(days=shift)) for shift in range(max(span, 0)))

    def changed(
        self,
        days: Mapping[date, SpecialDay | None] | None = None,
        martial_law: tuple[Interval, ...] | None = None,
        patterns: tuple[tuple[date, Week], ...] | None = None,
    ) -> WorkingCalendar:
        """The same calendar after a change that is only being considered; None removes a special day."""
        special = dict(self.special)
        for day, what in (days or {}).items():
            if what is None:
                special.pop(day, None)
            else:
                special[day] = what
        return replace(
            self,
            special=special,
            martial_law=self.martial_law if martial_law is None else martial_law,
            patterns=self.patterns if patterns is None else patterns,
        )

    def differences(self, other: WorkingCalendar, days: Iterable[date]) -> list[date]:
        """Which of these days the other calendar works differently (worked or not, or other hours)."""
        return [day for day in days if self.hours(day) != other.hours(day)]

    def _seek(self, day: date, step: int) -> date:
        for _ in range(SEARCH_LIMIT_DAYS):
            day += timedelta(days=step)
            if self.is_working(day):
                return day
        raise NoWorkingDayError(f"no working day within a year of {day}")


def days_of_year(holidays: Mapping[date, str], week: Week = DEFAULT_WEEK) -> dict[date, SpecialDay]:
    """The special days that follow from the holidays of a year or several, as peace would have them.

    A holiday is off; one that meets a weekend gives the next working day (art. 67); its eve, if worked, is
    an hour shorter (art. 53). All of it rests under martial law.
    """
    found = {
        day: SpecialDay(DayKind.OFF, f"{name}, ст. 73 КЗпП", peacetime_only=True)
        for day, name in holidays.items()
    }
    for day in sorted(holidays):
        if week[day.weekday()] is None:
            substitute = day + timedelta(days=1)
            while week[substitute.weekday()] is None or substitute in found:
                substitute += timedelta(days=1)
            basis = f"Замість вихідного {day:%d.%m.%Y} ({holidays[day]}), ст. 67 КЗпП"
            found[substitute] = SpecialDay(DayKind.MOVED_OFF, basis, peacetime_only=True)
    for day in sorted(holidays):
        eve = day - timedelta(days=1)
        if eve not in found and week[eve.weekday()] is not None:
            basis = f"Напередодні: {holidays[day]}, ст. 53 КЗпП"
            found[eve] = SpecialDay(DayKind.SHORT, basis, peacetime_only=True)
    return found
