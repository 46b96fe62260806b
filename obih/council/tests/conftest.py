"""A council and an executive committee with their journals of decisions, and a sitting of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from obih.council import actions
from obih.council.models import AgendaItem
from obih.council.rules import Votes
from obih.people.actors import SYSTEM, Actor
from obih.people.models import Sitting
from obih.people.principals import of_role
from obih.people.vocabulary import Role
from obih.registry.actions import open_journal, set_reader
from obih.registry.models import Journal
from obih.registry.tests.conftest import TODAY, House, make_house
from obih.registry.vocabulary import PeriodKind, Stream

TITLES = (
    "Про внесення змін до бюджету громади на 2026 рік",
    "Про затвердження технічної документації із землеустрою",
    "Про надання матеріальної допомоги",
    "Про присвоєння поштової адреси",
)


@dataclass
class Chamber:
    """A house with a sitting of its council; `agenda` puts items to it, `vote` adopts or rejects them."""

    house: House
    journal: Journal
    sitting: Sitting
    held_on: date

    @property
    def clerk(self) -> Actor:
        return self.house.clerk

    def agenda(self, *titles: str) -> list[AgendaItem]:
        entries = [
            actions.AgendaEntry(number=str(number), title=title, rapporteur_name="Андрій Гриценко")
            for number, title in enumerate(titles or TITLES, start=1)
        ]
        actions.put_agenda(self.sitting, entries, by=self.clerk)
        return list(self.sitting.agenda.all())

    def vote(self, *items: AgendaItem, votes: Votes | None = None) -> None:
        told = votes or Votes(20, 1, 2, 0, 27)
        actions.record_votes(
            self.sitting, [actions.VoteEntry(each.pk, told) for each in items], by=self.clerk
        )

    def number(self, key: str = "once") -> list[actions.Numbered]:
        return actions.number_decisions(self.sitting, self.journal, key=key, by=self.clerk)


def decisions_journal(house: House) -> Journal:
    """The council’s journal of decisions, by convocation; the clerk registers in it, the head reads it."""
    council = house.cast.council
    journal = open_journal(
        {
            "code": "decisions", "organisation": council, "stream": Stream.DECISIONS, "title": "Рішення ради",
            "pattern": "{seq}-{sitting}/{convocation}", "period_kind": PeriodKind.CONVOCATION,
            "body": house.cast.council_body, "default_case": house.case,
            "opened_on": TODAY.replace(day=1, month=1),
        },
        by=SYSTEM,
    )  # fmt: skip
    set_reader(journal, of_role(Role.CLERK, council.pk), may_register=True, restricted_too=True, by=SYSTEM)
    set_reader(journal, of_role(Role.HEAD, council.pk), restricted_too=True, by=SYSTEM)
    return journal


def make_chamber(house: House | None = None) -> Chamber:
    house = house or make_house()
    journal = decisions_journal(house)
    held_on = TODAY - timedelta(days=2)
    sitting = actions.open_sitting(house.cast.council_body, number="48", held_on=held_on, by=house.clerk)
    return Chamber(house, journal, sitting, held_on)


@pytest.fixture
def chamber(db: None) -> Chamber:
    return make_chamber()


@pytest.fixture
def live_chamber(transactional_db: None) -> Chamber:
    """The same for tests with real threads and real commits."""
    return make_chamber()
