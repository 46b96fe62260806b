"""Reminding of tasks: by the worker at each stage, by hand for many at once. A reminder is told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.work import unit_of_work
from obih.notices.actions import notify
from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.people.behind import people_behind
from obih.people.models import Person
from obih.registry.models import Registration
from obih.registry.queries.visibility import visible_rows
from obih.tasks import events, rules, stages
from obih.tasks.access import why_not_see_board
from obih.tasks.actions.gate import announce
from obih.tasks.models import Assignment, Point, Reminder
from obih.tasks.vocabulary import TASK_ADDRESS, WITH_EXECUTOR, PointState
from obih.ui.refusals import Refused

MOST = 300
"""So many tasks one press of a button reminds of."""


@dataclass(frozen=True)
class ReminderLine:
    """What came of one task of a bulk reminder; `refusal` is empty where somebody was reminded."""

    point_id: int
    told: tuple[str, ...] = ()
    refusal: str = ""


@unit_of_work()
def remind(point: Point, person: Person, stage: str, *, by: Actor, text: str = "") -> Reminder | None:
    """Put a reminder of a task on somebody’s list; None where this stage was told for this due day already.

    The stage is a word of the caller’s («before_3», «late_1», `bulk_stage`). Without `text` the line names
    the document’s number and the day, nothing of its contents. Many workers may run: the row is the promise.
    """
    today = timezone.localdate()
    made, new = Reminder.objects.get_or_create(
        point=point, person=person, stage=stage, for_due_on=point.due_on or today,
        defaults={"reminded_at": timezone.now(), "by_label": by.label},
    )  # fmt: skip
    if not new:
        return None
    number = Registration.objects.filter(document=point.document_id, moved_to=None).order_by("registered_at")
    told = text or rules.reminder_line(
        number.values_list("number", flat=True).first() or "", point.due_on, today
    )
    notify(
        person, kind="task_reminder", text=told, document_key=str(point.document_id),
        url=TASK_ADDRESS.format(point.pk), brief=stages.brief(point.due_on, today) if point.due_on else "",
    )  # fmt: skip
    announce(point, events.REMINDED, by, who=person.full_name, person=person.pk, stage=stage)
    return made


def bulk_stage(day: date) -> str:
    """The stage of what is sent by hand: once a day for one task and person."""
    return f"bulk_{day:%Y-%m-%d}"


def remind_many(points: Sequence[int], *, key: str, by: Actor) -> list[ReminderLine]:
    """Remind of many tasks, whoever is to move now: the executors, those who act for them, heads of units.

    Each task is a unit of work by itself under a key of its own, so one refusal stops no other and a
    request sent again reminds nobody twice. Raises Refused for no task at all or too many.
    """
    if refusal := why_not_remind(by):
        raise Refused(refusal)
    if not points:
        raise Refused("Позначте хоча б одне завдання")
    if len(set(points)) > MOST:
        raise Refused(f"За один раз не більше {MOST} завдань: звузьте вибір")
    return [_one(each, key, by) for each in dict.fromkeys(points)]


def why_not_remind(by: Actor) -> str | None:
    return why_not_change(by) or why_not_see_board(by)


def _one(point_id: int, key: str, by: Actor) -> ReminderLine:
    try:
        with unit_of_work():
            claim(
                by=by, action="tasks.remind", key=f"{key[:120]}:{point_id}", digest=digest_of({}), result={}
            )
            return ReminderLine(point_id, _told(point_id, by))
    except AlreadyDone:
        names = Reminder.objects.filter(point=point_id, stage=bulk_stage(timezone.localdate()))
        return ReminderLine(point_id, tuple(each.person.full_name for each in names.select_related("person")))
    except Refused as refused:
        return ReminderLine(point_id, refusal=refused.sentence)


def _told(point_id: int, by: Actor) -> tuple[str, ...]:
    point = Point.objects.filter(visible_rows(by, "document_id"), pk=point_id).first()
    if point is None or point.state == PointState.DRAFT:
        raise Refused("Завдання немає або картка не для вас")
    if point.state not in WITH_EXECUTOR:
        raise Refused(f"Нагадувати нікому: {rules.said_state(point.state)}")
    today = timezone.localdate()
    waiting = Assignment.objects.filter(point=point, is_waiting=True, ended_at=None)
    behind = people_behind(waiting.values_list("principal", flat=True), today)
    people = {person.pk: person for found in behind.values() for person in found}
    if not people:
        raise Refused("Нагадувати нікому: посада вільна, тимчасового виконувача не призначено")
    stage = bulk_stage(today)
    told = [each.full_name for each in people.values() if remind(point, each, stage, by=by)]
    if not told:
        raise Refused("Сьогодні вже нагадували")
    return tuple(told)
