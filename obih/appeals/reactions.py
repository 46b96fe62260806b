"""What this room does when others announce: its rows follow the card."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from obih.appeals.actions import keep_applicant
from obih.history.models import Event
from obih.history.reactions_registry import on
from obih.people.actors import SYSTEM
from obih.registry.events import DOCUMENT_REGISTERED, FIELDS_CHANGED


@on(DOCUMENT_REGISTERED, queue="slow")
def take_in(events: Sequence[Event]) -> None:
    """What another program registered gets this room’s row. It stands in the queue where each registration
    has its job already: a letter costs no second one."""
    for document in dict.fromkeys(each.about_key for each in events):
        keep_applicant(UUID(document), by=SYSTEM)


@on(FIELDS_CHANGED)
def follow_the_card(events: Sequence[Event]) -> None:
    """A corrected name is found as it is now."""
    for document in dict.fromkeys(each.about_key for each in events):
        keep_applicant(UUID(document), by=SYSTEM)
