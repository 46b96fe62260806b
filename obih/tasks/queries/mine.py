"""What a person is to do: tasks that wait for him, reports that wait for his word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from obih.people.actors import Actor
from obih.people.models import Person
from obih.people.principals import describe
from obih.registry.models import Registration
from obih.registry.queries.visibility import reading_principals, visible_rows
from obih.tasks.models import Assignment, Point
from obih.tasks.vocabulary import OPEN_STATES, Duty, PointState

GROUP_SIZE = 50


@dataclass(frozen=True)
class MyTask:
    """A task as a line of «Моя робота»."""

    point_id: int
    document_id: UUID
    document_title: str
    text: str
    duty: str
    state: str
    due_on: date | None
    author: str
    is_accepted: bool

    @property
    def is_main(self) -> bool:
        return self.duty == Duty.MAIN


def waiting(actor: Actor, *, most: int = GROUP_SIZE) -> list[MyTask]:
    """What waits for the actor, what burns first; those without a day come last. One statement."""
    principals = reading_principals(actor)
    if not principals:
        return []
    rows = _rows(actor).filter(principal__in=principals, is_waiting=True)
    return _told(rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:most])


def _rows(actor: Actor) -> QuerySet[Assignment]:
    return Assignment.objects.filter(visible_rows(actor, "point__document_id")).select_related(
        "point__resolution"
    ).annotate(document_title=F("point__document__title"))  # fmt: skip


def _told(rows: QuerySet[Assignment]) -> list[MyTask]:
    return [
        MyTask(
            each.point_id,
            each.point.document_id,
            each.document_title,  # type: ignore[attr-defined]
            each.point.text,
            each.duty,
            each.point.state,
            each.due_on or each.point.due_on,
            each.point.resolution.author_label,
            each.point.accepted_at is not None,
        )
        for each in rows
    ]


def to_decide(actor: Actor, *, most: int = GROUP_SIZE) -> list[Point]:
    """Reports that wait for the actor’s word as issuer, the oldest first; one statement."""
    people = [key for kind, key, _ in map(describe, reading_principals(actor)) if kind == "person"]
    if not people:
        return []
    rows = Point.objects.filter(visible_rows(actor, "document_id"), state=PointState.REPORTED)
    rows = rows.filter(resolution__author__in=people)
    return list(rows.select_related("resolution").order_by("reported_at")[:most])


def to_read(actor: Actor, *, most: int = GROUP_SIZE) -> list[MyTask]:
    """What the actor was given «до відома» and has not read; one statement."""
    principals = reading_principals(actor)
    if not principals:
        return []
    rows = _rows(actor).filter(principal__in=principals, duty=Duty.INFO, read_at=None, ended_at=None)
    return _told(rows.exclude(point__state=PointState.DRAFT).order_by("-pk")[:most])


@dataclass(frozen=True)
class OpenWork:
    """A line of what somebody leaves behind."""

    point_id: int
    document_id: UUID
    number: str
    text: str
    duty: str
    author: str
    due_on: date | None


def open_work_of(person: Person) -> list[OpenWork]:
    """Every open task and part of a person, what burns first: for whoever manages people, when he leaves.
    One statement."""
    number = Registration.objects.filter(document=OuterRef("point__document"), moved_to=None)
    rows = Assignment.objects.filter(person=person, ended_at=None, point__state__in=OPEN_STATES)
    rows = rows.exclude(duty=Duty.INFO).select_related("point__resolution")
    rows = rows.annotate(number=Subquery(number.order_by("registered_at").values("number")[:1]))
    return [
        OpenWork(
            each.point_id,
            each.point.document_id,
            each.number or "",  # type: ignore[attr-defined]
            each.point.text,
            each.get_duty_display(),
            each.point.resolution.author_label,
            each.due_on or each.point.due_on,
        )
        for each in rows.order_by(F("due_on").asc(nulls_last=True), "pk")
    ]
