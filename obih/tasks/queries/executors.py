"""Who may be named as an executor, by whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from obih.people.actors import Actor
from obih.people.models import Appointment, Body, Organisation, Unit
from obih.people.queries import lower_first

Choices = list[tuple[str, list[tuple[str, str]]]]


def who_may_execute(actor: Actor, today: date) -> Choices:
    """Units, people by position, bodies with a secretary and subordinate institutions, of the institutions
    the actor works in; values as `ExecutorEntry.parse` reads them."""
    return [
        ("Підрозділи", [(f"unit:{each.pk}", each.name) for each in _units(actor, today)]),
        ("Люди", [(f"person:{each.person_id}", _named(each)) for each in _held(actor, today)]),
        ("Комісії", [(f"body:{each.pk}", each.name) for each in _bodies(actor, today)]),
        ("Установи", [(f"organisation:{each.pk}", each.short_name) for each in _below(actor)]),
    ]


def may_be_named(actor: Actor, value: str, today: date) -> bool:
    """Whether `who_may_execute` holds this value: one statement, however many people work here."""
    kind, _, key = value.partition(":")
    if not key.isdecimal() or len(key) > 18:
        return False
    if kind == "person":
        return _at_work(actor, today).filter(person=int(key)).exists()
    rows = {"unit": _units, "body": _bodies}.get(kind)
    if rows is not None:
        return rows(actor, today).filter(pk=int(key)).exists()
    return kind == "organisation" and _below(actor).filter(pk=int(key)).exists()


def belongs_here(actor: Actor, value: str) -> bool:
    """Whether the person ever held a post, the unit or the body ever was, in an institution the actor works
    in; one statement."""
    kind, _, key = value.partition(":")
    if not key.isdecimal() or len(key) > 18:
        return False
    places = actor.organisation_ids
    if kind == "person":
        return Appointment.objects.filter(position__organisation__in=places, person=int(key)).exists()
    if kind == "unit":
        return Unit.objects.filter(organisation__in=places, pk=int(key)).exists()
    return kind == "body" and Body.objects.filter(organisation__in=places, pk=int(key)).exists()


def named_in_text(actor: Actor, today: date) -> list[tuple[str, str]]:
    """(value, name as it is looked for in a text): units by their names, people by their surnames, bodies."""
    return [
        *((f"unit:{each.pk}", each.name) for each in _units(actor, today)),
        *((f"person:{each.person_id}", each.person.surname) for each in _held(actor, today)),
        *((f"body:{each.pk}", each.name) for each in _bodies(actor, today)),
    ]


def leaders(organisation_id: int, today: date) -> list[tuple[str, str]]:
    """Those who sign acts of an organisation: its leaders, the first in rank first, by the person’s key."""
    held = Appointment.objects.on(today).filter(
        position__organisation=organisation_id, position__is_leader=True, person__left_on=None
    )
    rows = held.select_related("person", "position").order_by("position__rank")
    return list({str(each.person_id): (str(each.person_id), _named(each)) for each in rows}.values())


def _units(actor: Actor, today: date) -> QuerySet[Unit]:
    heads = Appointment.objects.on(today).filter(position__is_unit_head=True).values("position__unit")
    found = Unit.objects.open_on(today).filter(organisation__in=actor.organisation_ids, pk__in=heads)
    return found.order_by("organisation_id", "index")


def _bodies(actor: Actor, today: date) -> QuerySet[Body]:
    rows = Body.objects.filter(Q(closed_on=None) | Q(closed_on__gte=today))
    return rows.filter(organisation__in=actor.organisation_ids).exclude(secretary=None)


def _below(actor: Actor) -> QuerySet[Organisation]:
    places = actor.organisation_ids
    return Organisation.objects.filter(closed_on=None, parent__in=places).exclude(pk__in=places)


def _at_work(actor: Actor, today: date) -> QuerySet[Appointment]:
    return Appointment.objects.on(today).filter(
        position__organisation__in=actor.organisation_ids, person__left_on=None
    )


def _held(actor: Actor, today: date) -> list[Appointment]:
    """One appointment of each person at work, by surname."""
    rows = _at_work(actor, today)
    found: dict[int, Appointment] = {}
    for each in rows.select_related("person", "position").order_by("-is_main", "position__rank"):
        found.setdefault(each.person_id, each)
    return sorted(found.values(), key=lambda each: (each.person.surname, each.person.given_name))


def _named(held: Appointment) -> str:
    return f"{held.person.full_name}, {lower_first(held.position.title)}"
