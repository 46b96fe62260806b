"""What this room does when something has happened: previews and signatures of what came with a document."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from obih.files.actions import ensure_rendition
from obih.files.events import CONTENT_UPLOADED
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
from obih.registry.signed_files import files_of_card, files_of_document
from obih.signatures.actions import verify_beside

WAITING = "registry.pendingcard"


@on(DOCUMENT_REGISTERED, FILES_ADDED, FILE_WITHDRAWN, ARRIVAL_ADDED, queue="slow")
def draw_pages(events: Sequence[Event]) -> None:
    """Turn the files of a new document into page images and text; what is drawn already stays."""
    for sha256 in dict.fromkeys(each for event in events for each in event.facts.get("files", ())):
        ensure_rendition(sha256)


@on(DOCUMENT_REGISTERED, FILES_ADDED, FILE_WITHDRAWN, ARRIVAL_ADDED, queue="slow")
def verify_signatures(events: Sequence[Event]) -> None:
    """Verify what signatures lie among the files of a document; what is verified already stays."""
    for document in dict.fromkeys(event.about_key for event in events):
        verify_beside(files_of_document(UUID(document)), by=SYSTEM)


@on(CONTENT_UPLOADED, queue="slow")
def verify_signatures_before_registration(events: Sequence[Event]) -> None:
    """The same for a card that waits: the clerk sees the verdict before the letter has its number."""
    for card in dict.fromkeys(event.about_key for event in events if event.about_kind == WAITING):
        verify_beside(files_of_card(UUID(card)), by=SYSTEM)


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
