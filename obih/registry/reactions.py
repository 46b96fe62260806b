"""What this room does when something has happened: previews of what came with a document."""

from __future__ import annotations

from collections.abc import Sequence

from obih.files.actions import ensure_rendition
from obih.history.models import Event
from obih.history.reactions_registry import on
from obih.registry.events import DOCUMENT_REGISTERED, FILES_ADDED


@on(DOCUMENT_REGISTERED, FILES_ADDED, queue="slow")
def draw_pages(events: Sequence[Event]) -> None:
    """Turn the files of a new document into page images and text; what is drawn already stays."""
    for sha256 in dict.fromkeys(each for event in events for each in event.facts.get("files", ())):
        ensure_rendition(sha256)
