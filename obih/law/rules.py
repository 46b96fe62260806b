"""How a term is counted. Pure: no database, no clock, no Django.

Civil Code art. 253–255 give the general way: the term starts on the day after the event, a month ends on
the same date (or on the last day of a shorter month), a last day that is not worked moves to the next
working day. Special laws depart from it, so start, roll and cap are fields of each term.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from obih.law.wording import day_in_words, explain
from obih.ui.words import short_date

KYIV = ZoneInfo("Europe/Kyiv")
REVIEW_HOUR = time(10, 0)


class Unit(StrEnum):
    """What a term is measured in."""

    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"
    SAME_DAY = "same_day"
    WORKING_DAY_BEFORE = "working_day_before"
    CALENDAR_DAY_BEFORE = "calendar_day_before"
    NONE = "none"


_BEFORE = frozenset({Unit.WORKING_DAY_BEFORE, Unit.CALENDAR_DAY_BEFORE})


class Start(StrEnum):
    """Which day is the first of the term."""

    DAY_OF_RECEIPT = "day_of_receipt"
    NEXT_DAY = "next_day"
    HOUR = "hour"


class Roll(StrEnum):
    """Where a last day goes when nobody works on it."""

    FORWARD = "forward"
    BACK = "back"
    NONE = "none"


class Calendar(Protocol):
    """What counting needs of a working calendar; `obih.workdays.rules.WorkingCalendar` is one."""

    def is_working(self, day: date) -> bool: ...

    def next_working_day(self, day: date) -> date: ...

    def previous_working_day(self, day: date) -> date: ...

    def add_working_days(self, day: date, count: int) -> date: ...

    def working_days_before(self, day: date, count: int) -> date: ...

    def is_after_hours(self, moment: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the regulation profile, as it stands on a date.

    `cap` and `extends_to` are codes of other terms: the first is never exceeded, the second is how far the
    term may be prolonged. `after_hours` says that an arrival after closing time counts as of the next
    working day (№ 55, p. 171); laws on appeals and information requests do not say so.
    """

    code: str
    title: str
    amount: int
    unit: Unit
    start: Start = Start.NEXT_DAY
    roll: Roll = Roll.FORWARD
    cap: str = ""
    extends_to: str = ""
    after_hours: bool = False
    warn_when_rolled: bool = False
    legal_basis: str = ""
    confidence: str = "src"
    valid_from: date = date(1991, 8, 24)
    valid_to: date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("a term cannot be negative")
        if (self.unit is Unit.HOUR) is not (self.start is Start.HOUR):
            raise ValueError("only hours are counted from the hour")
        if self.unit in _BEFORE and self.roll is Roll.FORWARD:
            raise ValueError("a notice moved forward would be given too late")


@dataclass(frozen=True, slots=True)
class Due:
    """The answer to «until when?».

    `start` is the day the event counts as (it may be later than the arrival), `nominal` the last day by the
    letter of the law, `effective` the day to work towards. `moment` is set for terms in hours and for them
    alone decides. `cap` is the day that no extension passes; it is never moved.
    """

    rule_code: str
    start: date
    nominal: date
    effective: date
    moment: datetime | None
    cap: date | None
    explanation: str
    warnings: tuple[str, ...] = ()

    @property
    def is_rolled(self) -> bool:
        return self.effective != self.nominal


