"""A document’s resolutions as a tree, and where it lies now, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, Value
from django.db.models.functions import Concat, JSONObject

from obih.registry.models import Document
from obih.tasks import rules
from obih.tasks.models import Assignment, Point, Resolution, Review
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
    coordinator: str = ""


@dataclass(frozen=True)
class Tree:
    roots: list[ResolutionNode]
    drafts: list[ResolutionNode]
    reviewers: frozenset[int] = frozenset()
    """More first reviewers besides the one of the card."""

    def points(self) -> list[PointNode]:
        """All issued points, those furthest down first."""
        return walk(self.roots)

    def open_points(self) -> list[PointNode]:
        """Open points, those furthest down first: that is where the work lies."""
        return [node for node in walk(self.roots) if node.point.is_open]


def walk(nodes: list[ResolutionNode]) -> list[PointNode]:
    found = []
    for resolution in nodes:
        for node in resolution.points:
            found += [*walk(node.below), node]
    return found


_RESOLUTION = (
    "id", "document_id", "parent_id", "origin", "author_id", "author_label", "acted_label", "mode",
    "coordinator_id", "state", "dated_on", "prepared_by_id", "prepared_label", "issued_at",
    "returned_because", "created_at", "version",
)  # fmt: skip
_POINT = (
    "id", "resolution_id", "document_id", "organisation_id", "parent_id", "order", "number", "text", "state",
    "on_control", "due_on", "due_source", "limit_on", "first_due_on", "every", "every_until", "assigned_at",
    "accepted_at", "reported_at", "closed_at", "lifted_at", "extensions", "version",
)  # fmt: skip
_ASSIGNMENT = (
    "id", "point_id", "duty", "person_id", "unit_id", "principal", "label", "dative", "due_on", "is_waiting",
    "accepted_at", "done_at", "part", "read_at", "ended_at",
)  # fmt: skip


def tree_of(document_id: UUID) -> Tree:
    """All resolutions of a document and who else reviews it, in one statement however many they are. The
    caller has passed the card’s door."""
    given = Assignment.objects.filter(point=OuterRef("pk"), ended_at=None).order_by("pk")
    points = Point.objects.filter(document=OuterRef("pk")).exclude(resolution__state=ResolutionState.DROPPED)
    coordinator, of_point = "resolution__coordinator__", {name: name for name in _POINT}
    of_resolution = {f"r_{name}": f"resolution__{name}" for name in _RESOLUTION}
    told = JSONObject(
        **of_point,
        **of_resolution,
        coordinator=Concat(f"{coordinator}given_name", Value(" "), f"{coordinator}surname"),
        given=ArraySubquery(given.values(told=JSONObject(**{name: name for name in _ASSIGNMENT}))),
    )
    ordered = points.order_by("resolution__created_at", "resolution_id", "order", "pk")
    row: Any = (
        Document.objects.filter(pk=document_id)
        .values(
            points_told=ArraySubquery(ordered.values(told=told)),
            reviews_told=ArraySubquery(Review.objects.filter(document=OuterRef("pk")).values("reviewer_id")),
        )
        .first()
    )
    return _tree(row["points_told"], row["reviews_told"]) if row else Tree([], [])


def _tree(rows: list[dict[str, Any]], reviewers: list[int]) -> Tree:
    by_resolution: dict[str, ResolutionNode] = {}
    nodes: dict[int, PointNode] = {}
    for told in rows:
        node = by_resolution.get(told["r_id"])
        if node is None:
            node = by_resolution[told["r_id"]] = ResolutionNode(
                _resolution(told), [], told["coordinator"].strip()
            )
        made = _node(told, node.resolution)
        node.points.append(made)
        nodes[made.point.pk] = made
    roots, drafts = [], []
    for node in by_resolution.values():
        above = nodes.get(node.resolution.parent_id or 0)
        if node.resolution.state != ResolutionState.ISSUED:
            drafts.append(node)
        elif above is not None:
            above.below.append(node)
        else:
            roots.append(node)
    return Tree(roots, drafts, frozenset(reviewers))


def _resolution(told: Mapping[str, Any]) -> Resolution:
    made: Resolution = _row(Resolution, _RESOLUTION, told, "r_")
    return made


def _node(told: Mapping[str, Any], resolution: Resolution) -> PointNode:
    point: Point = _row(Point, _POINT, told)
    point.resolution = resolution
    given: list[Assignment] = [_row(Assignment, _ASSIGNMENT, each) for each in told["given"]]
    for each in given:
        each.point = point
    main = next((each for each in given if each.duty == Duty.MAIN), None)
    return PointNode(point, main, [each for each in given if each.duty != Duty.MAIN])


def _row(model: type[Model], names: tuple[str, ...], told: Mapping[str, Any], prefix: str = "") -> Any:
    """A row as if it had been asked for by itself: JSON has neither days nor moments."""
    fields = {each.attname: each for each in model._meta.concrete_fields}
    values = [fields[name].to_python(told[prefix + name]) for name in names]
    return model.from_db("default", names, values)


def where_is(tree: Tree, today: date) -> str:
    """«Де мій лист?» answered aloud: who holds it, since when it is late; empty where no task is open."""
    nodes = [each for each in tree.open_points() if each.main]
    if not nodes:
        return ""
    nodes.sort(key=lambda each: each.point.due_on or date.max)
    deepest = [each for each in nodes if not any(below.point.is_open for below in walk(each.below))]
    first = (deepest or nodes)[0]
    more = len(deepest or nodes) - 1
    return rules.where_is(PointState(first.point.state), first.holder, first.point.due_on, today, more=more)
