"""What this room does when whom we trust has changed: looks again at what stayed open, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence

from obih.history.models import Event
from obih.history.reactions_registry import on
from obih.people.actors import SYSTEM
from obih.signatures.actions import look_again
from obih.signatures.actions.raising import look_apart_again
from obih.signatures.events import SIGNATURES_LOOKED_AT_AGAIN, TRUST_CHANGED


@on(TRUST_CHANGED, SIGNATURES_LOOKED_AT_AGAIN, queue="slow")
def look_at_what_stayed_open(events: Sequence[Event]) -> None:
    """After something was taken away every verdict is looked at again, else only the open ones."""
    every = any(event.facts.get("every") or event.facts.get("removed") for event in events)
    look_again(every=every, by=SYSTEM)


@on(TRUST_CHANGED)
def take_care_of_what_was_apart(events: Sequence[Event]) -> None:
    """A chain that led nowhere may lead somewhere now."""
    look_apart_again()
