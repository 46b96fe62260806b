"""What this room does when something has happened: previews of what came with a document."""

from __future__ import annotations

from collections.abc import Sequence

from obih.files.actions import ensure_rendition
from obih.history.models import Event
from obih.history.reactions_registry import on
from obih.people.actors import SYSTEM
from obih.people.events import PERSON_DISMISSED
from obih.people.models import Person
from obih.registry.actions import hand_over, spread_reader
from obih.registry.events import (
    ARRIVAL_ADDED,
    DOCUMENT_REGISTERED,
    FILE_WITHDRAWN,
    FILES_ADDED,
    READER_SET,
)
from obih.registry.models import Journal


@on(DOCUMENT_REGISTERED, FILES_ADDED, FILE_WITHDRAWN, ARRIVAL_ADDED, queue="slow")
def draw_pages(events: Sequence[Event]) -> None:
    """Turn the files of a new document into page images and text; what is drawn already stays."""
    for sha256 in dict.fromkeys(each for event in events for each in event.facts.get("files", ())):
        ensure_rendition(sha256)


@on(PERSON_DISMISSED)
def pass_open_work_on(events: Sequence[Event]) -> None:
    """Give the open work of a leaver to the successor named at the dismissal; a second run finds none."""
    for event in events:
        if successor_id := event.facts.get("successor_id"):
            leaver, successor = (
                Person.objects.get(pk=int(event.about_key)),
                Person.objects.get(pk=successor_id),
            )
            if successor.left_on is None:
                hand_over(leaver, successor, why="звільнення", by=SYSTEM)


@on(READER_SET, queue="slow")
def let_reader_see_what_is_there(events: Sequence[Event]) -> None:
    """Give a new reader of a journal its earlier documents; a second run adds only what is missing."""
    for event in events:
        journal = Journal.objects.get(pk=int(event.about_key))
        spread_reader(journal, int(event.facts["principal"]))
