"""Many tasks in random states, written straight into the tables, and the same as plain values: the model that
boards and reports are compared with."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from obih.people.models import Person
from obih.people.principals import of_person
from obih.registry.models import Document
from obih.tasks.models import Assignment, Point, Resolution
from obih.tasks.tests.conftest import Office
from obih.tasks.vocabulary import Duty, PointState

OPEN = ("assigned", "accepted", "returned", "reported", "suspended")


@dataclass(frozen=True)
class PlainTask:
    pk: int
    document: UUID
    person: int | None
    unit: int | None
    state: str
    on_control: bool
    due_on: date | None
    first_due_on: date | None
    assigned_on: date
    reported_on: date | None
    closed_on: date | None
    lifted: bool
    extensions: int

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def scatter(office: Office, count: int, *, seed: int, today: date) -> list[PlainTask]:
    """So many tasks on a few letters; the days lie within four months around today."""
    dice = random.Random(seed)
    head = office.person("melnychenko")
    documents = [office.letter(), office.letter(), office.house.letter()]
    resolutions = {
        each.pk: Resolution.objects.create(
            document=each, organisation_id=each.organisation_id, author=head, author_label=head.full_name,
            state="issued", dated_on=today, issued_at=timezone.now(),
        )
        for each in documents
    }  # fmt: skip
    people = [office.person(each) for each in ("hrytsenko", "stetsenko", "levchuk", "koval")]
    return [_one(dice, dice.choice(documents), resolutions, people, today) for _ in range(count)]


def _one(
    dice: random.Random, document: Document, resolutions: dict[UUID, Resolution], people: list[Person],
    today: date,
) -> PlainTask:  # fmt: skip
    state = dice.choice([*OPEN, "done", "done", "withdrawn"])
    due_on = today + timedelta(days=dice.randint(-40, 30)) if dice.random() < 0.9 else None
    assigned_on = today - timedelta(days=dice.randint(41, 80))
    reported_on = closed_on = None
    if state in ("reported", "done"):
        reported_on = today - timedelta(days=dice.randint(0, 40))
    if state == "done":
        closed_on = min(today, reported_on + timedelta(days=dice.randint(0, 3))) if reported_on else today
    if state == "withdrawn":
        closed_on = today - timedelta(days=dice.randint(0, 40))
    person = dice.choice(people)
    post = person.appointments.select_related("position").first()
    extensions = dice.choice([0, 0, 0, 1, 2]) if due_on else 0
    point = Point.objects.create(
        resolution=resolutions[document.pk], document=document, organisation_id=document.organisation_id,
        text="Підготувати", state=PointState(state), on_control=dice.random() < 0.8, person=person,
        unit_id=post.position.unit_id if post else None, due_on=due_on,
        due_source="author" if due_on else "none",
        first_due_on=due_on - timedelta(days=7) if due_on and extensions else due_on,
        assigned_at=noon(assigned_on), reported_at=noon(reported_on) if reported_on else None,
        closed_at=noon(closed_on) if closed_on else None, extensions=extensions,
        lifted_at=noon(closed_on) if closed_on and dice.random() < 0.5 else None,
    )  # fmt: skip
    Assignment.objects.create(
        point=point, duty=Duty.MAIN, person=person, position=post.position if post else None,
        principal=of_person(person.pk), label=person.full_name, dative=person.full_name, due_on=due_on,
        is_waiting=state in ("assigned", "accepted", "returned"),
    )  # fmt: skip
    return PlainTask(
        point.pk, document.pk, point.person_id, point.unit_id, state, point.on_control, due_on,
        point.first_due_on, assigned_on, reported_on, closed_on, point.lifted_at is not None, extensions,
    )  # fmt: skip
