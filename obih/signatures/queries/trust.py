"""Whom we trust, as a page and the command show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from obih.signatures.models import TrustItem, TrustPin, TrustVersion
from obih.signatures.vocabulary import TrustKind


@dataclass(frozen=True)
class TrustLine:
    """One thing that is trusted, without its bytes."""

    pk: int
    sha256: str
    kind: str
    kind_words: str
    name: str
    issuer: str
    valid_until: datetime | None
    is_expired: bool
    is_pinned: bool
    source: str


def trust_lines(number: int | None = None, *, words: str = "", kind: str = "") -> list[TrustLine]:
    """What stands in a version (the one in force unless told), narrowed by words and kind; two statements."""
    rows: QuerySet[TrustItem] = TrustItem.objects.defer("raw")
    rows = rows.filter(removed_in=None) if number is None else _of(rows, number)
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(
            Q(name__icontains=words) | Q(issuer__icontains=words) | Q(sha256__startswith=words.lower())
        )
    pinned = set(TrustPin.objects.filter(removed_in=None, refuses=False).values_list("sha256", flat=True))
    now = timezone.now()
    return [
        TrustLine(
            pk=row.pk,
            sha256=row.sha256,
            kind=row.kind,
            kind_words=str(TrustKind(row.kind).label),
            name=row.name,
            issuer=row.issuer,
            valid_until=row.valid_until,
            is_expired=row.valid_until is not None and row.valid_until < now,
            is_pinned=row.sha256 in pinned,
            source=row.source,
        )
        for row in rows
    ]


def _of(rows: QuerySet[TrustItem], number: int) -> QuerySet[TrustItem]:
    return rows.filter(Q(removed_in=None) | Q(removed_in__gt=number), added_in__lte=number)


def counts() -> dict[str, int]:
    """How many of each kind are in force; one statement."""
    rows = (
        TrustItem.objects.filter(removed_in=None).values("kind").annotate(number=Count("pk")).order_by("kind")
    )
    return {row["kind"]: row["number"] for row in rows}


def earlier_versions(most: int = 50) -> list[TrustVersion]:
    """The versions, the newest first."""
    return list(TrustVersion.objects.order_by("-number")[:most])
