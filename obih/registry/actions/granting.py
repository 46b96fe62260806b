"""What rooms above the registry do to a document: let people to it and take that back, note its first review.

They call this in their own transaction, after looking at their own rules of who may; the event is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F

from obih.history.work import current_work, unit_of_work
from obih.registry import access_rows
from obih.registry.models import AccessRow, Document, Registration
from obih.registry.vocabulary import GrantReason

UPPER = (GrantReason.TASK, GrantReason.ACQUAINTED)
"""Reasons that rooms above give and take; those of the card are counted from the card."""


def grant(
    document: Document,
    principals: Iterable[int],
    *,
    reason: GrantReason,
    source: str,
    registration: Registration | None = None,
) -> None:
    """Let the principals see the document for this reason and source; what stands already stays. Part of the
    caller’s unit of work; `registration` is the first one standing, where it is at hand."""
    current_work()
    assert reason in UPPER, reason
    if registration is None:
        standing = Registration.objects.filter(document=document, moved_to=None)
        registration = standing.order_by("registered_at").first()
    assert registration is not None, "a document without a registration"
    rows = [access_rows.Grant(each, reason, source) for each in dict.fromkeys(principals)]
    access_rows.write(document, registration, rows)


@unit_of_work()
def revoke(document_id: UUID, *, reason: GrantReason, source: str, principals: Iterable[int] = ()) -> int:
    """Take back what `grant` gave for this reason and source, from some principals or from all; gives how
    many rows went. Whoever has another reason still sees the document."""
    assert reason in UPPER, reason
    rows = AccessRow.objects.filter(document=document_id, reason=reason, source=source)
    if only := list(principals):
        rows = rows.filter(principal__in=only)
    return rows.delete()[0]


def note_review(document_id: UUID, at: datetime | None) -> bool:
    """Note that the first reviewer has decided, or with None that it waits for him again; whether that
    changed anything. The card’s version goes up: somebody who corrects it meanwhile is told."""
    current_work()
    rows = Document.objects.filter(pk=document_id)
    rows = rows.filter(reviewed_at=None) if at else rows.exclude(reviewed_at=None)
    return bool(rows.update(reviewed_at=at, version=F("version") + 1))
