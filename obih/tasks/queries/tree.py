"""A document’s resolutions as a tree, and where it lies now, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from obih.tasks import rules
from obih.tasks.models import Assignment, Point, Resolution
from obih.tasks.vocabulary import Duty, PointState, ResolutionState


@dataclass
class PointNode:
    """A point with its executors and the resolutions that distribute it."""

    point: Point
    main: Assignment | None
    others: list[Assignment]
    below: list[ResolutionNode] = field(default_factory=list)

    @property
    def holder(self) -> str:
        return self.main.label if self.main else ""


@dataclass
class ResolutionNode:
    resolution: Resolution
    points: list[PointNode]


@dataclass(frozen=True)
class Tree:
    roots: list[ResolutionNode]
    drafts: list[ResolutionNode]

    def open_points(self) -> list[PointNode]:
        """Open points, those furthest down first: that is where the work lies."""
        return [node for node in _walk(self.roots) if node.point.is_open]


def _walk(nodes: list[ResolutionNode]) -> list[PointNode]:
    found = []
    for resolution in nodes:
        for node in resolution.points:
            found += [*_walk(node.below), node]
    return found


def tree_of(document_id: UUID) -> Tree:
    """All resolutions of a document, in three statements (one when there is none). The caller has passed the
    card’s door."""
    given = Prefetch("assignments", Assignment.objects.filter(ended_at=None), to_attr="given")
    points = Prefetch("points", Point.objects.prefetch_related(given).order_by("order", "pk"), to_attr="list")
    rows = Resolution.objects.filter(document=document_id).exclude(state=ResolutionState.DROPPED)
    by_parent: dict[int | None, list[ResolutionNode]] = {}
    nodes: dict[int, PointNode] = {}
    drafts = []
    for resolution in rows.select_related("coordinator").prefetch_related(points):
        made = ResolutionNode(resolution, [_node(each) for each in resolution.list])  # type: ignore[attr-defined]
        nodes |= {each.point.pk: each for each in made.points}
        if resolution.state == ResolutionState.ISSUED:
            by_parent.setdefault(resolution.parent_id, []).append(made)
        else:
            drafts.append(made)
    for parent, below in by_parent.items():
        if parent is not None and parent in nodes:
            nodes[parent].below = below
    return Tree(by_parent.get(None, []), drafts)


def _node(point: Point) -> PointNode:
    given: list[Assignment] = point.given  # type: ignore[attr-defined]
    main = next((each for each in given if each.duty == Duty.MAIN), None)
    return PointNode(point, main, [each for each in given if each.duty != Duty.MAIN])


def where_is(tree: Tree, today: date) -> str:
    """«Де мій лист?» answered aloud: who holds it, since when it is late; empty where no task is open."""
    nodes = [each for each in tree.open_points() if each.main]
    if not nodes:
        return ""
    nodes.sort(key=lambda each: each.point.due_on or date.max)
    deepest = [each for each in nodes if not any(below.point.is_open for below in _walk(each.below))]
    first = (deepest or nodes)[0]
    more = len(deepest or nodes) - 1
    return rules.where_is(PointState(first.point.state), first.holder, first.point.due_on, today, more=more)
