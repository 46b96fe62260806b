"""Whom a task may be given to, as choices of a form that works without scripts."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from obih.people.models import Appointment, Body, Organisation, Unit
from obih.people.queries import label_of

Choices = list[tuple[str, list[tuple[str, str]]]]


def choices_of(organisation_id: int) -> Choices:
    """People with their posts, units that have a head, bodies with a secretary, of the organisation and of
    the institutions below it, and these; the value is «person:17». Four statements."""
    today = timezone.localdate()
    below = Organisation.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today), parent=organisation_id)
    institutions = list(below.order_by("short_name"))
    where = [organisation_id, *(each.pk for each in institutions)]
    held = Appointment.objects.on(today).filter(position__organisation__in=where, person__left_on=None)
    held = held.select_related("person", "position").order_by("position__rank", "person__surname")
    people: dict[str, str] = {}
    for each in held:
        people.setdefault(f"person:{each.person_id}", label_of(each.person.full_name, each.position.title))
    headed = Appointment.objects.on(today).filter(position__is_unit_head=True).values("position__unit")
    units = Unit.objects.open_on(today).filter(organisation__in=where, pk__in=headed)
    bodies = Body.objects.filter(Q(closed_on=None) | Q(closed_on__gte=today), organisation__in=where)
    found = [
        ("Люди", list(people.items())),
        ("Підрозділи", [(f"unit:{each.pk}", each.name) for each in units.order_by("name")]),
        ("Комісії", [(f"body:{each.pk}", each.name) for each in bodies.exclude(secretary=None)]),
        ("Установи", [(f"organisation:{each.pk}", each.short_name) for each in institutions]),
    ]
    return [(name, pairs) for name, pairs in found if pairs]
