"""A journal’s numbers as a plain model, and what the database says became of each."""

from __future__ import annotations

import threading
from collections import Counter as Tally
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

from obih.people.actors import Actor
from obih.registry.models import Allocation, Journal
from obih.registry.tests.conftest import House

KYIV = ZoneInfo("Europe/Kyiv")
BEGINS = datetime(2026, 10, 20, 10, 0, tzinfo=KYIV)
Key = tuple[str, int, str]
"""A number in the model: its period, its ordinal, the mark that follows."""


class Clock:
    """The hour as each client has it: his own if he has one, else everybody’s."""

    def __init__(self) -> None:
        self.everybody = BEGINS
        self.own = threading.local()

    def __call__(self) -> datetime:
        return getattr(self.own, "now", None) or self.everybody


@dataclass
class Book:
    """A journal as a plain model: the last number of each period, and what became of each."""

    journal: Journal
    last: Tally[str] = field(default_factory=Tally)
    fate: dict[Key, str] = field(default_factory=dict)
    ids: dict[Key, Allocation] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    def take(self, period: str, fate: str) -> Key:
        self.last[period] += 1
        key = (period, self.last[period], "")
        self.fate[key] = fate
        return key

    def keys(self, *fates: str) -> list[Key]:
        return sorted(key for key, fate in self.fate.items() if fate in fates)


def year_of(moment: datetime) -> str:
    return str(moment.astimezone(KYIV).year)


@dataclass
class World:
    """What all examples share: the house, the clock, the clients, how many steps were done."""

    house: House
    clock: Clock
    clients: ThreadPoolExecutor
    steps: Tally[str] = field(default_factory=Tally)
    examples: int = 0

    @property
    def clerk(self) -> Actor:
        return self.house.clerk


_OUTCOMES = """
SELECT a.id, a.period, a.sequence, a.suffix,
       CASE WHEN v.id IS NOT NULL AND r.id IS NOT NULL THEN 'annulled' WHEN v.id IS NOT NULL THEN 'void'
            WHEN r.moved_to_id IS NOT NULL THEN 'moved' WHEN r.id IS NOT NULL THEN 'registered'
            WHEN h.id IS NOT NULL THEN 'held' ELSE 'free' END,
       r.id IS NULL OR (r.period = a.period AND r.sequence = a.sequence AND r.suffix = a.suffix
            AND r.number = a.sequence || a.suffix || '/' || right(a.period, 2)
            AND a.period = extract(year FROM r.registered_at AT TIME ZONE 'Europe/Kyiv')::text)
  FROM registry_allocation a
  LEFT JOIN registry_registration r ON r.allocation_id = a.id
  LEFT JOIN registry_voidnumber v ON v.allocation_id = a.id
  LEFT JOIN registry_reservation h ON h.allocation_id = a.id AND h.ended_at IS NULL
 WHERE a.journal_id = %s
"""


def outcomes(book: Book) -> dict[Key, str]:
    """What the database says became of each number; a twin or a number of another year is a fault here."""
    with connection.cursor() as cursor:
        cursor.execute(_OUTCOMES, [book.journal.pk])
        rows = cursor.fetchall()
    found: dict[Key, str] = {}
    for pk, period, sequence, suffix, outcome, agrees in rows:
        key = (period, sequence, suffix)
        assert key not in found and agrees, key
        found[key] = outcome
        book.ids[key] = Allocation(pk=pk, journal=book.journal, period=period)
    return found
