"""Newest first, merged from the rows of each principal: the same speed for a stranger and for the clerk."""

from __future__ import annotations

import base64
import binascii
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
    """How many there are, counted no further than a thousand: nobody waits for the rest."""

    value: int
    capped: bool = False

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
    found = _merged(actor, journal, narrow, after, most)
    return list(found) if found is not None else []


def capped_count(
    actor: Actor, *, journal: Journal | None = None, narrow: Narrow | None = None
) -> CappedCount:
    """How many documents the actor sees there, counted up to a thousand, one statement."""
    found = _merged(actor, journal, narrow, None, COUNTED_UP_TO + 1)
    count = found.count() if found is not None else 0
    return CappedCount(min(count, COUNTED_UP_TO), capped=count > COUNTED_UP_TO)


def _merged(
    actor: Actor, journal: Journal | None, narrow: Narrow | None, after: Cursor | None, most: int
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
            rows = narrow(rows)
        if rows.query.is_empty():
            return None
        arms.append(rows.order_by(*order).values_list("dated_at", "document_id").distinct()[:most])
    if len(arms) < 2:
        return arms[0] if arms else None
    return arms[0].union(*arms[1:]).order_by(*order)[:most]
