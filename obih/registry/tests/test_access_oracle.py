"""Ten thousand random grants, moves and dismissals equal an oracle written in plain Python."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from obih.people import principals
from obih.people.actors import SYSTEM, Actor
from obih.registry import access_rows, actions
from obih.registry.models import AccessRow, Document
from obih.registry.queries import visible_to
from obih.registry.tests.conftest import House

STEPS = 10_000
BETWEEN_CHECKS = 2_500


@dataclass
class Paper:
    """A document as the oracle knows it."""

    id: UUID
    registrar: int
    restricted: bool = False
    reviewer: int | None = None
    unit: int | None = None
    shared: set[int] = field(default_factory=set)
    handed: set[int] = field(default_factory=set)
    moved: bool = False


@dataclass
class Oracle:
    """Who sees what, from the rules alone."""

    papers: dict[UUID, Paper] = field(default_factory=dict)
    readers: dict[int, bool] = field(default_factory=dict)
    elsewhere: dict[int, bool] = field(default_factory=dict)
    """Readers of the journal that documents are moved to."""

    def seen_by(self, principal: int) -> set[UUID]:
        return {paper.id for paper in self.papers.values() if principal in self._principals(paper)}

    def _principals(self, paper: Paper) -> set[int]:
        readers = self.elsewhere if paper.moved else self.readers
        found = {who for who, restricted_too in readers.items() if restricted_too or not paper.restricted}
        found.add(principals.of_person(paper.registrar))
        if paper.reviewer:
            found.add(principals.of_person(paper.reviewer))
        if paper.unit and not paper.restricted:
            found.add(principals.of_unit(paper.unit))
        return found | paper.shared | paper.handed


class Play:
    """Random steps, each done for real and told to the oracle."""

    def __init__(self, house: House, seed: int) -> None:
        self.house, self.chance, self.oracle = house, random.Random(seed), Oracle()
        self.people = [member.person for member in house.cast.people.values()]
        self.units = list(house.cast.units.values())
        for reader in house.journal.readers.all():
            self.oracle.readers[reader.principal] = reader.restricted_too
        self.elsewhere = house.second_journal()
        for reader in self.elsewhere.readers.all():
            self.oracle.elsewhere[reader.principal] = reader.restricted_too
        self.whom = [principals.of_person(each.pk) for each in self.people]
        self.whom += [principals.of_unit(each.pk) for each in self.units]

    def paper(self) -> Paper:
        return self.chance.choice(list(self.oracle.papers.values()))

    def register(self) -> None:
        reviewer = self.chance.choice([None, *self.people])
        unit = self.chance.choice([None, *self.units])
        restricted = self.chance.random() < 0.3
        made = self.house.letter(
            first_reviewer=reviewer, responsible_unit=unit, access_basis="ст. 6",
            access_level="restricted" if restricted else "general",
        )  # fmt: skip
        self.oracle.papers[made.pk] = Paper(
            made.pk, self.house.cast.boiko.person.pk, restricted, reviewer and reviewer.pk, unit and unit.pk
        )

    def correct(self) -> None:
        paper = self.paper()
        document = Document.objects.get(pk=paper.id)
        move = self.chance.choice(["reviewer", "unit", "level"])
        if move == "reviewer":
            person = self.chance.choice([None, *self.people])
            document.first_reviewer, paper.reviewer = person, person and person.pk
        elif move == "unit":
            unit = self.chance.choice([None, *self.units])
            document.responsible_unit, paper.unit = unit, unit and unit.pk
        else:
            paper.restricted = not paper.restricted
            document.access_level = "restricted" if paper.restricted else "general"
        document.save(update_fields=["first_reviewer", "responsible_unit", "access_level"])
        access_rows.recount(document)

    def move(self) -> None:
        paper = self.paper()
        if not paper.moved and self.seen(paper):
            actions.move_registration(paper.id, self.elsewhere, reason="не туди", by=self.house.clerk)
            paper.moved = True

    def seen(self, paper: Paper) -> bool:
        return any(paper.id in self.oracle.seen_by(who) for who in self.house.clerk.principals)

    def share(self) -> None:
        paper, who = self.paper(), self.chance.choice(self.whom)
        actions.share(paper.id, who, why="робота", by=self.house.clerk)
        paper.shared.add(who)

    def unshare(self) -> None:
        paper, who = self.paper(), self.chance.choice(self.whom)
        actions.unshare(paper.id, who, why="досить", by=self.house.clerk)
        paper.shared.discard(who)

    def dismiss(self) -> None:
        leaver, successor = self.chance.sample(self.people, 2)
        actions.hand_over(leaver, successor, why="звільнення", by=SYSTEM)
        for paper in self.oracle.papers.values():
            if paper.reviewer == leaver.pk:
                paper.reviewer = successor.pk
                paper.handed.add(principals.of_person(successor.pk))

    def reader(self) -> None:
        who, too = self.chance.choice(self.whom), self.chance.random() < 0.5
        there = self.chance.random() < 0.4
        journal = self.elsewhere if there else self.house.journal
        readers = self.oracle.elsewhere if there else self.oracle.readers
        if who in readers and self.chance.random() < 0.6:
            actions.remove_reader(journal, who, by=SYSTEM)
            del readers[who]
        else:
            actions.set_reader(journal, who, restricted_too=too, by=SYSTEM)
            readers[who] = too

    def check(self) -> None:
        seen: dict[int, set[UUID]] = defaultdict(set)
        for principal, document in AccessRow.objects.values_list("principal", "document_id"):
            seen[principal].add(document)
        for who in {*self.whom, *self.oracle.readers, *self.oracle.elsewhere, *seen}:
            assert seen[who] == self.oracle.seen_by(who), principals.describe(who)
        assert access_rows.verify() == []


@pytest.mark.slow
def test_ten_thousand_random_steps_equal_the_oracle(house: House) -> None:
    play = Play(house, seed=20261122)
    for _ in range(40):
        play.register()
    steps = [
        (play.correct, 50), (play.share, 24), (play.unshare, 20), (play.register, 1), (play.dismiss, 2),
        (play.reader, 3), (play.move, 1),
    ]  # fmt: skip
    for number in range(STEPS):
        play.chance.choices([step for step, _ in steps], [weight for _, weight in steps])[0]()
        if number % BETWEEN_CHECKS == 0:
            play.check()
    play.check()


def test_the_door_equals_the_rows(house: House) -> None:
    play = Play(house, seed=7)
    for _ in range(15):
        play.register()
    for _ in range(8):
        play.move()
    for name in house.cast.people:
        actor: Actor = house.cast.actor(name)
        wanted = set().union(*(play.oracle.seen_by(each) for each in actor.principals))
        assert set(visible_to(actor).values_list("pk", flat=True)) == wanted


def test_rebuilding_mends_what_was_broken(house: House) -> None:
    letter = house.letter(responsible_unit=house.cast.units["land"])
    AccessRow.objects.filter(document=letter, reason="unit").delete()
    AccessRow.objects.filter(document=letter, reason="journal").first().delete()
    AccessRow.objects.create(
        principal=principals.of_person(1), document=letter, journal=house.journal,
        dated_at=letter.created_at, reason="first_review",
    )  # fmt: skip
    assert [(each.missing, each.extra) for each in access_rows.verify()] == [(2, 1)]
    assert access_rows.rebuild() == 1
    assert access_rows.verify() == []
