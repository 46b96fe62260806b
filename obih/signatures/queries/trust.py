"""Whom we trust, as a page and the command show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from obih.signatures.crypto.trust.pins import built_in
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


def trust_lines(*, words: str = "", kind: str = "") -> list[TrustLine]:
    """What stands in the version in force, narrowed by words and kind; two statements."""
    rows: QuerySet[TrustItem] = TrustItem.objects.filter(removed_in=None)
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        beginning = words.lower().replace(":", "").replace(" ", "")
        rows = rows.filter(
            Q(name__icontains=words) | Q(issuer__icontains=words) | Q(sha256__startswith=beginning)
        )
    return _lines(rows)


def _lines(rows: QuerySet[TrustItem]) -> list[TrustLine]:
    pinned = set(TrustPin.objects.filter(removed_in=None, refuses=False).values_list("sha256", flat=True))
    pinned |= built_in()
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
            is_expired=row.kind == TrustKind.CERTIFICATE
            and row.valid_until is not None
            and row.valid_until < now,
            is_pinned=row.sha256 in pinned,
            source=row.source,
        )
        for row in rows.defer("raw")
    ]


def counts() -> dict[str, int]:
    """How many of each kind are in force; one statement."""
    rows = TrustItem.objects.filter(removed_in=None).values("kind").annotate(number=Count("pk"))
    return {row["kind"]: row["number"] for row in rows.order_by("kind")}


def earlier_versions(most: int = 50) -> list[TrustVersion]:
    """The versions, the newest first."""
    return list(TrustVersion.objects.order_by("-number")[:most])


def changes_of(number: int) -> tuple[list[TrustLine], list[TrustLine], list[TrustPin]]:
    """What a version brought, what it took away, and its fingerprints."""
    added = _lines(TrustItem.objects.filter(added_in=number))
    removed = _lines(TrustItem.objects.filter(removed_in=number))
    return added, removed, list(TrustPin.objects.filter(Q(added_in=number) | Q(removed_in=number)))
