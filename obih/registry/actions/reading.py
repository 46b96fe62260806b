"""Reading: of a restricted document it is an event."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from obih.history.models import Event
from obih.history.record import record
from obih.history.vocabulary import EventType
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.registry.access import why_not_correct_card
from obih.registry.events import DOCUMENT_READ, FILE_READ, WITHDRAWN_READ
from obih.registry.models import Document, DocumentFile, FileWithdrawal
from obih.registry.queries.card import Card, document_card
from obih.registry.queries.visibility import visible_rows
from obih.registry.vocabulary import Access

TOLD_AGAIN_AFTER = timedelta(hours=1)


def read_card(document_id: UUID, *, by: Actor, today: date | None = None) -> Card | None:
    """The card to look at, or None if it is absent or hidden; a restricted one leaves a trace."""
    card = document_card(by, document_id, today=today)
    if card is not None and card.record.is_restricted:
        noted = card.read_at.get((by.kind, by.key))
        if noted is None or noted < timezone.now() - TOLD_AGAIN_AFTER:
            note_reading(card.record.document, by=by)
    return card


def note_reading(document: Document, *, by: Actor) -> None:
    """Record that a restricted document was read; once an hour for each who reads it."""
    _note(DOCUMENT_READ, document, by, str(document.pk))


def read_file(file_id: UUID, *, by: Actor) -> DocumentFile | None:
    """A file to be shown or sent, with its content; None if it is absent or of a hidden document.

    One that was withdrawn is there for those who may correct the card, and each such reading is recorded.
    """
    found = (
        DocumentFile.objects.filter(visible_rows(by, "document_id"), pk=file_id)
        .select_related("content", "document")
        .first()
    )
    withdrawn = FileWithdrawal.objects.filter(file=found).exists() if found is not None else False
    if found is not None and withdrawn:
        standing = found.document.registrations.filter(moved_to=None).select_related("journal")
        if why_not_correct_card(by, standing.order_by("registered_at")[0].journal):
            return None
        _note(WITHDRAWN_READ, found.document, by, str(found.document.pk), file=str(found.pk))
    elif found is not None and found.document.access_level == Access.RESTRICTED:
        _note(FILE_READ, found.document, by, str(found.document.pk), file=str(found.pk))
    return found


def _note(event: EventType, document: Document, by: Actor, key: str, **facts: Any) -> None:
    since = timezone.now() - TOLD_AGAIN_AFTER
    told = Event.objects.about("registry.document", key).filter(
        name=event.name, actor_kind=by.kind, actor_key=by.key, at__gte=since
    )
    if facts:
        told = told.filter(canonical__contains=facts["file"])
    if not told.exists():
        with unit_of_work():
            record(event, by=by, about=document, viewed_by=by.viewed_by, **facts)
