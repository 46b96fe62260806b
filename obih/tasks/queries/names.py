"""Names for the lines of boards and reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat

from obih.people.models import Appointment, Person, Unit


@dataclass(frozen=True)
class UnitName:
    name: str
    head: str


def unit_names(ids: Iterable[int | None], today: date) -> dict[int, UnitName]:
    """Units with whoever heads them today; one statement."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    heads = Appointment.objects.on(today).filter(position__unit=OuterRef("pk"), position__is_unit_head=True)
    name = Concat("person__given_name", Value(" "), "person__surname")
    head = Subquery(heads.order_by("position__rank", "pk").values(name=name)[:1])
    rows = Unit.objects.filter(pk__in=wanted).annotate(head=head)
    return {pk: UnitName(told, who or "") for pk, told, who in rows.values_list("pk", "name", "head")}


def person_names(ids: Iterable[int | None]) -> dict[int, str]:
    """One statement."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    rows = Person.objects.filter(pk__in=wanted)
    return {each.pk: each.full_name for each in rows}
