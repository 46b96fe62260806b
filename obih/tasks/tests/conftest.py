"""Tasks in the hromada of the tests: one letter that waits for its head."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from obih.people.actors import Actor
from obih.people.models import Person
from obih.registry.models import Document
from obih.registry.tests.conftest import House, make_house
from obih.tasks import actions
from obih.tasks.actions import ExecutorEntry, PointEntry, ResolutionEntry
from obih.tasks.models import Point, Resolution
from obih.tasks.vocabulary import Duty
from obih.workdays.queries import calendar_for


@dataclass
class Office:
    """The house with people at work. `resolve` puts a resolution of the head on a letter."""

    house: House
    made: list[int] = field(default_factory=list)

    def person(self, username: str) -> Person:
        return self.house.cast.people[username].person

    def actor(self, username: str) -> Actor:
        return self.house.cast.actor(username)

    def to(self, username: str, duty: str = Duty.MAIN, due_on: date | None = None) -> ExecutorEntry:
        return ExecutorEntry("person", self.person(username).pk, duty, due_on)

    def point(
        self, *executors: ExecutorEntry, text: str = "Підготувати відповідь", **fields: Any
    ) -> PointEntry:
        return PointEntry(text, executors or (self.to("hrytsenko"),), **fields)

    def letter(self, **fields: Any) -> Document:
        return self.house.letter(first_reviewer=self.person("melnychenko"), **fields)

    def resolve(
        self, document: Document, *points: PointEntry, by: str = "melnychenko", **fields: Any
    ) -> Resolution:
        self.made.append(1)
        entry = ResolutionEntry(points or (self.point(),), **fields)
        key = f"resolution-{len(self.made)}"
        return actions.issue_resolution(document.pk, entry, key=key, by=self.actor(by)).resolution

    def task(self, *points: PointEntry, **fields: Any) -> Point:
        return self.resolve(self.letter(), *points, **fields).points.get()

    def workday(self, ahead: int) -> date:
        return calendar_for().add_working_days(timezone.localdate(), ahead)

    @property
    def yesterday(self) -> date:
        return timezone.localdate() - timedelta(days=1)


@pytest.fixture
def office(db: None) -> Office:
    return Office(make_house())
