"""Tasks and lists of readers in the hromada of the promises."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from obih.files.actions import receiving
from obih.files.tests.samples import pdf
from obih.people.actions import note_absence
from obih.people.actors import Actor
from obih.people.models import Person
from obih.tasks.actions import (
    ExecutorEntry,
    PointEntry,
    ResolutionEntry,
    ask_acquaintance,
    issue_resolution,
    prepare_resolution,
    report,
)
from obih.tasks.actions.acquainting import AcquaintanceEntry


def absence_of(person: Person, by: Actor) -> int:
    """A person ill today, whose illness is nobody’s business."""
    today = timezone.localdate()
    return note_absence(person, kind="sick", starts_on=today, ends_on=today, by=by).pk


def give_task(world: Any, level: str) -> None:
    """Typed in from paper by the clerk of the journal and given to himself, so that nobody else sees more."""
    clerk = world.actor("school_clerk" if level == "foreign" else "clerk")
    author = world.house.cast.people["diachenko" if level == "foreign" else "melnychenko"].person
    point = PointEntry("Підготувати відповідь", (ExecutorEntry("person", clerk.person_id),))
    entry = ResolutionEntry((point,), author=author, mode="paper")
    document = world.letter(level, title=f"Про завдання {level}")
    made = issue_resolution(document.pk, entry, key=f"task {level}", by=clerk)
    world.tasks[level] = made.resolution.points.get()
    with receiving() as receive:
        stored = receive(pdf(f"report {level}"), "звіт.pdf")
        told = report(world.tasks[level].pk, text="Готово", files=[stored], by=clerk)
    world.task_files[level] = told.files.get()


def prepare_draft(world: Any, level: str) -> None:
    """A draft put before the head by the clerk of the journal, on another letter."""
    clerk = world.actor("school_clerk" if level == "foreign" else "clerk")
    author = world.house.cast.people["diachenko" if level == "foreign" else "melnychenko"].person
    point = PointEntry("Підготувати відповідь", (ExecutorEntry("person", clerk.person_id),))
    document = world.letter(level, title=f"Про проєкт резолюції {level}", first_reviewer=author)
    entry = ResolutionEntry((point,), author=author)
    made = prepare_resolution(document.pk, entry, key=f"draft {level}", by=clerk)
    world.drafts[level] = made.resolution


def acquaintance(world: Any) -> dict[str, Any]:
    """A list of those who are to read the general document."""
    people = tuple(world.house.cast.people[each].person.pk for each in ("melnychenko", "boiko"))
    entry = AcquaintanceEntry(people=people)
    made = ask_acquaintance(world.documents["general"].pk, entry, key="world", by=world.house.clerk)
    return {"acquaintance_list": made.pk}
