"""A page of what filters let through: the few are gathered by their own index, the many are met on a walk.

No one plan is quick for both. Looked for along a clerk’s million rows, an urgent letter in a thousand costs a
second; gathered from an index, a kind that every second letter has costs as much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from obih.people.actors import Actor
from obih.registry.models import AccessRow, Journal
from obih.registry.queries.few import Few, few_of
from obih.registry.queries.filters import JournalFilter
from obih.registry.queries.lists import CappedCount, Cursor, Place, capped_count, merged_count, newest
from obih.registry.queries.visibility import reading_principals

FEW = 3000
"""So many documents are asked one by one whether the actor sees them."""
LOOKED_THROUGH = 2000
"""So many of the newest rows of each principal are looked through when what the filters leave is counted."""
WALKED = 12_000
"""Whoever has no more rows than this is answered by walking them all; nothing is gathered whole for him."""


@dataclass(frozen=True)
class Listed:
    """Places of a page, one more than its size if there are more (going backwards the nearest come first)."""

    places: list[Place]
    count: CappedCount | None = None
    """None when it was not asked for."""


def listed(
    actor: Actor,
    journal: Journal | None,
    filters: JournalFilter,
    after: Cursor | None,
    size: int,
    *,
    counted: bool,
) -> Listed:
    """A page of what the filters leave of the actor’s rows, with its count if asked; five statements at most.

    The count is exact where that is cheap; else it says how many there are at least.
    """
    if not reading_principals(actor):
        return Listed([], CappedCount(0))
    cheap, costly = _arms(filters)
    found, floors = _look(actor, journal, filters, cheap)
    if name := _fewest(found):
        return _among(found[name], actor, journal, filters, name, after, size)
    if costly and _sees_much(actor, floors) and not _is_frequent(actor, journal, filters, floors, size):
        found, _ = _look(actor, journal, filters, costly)
        if name := _fewest(found):
            return _among(found[name], actor, journal, filters, name, after, size)
    narrow = filters.narrow
    places = newest(actor, journal=journal, narrow=narrow, after=after, most=size + 1)
    if not counted:
        return Listed(places)
    if after is None and len(places) <= size:
        return Listed(places, CappedCount(len(places)))
    if filters.only_dates:
        return Listed(places, capped_count(actor, journal=journal, narrow=narrow))
    return Listed(places, _at_least(actor, journal, filters, floors, size))


def _arms(filters: JournalFilter) -> tuple[dict[str, Few], dict[str, Few]]:
    """The documents of each filter that an index of theirs can tell: at once, and only after some work."""
    told = {name: few_of(filters, name, value) for name, value in filters.values().items()}
    cheap = {name: each for name, each in told.items() if each and not each.costly}
    return cheap, {name: each for name, each in told.items() if each and each.costly}


@dataclass(frozen=True)
class Floors:
    """By principal: the day down to which `LOOKED_THROUGH` rows reach; None where there are not so many."""

    reach: Mapping[int, datetime | None]

    @property
    def is_whole(self) -> bool:
        """All that the actor sees is within reach."""
        return not any(self.reach.values())

    def bound(self, rows: QuerySet[AccessRow], principal: int) -> QuerySet[AccessRow]:
        floor = self.reach[principal]
        return rows.filter(dated_at__gte=floor) if floor else rows


def _look(
    actor: Actor, journal: Journal | None, filters: JournalFilter, few: Mapping[str, Few]
) -> tuple[dict[str, list[str]], Floors]:
    """What each index gives, cut off above `FEW`, and how far a bounded walk reaches; one statement."""
    parts: list[str] = []
    values: list[Any] = []
    for name, each in few.items():
        sql, params = each.documents.order_by().query.sql_with_params()
        # Told of the limit, the planner would go through a whole table in the hope of meeting a few soon
        # where it can only guess how many there are.
        cut = f"SELECT * FROM ({sql}) AS found LIMIT {FEW + 1}"  # noqa: S608
        if each.guessed:
            cut = f'WITH "{name}" AS MATERIALIZED ({sql}) SELECT * FROM "{name}" LIMIT {FEW + 1}'  # noqa: S608
        parts.append(f"ARRAY(SELECT DISTINCT id::text FROM ({cut}) AS cut (id))")  # noqa: S608
        values += params
    principals = reading_principals(actor)
    for principal in principals:
        rows = AccessRow.objects.filter(principal=principal)
        if journal is not None:
            rows = rows.filter(journal=journal)
        dates = filters.narrow_dates(rows).order_by("-dated_at").values("dated_at")
        sql, params = dates[LOOKED_THROUGH : LOOKED_THROUGH + 1].query.sql_with_params()
        parts.append(f"({sql})")
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        row = cursor.fetchone()
    floors = Floors(dict(zip(principals, row[len(few) :], strict=True)))
    return dict(zip(few, row[: len(few)], strict=True)), floors


def _fewest(found: Mapping[str, Sequence[str]]) -> str:
    """The filter that fewest documents pass, if they are few enough to be asked one by one."""
    name = min(found, key=lambda each: len(found[each]), default="")
    return name if name and len(found[name]) <= FEW else ""


def _among(
    documents: Sequence[str], actor: Actor, journal: Journal | None, filters: JournalFilter, name: str,
    after: Cursor | None, size: int,
) -> Listed:  # fmt: skip
    """The page and the exact count, by asking of these documents which of them the actor sees."""
    if not documents:
        return Listed([], CappedCount(0))
    these = RawSQL('"registry_accessrow"."document_id" = ANY(%s::uuid[])', [list(documents)], BooleanField())
    rows = AccessRow.objects.filter(these, principal__in=reading_principals(actor))
    if journal is not None:
        rows = rows.filter(journal=journal)
    rows = filters.narrow(rows, but=name)
    found = rows.order_by("-dated_at", "document_id").values_list("dated_at", "document_id").distinct()
    places: list[Place] = list(found)
    count = CappedCount.of(len(places))
    if after is not None:
        places = after.cut(places)
    return Listed(places[: size + 1], count)


def _sees_much(actor: Actor, floors: Floors) -> bool:
    rows = AccessRow.objects.order_by().values("pk")
    long = [each for each, floor in floors.reach.items() if floor]
    return any(rows.filter(principal=each)[WALKED : WALKED + 1].exists() for each in long)


def _is_frequent(
    actor: Actor, journal: Journal | None, filters: JournalFilter, floors: Floors, size: int
) -> bool:
    """A page of it stands among the newest rows: then nothing needs to be gathered."""
    narrow = partial(_narrowed, filters, floors)
    return merged_count(actor, journal=journal, narrow=narrow, most=size + 1) > size


def _at_least(
    actor: Actor, journal: Journal | None, filters: JournalFilter, floors: Floors, size: int
) -> CappedCount:
    """How many pass: exact if all the actor’s rows are within reach, else how many there are at least."""
    count = merged_count(actor, journal=journal, narrow=partial(_narrowed, filters, floors), most=1001)
    return CappedCount.of(count) if floors.is_whole else CappedCount.at_least(max(count, size + 1))


def _narrowed(
    filters: JournalFilter, floors: Floors, rows: QuerySet[AccessRow], principal: int
) -> QuerySet[AccessRow]:
    return filters.narrow(floors.bound(rows, principal))
