"""What a person is to do: tasks that wait for him, reports that wait for his word, what he is to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Left
from django.utils import timezone

from obih.people.actors import Actor
from obih.people.principals import describe
from obih.people.vocabulary import Scope
from obih.registry.models import Registration
from obih.registry.queries.visibility import reading_principals, visible_rows
from obih.registry.rules import DeadlineState, deadline_state
from obih.tasks import rules
from obih.tasks.models import Acquainted, Assignment, Point, Report
from obih.tasks.vocabulary import Duty, PointState

GROUP_SIZE = 50
TODO, DECIDE, READ, ACQUAINT = "todo", "decide", "read", "acquaint"


@dataclass(frozen=True)
class MyTask:
    """A line of «Моя робота»: a task, or a document to be read (`id` is then the line of its list). Of a
    report that waits for a decision `about` is what it says, of others the title of the document."""

    group: str
    id: int
    document_id: UUID
    about: str
    number: str
    text: str
    duty: str
    state: str
    due_on: date | None
    author: str
    version: int

    @property
    def is_main(self) -> bool:
        return self.duty == Duty.MAIN

    @property
    def url(self) -> str:
        """A task’s own page; of what is only to be read, its document."""
        return f"/documents/{self.document_id}/" if self.group == ACQUAINT else f"/tasks/{self.id}/"

    @property
    def read_url(self) -> str:
        """Where «прочитано» is pressed."""
        if self.group == ACQUAINT:
            return f"/acquaintance/lines/{self.id}/"
        return f"/tasks/{self.id}/reading/"

    @property
    def place(self) -> str:
        """In what place he stands there."""
        return {Duty.MAIN: "ви головний", Duty.CO: "ви співвиконавець", Duty.INFO: "до відома"}.get(
            Duty(self.duty) if self.duty else Duty.INFO, ""
        )

    @property
    def chip(self) -> tuple[str, str] | None:
        """What is out of the ordinary in its state: not yet taken, sent back."""
        if self.group == TODO and self.state in (PointState.ASSIGNED, PointState.RETURNED):
            return rules.state_chip(self.state, on_control=False, lifted=False)
        return None

    @property
    def due(self) -> DeadlineState | None:
        today = timezone.localdate()
        return deadline_state(self.due_on, met=False, today=today) if self.due_on else None


@dataclass(frozen=True)
class MyTasks:
    """Each list of at most fifty, in the order to do them; `more` names those that have more."""

    todo: list[MyTask]
    decide: list[MyTask]
    read: list[MyTask]
    more: frozenset[str] = frozenset()

    def late(self, today: date) -> list[MyTask]:
        return [each for each in self.todo if each.due_on and each.due_on < today]

    def near(self, today: date) -> list[MyTask]:
        """Today’s and tomorrow’s, over a weekend the next working day’s would still be «далі»."""
        return [each for each in self.todo if each.due_on and 0 <= (each.due_on - today).days <= 1]

    def later(self, today: date) -> list[MyTask]:
        return [each for each in self.todo if each.due_on and each.due_on > today + timedelta(days=1)]

    def undated(self) -> list[MyTask]:
        return [each for each in self.todo if each.due_on is None]

    def documents(self) -> frozenset[UUID]:
        """What is on the list as a task need not stand on it as a document."""
        return frozenset(each.document_id for each in (*self.todo, *self.decide))


def my_tasks(actor: Actor) -> MyTasks:
    """What the actor, or whom he acts for, is to do, to decide on and to read. One statement: every list is a
    walk along an index of what waits and stops at fifty."""
    principals = tuple(each for each in reading_principals(actor) if each in actor.within(Scope.REVIEW))
    if not principals:
        return MyTasks([], [], [])
    arms = [_todo(actor, principals), _read(actor, principals)]
    if people := [key for kind, key, _ in map(describe, principals) if kind == "person"]:
        arms += [_decide(actor, people), _acquaint(actor, people)]
    found: dict[str, list[MyTask]] = {TODO: [], DECIDE: [], READ: [], ACQUAINT: []}
    for row in arms[0].union(*arms[1:], all=True):
        found[row[0]].append(MyTask(*row))
    more = frozenset(name for name, rows in found.items() if len(rows) > GROUP_SIZE)
    for rows in found.values():
        rows.sort(key=lambda each: (each.due_on or date.max, each.id))
    cut = {name: rows[:GROUP_SIZE] for name, rows in found.items()}
    return MyTasks(cut[TODO], cut[DECIDE], [*cut[ACQUAINT], *cut[READ]], more)


def _todo(actor: Actor, principals: tuple[int, ...]) -> QuerySet[Any, Any]:
    rows = Assignment.objects.filter(visible_rows(actor, "point__document_id"), principal__in=principals)
    return _of_assignments(
        rows.filter(is_waiting=True).order_by(F("due_on").asc(nulls_last=True), "pk"), TODO
    )


def _read(actor: Actor, principals: tuple[int, ...]) -> QuerySet[Any, Any]:
    rows = Assignment.objects.filter(visible_rows(actor, "point__document_id"), principal__in=principals)
    waiting = rows.filter(duty=Duty.INFO, read_at=None, ended_at=None).exclude(point__state=PointState.DRAFT)
    return _of_assignments(waiting.order_by("-pk"), READ)


def _of_assignments(rows: QuerySet[Assignment], group: str) -> QuerySet[Any, Any]:
    return _told(
        rows, group, "point_id", "point__document_id", "point__document__title", F("point__text"), F("duty"),
        F("point__state"), Coalesce("due_on", "point__due_on"), F("point__resolution__author_label"),
        F("point__version"),
    )  # fmt: skip


def _decide(actor: Actor, people: list[int]) -> QuerySet[Any, Any]:
    rows = Point.objects.filter(visible_rows(actor, "document_id"), state=PointState.REPORTED)
    rows = rows.filter(resolution__author__in=people).order_by("due_on", "pk")
    said = Report.objects.filter(point=OuterRef("pk"), is_interim=False).order_by("-made_at").values("text")
    main = Assignment.objects.filter(point=OuterRef("pk"), duty=Duty.MAIN, ended_at=None).values("label")
    return _told(
        rows, DECIDE, "pk", "document_id", Left(Subquery(said[:1]), 500), F("text"), Value(""), F("state"),
        F("due_on"), Subquery(main[:1]), F("version"),
    )  # fmt: skip


def _acquaint(actor: Actor, people: list[int]) -> QuerySet[Any, Any]:
    rows = Acquainted.objects.filter(visible_rows(actor, "list__document_id"), person__in=people)
    rows = rows.filter(read_at=None).order_by(F("list__due_on").asc(nulls_last=True), "pk")
    return _told(
        rows, ACQUAINT, "pk", "list__document_id", "list__document__title", F("list__note"), Value(""),
        Value(""), F("list__due_on"), F("list__given_by_label"), Value(0),
    )  # fmt: skip


def _told(
    rows: QuerySet[Any], group: str, key: str, document: str, about: Any, *rest: Any
) -> QuerySet[Any, Any]:
    """One arm: its columns in the order of `MyTask`, the number of the document asked for beside."""
    number = Registration.objects.filter(document=OuterRef(document), moved_to=None).order_by("registered_at")
    text, duty, state, due_on, author, version = rest
    return rows.values_list(
        Value(group), key, document, about, Subquery(number.values("number")[:1]), _words(text), _words(duty),
        _words(state), due_on, _words(author), version,
    )[: GROUP_SIZE + 1]  # fmt: skip


def _words(value: Any) -> Cast:
    return Cast(value, CharField())
