"""What every page of this room begins with."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest

from obih.people.actors import Actor
from obih.registry.actions import note_reading
from obih.registry.models import Document, Journal, Registration
from obih.registry.queries import Record, records
from obih.registry.queries.visibility import visible_rows
from obih.registry.vocabulary import Access


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def record_or_404(request: HttpRequest, document_id: UUID) -> Record:
    """The document if the actor may see it; absent and forbidden look alike."""
    actor = actor_of(request)
    found = records(actor, [document_id])
    if not found:
        raise Http404
    if found[0].is_restricted:
        note_reading(found[0].document, by=actor)
    return found[0]


def at_the_door(request: HttpRequest, document_id: UUID) -> tuple[Document, Journal]:
    """The document and the journal of its first standing registration, for a deed that needs nothing to be
    shown: lighter than the record, through the same door."""
    actor = actor_of(request)
    standing = Registration.objects.filter(
        visible_rows(actor, "document_id"), document=document_id, moved_to=None
    ).select_related("document__first_reviewer", "journal")
    registration = standing.defer("document__words").order_by("registered_at").first()
    if registration is None:
        raise Http404
    if registration.document.access_level == Access.RESTRICTED:
        note_reading(registration.document, by=actor)
    return registration.document, registration.journal


def journal_of(record: Record) -> Journal:
    return Journal.objects.select_related("organisation").get(pk=record.registration.journal_id)
