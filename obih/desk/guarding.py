"""What a form that is still being filled in is told: the same letter twice, what the review said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from obih.people.actors import Actor
from obih.registry.duplicates import Duplicate, find_duplicates
from obih.registry.models import Correspondent, Journal, PendingCard
from obih.registry.queries.arrivals import Similar, similar_lately


def twins_of(
    actor: Actor, journal: Journal, said: Mapping[str, Any], card: PendingCard | None
) -> list[Duplicate]:
    """What is registered already with this number of this sender, or with these files."""
    return find_duplicates(
        correspondent=_sender(said),
        their_number=str(said.get("correspondent_number") or ""),
        their_date=said.get("correspondent_date"),
        hashes=[row.content_id for row in card.files.all()] if card else [],
        journal=journal,
        actor=actor,
    )


def similar_of(actor: Actor, said: Mapping[str, Any]) -> Similar | None:
    """A recent letter of the same sender with the same words: a warning that stops nobody."""
    return similar_lately(actor, _sender(said), str(said.get("title") or ""))


def _sender(said: Mapping[str, Any]) -> Correspondent | None:
    found = said.get("correspondent")
    return found if isinstance(found, Correspondent) else None


def said_at_review(card: PendingCard | None) -> dict[str, Any]:
    """What the preliminary review puts into the card: the unit that considers it, and its urgency."""
    review = card.review if card else {}
    told: dict[str, Any] = {"urgent": True} if review.get("urgent") else {}
    return told | ({"responsible_unit": review["unit"]} if review.get("unit") else {})
