"""Control: longer terms, lifting, another executor, more executors, what comes back every month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from obih.history.work import unit_of_work
from obih.law.rules import latest_extension
from obih.people.actors import SYSTEM, Actor
from obih.registry.actions import grant, revoke
from obih.registry.actions.deadlines import move_deadline, profile_of
from obih.registry.models import Deadline
from obih.registry.vocabulary import DeadlineSource, GrantReason
from obih.tasks import events, rules
from obih.tasks.access import (
    why_not_change_main,
    why_not_execute,
    why_not_extend,
    why_not_lift,
    why_not_supplement,
)
from obih.tasks.actions.execution import set_due
from obih.tasks.actions.executors import ExecutorEntry, assignment_of, controllers_of, unit_of
from obih.tasks.actions.gate import announce, changed, main_of, point_to_change, said, wait
from obih.tasks.actions.gate import note as step
from obih.tasks.models import Assignment, Extension, Point
from obih.tasks.vocabulary import (
    WITH_EXECUTOR,
    DueSource,
    Duty,
    ExtensionState,
    PointState,
    StepKind,
)
from obih.ui.refusals import Refused
from obih.ui.words import short_date
from obih.workdays.queries import calendar_for

# ── later days ───────────────────────────────────────────────────────


@unit_of_work()
def ask_extension(
    point_id: int, *, wanted_on: date, reason: str, version: int | None = None, by: Actor
) -> Extension:
    """The executor asks for a later day; within the law’s longest, with a reason. One request at a time."""
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_execute(by, point):
        raise Refused(refusal)
    if point.due_on is None:
        raise Refused("Завдання без строку: продовжувати нічого")
    if point.state not in WITH_EXECUTOR:
        raise Refused(f"Просити вже пізно: {rules.said_state(point.state)}")
    _refuse_day(point, wanted_on, "wanted_on")
    told = said(reason, field="reason", ask="Напишіть, чому не встигаєте: з цим рішення приймуть швидше")
    if Extension.objects.filter(point=point, state=ExtensionState.ASKED).exists():
        raise Refused("Прохання вже подано: дочекайтеся рішення")
    made = Extension.objects.create(
        point=point, wanted_on=wanted_on, reason=told, asked_at=timezone.now(),
        asked_by_id=by.person_id, asked_by_label=by.label,
    )  # fmt: skip
    changed(point)
    step(point, StepKind.EXTENSION_ASKED, by, text=told, old_on=point.due_on, new_on=wanted_on,
         event=events.EXTENSION_ASKED, on=short_date(wanted_on), reason=told)  # fmt: skip
    return made


@unit_of_work()
def extend(
    point_id: int,
    *,
    on: date,
    reason: str,
    agreed_by: str = "",
    agreed_letter: str = "",
    version: int | None = None,
    by: Actor,
) -> Point:
    """Give a later day: the author of the resolution decides, or the body that sent the document by its
    letter, which control enters (who agreed, which letter). Never past the cap; a day by law is moved in
    the document’s deadline too."""
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_extend(by, point):
        raise Refused(refusal)
    if not point.is_open or point.due_on is None:
        raise Refused("Строк продовжують, поки завдання відкрите")
    if point.due_source == DueSource.LETTER and not (agreed_by.strip() and agreed_letter.strip()):
        raise Refused("Строк встановив автор листа: назвіть, хто погодив і яким листом", field="agreed_by")
    told = said(reason, field="reason", ask="Напишіть, чому продовжено")
    _refuse_day(point, on, "on")
    old = point.due_on
    if point.deadline is not None and on > point.deadline.effective_on:
        deadline = Deadline.objects.select_for_update().get(pk=point.deadline.pk)
        move_deadline(
            deadline, point.document, on=on, reason=told,
            agreed_by=f"{agreed_by.strip()} {agreed_letter.strip()}".strip() or by.label, by=by,
        )  # fmt: skip
        point.limit_on = max(on, point.limit_on or on)
    set_due(point, on)
    point.extensions += 1
    changed(point)
    _decide(point, ExtensionState.GRANTED, by, granted_on=on, agreed_by=agreed_by, letter=agreed_letter)
    who = ", ".join(each for each in (agreed_by.strip(), agreed_letter.strip()) if each) or by.label
    step(point, StepKind.EXTENDED, by, text=f"{told} ({who})", old_on=old, new_on=on,
         event=events.TASK_EXTENDED, old=short_date(old), new=short_date(on), agreed=who)  # fmt: skip
    return point


@unit_of_work()
def refuse_extension(point_id: int, *, because: str, version: int | None = None, by: Actor) -> Point:
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_extend(by, point):
        raise Refused(refusal)
    told = said(because, field="because", ask="Напишіть, чому відмовлено")
    if not _decide(point, ExtensionState.REFUSED, by, note=told):
        raise Refused("Прохання про продовження немає: оновіть сторінку")
    changed(point)
    step(point, StepKind.EXTENSION_REFUSED, by, text=told, event=events.EXTENSION_REFUSED, note=told)
    return point


def latest_day(point: Point) -> date | None:
    """The last day the term may be moved to: for a term by law its cap or the length of its extension; for a
    part of somebody’s task that task’s day; None where nothing binds."""
    if point.parent is not None and point.parent.due_on is not None:
        return point.parent.due_on
    days = []
    rows = Deadline.objects.filter(document=point.document_id, source=DeadlineSource.LAW)
    for deadline in rows.order_by("effective_on"):
        if deadline.cap_on:
            days.append(deadline.cap_on)
        law = profile_of(point.document)
        term = law.terms.get(deadline.rule_code)
        longest = law.extension_of(term) if term else None
        if longest is not None:
            days.append(latest_extension(deadline.starts_at, longest, calendar_for()))
    return min(days) if days else None


def _refuse_day(point: Point, on: date, field: str) -> None:
    assert point.due_on is not None
    if on <= point.due_on:
        raise Refused(f"Назвіть день після {short_date(point.due_on)}", field=field)
    if on < timezone.localdate():
        raise Refused("Цей день уже минув", field=field)
    limit = latest_day(point)
    if limit is not None and on > limit:
        raise Refused(f"За законом не пізніше {short_date(limit)}: далі продовжити не можна", field=field)


def _decide(
    point: Point,
    state: ExtensionState,
    by: Actor,
    *,
    granted_on: date | None = None,
    agreed_by: str = "",
    letter: str = "",
    note: str = "",
) -> int:
    return Extension.objects.filter(point=point, state=ExtensionState.ASKED).update(
        state=state, granted_on=granted_on, agreed_by=agreed_by.strip()[:300],
        agreed_letter=letter.strip()[:200], decided_at=timezone.now(), decided_by_label=by.label,
        decision_note=note,
    )  # fmt: skip


# ── control ──────────────────────────────────────────────────────────


@unit_of_work()
def put_on_control(point_id: int, *, version: int | None = None, by: Actor) -> Point:
    """Take a task under control that was not."""
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_lift(by, point):
        raise Refused("На контроль бере контролер" if "лише" in refusal else refusal)
    if point.on_control and point.lifted_at is None:
        return point
    if not point.is_open:
        raise Refused("Завдання вже закрито")
    point.on_control, point.lifted_at = True, None
    changed(point)
    grant(point.document, controllers_of(point), reason=GrantReason.TASK, source=f"point:{point.pk}")
    step(point, StepKind.ON_CONTROL, by, event=events.TASK_ON_CONTROL)
    return point


@unit_of_work()
def lift_control(point_id: int, *, note: str, version: int | None = None, by: Actor) -> Point:
    """Control has compared the result with the task and lifts it (№ 55, p. 174). Only then «до справи».

    What it was distributed into is lifted with it. A task of periodic control comes back with its next day in
    the same step.
    """
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_lift(by, point):
        raise Refused(refusal)
    if not point.on_control:
        raise Refused("Завдання не на контролі")
    if point.lifted_at is not None:
        return point
    if point.state not in (PointState.DONE, PointState.WITHDRAWN):
        raise Refused(f"Знімають виконане: {rules.said_state(point.state)}")
    told = said(note, field="note", ask="Напишіть, чим виконано: номер відповіді або що зроблено")
    _lift(point, by, told)
    announce(point, events.CONTROL_LIFTED, by, note=told)
    repeat(point, by=by)
    return point


def _lift(point: Point, by: Actor, told: str) -> None:
    point.lifted_at = timezone.now()
    changed(point)
    step(point, StepKind.LIFTED, by, text=told)
    for below in Point.objects.select_for_update(of=("self",)).filter(parent=point).order_by("pk"):
        if below.is_open:
            raise Refused("Ще не закрито підлеглих завдань: прийміть їхні звіти або відкличте")
        if below.on_control and below.lifted_at is None:
            _lift(below, by, told)


@unit_of_work()
def repeat(point: Point, *, by: Actor = SYSTEM) -> Point | None:
    """The next occurrence of a periodic task, made once; None where it ends or happens once."""
    if not point.every or point.due_on is None or point.state == PointState.WITHDRAWN:
        return None
    first = point.series or point
    made_before = Point.objects.filter(series=first).count()
    nominal = first.first_due_on or first.due_on
    assert nominal is not None
    calendar, following = calendar_for(), None
    for _ in range(made_before + 1):
        following = rules.next_due(nominal, point.every, back=point.rolls_back, calendar=calendar)
        if following is None:
            return None
        nominal = following[0]
    assert following is not None
    due_on = following[1]
    if point.every_until is not None and nominal > point.every_until:
        return None
    if Point.objects.filter(series=first, due_on=due_on).exists():
        return None
    return _occurrence(point, first, due_on, by)


def _occurrence(point: Point, first: Point, due_on: date, by: Actor) -> Point:
    now = timezone.now()
    again = Point.objects.create(
        resolution=point.resolution, document=point.document, organisation_id=point.organisation_id,
        parent=point.parent, order=point.order, number=point.number, text=point.text,
        state=PointState.ASSIGNED, on_control=point.on_control, unit_id=point.unit_id,
        person_id=point.person_id, due_on=due_on, due_source=DueSource.AUTHOR, first_due_on=due_on,
        every=point.every, every_until=point.every_until, rolls_back=point.rolls_back, series=first,
        assigned_at=now,
    )  # fmt: skip
    given = []
    for each in Assignment.objects.filter(point=point, ended_at=None).exclude(duty=Duty.INFO):
        each.pk, each.point, each.is_waiting = None, again, True
        each.accepted_at = each.done_at = None
        each.part = ""
        if each.duty == Duty.MAIN:
            each.due_on = due_on
        elif each.due_on is not None:
            each.due_on = rules.co_due(due_on, timezone.localdate(), calendar_for())
        given.append(each)
    Assignment.objects.bulk_create(given)
    who = [*(each.principal for each in given), *controllers_of(again)]
    grant(again.document, who, reason=GrantReason.TASK,
          source=f"point:{again.pk}")  # fmt: skip
    step(again, StepKind.ASSIGNED, by, new_on=due_on, event=events.TASK_REPEATED, due=short_date(due_on))
    return again


# ── who executes ─────────────────────────────────────────────────────


@unit_of_work()
def change_main(
    point_id: int, executor: ExecutorEntry, *, reason: str, version: int | None = None, by: Actor
) -> Point:
    """Give the task to another main executor; only who did the first review (№ 55, p. 72)."""
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_change_main(by, point):
        raise Refused(refusal)
    if not point.is_open:
        raise Refused("Завдання вже закрито")
    told = said(reason, field="reason", ask="Напишіть, чому змінюєте виконавця")
    made = assignment_of(executor, timezone.localdate())
    if made.principal == main_of(point).principal:
        raise Refused("Цей виконавець уже головний", field="executor")
    replace_main(point, made)
    changed(point)
    wait(point)
    step(point, StepKind.MAIN_CHANGED, by, text=told, assignment=made,
         event=events.MAIN_CHANGED, who=made.label, reason=told, principal=made.principal)  # fmt: skip
    return point


def replace_main(point: Point, made: Assignment) -> None:
    """End the main executor’s part and begin another’s; whoever was co-executor is so no more."""
    source = f"point:{point.pk}"
    old = main_of(point)
    ended = Assignment.objects.filter(point=point, ended_at=None).filter(
        pk__in=[old.pk, *point.assignments.filter(principal=made.principal).values_list("pk", flat=True)]
    )
    ended.update(ended_at=timezone.now(), is_waiting=False)
    revoke(point.document_id, reason=GrantReason.TASK, source=source, principals=[old.principal])
    made.point, made.duty, made.due_on = point, Duty.MAIN, point.due_on
    made.save()
    point.unit_id, point.person_id = unit_of(made), made.person_id
    if point.state == PointState.ACCEPTED:
        point.state = PointState.ASSIGNED
    grant(point.document, [made.principal], reason=GrantReason.TASK, source=source)


@unit_of_work()
def supplement(
    point_id: int,
    executors: Sequence[ExecutorEntry],
    *,
    text: str = "",
    version: int | None = None,
    by: Actor,
) -> Point:
    """Add co-executors, readers and an explanation; neither sense nor main executor changes (№ 55, p. 68)."""
    point = point_to_change(point_id, by, version=version)
    if refusal := why_not_supplement(by, point):
        raise Refused(refusal)
    if not point.is_open:
        raise Refused("Завдання вже закрито")
    if any(each.duty == Duty.MAIN for each in executors):
        raise Refused("Головного виконавця доповненням не змінюють", field="executor")
    told = " ".join(text.replace("\0", "").split())[:500]
    if not executors and not told:
        raise Refused("Додайте виконавця або пояснення", field="text")
    today, calendar = timezone.localdate(), calendar_for()
    standing = set(point.assignments.filter(ended_at=None).values_list("principal", flat=True))
    made = [
        each for each in (assignment_of(one, today) for one in executors) if each.principal not in standing
    ]
    for each in made:
        each.point = point
        if each.duty == Duty.CO:
            each.is_waiting = point.state in WITH_EXECUTOR
            if each.due_on is None and point.due_on is not None:
                each.due_on = rules.co_due(point.due_on, today, calendar)
            elif each.due_on is not None and point.due_on is not None and each.due_on > point.due_on:
                raise Refused("Співвиконавець передає своє не пізніше за головного", field="executor")
        each.save()
    grant(point.document, [each.principal for each in made], reason=GrantReason.TASK,
          source=f"point:{point.pk}")  # fmt: skip
    changed(point)
    what = "; ".join(each for each in (", ".join(one.label for one in made), told) if each)
    step(point, StepKind.SUPPLEMENTED, by, text=what[:500], event=events.TASK_SUPPLEMENTED, what=what[:300])
    return point
