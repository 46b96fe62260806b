"""Who keeps deadlines, without knowing them: upper rooms say so once, when the program starts.

The calendar must show what a change moves before it is made, and move it together with the change; the rows
are of rooms above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from obih.history.record import Acting
from obih.workdays.rules import WorkingCalendar


@dataclass(frozen=True)
class Shift:
    """A deadline that would move, as a page shows it."""

    what: str
    was: date
    becomes: date
    url: str = ""


class DeadlineKeeper(Protocol):
    """What a room with deadlines offers."""

    def shifts(self, calendar: WorkingCalendar, actor: Acting) -> Sequence[Shift]:
        """What this calendar would move, among what the actor may see; of the rest not even a count."""
        ...

    def move(self, calendar: WorkingCalendar, by: Acting) -> int:
        """Move the open deadlines, each with its own event; gives back how many."""
        ...


_keepers: list[DeadlineKeeper] = []


def keep_deadlines(keeper: DeadlineKeeper) -> None:
    """Register a room's keeper; called from its AppConfig.ready()."""
    _keepers.append(keeper)


def shifts_of(calendar: WorkingCalendar, actor: Acting) -> list[Shift]:
    """All that a calendar would move, soonest first."""
    found = [shift for keeper in _keepers for shift in keeper.shifts(calendar, actor)]
    return sorted(found, key=lambda shift: (shift.was, shift.what))


def move_affected(calendar: WorkingCalendar, by: Acting) -> int:
    """Have every keeper move its open deadlines; part of the change's own transaction."""
    return sum(keeper.move(calendar, by) for keeper in _keepers)
