"""Days that move because something else moved: the document’s deadline, the working calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from obih.history.record import Acting
from obih.history.work import unit_of_work
from obih.people.actors import SYSTEM, Actor
from obih.registry.actions.deadlines import DOCUMENT_ADDRESS
from obih.registry.models import Deadline, Registration
from obih.registry.queries.visibility import visible_rows
from obih.tasks import events
from obih.tasks.actions.execution import set_due
from obih.tasks.actions.gate import changed, note
from obih.tasks.models import Point
from obih.tasks.vocabulary import OPEN_STATES, DueSource, StepKind
from obih.ui.words import short_date
from obih.workdays.affected import Shift
from obih.workdays.rules import WorkingCalendar


@unit_of_work()
def follow_deadline(deadline_id: int) -> int:
    """Bring the open tasks of a deadline to its day; gives how many moved."""
    deadline = Deadline.objects.filter(pk=deadline_id).first()
    if deadline is None:
        return 0
    rows = Point.objects.select_for_update(of=("self",)).filter(deadline=deadline, state__in=OPEN_STATES)
    moved = 0
    for point in rows.exclude(due_on=deadline.effective_on):
        if point.due_source == DueSource.AUTHOR:
            point.limit_on = deadline.effective_on  # the author’s own day stays, the law’s is another
            changed(point)
            continue
        _move(point, deadline.effective_on, SYSTEM, "змінився строк документа")
        moved += 1
    return moved


def _move(point: Point, on: date, by: Actor, because: str) -> None:
    old = point.due_on
    assert old is not None
    set_due(point, on)
    if point.due_source in (DueSource.LAW, DueSource.LETTER):
        point.limit_on = on
    changed(point)
    note(
        point, StepKind.DUE_MOVED, by, text=because, old_on=old, new_on=on,
        event=events.TASK_DUE_MOVED, old=short_date(old), new=short_date(on), because=because,
    )  # fmt: skip


class TaskDays:
    """Keeps the calendar’s promise for tasks: a day that the calendar makes a day off is shown, then moved.

    Days by law follow the document’s deadline; here are the days that an author named. A report due to a
    higher body goes back to the working day before, everything else on to the next, never past the law.
    """

    def shifts(self, calendar: WorkingCalendar, actor: Acting) -> Sequence[Shift]:
        assert isinstance(actor, Actor)
        moved = list(_off(calendar, _named().filter(visible_rows(actor, "document_id"))))
        numbers = dict(
            Registration.objects.filter(document__in=[point.document_id for point, _ in moved]).values_list(
                "document_id", "number"
            )
        )
        return [
            Shift(
                f"{numbers.get(point.document_id, '')}: {point.text[:80]}",
                point.due_on or on,
                on,
                DOCUMENT_ADDRESS.format(point.document_id),
            )
            for point, on in moved
        ]

    def move(self, calendar: WorkingCalendar, by: Acting) -> int:
        assert isinstance(by, Actor)
        moved = list(_off(calendar, _named().select_for_update(of=("self",))))
        for point, on in moved:
            _move(point, on, by, "день став неробочим")
        return len(moved)


def _named() -> QuerySet[Point]:
    rows = Point.objects.filter(state__in=OPEN_STATES, due_on__gte=timezone.localdate())
    return rows.filter(due_source=DueSource.AUTHOR).order_by("due_on")


def _off(calendar: WorkingCalendar, points: QuerySet[Point]) -> list[tuple[Point, date]]:
    found = []
    for point in points:
        assert point.due_on is not None
        if calendar.is_working(point.due_on):
            continue
        back, on = calendar.previous_working_day(point.due_on), calendar.next_working_day(point.due_on)
        day = back if point.rolls_back or (point.limit_on is not None and on > point.limit_on) else on
        found.append((point, day))
    return found
