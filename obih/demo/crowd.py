"""A town's worth of departments and staff, for measuring lists as people with many colleagues see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from obih.demo import words
from obih.people.models import Account, Appointment, Organisation, Person, Position, RoleGrant, Unit
from obih.people.vocabulary import Role, Sex

PEOPLE = 1000
COLLEAGUES = 40
SINCE = date(2020, 12, 1)
FIRST_INDEX = 10
"""The first department made here is the one whose staff has forty colleagues."""


def make_crowd(council: Organisation) -> list[Unit]:
    """Every unit of the council, the department of forty-one first; made if they are not there yet.

    Nobody of the crowd can sign in: their passwords are unusable.
    """
    if not Unit.objects.filter(organisation=council, index=str(FIRST_INDEX)).exists():
        with transaction.atomic():
            _appoint(_make_units(council), council)
    units = list(Unit.objects.filter(organisation=council, closed_on=None).order_by("index"))
    return sorted(units, key=lambda unit: unit.index != str(FIRST_INDEX))


def ordinary_account() -> Account:
    """Somebody with forty colleagues and nothing else: the one lists are measured as."""
    return Account.objects.get(username="crowd001")


def _make_units(council: Organisation) -> list[Unit]:
    units = Unit.objects.bulk_create(
        Unit(organisation=council, index=str(FIRST_INDEX + place), name=name, opened_on=SINCE)
        for place, name in enumerate(words.DEPARTMENTS)
    )
    for unit in units:
        unit.path = f"/{unit.pk}/"
    Unit.objects.bulk_update(units, ["path"])
    return units


def _appoint(units: Sequence[Unit], council: Organisation) -> None:
    rng = Random("obih crowd")
    persons = Person.objects.bulk_create(_person(rng, place) for place in range(PEOPLE))
    positions = []
    for place in range(PEOPLE):
        unit = units[0] if place <= COLLEAGUES else units[1 + place % (len(units) - 1)]
        positions.append(
            Position(organisation=council, unit=unit, title=f"Спеціаліст, {place + 1}", rank=100)
        )
    Position.objects.bulk_create(positions)
    Appointment.objects.bulk_create(
        Appointment(person=person, position=position, started_on=SINCE)
        for person, position in zip(persons, positions, strict=True)
    )
    accounts = Account.objects.bulk_create(
        Account(person=person, username=f"crowd{place:03d}", password=make_password(None))
        for place, person in enumerate(persons)
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(account=account, role=Role.STAFF, organisation=council) for account in accounts
    )


def _person(rng: Random, place: int) -> Person:
    woman = place % 2 == 0
    given, patronymic = rng.choice(words.WOMEN if woman else words.MEN)
    return Person(
        surname=rng.choice(words.SURNAMES),
        given_name=given,
        patronymic=patronymic,
        sex=Sex.FEMALE if woman else Sex.MALE,
    )
