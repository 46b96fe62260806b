"""The hromada of the tests: its cast, its rules, its journal of incoming documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from obih.law.actions import seed_profile
from obih.nomenclature.models import CaseIndex, Nomenclature
from obih.people import principals
from obih.people.actors import SYSTEM, Actor
from obih.people.cast import Cast, make_cast
from obih.people.vocabulary import Role
from obih.registry import actions
from obih.registry.cards import IncomingCard
from obih.registry.models import Correspondent, Document, Journal
from obih.registry.vocabulary import Stream
from obih.workdays.actions import seed_calendar

TODAY = timezone.localdate()
RECEIVED_AT = timezone.now() - timedelta(hours=1)


@dataclass
class House:
    """What most tests need. `letter` registers one and gives its document."""

    cast: Cast
    journal: Journal
    case: CaseIndex
    sender: Correspondent
    counted: list[int] = field(default_factory=list)

    @property
    def clerk(self) -> Actor:
        return self.cast.actor("boiko")

    @property
    def stranger(self) -> Actor:
        return self.cast.actor("chuzhynska")

    def other_case(self) -> CaseIndex:
        return CaseIndex.objects.get_or_create(
            nomenclature=self.case.nomenclature,
            index="02-11",
            defaults={"title": "Накази", "retention": "3 роки"},
        )[0]

    def second_journal(self) -> Journal:
        """Another journal of what comes, kept by the clerk only."""
        journal = Journal.objects.filter(code="second").first() or actions.open_journal(
            {
                "code": "second",
                "organisation": self.cast.council,
                "stream": Stream.INCOMING,
                "title": "Вхідні відділу земельних відносин",
                "pattern": "ЗВ-{seq}",
                "opened_on": TODAY.replace(month=1, day=1),
            },
            by=SYSTEM,
        )
        clerk = principals.of_role(Role.CLERK, self.cast.council.pk)
        actions.set_reader(journal, clerk, may_register=True, restricted_too=True, by=SYSTEM)
        return journal

    def case_id_that_is_not(self) -> UUID:
        return UUID(int=7)

    def card(self, **fields: Any) -> IncomingCard:
        values: dict[str, Any] = {
            "journal": self.journal,
            "kind_code": "letter",
            "title": "Про надання інформації щодо стану доріг",
            "received_at": RECEIVED_AT,
            "correspondent": self.sender,
            "their_number": f"{len(self.counted) + 1}/02-11",
            "their_date": TODAY - timedelta(days=3),
            "case": self.case,
        }
        return IncomingCard(**values | fields)

    def letter(self, *, by: Actor | None = None, key: str = "", **fields: Any) -> Document:
        self.counted.append(1)
        done = actions.register_incoming(
            self.card(**fields), key=key or f"key-{len(self.counted)}", by=by or self.clerk
        )
        return Document.objects.get(pk=done.document_id)


def make_house() -> House:
    cast = make_cast()
    seed_profile()
    seed_calendar(TODAY)
    nomenclature, _ = Nomenclature.objects.get_or_create(organisation_code=cast.council.code, year=TODAY.year)
    case, _ = CaseIndex.objects.get_or_create(
        nomenclature=nomenclature, index="02-10", defaults={"title": "Листування", "retention": "5 років"}
    )
    journal = actions.seed_journals(cast.council, TODAY.year)
    sender, _ = actions.add_correspondent(
        {
            "name": "Черкаська обласна військова адміністрація",
            "short_name": "Черкаська ОВА",
            "edrpou": "00022668",
        },
        by=SYSTEM,
    )
    return House(cast, journal, case, sender)


@pytest.fixture
def house(db: None) -> House:
    return make_house()


@pytest.fixture
def live_house(transactional_db: None) -> House:
    """The same for tests with real threads and real commits."""
    return make_house()


Letter = Callable[..., Document]
