"""Resolutions as they were typed, before anything is looked up."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date

from obih.people.models import Person
from obih.tasks.actions.executors import ExecutorEntry
from obih.tasks.models import Resolution
from obih.tasks.vocabulary import Every, Mode, Origin

MOST_POINTS, MOST_EXECUTORS = 60, 100


@dataclass(frozen=True)
class PointEntry:
    """A point as it was typed."""

    text: str
    executors: tuple[ExecutorEntry, ...]
    due_on: date | None = None
    on_control: bool = True
    every: str = Every.ONCE
    every_until: date | None = None
    rolls_back: bool = False
    number: str = ""


@dataclass(frozen=True)
class ResolutionEntry:
    """A resolution as it was typed. `author` is None for one’s own."""

    points: tuple[PointEntry, ...]
    author: Person | None = None
    mode: str = Mode.SYSTEM
    dated_on: date | None = None
    coordinator: Person | None = None
    parent_id: int | None = None
    origin: str = Origin.RESOLUTION


@dataclass(frozen=True)
class Issued:
    """What issuing gave; `again` when the same request had been carried out before."""

    resolution: Resolution
    again: bool = False
    vague: list[str] = field(default_factory=list)
    tasks: int = 0
    """How many points became tasks."""


def plain(entry: ResolutionEntry) -> dict[str, object]:
    """The entry as it is compared with a request sent again."""
    points = [
        {**asdict(each), "due_on": str(each.due_on), "every_until": str(each.every_until),
         "executors": [{**asdict(one), "due_on": str(one.due_on)} for one in each.executors]}
        for each in entry.points
    ]  # fmt: skip
    return {
        "points": points, "author": entry.author.pk if entry.author else None, "mode": str(entry.mode),
        "dated_on": str(entry.dated_on), "parent": entry.parent_id, "origin": str(entry.origin),
        "coordinator": entry.coordinator.pk if entry.coordinator else None,
    }  # fmt: skip
