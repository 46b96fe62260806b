"""A registration form that comes again with a key that has given a number already."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from obih.desk.filling import NewCard, register
from obih.history.idempotency import KeyReused
from obih.history.models import IdempotencyKey
from obih.people.actors import Actor
from obih.registry.actions.registration import ACTION, ACTION_CREATED
from obih.registry.cards import CardFile
from obih.registry.duplicates import DuplicateFound
from obih.registry.models import DocumentFile, Registration
from obih.registry.vocabulary import FileRole
from obih.ui.refusals import Refused


def registered_before(actor: Actor, card_id: UUID) -> Registration | None:
    """What this actor has registered with the key."""
    kept = IdempotencyKey.objects.filter(
        actor=f"{actor.kind}:{actor.key}", action__in=(ACTION, ACTION_CREATED), key=str(card_id)
    ).first()
    return Registration.objects.filter(pk=kept.result["registration"]).first() if kept else None


def is_the_same(
    request: HttpRequest, form: NewCard, found: Registration, card_id: UUID, actor: Actor
) -> bool:
    """Whether the form says what it said the first time, its files included. Nothing is registered anew:
    the key is spent, and the half-filled card that the files came from has gone into the document."""
    if not form.is_valid():
        return False
    rows = DocumentFile.objects.filter(document=found.document_id, added_at=found.registered_at)
    files = [
        CardFile(row.content.as_stored(row.name), row.name, FileRole(row.role))
        for row in rows.select_related("content").order_by("order")
    ]
    if not {_sha256(each) for each in request.FILES.getlist("files")} <= {one.stored.sha256 for one in files}:
        return False
    try:
        register(form, files, key=str(card_id), by=actor)
    except (KeyReused, DuplicateFound, Refused):
        return False
    return True


def _sha256(file: UploadedFile) -> str:
    told = hashlib.sha256()
    for chunk in file.chunks():
        told.update(chunk)
    return told.hexdigest()
