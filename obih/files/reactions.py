"""What files do when something was announced."""

from __future__ import annotations

from collections.abc import Sequence

from obih.files.actions import ensure_rendition
from obih.files.events import CONTENT_UPLOADED
from obih.history.models import Event
from obih.history.reactions_registry import on


@on(CONTENT_UPLOADED, queue="slow")
def prepare_previews(events: Sequence[Event]) -> None:
    """Page images for what a clerk has just put before herself."""
    for event in events:
        ensure_rendition(event.facts["sha256"])
