"""Tasks as other programs ask for them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from obih.people.actors import Actor
from obih.registry.queries.visibility import visible_rows
from obih.tasks.access import of_place
from obih.tasks.models import Assignment, Point
from obih.tasks.queries.board import in_bucket
from obih.tasks.queries.control_lists import BoardLine, told_lines
from obih.tasks.vocabulary import Duty, PointState


def tasks_told(
    actor: Actor, today: date, *, document: UUID | None, own: bool, state: str, after: int, most: int
) -> list[BoardLine]:
    """Tasks of documents the actor sees, the newest first; two statements. `state` is open, overdue,
    reported, closed or all."""
    rows = Point.objects.filter(visible_rows(actor, "document_id")).exclude(state=PointState.DRAFT)
    if document is not None:
        rows = rows.filter(document=document)
    if own:
        mains = Assignment.objects.filter(of_place(actor.organisation_id), duty=Duty.MAIN, ended_at=None)
        rows = rows.filter(Exists(mains.filter(point=OuterRef("pk"))))
    if state == "closed":
        rows = rows.exclude(closed_at=None)
    elif state != "all":
        rows = rows.filter(closed_at=None)
        rows = in_bucket(rows, state, today) if state != "open" else rows
    if after:
        rows = rows.filter(pk__lt=after)
    keys = list(rows.order_by("-pk").values_list("pk", flat=True)[:most])
    lines = {each.point_id: each for each in told_lines(Point.objects.filter(pk__in=keys))} if keys else {}
    return [lines[each] for each in keys if each in lines]
