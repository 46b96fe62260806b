"""Journals that a person keeps: where he gives numbers."""

from __future__ import annotations

from obih.people.actors import Actor
from obih.registry.models import Journal, PendingCard
from obih.registry.queries import pending_cards


def kept_journals(actor: Actor) -> list[Journal]:
    """Open journals in which the actor registers, those of his own organisation first; one statement."""
    if actor.kind != "person" or not actor.principals:
        return []
    found = Journal.objects.filter(
        closed_on=None, readers__may_register=True, readers__principal__in=actor.principals
    ).distinct()
    own = actor.organisation_id
    return sorted(found, key=lambda each: (each.organisation_id != own, each.stream != "incoming", each.pk))


def next_card(actor: Actor, journal: Journal) -> PendingCard | None:
    """The oldest card with a file that waits in this journal; None when the tray is empty."""
    return pending_cards(actor, journal).filter(person=actor.person_id, files__isnull=False).first()
