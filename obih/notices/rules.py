"""When a letter is tried again, when somebody may be disturbed, what may be said on a locked telephone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
KYIV = ZoneInfo("Europe/Kyiv")
DIGEST_AT = time(8, 30)
QUIET_FROM, QUIET_TO = time(20, 0), time(8, 0)
STALE = timedelta(days=7)
"""What could not be mailed for so long is not mailed: the list in the application has it."""
PUSH_STALE = timedelta(hours=12)
KEPT_READ, KEPT_UNREAD = timedelta(days=183), timedelta(days=366)
"""How long a notice stays on its list after it was read, and if it never was."""


class Days(Protocol):
    """What is asked of the working calendar."""

    def is_working(self, day: date) -> bool: ...

    def next_working_day(self, day: date) -> date: ...


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: 1, 2, 4 … minutes, never more than an hour."""
    return min(FIRST * 2 ** min(max(attempts, 1) - 1, 10), LONGEST)


@dataclass(frozen=True)
class Quiet:
    """When somebody is left in peace: each night between two hours, perhaps days off as a whole."""

    starts: time | None = QUIET_FROM
    ends: time | None = QUIET_TO
    days_off: bool = True

    def lasts(self, moment: datetime, calendar: Days) -> bool:
        local = moment.astimezone(KYIV)
        if self.days_off and not calendar.is_working(local.date()):
            return True
        return self._at_night(local.time())

    def _at_night(self, at: time) -> bool:
        if self.starts is None or self.ends is None or self.starts == self.ends:
            return False
        if self.starts < self.ends:
            return self.starts <= at < self.ends
        return at >= self.starts or at < self.ends

    def end(self, moment: datetime, calendar: Days) -> datetime:
        """The moment itself where nobody is disturbed by it, else when quiet ends."""
        local = moment.astimezone(KYIV)
        while self.lasts(local, calendar):
            local = self._next(local, calendar)
        return local

    def _next(self, local: datetime, calendar: Days) -> datetime:
        if self.days_off and not calendar.is_working(local.date()):
            return datetime.combine(calendar.next_working_day(local.date()), time(0), KYIV)
        assert self.ends is not None
        day = local.date() if local.time() < self.ends else local.date() + timedelta(days=1)
        return datetime.combine(day, self.ends, KYIV)


def next_digest(moment: datetime, calendar: Days) -> datetime:
    """The next 08:30 of a working day after this moment."""
    local = moment.astimezone(KYIV)
    day = local.date()
    if not calendar.is_working(day) or local.time() >= DIGEST_AT:
        day = calendar.next_working_day(day)
    return datetime.combine(day, DIGEST_AT, KYIV)


def mail_after(choice: str, moment: datetime, quiet: Quiet, calendar: Days) -> datetime | None:
    """When what happened at this moment may go by mail; None for one who wants no letters of it."""
    if choice == "now":
        return quiet.end(moment, calendar)
    return next_digest(moment, calendar) if choice == "digest" else None
