"""Newest first, merged from the rows of each principal: the same speed for a stranger and for the clerk."""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from obih.people.actors import Actor
from obih.registry.models import AccessRow, Journal
from obih.registry.queries.visibility import reading_principals
from obih.ui.words import thousands

COUNTED_UP_TO = 1000
Narrow = Callable[["QuerySet[AccessRow]"], "QuerySet[AccessRow]"]
NarrowArm = Callable[["QuerySet[AccessRow]", int], "QuerySet[AccessRow]"]
Place = tuple[datetime, UUID]


@dataclass(frozen=True)
class Cursor:
    """A place in a list: what follows it, or with `backwards` what stands before it."""

    dated_at: datetime
    document_id: UUID
    backwards: bool = False

    def __str__(self) -> str:
        told = f"{'p' if self.backwards else 'n'}{self.dated_at.isoformat()}|{self.document_id.hex}"
        return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """A cursor as it stood in an address; None for anything else (the list then starts anew)."""
        try:
            told = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)).decode()
            moment, _, document = told[1:].partition("|")
            dated_at = datetime.fromisoformat(moment)
            if told[0] not in "np" or dated_at.tzinfo is None:
                return None
            return cls(dated_at, UUID(document), told[0] == "p")
        except (ValueError, IndexError, binascii.Error):
            return None

    def cut(self, places: list[Place]) -> list[Place]:
        """Of all places, newest first, those that this cursor leads to, the nearest first."""
        here = (-self.dated_at.timestamp(), self.document_id)
        keys = [(-dated_at.timestamp(), document) for dated_at, document in places]
        if self.backwards:
            return places[: bisect_left(keys, here)][::-1]
        return places[bisect_right(keys, here) :]

    def condition(self) -> Q:
        """Written so that the index (principal, −dated_at, document) is entered at this very place."""
        if self.backwards:
            return Q(dated_at__gte=self.dated_at) & (
                Q(dated_at__gt=self.dated_at) | Q(document_id__lt=self.document_id)
            )
        return Q(dated_at__lte=self.dated_at) & (
            Q(dated_at__lt=self.dated_at) | Q(document_id__gt=self.document_id)
        )


@dataclass(frozen=True)
class CappedCount:
    """How many there are, counted no further than a thousand; capped, there are more than `value`."""

    value: int
    capped: bool = False

    @classmethod
    def of(cls, count: int) -> CappedCount:
        """A count that was made to its end, or just past a thousand."""
        return cls(min(count, COUNTED_UP_TO), capped=count > COUNTED_UP_TO)

    @classmethod
    def at_least(cls, count: int) -> CappedCount:
        """So many were met, there may be more: a round number below, «понад 300» for 347."""
        below = min(count - 1, COUNTED_UP_TO)
        step = 10 ** (len(str(below)) - 1)
        return cls(below // step * step, capped=True)

    def __str__(self) -> str:
        return f"понад {thousands(self.value)}" if self.capped else thousands(self.value)


def newest(
    actor: Actor,
    *,
    journal: Journal | None = None,
    narrow: Narrow | None = None,
    after: Cursor | None = None,
    most: int = 51,
) -> list[Place]:
    """The newest places in what the actor sees, at most `most`, one statement.

    Each principal’s rows are walked along their own index and stop at `most`; the walks are then merged, so
    the cost depends on the page, not on how much there is. Going backwards the nearest come first.
    """
    alike = None if narrow is None else lambda rows, principal: narrow(rows)
    found = _merged(actor, journal, alike, after, most)
    return list(found) if found is not None else []


def capped_count(
    actor: Actor, *, journal: Journal | None = None, narrow: Narrow | None = None
) -> CappedCount:
    """How many documents the actor sees there, counted up to a thousand, one statement."""
    bounded = None if narrow is None else lambda rows, principal: narrow(rows)
    return CappedCount.of(merged_count(actor, journal=journal, narrow=bounded, most=COUNTED_UP_TO + 1))


def merged_count(actor: Actor, *, journal: Journal | None, narrow: NarrowArm | None, most: int) -> int:
    """How many documents the actor sees there, no more than `most`; `narrow` is told whose rows it gets."""
    found = _merged(actor, journal, narrow, None, most)
    return found.count() if found is not None else 0


def _merged(
    actor: Actor, journal: Journal | None, narrow: NarrowArm | None, after: Cursor | None, most: int
) -> QuerySet[AccessRow, Place] | None:
    backwards = after is not None and after.backwards
    order = ("dated_at", "-document_id") if backwards else ("-dated_at", "document_id")
    arms: list[QuerySet[AccessRow, Place]] = []
    for principal in reading_principals(actor):
        rows = AccessRow.objects.filter(principal=principal)
        if journal is not None:
            rows = rows.filter(journal=journal)
        if after is not None:
            rows = rows.filter(after.condition())
        if narrow is not None:
            rows = narrow(rows, principal)
        if rows.query.is_empty():
            return None
        arms.append(rows.order_by(*order).values_list("dated_at", "document_id").distinct()[:most])
    if len(arms) < 2:
        return arms[0] if arms else None
    return arms[0].union(*arms[1:]).order_by(*order)[:most]
