"""Writing the points of a resolution: executors looked up, days checked against the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from obih.registry.models import Deadline, Document
from obih.registry.vocabulary import DeadlineSource
from obih.tasks import rules
from obih.tasks.actions.entries import MOST_EXECUTORS, MOST_POINTS, PointEntry
from obih.tasks.actions.executors import assignment_of, unit_of, why_not_main_executors
from obih.tasks.models import Assignment, Point, Resolution
from obih.tasks.vocabulary import Duty, Mode, PointState
from obih.ui.refusals import Refused
from obih.workdays.queries import calendar_for


@dataclass(frozen=True)
class Written:
    """A point with its executors, as they stand in the tables."""

    point: Point
    given: list[Assignment]


def write_points(resolution: Resolution, document: Document, points: Sequence[PointEntry]) -> list[Written]:
    """The points with their executors, looked at one by one; a refusal names its point. Those of a resolution
    that is issued already are tasks from the start, those of a draft wait for it."""
    if not points:
        raise Refused("Напишіть хоча б один пункт", field="points")
    if len(points) > MOST_POINTS:
        raise Refused(f"Пунктів забагато: не більше {MOST_POINTS}", field="points")
    today, calendar = timezone.localdate(), calendar_for()
    open_ones = list(Deadline.objects.filter(document=document, met_at=None).order_by("effective_on"))
    law = next((each for each in open_ones if each.source == DeadlineSource.LAW), None)
    letter = next((each for each in open_ones if each.source != DeadlineSource.LAW), None)
    written = []
    for order, entry in enumerate(points):
        try:
            written.append(_write_point(resolution, document, entry, order, today, calendar, law, letter))
        except Refused as refused:
            at = refused.field or "text"
            raise Refused(f"Пункт {order + 1}. {refused.sentence}", field=f"points-{order}-{at}") from refused
    return written


def _write_point(
    resolution: Resolution,
    document: Document,
    entry: PointEntry,
    order: int,
    today: date,
    calendar: rules.Calendar,
    law: Deadline | None,
    letter: Deadline | None,
) -> Written:
    if refusal := why_not_main_executors(entry.executors):
        raise Refused(refusal, field="executor")
    if len(entry.executors) > MOST_EXECUTORS:
        raise Refused(f"Виконавців забагато: не більше {MOST_EXECUTORS}", field="executor")
    law_on, letter_on = (each.effective_on if each else None for each in (law, letter))
    parent = resolution.parent
    if parent is not None:  # what is passed down ends with what was given
        law_on, letter_on = None, None
        dates = rules.dates_of(entry.due_on, None, parent.due_on)
        dates = rules.Dates(dates.due_on, "author" if entry.due_on else parent.due_source, dates.limit_on)
    else:
        dates = rules.dates_of(entry.due_on, law_on, letter_on)
    typed_later = resolution.mode != Mode.SYSTEM
    if refusal := rules.why_not_due(
        dates.due_on, dates.limit_on, resolution.dated_on if typed_later else today
    ):
        if entry.due_on is not None:
            raise Refused(refusal, field="due_on")
        dates = rules.Dates(dates.due_on, dates.source, dates.due_on)
    if entry.every and entry.due_on is None:
        raise Refused("Періодичне завдання має перший строк: назвіть його", field="due_on")
    made = [assignment_of(each, today) for each in entry.executors]
    main = next(each for each in made if each.duty == Duty.MAIN)
    bound = {"law": law, "letter": letter}.get(dates.source)
    text = " ".join(entry.text.replace("\0", "").split())
    if not text and dates.due_on is not None and entry.due_on is not None:
        raise Refused("Напишіть, що зробити: зі строком має бути й зміст", field="text")
    point = Point.objects.create(
        resolution=resolution, document=document, organisation_id=document.organisation_id,
        parent=parent, order=order, number=entry.number[:20], text=text[:2000] or "До розгляду",
        on_control=entry.on_control, unit_id=unit_of(main), person_id=main.person_id,
        due_on=dates.due_on, due_source=dates.source,
        limit_on=max(dates.limit_on, dates.due_on) if dates.limit_on and dates.due_on else dates.limit_on,
        first_due_on=dates.due_on, deadline=bound, every=entry.every, every_until=entry.every_until,
        rolls_back=entry.rolls_back, assigned_at=resolution.issued_at,
        state=PointState.ASSIGNED if resolution.issued_at else PointState.DRAFT,
    )  # fmt: skip
    for each in made:
        each.point = point
        each.is_waiting = resolution.issued_at is not None and each.duty != Duty.INFO
        if each.duty == Duty.MAIN:
            each.due_on = point.due_on
        elif each.duty == Duty.CO:
            each.due_on = _co_due(each, point, today, calendar)
    return Written(point, Assignment.objects.bulk_create(made))


def _co_due(assignment: Assignment, point: Point, today: date, calendar: rules.Calendar) -> date | None:
    if assignment.due_on is None:
        return rules.co_due(point.due_on, today, calendar) if point.due_on else None
    if point.due_on is not None and assignment.due_on > point.due_on:
        raise Refused("Співвиконавець передає своє не пізніше за головного", field="executor")
    if assignment.due_on < today:
        raise Refused("День співвиконавця вже минув", field="executor")
    return assignment.due_on
