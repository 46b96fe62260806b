"""Carrying a task out: accepted, reported, answered; the issuer accepts, returns, withdraws, suspends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone

from obih.files.actions import announce_upload
from obih.files.storage import StoredContent
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.people.vocabulary import Scope
from obih.registry.models import Document, Registration
from obih.registry.queries.visibility import visible_to
from obih.tasks import events
from obih.tasks.access import why_not_decide, why_not_execute
from obih.tasks.actions.gate import announce, changed, main_of, move, note, point_to_change, said
from obih.tasks.models import Answer, Assignment, Extension, Point, Report, ReportFile, Step
from obih.tasks.vocabulary import (
    OPEN_STATES,
    WITH_EXECUTOR,
    Duty,
    ExtensionState,
    PointState,
    StepKind,
)
from obih.ui.refusals import Refused
from obih.ui.words import short_date

MOST_FILES = 20


@unit_of_work()
def accept_task(point_id: int, *, version: int | None = None, by: Actor) -> Point:
    """The main executor takes the task on; pressed twice, it is one."""
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_execute(by, point):
        raise Refused(refusal)
    if point.state == PointState.ACCEPTED:
        return point
    main = main_of(point)
    main.accepted_at = main.accepted_at or timezone.now()
    main.save(update_fields=["accepted_at"])
    move(point, "accepted", by, event=events.TASK_ACCEPTED, who=main.label)
    return point


@unit_of_work()
def hand_part(point_id: int, *, part: str, by: Actor) -> Assignment:
    """A co-executor gives his part to the main one, who gathers all of them into the report."""
    point = point_to_change(point_id, by)
    own = Assignment.objects.select_for_update().filter(
        point=point, duty=Duty.CO, ended_at=None, principal__in=by.within(Scope.REVIEW)
    )
    assignment = own.order_by("done_at").first()
    if assignment is None or by.read_only:
        raise Refused("Своє передає співвиконавець завдання")
    if point.state not in WITH_EXECUTOR:
        raise Refused("Завдання вже не у виконавців: передавати нікуди")
    assignment.part = said(part, field="part", ask="Напишіть, що зроблено у вашій частині", most=5000)
    assignment.done_at, assignment.is_waiting = timezone.now(), False
    assignment.save(update_fields=["part", "done_at", "is_waiting"])
    changed(point)
    note(point, StepKind.PART_HANDED, by, text=assignment.part, assignment=assignment,
         event=events.TASK_PART_HANDED, who=assignment.label)  # fmt: skip
    return assignment


@unit_of_work()
def mark_read(point_id: int, *, by: Actor) -> Assignment:
    """Whoever was given the task «до відома» has read it; marked twice, it is once."""
    point = point_to_change(point_id, by)
    own = Assignment.objects.select_for_update().filter(
        point=point, duty=Duty.INFO, ended_at=None, principal__in=by.within(Scope.REVIEW)
    )
    reader = own.order_by("-read_at").first()
    if reader is None or by.read_only:
        raise Refused("Позначку ставить той, кому завдання передано до відома")
    if reader.read_at is None:
        reader.read_at = timezone.now()
        reader.save(update_fields=["read_at"])
        announce(point, events.TASK_READ, by, who=reader.label)
    return reader


@unit_of_work()
def report(
    point_id: int,
    *,
    text: str,
    files: Sequence[StoredContent] = (),
    answers: Sequence[UUID] = (),
    interim: bool = False,
    final: bool = True,
    version: int | None = None,
    by: Actor,
) -> Report:
    """Say what has been done: words, files, documents that answer.

    A report goes to the issuer; one on a task that is under no control and has no day closes it at once
    (№ 55, p. 73). An interim one leaves everything as it is, control included.
    """
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_execute(by, point):
        raise Refused(refusal)
    told = text.replace("\0", "").strip()[:5000]
    if not told:
        raise Refused("Напишіть, що зроблено: кілька слів і номер відповіді", field="text")
    if len(files) > MOST_FILES:
        raise Refused(f"До звіту не більше {MOST_FILES} файлів", field="files")
    main = main_of(point)
    if not interim and (below := _open_below(point)):
        raise Refused(f"Ще не закрито підлеглих завдань: {below}. Прийміть їхні звіти або відкличте")
    made = Report.objects.create(
        point=point, assignment=main, text=told, is_interim=interim, made_at=timezone.now(),
        made_by_label=by.label,
    )  # fmt: skip
    for stored in files:
        content = announce_upload(stored, by=by, about=point.document)
        ReportFile.objects.create(report=made, content_id=content.pk, name=stored.name[:255])
    for each in answers:
        name_answer(point.pk, each, final=final and not interim, by=by)
    if interim:
        if point.state not in WITH_EXECUTOR:
            raise Refused("Завдання вже не у виконавців")
        changed(point)
        note(point, StepKind.INTERIM, by, text=told, event=events.TASK_INTERIM, who=main.label)
        return made
    move(point, "reported", by, text=told, event=events.TASK_REPORTED, who=main.label)
    if not point.on_control and point.due_on is None:
        _close(point, by, "acceptance", text="", event=events.TASK_DONE, who=main.label)
    return made


@unit_of_work()
def accept_report(point_id: int, *, note: str = "", version: int | None = None, by: Actor) -> Point:
    """The issuer is satisfied: the task is done. Control, where there is one, still stands."""
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_decide(by, point):
        raise Refused(refusal)
    _close(point, by, "acceptance", text=note[:500], event=events.TASK_DONE, who=main_of(point).label)
    return point


@unit_of_work()
def return_report(point_id: int, *, reason: str, version: int | None = None, by: Actor) -> Point:
    """The issuer is not satisfied, or control found the result wanting: back, with a reason."""
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_decide(by, point):
        raise Refused(refusal)
    if point.lifted_at is not None:
        raise Refused("Завдання вже знято з контролю")
    told = said(reason, field="reason", ask="Напишіть, чого бракує у звіті")
    move(point, "returned", by, text=told, event=events.TASK_RETURNED, who=main_of(point).label, reason=told)
    return point


@unit_of_work()
def withdraw_task(point_id: int, *, reason: str, version: int | None = None, by: Actor) -> Point:
    """The issuer takes the task back, with what was distributed below it."""
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_decide(by, point):
        raise Refused(refusal)
    told = said(reason, field="reason", ask="Напишіть, чому відкликаєте завдання")
    _close(point, by, "withdrawn", text=told, event=events.TASK_WITHDRAWN, reason=told)
    for below in Point.objects.select_for_update().filter(parent=point, state__in=OPEN_STATES):
        withdraw_below(below, by, told)
    return point


def withdraw_below(point: Point, by: Actor, told: str) -> None:
    _close(point, by, "withdrawn", text=told, event=events.TASK_WITHDRAWN, reason=told)
    for below in Point.objects.select_for_update().filter(parent=point, state__in=OPEN_STATES):
        withdraw_below(below, by, told)


@unit_of_work()
def suspend_task(point_id: int, *, reason: str, version: int | None = None, by: Actor) -> Point:
    """Stop the work until something outside happens; the legal term of the document runs on."""
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_decide(by, point):
        raise Refused(refusal)
    told = said(reason, field="reason", ask="Напишіть, чому призупиняєте")
    move(point, "suspended", by, text=told, event=events.TASK_SUSPENDED, reason=told)
    return point


@unit_of_work()
def resume_task(point_id: int, *, due_on: date | None, version: int | None = None, by: Actor) -> Point:
    """Let the work go on, by the same day or a new one within the law."""
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_decide(by, point):
        raise Refused(refusal)
    old = point.due_on
    if due_on is not None and due_on != old:
        if due_on < timezone.localdate():
            raise Refused("Цей день уже минув: назвіть день від сьогодні", field="due_on")
        if point.limit_on is not None and due_on > point.limit_on:
            raise Refused(f"За законом не пізніше {short_date(point.limit_on)}", field="due_on")
        set_due(point, due_on)
    told = short_date(point.due_on) if point.due_on else "не встановлено"
    move(point, "resumed", by, event=events.TASK_RESUMED, due=told, old_on=old, new_on=point.due_on)
    return point


@unit_of_work()
def name_answer(point_id: int, document_id: UUID, *, final: bool, by: Actor) -> Answer:
    """Say which document answers the task. A final one closes it on the day it is marked sent; where it has
    been sent already, at once."""
    point = point_to_change(point_id, by)
    if refusal := why_not_execute(by, point):
        raise Refused(refusal)
    document = visible_to(by).filter(pk=document_id).defer("words").first()
    if document is None or document.pk == point.document_id:
        raise Refused("Такого документа немає або він вам не доступний", field="answers")
    if not point.is_open:
        raise Refused("Завдання вже закрито")
    answer, new = Answer.objects.get_or_create(
        point=point, document=document,
        defaults={"is_final": final, "named_at": timezone.now(), "named_by_label": by.label},
    )  # fmt: skip
    if not new and answer.is_final != final:
        answer.is_final = final
        answer.save(update_fields=["is_final"])
    announce(point, events.ANSWER_NAMED, by, number=_number(document), final="" if final else ", проміжна")
    sent = document.copies.filter(sent_at__isnull=False).order_by("sent_at").first()
    if final and sent is not None:
        close_by_answer(answer, by=by)
    return answer


@unit_of_work()
def close_by_answer(answer: Answer, *, by: Actor) -> bool:
    """The answer has gone: its task is done (№ 55, p. 176); whether that was news."""
    point = Point.objects.select_for_update(of=("self",)).select_related("resolution").get(pk=answer.point_id)
    Answer.objects.filter(pk=answer.pk, sent_at=None).update(sent_at=timezone.now())
    if not answer.is_final or not point.is_open or point.state == PointState.SUSPENDED:
        return False
    number = _number(answer.document)
    _close(point, by, "answered", text=f"№ {number}", event=events.TASK_ANSWERED, number=number)
    return True


def set_due(point: Point, due_on: date) -> None:
    """The new day, for the main executor too; a co-executor’s own day stays. The caller writes the point."""
    point.due_on = due_on
    if point.limit_on is not None and due_on > point.limit_on:
        point.limit_on = due_on
    Assignment.objects.filter(point=point, duty=Duty.MAIN, ended_at=None).update(due_on=due_on)


def _close(
    point: Point, by: Actor, step: str, *, text: str, event: events.EventType, **facts: object
) -> Step:
    made = move(point, step, by, text=text, event=event, **facts)
    Extension.objects.filter(point=point, state=ExtensionState.ASKED).update(
        state=ExtensionState.REFUSED, decided_at=made.at, decided_by_label=by.label,
        decision_note="Завдання закрито",
    )  # fmt: skip
    return made


def _open_below(point: Point) -> int:
    return Point.objects.filter(parent=point, state__in=OPEN_STATES).count()


def _number(document: Document) -> str:
    standing = Registration.objects.filter(document=document, moved_to=None).order_by("registered_at")
    return standing.values_list("number", flat=True).first() or ""
