"""What every change of a task begins and ends with."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from obih.history.record import record
from obih.history.vocabulary import EventType
from obih.people.actors import Actor
from obih.registry.actions.sharing import ABSENT
from obih.registry.queries.visibility import visible_rows
from obih.tasks import rules
from obih.tasks.models import Assignment, Point, Step
from obih.tasks.vocabulary import WITH_EXECUTOR, Duty, PointState, StepKind
from obih.ui.refusals import Conflict, Refused


class TaskConflict(Conflict):
    """Somebody changed the task first; `point` is as it stands now, what was typed is the caller’s."""

    def __init__(self, point: Point) -> None:
        self.point = point
        last = point.steps.order_by("-at", "-pk").first()
        who = f": {last.by_label}, {last.get_kind_display()}" if last else ""
        super().__init__(f"Завдання щойно змінено{who}. Порівняйте і повторіть, якщо ваше рішення чинне")


def point_to_change(point_id: int, by: Actor, *, version: int | None = None) -> Point:
    """The task, locked, with its resolution and document. Absent and hidden are refused alike; a task that
    changed since the version was read is a conflict."""
    rows = Point.objects.select_for_update(of=("self",)).select_related("resolution", "document")
    if by.kind != "system":
        rows = rows.filter(visible_rows(by, "document_id"))
    point = rows.defer("document__words").filter(pk=point_id).first()
    if point is None or point.state == PointState.DRAFT:
        raise Refused(ABSENT)
    if version is not None and version != point.version:
        raise TaskConflict(point)
    return point


def main_of(point: Point) -> Assignment:
    """The main executor as he stands now."""
    return Assignment.objects.get(point=point, duty=Duty.MAIN, ended_at=None)


def move(point: Point, step: str, by: Actor, *, text: str = "", event: EventType, **facts: Any) -> Step:
    """Lead a task to the state of the step: row, step, who acts next, one event about the document."""
    after = rules.state_after(point.state, step)
    if after is None:
        raise Refused(f"Цього вже не зробити: {rules.said_state(point.state)}")
    now = timezone.now()
    point.state = after
    if after == PointState.ACCEPTED and point.accepted_at is None:
        point.accepted_at = now
    point.reported_at = now if after in (PointState.REPORTED, PointState.DONE) else point.reported_at
    if after == PointState.RETURNED:
        point.reported_at = None
    point.closed_at = now if after in (PointState.DONE, PointState.WITHDRAWN) else None
    changed(point)
    wait(point)
    return note(point, StepKind(step), by, text=text, event=event, at=now, **facts)


def changed(point: Point) -> None:
    """Write the task; whoever read it before is told."""
    point.version += 1
    point.save()


def wait(point: Point) -> None:
    """Say whose move it is: the main executor’s and the co-executors’ while the work is with them."""
    with_them = point.state in WITH_EXECUTOR
    own = Assignment.objects.filter(point=point, ended_at=None)
    own.filter(duty=Duty.MAIN).update(is_waiting=with_them)
    own.filter(duty=Duty.CO).update(is_waiting=False)
    if with_them:
        own.filter(duty=Duty.CO, done_at=None).update(is_waiting=True)


def note(
    point: Point,
    kind: StepKind,
    by: Actor,
    *,
    event: EventType | None = None,
    text: str = "",
    at: datetime | None = None,
    assignment: Assignment | None = None,
    old_on: date | None = None,
    new_on: date | None = None,
    **facts: Any,
) -> Step:
    """One step of a task and, with `event`, its event in the timeline of the document."""
    step = Step.objects.create(
        point=point, kind=kind, at=at or timezone.now(), by_id=by.person_id, by_label=by.label,
        text=text, assignment=assignment, old_on=old_on, new_on=new_on,
    )  # fmt: skip
    if event is not None:
        announce(point, event, by, **facts)
    return step


def announce(point: Point, event: EventType, by: Actor, **facts: Any) -> None:
    record(event, by=by, about=("registry.document", point.document_id), point=point.pk, **facts)


def said(text: str, *, field: str, ask: str, most: int = 500) -> str:
    """The reason as typed, or a refusal that asks for it at its field."""
    told = " ".join(text.replace("\0", "").split())
    if not told:
        raise Refused(ask, field=field)
    return told[:most]
