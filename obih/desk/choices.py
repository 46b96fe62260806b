"""Whom access may be given to, as choices of a form."""

from __future__ import annotations

from datetime import date

from obih.people import principals
from obih.people.models import Appointment, Organisation, Person, Unit
from obih.people.queries import lower_first
from obih.people.vocabulary import Role


def people_and_units(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """People at work with their posts, then open units; the value is the principal’s number."""
    held = Appointment.objects.on(today).select_related("person", "position").order_by("person__surname")
    people = {
        principals.of_person(each.person_id): f"{each.person.full_name}, {lower_first(each.position.title)}"
        for each in held
    }
    units = {
        principals.of_unit(unit.pk): f"{unit.name} ({unit.organisation.short_name})"
        for unit in Unit.objects.open_on(today).select_related("organisation")
    }
    return [("Люди", _pairs(people)), ("Підрозділи", _pairs(units))]


def readers(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same and the roles of each organisation: who may read a journal."""
    roles = {
        principals.of_role(
            role.value, organisation.pk
        ): f"{role.label.capitalize()}: {organisation.short_name}"
        for organisation in Organisation.objects.filter(closed_on=None)
        for role in Role
    }
    return [*people_and_units(today), ("Ролі", _pairs(roles))]


def _pairs(named: dict[int, str]) -> list[tuple[str, str]]:
    return [(str(key), label) for key, label in named.items()]


def successors(leaver: Person, today: date) -> list[tuple[str, str]]:
    """People who may take over, those of the leaver’s units first."""
    held = list(
        Appointment.objects.on(today).select_related("person", "position").order_by("person__surname")
    )
    units = {each.position.unit_id for each in held if each.person_id == leaver.pk}
    others = {each.person_id: each for each in held if each.person_id != leaver.pk}
    ordered = sorted(others.values(), key=lambda each: each.position.unit_id not in units)
    return [
        (str(each.person_id), f"{each.person.full_name}, {lower_first(each.position.title)}")
        for each in ordered
    ]