def add_months(day: date, months: int) -> date:
    """The same date `months` later (or earlier), or the last day of a shorter month (CC art. 254)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, gregorian.monthrange(year, month)[1]))


def local_moment(received_at: date | datetime) -> datetime:
    """The arrival in Kyiv time; a bare date is taken as its first minute, the earliest it can have been.

    A naive datetime is refused: an hour without a zone cannot be compared with closing time.
    """
    if not isinstance(received_at, datetime):
        return datetime.combine(received_at, time(0), KYIV)
    if received_at.tzinfo is None:
        raise ValueError("an arrival needs a time zone")
    return received_at.astimezone(KYIV)


def start_day(received_at: date | datetime, term: Term, calendar: Calendar) -> date:
    """The day an arrival counts as: the day itself, or for № 55 terms the next working day after hours."""
    day = local_moment(received_at).date()
    if not term.after_hours:
        return day
    if not calendar.is_working(day):
        return calendar.next_working_day(day)
    if isinstance(received_at, datetime) and calendar.is_after_hours(local_moment(received_at)):
        return calendar.next_working_day(day)
    return day


def due_on(
    received_at: date | datetime, term: Term, calendar: Calendar, cap: Term | None = None
) -> Due | None:
    """The last day to answer, rolled as the term says (forward, back, not at all).

    For the «before» units `received_at` is the day of the coming event. None means that the law sets no
    length: a person or the document itself names the date. Raises ValueError if the term names a cap and
    it is not given: a cap forgotten is a law broken.
    """
    if term.cap and (cap is None or cap.code != term.cap):
        raise ValueError(f"term {term.code} is capped by {term.cap}")
    if term.unit is Unit.NONE:
        return None
    started = start_day(received_at, term, calendar)
    moment = _moment(received_at, term)
    nominal = moment.date() if moment else _NOMINAL[term.unit](started, term, calendar)
    effective = nominal if moment else roll(nominal, term.roll, calendar)
    cap_day = _cap_day(received_at, cap, calendar) if cap else None
    if cap_day and effective > cap_day:
        effective = cap_day
    return Due(
        rule_code=term.code,
        start=started,
        nominal=nominal,
        effective=effective,
        moment=moment,
        cap=cap_day,
        explanation=explain(
            term, local_moment(received_at).date(), started, nominal, effective, moment, cap_day
        ),
        warnings=_warnings(term, nominal, effective, moment, cap_day, calendar, received_at),
    )


def roll(day: date, how: Roll, calendar: Calendar) -> date:
    """The day itself if it is worked, else the neighbour the term names."""
    if how is Roll.NONE or calendar.is_working(day):
        return day
    return calendar.next_working_day(day) if how is Roll.FORWARD else calendar.previous_working_day(day)


def latest_extension(received_at: date | datetime, limit: Term, calendar: Calendar) -> date:
    """The last day to which a term may be prolonged; counted from the arrival, not from the old date."""
    due = due_on(received_at, limit, calendar)
    if due is None:
        raise ValueError(f"term {limit.code} has no length and limits nothing")
    return due.effective


def preliminary_review_by(delivered_at: datetime, calendar: Calendar) -> datetime | None:
    """By when an arrival is looked at: None = before today's office closes; else 10:00 of the next
    working day, for what came after hours or on a day off (№ 55, p. 20)."""
    moment = local_moment(delivered_at)
    if calendar.is_working(moment.date()) and not calendar.is_after_hours(moment):
        return None
    return datetime.combine(calendar.next_working_day(moment.date()), REVIEW_HOUR, KYIV)


@dataclass(frozen=True, slots=True)
class OpenDeadline:
    """What recomputation needs of a deadline that still runs; `key` is the caller's own."""

    key: int | str
    received_at: date | datetime
    term: Term
    cap: Term | None
    effective: date


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that another calendar puts elsewhere."""

    key: int | str
    was: date
    due: Due


def moved_by(calendar: Calendar, deadlines: Iterable[OpenDeadline]) -> list[Moved]:
    """The open deadlines that this calendar moves, with their new dates; nothing is changed.

    Only what is open comes here: a deadline met or missed under the calendar of its day stays as it was.
    """
    found = []
    for deadline in deadlines:
        due = due_on(deadline.received_at, deadline.term, calendar, deadline.cap)
        if due is not None and due.effective != deadline.effective:
            found.append(Moved(deadline.key, deadline.effective, due))
    return found


def _calendar_days(started: date, term: Term, calendar: Calendar) -> date:
    return started + timedelta(days=term.amount - _first_day_counts(term))


def _working_days(started: date, term: Term, calendar: Calendar) -> date:
    if term.amount == 0:
        return started
    if _first_day_counts(term) and calendar.is_working(started):
        return calendar.add_working_days(started, term.amount - 1)
    return calendar.add_working_days(started, term.amount)


def _months(started: date, term: Term, calendar: Calendar) -> date:
    months = term.amount * (12 if term.unit is Unit.YEAR else 1)
    return add_months(started, months) - timedelta(days=_first_day_counts(term))


def _same_day(started: date, term: Term, calendar: Calendar) -> date:
    return started


def _working_days_before(event: date, term: Term, calendar: Calendar) -> date:
    return calendar.working_days_before(event, term.amount)


def _calendar_days_before(event: date, term: Term, calendar: Calendar) -> date:
    return event - timedelta(days=term.amount)


_NOMINAL: Mapping[Unit, Callable[[date, Term, Calendar], date]] = {
    Unit.CALENDAR_DAY: _calendar_days,
    Unit.WORKING_DAY: _working_days,
    Unit.MONTH: _months,
    Unit.YEAR: _months,
    Unit.SAME_DAY: _same_day,
    Unit.WORKING_DAY_BEFORE: _working_days_before,
    Unit.CALENDAR_DAY_BEFORE: _calendar_days_before,
}


def _first_day_counts(term: Term) -> int:
    return int(term.start is Start.DAY_OF_RECEIPT and term.amount > 0)


def _moment(received_at: date | datetime, term: Term) -> datetime | None:
    """Hours run through nights, days off and the change of clocks: they are counted in UTC."""
    if term.unit is not Unit.HOUR:
        return None
    begun = local_moment(received_at).astimezone(UTC)
    return (begun + timedelta(hours=term.amount)).astimezone(KYIV)


def _cap_day(received_at: date | datetime, cap: Term, calendar: Calendar) -> date:
    """A cap is taken by the letter: whatever its own row says, it is not rolled."""
    if cap.unit is Unit.NONE:
        raise ValueError(f"term {cap.code} has no length and caps nothing")
    moment = _moment(received_at, cap)
    if moment:
        return moment.date()
    return _NOMINAL[cap.unit](start_day(received_at, cap, calendar), cap, calendar)


def _warnings(
    term: Term,
    nominal: date,
    effective: date,
    moment: datetime | None,
    cap_day: date | None,
    calendar: Calendar,
    received_at: date | datetime,
) -> tuple[str, ...]:
    found = []
    if moment and not isinstance(received_at, datetime):
        found.append("Година одержання не вказана: строк пораховано від початку доби.")
    if moment and not calendar.is_working(nominal):
        found.append(f"Строк спливає у неробочий день, {day_in_words(nominal)}, і не переноситься.")
    if term.warn_when_rolled and effective > nominal:
        before = calendar.previous_working_day(nominal)
        found.append(
            f"За текстом закону останній день — {day_in_words(nominal)}, неробочий. "
            f"Безпечніше завершити до {short_date(before)}."
        )
    if cap_day and not calendar.is_working(cap_day):
        before = calendar.previous_working_day(cap_day)
        found.append(
            f"Граничний день {short_date(cap_day)} неробочий і не переноситься: "
            f"завершіть до {short_date(before)}."
        )
    if term.roll is Roll.NONE and not moment and not calendar.is_working(effective):
        before = calendar.previous_working_day(effective)
        found.append(
            f"Останній день {short_date(effective)} неробочий, перенести не можна: "
            f"завершіть до {short_date(before)}."
        )
    return tuple(found)
