"""What still stands in the way of putting a document away."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from obih.registry.models import DocumentFile
from obih.registry.vocabulary import FileRole
from obih.tasks.models import Point
from obih.tasks.vocabulary import OPEN_STATES, PointState


def why_not_closed_yet(document_id: UUID) -> str | None:
    """Why a document is not put «до справи»: a task is open, or control has not lifted it (№ 55, p. 174–175);
    one statement."""
    waiting = Q(state__in=OPEN_STATES) | Q(state=PointState.DONE, on_control=True, lifted_at=None)
    rows = Point.objects.filter(waiting, document=document_id, every="")
    states = list(rows.values_list("state", flat=True)[:50])
    if not states:
        return None
    if any(each != PointState.DONE for each in states):
        return "За документом є невиконані завдання: прийміть звіти або відкличте їх"
    return "Завдання виконано, але не знято з контролю: спершу це робить контролер"


def text_of(document_id: UUID) -> str:
    """The text of a document’s main files as it was taken from them; empty where there is none. The caller
    has passed the document’s door."""
    rows = DocumentFile.objects.filter(document=document_id, role=FileRole.MAIN, withdrawal=None)
    texts = rows.order_by("added_at").values_list("content__rendition__text", flat=True)[:3]
    return "\n".join(each for each in texts if each)[:60_000]
