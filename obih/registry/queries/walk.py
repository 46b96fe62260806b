"""All that a filter shows of a journal, in the order of a paper one: for print and export."""

from __future__ import annotations

from uuid import UUID

from obih.people.actors import Actor
from obih.registry.models import Journal
from obih.registry.queries.filters import JournalFilter
from obih.registry.queries.lists import Cursor, Place, newest
from obih.registry.queries.rare import listed

STEP = 5_000


def walk(actor: Actor, journal: Journal, filters: JournalFilter, most: int) -> tuple[list[UUID], bool]:
    """Ids of what the actor sees through the filters, oldest first, and whether there was more than `most`
    (then the newest are given). Ids only: a hundred thousand take ten megabytes."""
    found: list[UUID] = []
    after: Cursor | None = None
    while True:
        places = _step(actor, journal, filters, after)
        found += [document for _, document in places]
        if len(found) > most:
            return found[:most][::-1], True
        if len(places) < STEP:
            return found[::-1], False
        after = Cursor(*places[-1])


def _step(actor: Actor, journal: Journal, filters: JournalFilter, after: Cursor | None) -> list[Place]:
    if filters.only_dates:
        narrow = None if filters.is_empty else filters.narrow_dates
        return newest(actor, journal=journal, narrow=narrow, after=after, most=STEP)
    return listed(actor, journal, filters, after, STEP, counted=False).places[:STEP]
