"""A change of the calendar as a value: it can be looked at before it is made. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from obih.ui.words import short_date
from obih.workdays.rules import Interval, SpecialDay, Week, WorkingCalendar

LOOK_AHEAD_DAYS = 400


@dataclass(frozen=True, kw_only=True)
class Change:
    """What would become of the calendar. One of the parts is filled; the others say «as it is»."""

    days: dict[date, SpecialDay | None] = field(default_factory=dict)
    martial_law: tuple[Interval, ...] | None = None
    week_from: date | None = None
    week: Week | None = None
    basis: str = ""

    def applied_to(self, calendar: WorkingCalendar) -> WorkingCalendar:
        return calendar.changed(self.days, self.martial_law, self._patterns(calendar))

    def _patterns(self, calendar: WorkingCalendar) -> tuple[tuple[date, Week], ...] | None:
        if self.week_from is None or self.week is None:
            return None
        kept = [pattern for pattern in calendar.patterns if pattern[0] != self.week_from]
        return tuple(sorted([*kept, (self.week_from, self.week)], key=lambda pattern: pattern[0]))

    def days_touched(self, calendar: WorkingCalendar, today: date) -> list[date]:
        """Days from today on, within a bit more than a year, that would be worked otherwise."""
        after = self.applied_to(calendar)
        ahead = [today + timedelta(days=shift) for shift in range(LOOK_AHEAD_DAYS)]
        named = [day for day in self.days if day not in ahead]
        return sorted(calendar.differences(after, [*ahead, *named]))

    def in_words(self) -> str:
        """«25.11.2026 неробочий (розпорядження № 15-р)», as the event keeps it."""
        if self.days:
            return "; ".join(_day_in_words(day, special) for day, special in sorted(self.days.items()))
        if self.martial_law is not None:
            return _martial_law_in_words(self.martial_law)
        return f"робочі години з {short_date(self.week_from)}" if self.week_from else "нічого"


KIND_WORDS = {
    "work": "робочий",
    "off": "неробочий",
    "short": "скорочений",
    "moved_work": "робочий, перенесено",
    "moved_off": "неробочий, перенесено",
}


def _day_in_words(day: date, special: SpecialDay | None) -> str:
    if special is None:
        return f"{short_date(day)} як звичайно"
    return f"{short_date(day)} {KIND_WORDS[special.kind]} ({special.basis})"


def _martial_law_in_words(intervals: tuple[Interval, ...]) -> str:
    if not intervals:
        return "воєнного стану немає"
    parts = [
        f"з {short_date(each.first)}" + (f" до {short_date(each.last)}" if each.last else " і триває")
        for each in intervals
    ]
    return "воєнний стан " + ", ".join(parts)
