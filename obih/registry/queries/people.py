"""Whom a field of a person offers: people of the institutions that the actor has to do with, not of all."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from obih.people.actors import Actor
from obih.people.models import Appointment, Person
from obih.registry.models import Journal, JournalReader


def people_at_work(actor: Actor, journal: Journal, today: date, chosen: object = None) -> QuerySet[Person]:
    """People in a post today; and the one `chosen` before (his number), wherever he is now."""
    return _with(Appointment.objects.on(today).filter(_seen(actor, journal)), chosen)


def people_of(organisation_id: int, today: date, chosen: object = None) -> QuerySet[Person]:
    """The same of one institution only: who may review what came to it."""
    held = Appointment.objects.on(today).filter(position__organisation=organisation_id)
    return _with(held, chosen)


def _with(held: QuerySet[Appointment], chosen: object) -> QuerySet[Person]:
    one = Q(pk=chosen) if isinstance(chosen, int) and not isinstance(chosen, bool) else Q()
    return Person.objects.filter(Q(pk__in=held.filter(person__left_on=None).values("person")) | one)


def people_ever(actor: Actor, journal: Journal | None) -> QuerySet[Person]:
    """Those who left too: documents of theirs are looked for as well."""
    return Person.objects.filter(pk__in=Appointment.objects.filter(_seen(actor, journal)).values("person"))


def _seen(actor: Actor, journal: Journal | None) -> Q:
    """Appointments in institutions that the actor works in or reads a journal of, and in the journal’s."""
    if actor.kind == "system":
        return Q()
    own = {*actor.organisation_ids, *([journal.organisation_id] if journal else [])}
    read = JournalReader.objects.filter(principal__in=actor.principals).values("journal__organisation")
    return Q(position__organisation__in=own) | Q(position__organisation__in=read)
