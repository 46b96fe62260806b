"""Arrivals around registration: without a scan yet, like an earlier one, refused, moved on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from obih.people.actors import Actor
from obih.registry.models import (
    AccessRow,
    Correspondent,
    CorrespondentGroup,
    Document,
    Journal,
    JournalReader,
    PendingCard,
    RefusedArrival,
    Registration,
)
from obih.registry.queries.closed_series import in_closed_series
from obih.registry.queries.rows import JournalRow, load_rows
from obih.registry.queries.visibility import reading_principals, visible_rows
from obih.registry.rules import prefix_query, words_of
from obih.registry.vocabulary import PartyRole

MOST_AWAITING = 200
SIMILAR_DAYS = 60
SIMILAR_WORDS = 6


def awaiting_scan(actor: Actor, journals: Sequence[Journal], *, today: date) -> list[JournalRow]:
    """Paper documents registered in these journals whose scan has not come yet, the oldest first."""
    here = Registration.objects.filter(document=OuterRef("pk"), journal__in=journals, moved_to=None)
    found = Document.objects.filter(Exists(here), visible_rows(actor, "pk"), awaits_scan=True)
    ids = list(found.order_by("created_at").values_list("pk", flat=True)[:MOST_AWAITING])
    return load_rows(ids, today=today)


@dataclass(frozen=True)
class Similar:
    """A recent letter of the same sender about the same; a warning, nothing more."""

    document_id: UUID
    number: str
    registered_at: datetime
    title: str


def similar_lately(actor: Actor, correspondent: Correspondent | None, title: str) -> Similar | None:
    """The newest letter of this sender within sixty days whose title has these words, among what the actor
    sees; one statement, none without a sender or with fewer than two words."""
    words = [word for word in words_of(title) if len(word) > 3][:SIMILAR_WORDS]
    if correspondent is None or len(words) < 2:
        return None
    since = timezone.now() - timedelta(days=SIMILAR_DAYS)
    told = SearchQuery(prefix_query(word[:8] for word in words), config="simple", search_type="raw")
    found = (
        Registration.objects.filter(
            ~in_closed_series("document_id"),
            visible_rows(actor, "document_id"),
            document__parties__correspondent=correspondent,
            document__parties__role=PartyRole.SENDER,
            document__words=told,
            moved_to=None,
            registered_at__gte=since,
        )
        .order_by("-registered_at")
        .values_list("document_id", "number", "registered_at", "document__title")
        .first()
    )
    return Similar(*found) if found else None


def refused_arrivals(actor: Actor, journal: Journal) -> QuerySet[RefusedArrival]:
    """What came to a journal and was not registered, the newest first; for those who register in it."""
    keepers = JournalReader.objects.filter(
        journal=OuterRef("journal"), principal__in=actor.principals, may_register=True
    )
    found = RefusedArrival.objects.filter(Exists(keepers), journal=journal)
    return found.select_related("correspondent", "journal", "organisation").prefetch_related("files__content")


@dataclass(frozen=True)
class Stub:
    """A number of a journal whose document has been moved on. What the document is about is told only to
    those who see it where it is now (`document_id`)."""

    number: str
    sequence: int
    registered_at: datetime
    moved_number: str
    moved_journal: str
    moved_at: datetime
    document_id: UUID | None

    @property
    def sequence_text(self) -> str:
        return str(self.sequence)


def stubs_between(
    actor: Actor, journal: Journal, since: datetime | None, until: datetime | None, most: int = 200
) -> list[Stub]:
    """Stubs of moved registrations of these moments (ends included), newest first, for readers of the whole
    journal; one statement, two when there are any."""
    reads = JournalReader.objects.filter(journal=journal, principal__in=reading_principals(actor))
    moved = Registration.objects.filter(Exists(reads), journal=journal, moved_to__isnull=False)
    if since is not None:
        moved = moved.filter(registered_at__gte=since)
    if until is not None:
        moved = moved.filter(registered_at__lte=until)
    rows = list(moved.select_related("moved_to__journal").order_by("-registered_at")[:most])
    ids = [row.document_id for row in rows]
    seen = set(
        AccessRow.objects.filter(document__in=ids, principal__in=reading_principals(actor)).values_list(
            "document_id", flat=True
        )
        if ids
        else ()
    )
    return [_stub(row, seen) for row in rows]


def _stub(row: Registration, seen: set[UUID]) -> Stub:
    to = row.moved_to
    assert to is not None
    known = row.document_id if row.document_id in seen else None
    return Stub(
        row.number, row.sequence, row.registered_at, to.number, to.journal.title, to.registered_at, known
    )  # fmt: skip


def bodies_above(organisation_ids: Sequence[int]) -> frozenset[str]:
    """Keys of the senders that a hromada keeps in the group «Вищі органи», as half-filled cards hold them."""
    members = CorrespondentGroup.objects.filter(organisation__in=organisation_ids, name__iexact=ABOVE_GROUP)
    return frozenset(str(each) for each in members.values_list("members", flat=True) if each)


def order_of_review(card: PendingCard, higher: frozenset[str]) -> tuple[object, ...]:
    """Higher bodies’ letters and urgent ones come first (№ 55, p. 20), then by the clock."""
    first = card.review.get("urgent") or card.fields.get("urgent") == "on" or is_from_above(card, higher)
    return (card.reviewed_at is not None, not first, card.review_due_at or card.created_at)


def is_from_above(card: PendingCard, higher: frozenset[str]) -> bool:
    return card.fields.get("kind") in ABOVE or str(card.fields.get("correspondent", "")) in higher


ABOVE_GROUP = "Вищі органи"
ABOVE = frozenset({"order_above", "court", "prosecutor", "mp_request", "mp_appeal"})
"""Kinds that come from bodies above."""
