"""When somebody is reminded of a task, and who: executor, then the unit’s head, then control and head.

№ 55, p. 173 leaves the order to the local instruction, so it is data; these are the words for it. Neither
database nor clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from obih.ui.words import counted, short_date


class Days(Protocol):
    """What is asked of the working calendar."""

    def is_working(self, day: date) -> bool: ...

    def count_working_days(self, first: date, last: date) -> int: ...


class Told(StrEnum):
    """In what quality somebody is told; the first that fits is his."""

    EXECUTOR = "executor"
    UNIT_HEAD = "unit_head"
    CONTROL = "control"
    HEAD = "head"


@dataclass(frozen=True)
class Stage:
    """From the day so many working days after the due day on (before it: negative), these are told once.

    With `every` it comes again each so many working days.
    """

    days: int
    every: int
    told: tuple[Told, ...]


DEFAULTS = (
    Stage(-3, 0, (Told.EXECUTOR,)),
    Stage(-1, 0, (Told.EXECUTOR,)),
    Stage(0, 0, (Told.EXECUTOR,)),
    Stage(1, 0, (Told.EXECUTOR, Told.UNIT_HEAD)),
    Stage(3, 0, (Told.EXECUTOR, Told.UNIT_HEAD, Told.CONTROL, Told.HEAD)),
    Stage(8, 5, (Told.EXECUTOR, Told.UNIT_HEAD, Told.CONTROL, Told.HEAD)),
)


@dataclass(frozen=True)
class Reached:
    """The stage a day has reached; `code` is what the reminder is remembered by."""

    days: int
    told: tuple[Told, ...]

    @property
    def code(self) -> str:
        if self.days == 0:
            return "today"
        return f"before_{-self.days}" if self.days < 0 else f"late_{self.days}"


def days_late(due_on: date, today: date, calendar: Days) -> int:
    """How many working days the day is over; negative while it lies ahead."""
    if due_on >= today:
        return -calendar.count_working_days(today + timedelta(days=1), due_on)
    return calendar.count_working_days(due_on + timedelta(days=1), today)


def reached(late: int, stages: Iterable[Stage]) -> Reached | None:
    """The last stage this many working days have come to; None while it is early.

    What was missed because nobody switched the computer on is made up by one reminder, the latest.
    """
    found: Reached | None = None
    for each in sorted(stages, key=lambda one: one.days):
        if late < each.days:
            break
        again = (late - each.days) // each.every * each.every if each.every else 0
        found = Reached(each.days + again, each.told)
    return found


def brief(due_on: date, today: date) -> str:
    """What may stand in a subject and on a locked telephone."""
    if due_on < today:
        return "прострочено завдання"
    return "строк завдання сьогодні" if due_on == today else f"строк завдання {short_date(due_on)}"


def overseers_line(number: str, holder: str, due_on: date, late: int) -> str:
    """What those are told who answer for the executor: the number, the days and with whom it lies."""
    named = f"№ {number}" if number else "завдання"
    days = counted(late, "робочий день", "робочі дні", "робочих днів")
    return f"Прострочено на {days}: {named}, строк був {short_date(due_on)}, виконує {holder}"


def order_in_words(stages: Iterable[Stage]) -> str:
    """«за 3: виконавцеві; у день: виконавцеві; через 1: виконавцеві, керівникові підрозділу»."""
    return "; ".join(
        f"{_day_in_words(each)}: {', '.join(WHOM[one] for one in each.told) or 'нікому'}"
        for each in sorted(stages, key=lambda one: one.days)
    )


WHOM = {
    Told.EXECUTOR: "виконавцеві",
    Told.UNIT_HEAD: "керівникові підрозділу",
    Told.CONTROL: "контролерові",
    Told.HEAD: "керівникові установи",
}


def _day_in_words(stage: Stage) -> str:
    if stage.days == 0:
        return "у день строку"
    if stage.days < 0:
        return f"за {-stage.days}"
    return f"через {stage.days}" + (f" і далі кожні {stage.every}" if stage.every else "")
