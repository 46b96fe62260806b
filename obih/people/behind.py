"""Who stands behind a principal on a day: the people to tell, those who act for them included."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from obih.people import principals
from obih.people.models import Appointment, Body, Person, RoleGrant, Substitution
from obih.people.vocabulary import Scope

_ACTS = (Scope.ALL, Scope.REVIEW)
"""What a substitute must have been given to do the work of the absent one."""


def people_behind(wanted: Iterable[int], day: date) -> dict[int, list[Person]]:
    """For each principal the persons who act on it that day: the holder first, then whoever acts for him.

    Whoever has left is left out; a vacant post gives an empty list. At most six statements, however many
    principals there are. A service has nobody behind it.
    """
    known = set(wanted)
    holders = _holders({each: principals.describe(each) for each in known}, day)
    absent = {person for found in holders.values() for person in found}
    acting: dict[int, list[int]] = {}
    rows = Substitution.objects.filter(
        absent__person__in=absent, revoked_at=None, starts_on__lte=day, ends_on__gte=day, scope__in=_ACTS
    )
    for whose, who in rows.order_by("pk").values_list("absent__person_id", "acting_id"):
        acting.setdefault(whose, []).append(who)
    everybody = absent | {who for found in acting.values() for who in found}
    at_work = Person.objects.filter(Q(left_on=None) | Q(left_on__gt=day))
    people = at_work.in_bulk(everybody)
    told: dict[int, list[Person]] = {}
    for each in known:
        ids = [who for person in holders[each] for who in (person, *acting.get(person, ()))]
        told[each] = [people[who] for who in dict.fromkeys(ids) if who in people]
    return told


def _holders(described: dict[int, tuple[str, int, str]], day: date) -> dict[int, list[int]]:
    """The ids of those who hold it themselves."""
    found: dict[int, list[int]] = {each: [] for each in described}
    places: dict[str, dict[int, list[int]]] = {}
    for each, (kind, key, _) in described.items():
        places.setdefault(kind, {}).setdefault(key, []).append(each)
        if kind == "person":
            found[each].append(key)
    held = Appointment.objects.on(day).order_by("position__rank", "pk")
    for kind, heads in (("unit_head", {"position__is_unit_head": True}), ("unit", {})):
        if units := places.get(kind):
            rows = held.filter(position__unit__in=units, **heads)
            for unit, person in rows.values_list("position__unit_id", "person_id"):
                for each in units[unit]:
                    found[each].append(person)
    if bodies := places.get("body"):
        led = Body.objects.filter(pk__in=bodies, secretary__isnull=False)
        for body, secretary in led.values_list("pk", "secretary_id"):
            assert secretary is not None
            for each in bodies[body]:
                found[each].append(secretary)
    if organisations := places.get("role"):
        granted = RoleGrant.objects.filter(organisation__in=organisations, account__is_active=True)
        for role, where, person in granted.order_by("pk").values_list(
            "role", "organisation_id", "account__person_id"
        ):
            for each in organisations[where]:
                if described[each][2] == role:
                    found[each].append(person)
    return found
