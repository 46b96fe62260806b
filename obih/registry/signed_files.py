"""Which files lie side by side on a card: any of them may be the document of a signature beside it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from obih.registry.models import DocumentFile, PendingFile
from obih.signatures.actions import Beside


def files_of_document(document_id: UUID) -> list[Beside]:
    """Those of a registered document that were not withdrawn."""
    rows = DocumentFile.objects.filter(document=document_id, withdrawal=None).order_by("order")
    return _beside(rows.values_list("content_id", "content__media_type"))


def files_of_card(card_id: UUID) -> list[Beside]:
    """Those of a card that waits for its number."""
    rows = PendingFile.objects.filter(card=card_id).order_by("pk")
    return _beside(rows.values_list("content_id", "content__media_type"))


def _beside(rows: Iterable[tuple[str, str]]) -> list[Beside]:
    return [Beside(sha256, media_type) for sha256, media_type in rows]
