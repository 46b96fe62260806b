"""Half-filled cards: one’s own and, to be taken over, those of the journals where one registers."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from obih.people.actors import Actor
from obih.registry.models import Journal, JournalReader, PendingCard, PendingFile


def pending_cards(actor: Actor, journal: Journal | None = None) -> QuerySet[PendingCard]:
    """Cards that wait for registration, the oldest first; none for whoever registers nowhere."""
    registers = JournalReader.objects.filter(
        journal=OuterRef("journal"), principal__in=actor.principals, may_register=True
    )
    found = PendingCard.objects.filter(Q(person=actor.person_id) | Exists(registers))
    if journal is not None:
        found = found.filter(journal=journal)
    files = Prefetch("files", PendingFile.objects.select_related("content"))
    return found.select_related("journal", "person").prefetch_related(files).order_by("created_at")


def pending_card(actor: Actor, card_id: UUID | str) -> PendingCard | None:
    try:
        return pending_cards(actor).filter(pk=UUID(str(card_id))).first()
    except ValueError:
        return None
