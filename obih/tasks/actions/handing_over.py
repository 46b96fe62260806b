"""The open tasks of a leaver go to a successor in one step."""

from __future__ import annotations

from django.utils import timezone

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people import principals
from obih.people.actors import Actor
from obih.people.models import Person
from obih.registry.access import why_not_hand_over
from obih.registry.actions import grant, revoke
from obih.registry.vocabulary import GrantReason
from obih.tasks import events
from obih.tasks.actions.control import replace_main
from obih.tasks.actions.executors import ExecutorEntry, assignment_of
from obih.tasks.actions.gate import changed, note, wait
from obih.tasks.models import Acquainted, Assignment, Point, Resolution, Review
from obih.tasks.vocabulary import OPEN_STATES, Duty, ResolutionState, StepKind
from obih.ui.refusals import Refused


@unit_of_work()
def hand_over_tasks(leaver: Person, successor: Person, *, why: str, by: Actor) -> int:
    """Give a leaver’s open tasks, parts and reviews to a successor, and the resolutions whose reports he
    awaited; gives how many tasks went. What is done stays his. A second call finds none."""
    if refusal := why_not_hand_over(by):
        raise Refused(refusal)
    if leaver.pk == successor.pk:
        raise Refused("Справи передають іншій людині", field="successor")
    today = timezone.localdate()
    moved = 0
    own = Assignment.objects.filter(person=leaver, ended_at=None, point__state__in=OPEN_STATES)
    for assignment in own.exclude(duty=Duty.INFO).select_related("point__document", "point__resolution"):
        point = Point.objects.select_for_update(of=("self",)).get(pk=assignment.point_id)
        made = assignment_of(ExecutorEntry("person", successor.pk), today)
        if assignment.duty == Duty.MAIN:
            replace_main(point, made)
        else:
            _replace_co(point, assignment, made)
        changed(point)
        wait(point)
        note(point, StepKind.HANDED_OVER, by, text=f"{leaver.full_name} → {successor.full_name}: {why}"[:500],
             event=events.WORK_HANDED_OVER, to=successor.full_name, person=successor.pk,
             why=why)  # fmt: skip
        moved += 1
    _pass_reports(leaver, successor, why, by)
    Review.objects.filter(reviewer=leaver, done_at=None).exclude(
        document__in=Review.objects.filter(reviewer=successor).values("document")
    ).update(reviewer=successor)
    Acquainted.objects.filter(person=leaver, read_at=None).delete()
    return moved


def _replace_co(point: Point, old: Assignment, made: Assignment) -> None:
    source = f"point:{point.pk}"
    Assignment.objects.filter(pk=old.pk).update(ended_at=timezone.now(), is_waiting=False)
    revoke(point.document_id, reason=GrantReason.TASK, source=source, principals=[old.principal])
    if point.assignments.filter(principal=made.principal, ended_at=None).exists():
        return
    made.point, made.duty, made.due_on = point, Duty.CO, old.due_on
    made.save()
    grant(point.document, [made.principal], reason=GrantReason.TASK, source=source)


def _pass_reports(leaver: Person, successor: Person, why: str, by: Actor) -> None:
    """Who waited for reports and drafts: the successor decides on them; the author’s name stays on the
    resolution, only the decision passes."""
    waiting = Resolution.objects.filter(author=leaver).filter(
        points__state__in=OPEN_STATES
    ) | Resolution.objects.filter(
        author=leaver, state__in=[ResolutionState.PREPARED, ResolutionState.RETURNED]
    )
    for resolution in waiting.distinct().select_related("document"):
        Resolution.objects.filter(pk=resolution.pk).update(author=successor, version=resolution.version + 1)
        grant(resolution.document, [principals.of_person(successor.pk)], reason=GrantReason.TASK,
              source=f"resolution:{resolution.pk}")  # fmt: skip
        record(events.WORK_HANDED_OVER, by=by, about=resolution.document, to=successor.full_name, why=why)
