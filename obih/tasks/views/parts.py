"""What every page of this room begins with."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest

from obih.people.actors import Actor
from obih.registry.actions import note_reading
from obih.registry.models import Journal
from obih.registry.queries import Record, records


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


def journal_of(record: Record) -> Journal:
    return Journal.objects.select_related("organisation").get(pk=record.registration.journal_id)
