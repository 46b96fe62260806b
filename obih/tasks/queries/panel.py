"""This room’s part of a document’s card: who was told to do what, and where the letter lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from obih.people.actors import Actor
from obih.registry.models import Document, Journal
from obih.registry.queries import Record
from obih.registry.rules import DeadlineState, deadline_state
from obih.registry.streams import comes_to_us
from obih.tasks import rules
from obih.tasks.access import acts_as, why_not_prepare, why_not_resolve
from obih.tasks.models import Assignment, Point, Resolution
from obih.tasks.queries.tree import PointNode, ResolutionNode, Tree, tree_of, where_is
from obih.tasks.vocabulary import Duty, Mode, PointState


@dataclass(frozen=True)
class ShownPoint:
    """A point as the card and the page of a task show it."""

    point: Point
    main: str
    dative: str
    with_whom: list[Assignment]
    informed: list[Assignment]
    chip: tuple[str, str]
    due: DeadlineState | None
    below: list[ShownResolution]

    @property
    def url(self) -> str:
        return f"/tasks/{self.point.pk}/"

    @property
    def has_two_dates(self) -> bool:
        """Whether the law’s day is another than the one to work towards."""
        return self.point.limit_on is not None and self.point.limit_on != self.point.due_on


@dataclass(frozen=True)
class ShownResolution:
    resolution: Resolution
    points: list[ShownPoint]
    coordinator: str
    url: str
    """Where its draft is decided on; empty for an issued one and for who has no part in it."""

    @property
    def how(self) -> str:
        """«внесено з паперу», «усна»; nothing where it was given in the system."""
        return {Mode.PAPER: "внесено з паперу", Mode.ORAL: "усна"}.get(Mode(self.resolution.mode), "")


@dataclass(frozen=True)
class Panel:
    document_id: UUID
    where: str
    roots: list[ShownResolution]
    drafts: list[ShownResolution]
    resolution_url: str
    """Where one’s own resolution is put on the document; empty when `why_not_resolve`."""
    prepare_url: str
    why_not: str
    """Why the actor puts no resolution on it, where one is still expected."""
    holder: str
    """Who carries it out now, for the steps of the card; empty when nobody does."""
    is_done: bool


def concerns(document: Document, streams: frozenset[str]) -> bool:
    """Anything may have tasks: what came by resolutions, what was decided here by its points."""
    return True


def panel_of(record: Record, journal: Journal, actor: Actor) -> Panel | None:
    """Resolutions and tasks of a document for its card, in one statement; None where there are none and the
    actor has none to give."""
    tree, document, today = tree_of(record.id), record.document, timezone.localdate()
    why_not = why_not_resolve(actor, document, others=tree.reviewers)
    may_resolve = not why_not
    may_prepare = not why_not_prepare(actor, document, journal, others=tree.reviewers)
    void = record.registration.is_void
    comes = comes_to_us(record.registration.stream) or document.first_reviewer_id is not None
    wanted = comes and not void and document.reviewed_at is None
    if not (
        tree.roots or tree.drafts or (wanted and (may_resolve or may_prepare or document.first_reviewer_id))
    ):
        return None
    open_ones = tree.open_points()
    return Panel(
        document_id=record.id,
        where=where_is(tree, today) or _where_else(document, tree),
        roots=[shown_resolution(each, actor, today) for each in tree.roots],
        drafts=[shown_resolution(each, actor, today, drafts=may_prepare) for each in tree.drafts],
        resolution_url=f"/documents/{record.id}/resolution/" if may_resolve and not void else "",
        prepare_url=f"/documents/{record.id}/resolution/"
        if may_prepare and not may_resolve and wanted
        else "",
        why_not=why_not if why_not and wanted and not may_prepare else "",
        holder=open_ones[0].holder if open_ones else "",
        is_done=bool(tree.roots) and not open_ones,
    )


def _where_else(document: Document, tree: Tree) -> str:
    points = [each.point for each in tree.points()]
    reviewer = document.first_reviewer
    return rules.where_without_tasks(
        reviewer.full_name if reviewer else "",
        reviewed=document.reviewed_at is not None,
        issued=len(points),
        to_lift=sum(1 for each in points if each.state == PointState.DONE and waits_for_control(each)),
        drafted=bool(tree.drafts),
        closed_on=timezone.localdate(document.closed_at) if document.closed_at else None,
    )


def waits_for_control(point: Point) -> bool:
    return point.on_control and point.lifted_at is None


def shown_resolution(
    node: ResolutionNode, actor: Actor, today: date, *, drafts: bool = False
) -> ShownResolution:
    own = node.resolution.issued_at is None and (drafts or acts_as(actor, node.resolution.author_id))
    return ShownResolution(
        node.resolution,
        [shown_point(each, actor, today) for each in node.points],
        node.coordinator,
        f"/resolutions/{node.resolution.pk}/" if own else "",
    )


def shown_point(node: PointNode, actor: Actor, today: date) -> ShownPoint:
    point = node.point
    lifted = point.lifted_at is not None
    return ShownPoint(
        point,
        node.holder,
        node.main.dative if node.main else "",
        [each for each in node.others if each.duty == Duty.CO],
        [each for each in node.others if each.duty == Duty.INFO],
        rules.state_chip(point.state, on_control=point.on_control, lifted=lifted),
        deadline_state(point.due_on, met=False, today=today) if point.is_open and point.due_on else None,
        [shown_resolution(each, actor, today) for each in node.below],
    )
