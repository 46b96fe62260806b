"""The fictional hromada of tests, demonstration and screenshots. One cast everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.db import transaction

from obih.people import cast_people as given
from obih.people.actors import Actor
from obih.people.models import (
    Account,
    Appointment,
    Body,
    District,
    Membership,
    Organisation,
    Person,
    Position,
    RoleGrant,
    Settlement,
    Sitting,
    Unit,
)
from obih.people.queries import actor_for
from obih.people.vocabulary import Role

TEST_PASSWORD = "test-password-1"  # noqa: S105 - of tests only
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of tests only
NEEDS_SECOND_FACTOR = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.CLERK})


@dataclass(frozen=True)
class Member:
    """One person of the cast."""

    person: Person
    account: Account
    appointment: Appointment | None

    @cached_property
    def actor(self) -> Actor:
        """As he acts today; made once."""
        return actor_for(self.account)


@dataclass(frozen=True)
class Cast:
    """Who and what there is, under the names of the contract; everyone is also in `people` by username."""

    council: Organisation
    executive: Organisation
    education: Organisation
    school: Organisation
    utility: Organisation
    units: dict[str, Unit]
    """By key: office, land, legal, finance."""
    people: dict[str, Member]
    council_body: Body
    executive_body: Body
    districts: list[District] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)

    def __getattr__(self, name: str) -> Member:
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)

    def actor(self, username: str) -> Actor:
        return self.people[username].actor


def make_cast(passwords: Mapping[str, str] | None = None) -> Cast:
    """The cast, made if the database does not have it yet.

    Without `passwords` everyone has the tests’ password under a hash that is quick and weak, and those
    who must have a second factor have the tests’ one. With `passwords` (by username) they are hashed as in
    real life and nobody has a second factor yet.
    """
    if not Organisation.objects.filter(code=given.COUNCIL).exists():
        with transaction.atomic():
            _make_structure()
            _make_people(passwords)
    return load_cast()


def load_cast() -> Cast:
    organisations = {each.code: each for each in Organisation.objects.all()}
    units = {(each.organisation_id, each.index): each for each in Unit.objects.all()}
    council = organisations[given.COUNCIL]
    accounts = Account.objects.filter(username__in=[each.username for each in given.PEOPLE])
    appointed = {
        each.person_id: each for each in Appointment.objects.filter(ended_on=None).select_related("position")
    }
    people = {
        each.username: Member(each.person, each, appointed.get(each.person_id))
        for each in accounts.select_related("person")
    }
    bodies = {each.kind: each for each in Body.objects.all()}
    return Cast(
        council=council,
        executive=organisations[given.EXECUTIVE],
        education=organisations[given.EDUCATION],
        school=organisations[given.SCHOOL],
        utility=organisations[given.UTILITY],
        units={
            key: units[council.pk, index] for key, index, _ in given.UNITS if (council.pk, index) in units
        },
        people=people,
        council_body=bodies["council"],
        executive_body=bodies["executive"],
        districts=list(District.objects.all()),
        settlements=list(Settlement.objects.all()),
    )


def _make_structure() -> None:
    made: dict[str, Organisation] = {}
    for facts, parent in given.ORGANISATIONS:
        made[facts["code"]] = Organisation.objects.create(**facts, parent=made.get(parent))
    council = made[given.COUNCIL]
    units = Unit.objects.bulk_create(
        Unit(organisation=council, index=index, name=name, opened_on=given.SINCE)
        for _, index, name in given.UNITS
    )
    for unit in units:
        unit.path = f"/{unit.pk}/"
    Unit.objects.bulk_update(units, ["path"])
    districts = District.objects.bulk_create(
        District(name=name, index=index) for name, index in given.DISTRICTS
    )
    by_name: dict[str, District] = {each.name: each for each in districts}
    Settlement.objects.bulk_create(
        Settlement(katottg=code, name=name, category=category, district=by_name.get(district))
        for code, category, name, district in given.SETTLEMENTS
    )


def _make_people(passwords: Mapping[str, str] | None) -> None:
    organisations = {each.code: each for each in Organisation.objects.all()}
    units = {each.index: each for each in Unit.objects.all()}
    districts = {each.name: each for each in District.objects.all()}
    indexes = {key: index for key, index, _ in given.UNITS}
    persons = Person.objects.bulk_create(Person(**each.name_parts) for each in given.PEOPLE)
    positions, appointments, accounts = [], [], []
    for person, role in zip(persons, given.PEOPLE, strict=True):
        accounts.append(Account(person=person, username=role.username, email=role.email))
        if role.title:
            position = Position(
                organisation=organisations[role.organisation],
                unit=units[indexes[role.unit]] if role.unit else None,
                district=districts.get(role.district),
                title=role.title,
                is_unit_head=role.is_unit_head,
                is_leader=role.is_leader,
                rank=role.rank,
            )
            positions.append(position)
            appointments.append(Appointment(person=person, position=position, started_on=role.since))
    Position.objects.bulk_create(positions)
    Appointment.objects.bulk_create(appointments)
    _open_accounts(accounts, organisations, passwords)
    _make_bodies(dict(zip((each.username for each in given.PEOPLE), persons, strict=True)), organisations)


def _open_accounts(
    accounts: list[Account], organisations: dict[str, Organisation], passwords: Mapping[str, str] | None
) -> None:
    quick = PBKDF2PasswordHasher().encode(TEST_PASSWORD, "tests", iterations=1)
    for account in accounts:
        account.password = make_password(passwords[account.username]) if passwords else quick
    Account.objects.bulk_create(accounts)
    grants = [
        RoleGrant(account=account, role=role, organisation=organisations[code])
        for account, person in zip(accounts, given.PEOPLE, strict=True)
        for role, code in person.roles
    ]
    RoleGrant.objects.bulk_create(grants)
    if passwords is None:
        _give_second_factors([grant.account for grant in grants if grant.role in NEEDS_SECOND_FACTOR])


def _give_second_factors(accounts: list[Account]) -> None:
    for account in dict.fromkeys(accounts):
        TOTP.activate(account, TOTP_SECRET)
        RecoveryCodes.activate(account)
    assert Authenticator.objects.exists()


def _make_bodies(persons: dict[str, Person], organisations: dict[str, Organisation]) -> None:
    for facts, members in given.BODIES:
        values: dict[str, Any] = facts | {
            "organisation": organisations[facts["organisation"]],
            "secretary": persons[facts["secretary"]],
        }
        body = Body.objects.create(**values)
        Membership.objects.bulk_create(
            Membership(body=body, person=persons[username], duty=duty, started_on=body.opened_on)
            for username, duty in members
        )
        Sitting.objects.create(body=body, held_on=date(2026, 10, 29), number="47", form="чергове")
