"""Who may move a paper original, hand originals over, receive them and take them back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.registry.access import why_not_register
from obih.registry.models import HandoverList, Instance, Journal, JournalReader


def organisations_kept(actor: Actor) -> QuerySet[JournalReader, Any]:
    """Organisations in whose journals the actor registers, as a part of another statement."""
    rows = JournalReader.objects.filter(may_register=True, principal__in=actor.principals)
    return rows.values("journal__organisation")


def kept_organisations(actor: Actor) -> frozenset[int]:
    """Organisations in whose journals the actor registers: there he hands originals over; one statement."""
    return frozenset(each["journal__organisation"] for each in organisations_kept(actor))


def why_not_move_original(actor: Actor, instance: Instance, journal: Journal) -> str | None:
    """Who keeps the journal moves it, and who holds it: the person, or the people of the unit."""
    if refusal := why_not_change(actor):
        return refusal
    if instance.holder_id and instance.holder_id == actor.person_id:
        return None
    if instance.unit_id and instance.unit_id in actor.unit_ids:
        return None
    if why_not_register(actor, journal):
        return "Місце оригіналу змінює той, у кого він є, або діловод"
    return None


def why_not_hand(actor: Actor, organisation_id: int, kept: frozenset[int] | None = None) -> str | None:
    """Who registers in the organisation hands its originals over."""
    if refusal := why_not_change(actor):
        return refusal
    if actor.kind == "system" or organisation_id in (kept_organisations(actor) if kept is None else kept):
        return None
    return "Оригінали передає діловод, який веде журнал установи"


def why_not_receive(actor: Actor, handover: HandoverList) -> str | None:
    """People of the unit receive, or the clerk notes that they signed on paper."""
    if refusal := why_not_change(actor):
        return refusal
    if handover.unit_id in actor.unit_ids:
        return None
    if why_not_hand(actor, handover.organisation_id):
        return "Одержання позначає працівник підрозділу або діловод"
    return None


def why_not_take_back(actor: Actor, handover: HandoverList) -> str | None:
    """Whoever takes the originals back notes it: the clerk."""
    refusal = why_not_hand(actor, handover.organisation_id)
    return refusal and (why_not_change(actor) or "Повернення позначає діловод, який приймає оригінали")
