"""What a person has told others to do: how it stands, by when, with whom it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from obih.people.actors import Actor
from obih.registry.queries.visibility import visible_rows
from obih.registry.queries.work import reviewers
from obih.tasks.models import Assignment, Point, Resolution
from obih.tasks.queries.board import in_bucket
from obih.tasks.queries.control_lists import PAGE, BoardLine, after_key, told_lines
from obih.tasks.vocabulary import Duty, PointState

OPEN, CLOSED = "", "closed"
WHICH = {OPEN: "Відкриті", "overdue": "Прострочені", "reported": "Звіт чекає рішення", CLOSED: "Закриті"}
COUNTED = 50


@dataclass(frozen=True)
class Given:
    """A task that one gave; `below` is with whom it lies where its executor has passed it on."""

    line: BoardLine
    below: str


@dataclass(frozen=True)
class GivenPage:
    rows: list[Given]
    after: str = ""
    """The key of the next page, empty on the last one."""


def given(actor: Actor, which: str, today: date, *, after: str = "") -> GivenPage:
    """Tasks of the actor’s own resolutions and of those for whom he reviews, what is due first comes first;
    closed ones the newest first. Three statements."""
    rows = _of(actor)
    if which == CLOSED:
        rows = rows.exclude(closed_at=None).order_by("-pk")
        rows = rows.filter(pk__lt=int(after)) if after.isdecimal() and len(after) < 19 else rows
    else:
        rows = rows.filter(closed_at=None)
        rows = after_key(in_bucket(rows, which, today) if which else rows, after)
        rows = rows.order_by(F("due_on").asc(nulls_last=True), "pk")
    keys = list(rows.values_list("pk", flat=True)[: PAGE + 1])
    lines = {each.point_id: each for each in told_lines(Point.objects.filter(pk__in=keys[:PAGE]))}
    below = _below(keys[:PAGE])
    told = [Given(lines[each], below.get(each, "")) for each in keys[:PAGE] if each in lines]
    if len(keys) <= PAGE or not told:
        return GivenPage(told)
    last = told[-1].line
    return GivenPage(told, str(last.point_id) if which == CLOSED else f"{last.due_on or ''}:{last.point_id}")


def given_late(actor: Actor, today: date) -> int | None:
    """How many of them are late, counted to fifty; None for who has put no resolution yet. One or two
    statements, whatever their number."""
    if not Resolution.objects.filter(author__in=reviewers(actor)).exists():
        return None
    return in_bucket(_of(actor).filter(closed_at=None), "overdue", today)[: COUNTED + 1].count()


def _of(actor: Actor) -> QuerySet[Point]:
    rows = Point.objects.filter(visible_rows(actor, "document_id"), resolution__author__in=reviewers(actor))
    return rows.exclude(state=PointState.DRAFT)


def _below(points: Sequence[int]) -> dict[int, str]:
    rows = Assignment.objects.filter(
        point__parent__in=points, point__closed_at=None, duty=Duty.MAIN, ended_at=None
    ).exclude(point__state=PointState.DRAFT)
    found: dict[int, list[str]] = {}
    for parent, label in rows.order_by("pk").values_list("point__parent_id", "label"):
        assert parent is not None
        found.setdefault(parent, []).append(label.partition(",")[0])
    return {parent: ", ".join(dict.fromkeys(names)) for parent, names in found.items()}
