"""The folder «на резолюцію»: documents that wait for the actor’s first review, and drafts put before him."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from obih.history.models import Event
from obih.people.actors import Actor
from obih.registry.models import Deadline, Document
from obih.registry.queries.visibility import visible_rows
from obih.registry.queries.work import reviewers
from obih.tasks import events
from obih.tasks.models import Phrase, Resolution, Review
from obih.tasks.queries.tree import PointNode, tree_of
from obih.tasks.vocabulary import Duty, ResolutionState

MOST = 50


@dataclass(frozen=True)
class ToResolve:
    """A document of the folder; `draft` is the prepared resolution, when there is one."""

    document_id: UUID
    draft: UUID | None
    due_on: date | None


def to_resolve(actor: Actor) -> list[ToResolve]:
    """The folder, what burns first, then what has waited longest; at most fifty, in four statements."""
    people = reviewers(actor)
    if not people:
        return []
    mine = Document.objects.filter(
        visible_rows(actor, "pk"), first_reviewer__in=people, closed_at=None, reviewed_at=None
    ).order_by("created_at")
    found = dict.fromkeys(mine.values_list("pk", flat=True)[:MOST])
    asked = Review.objects.filter(
        visible_rows(actor, "document_id"), reviewer__in=people, done_at=None, document__closed_at=None
    ).order_by("-asked_at")
    found |= dict.fromkeys(asked.values_list("document", flat=True)[:MOST])
    drafts = drafts_for(actor, people)
    found |= dict.fromkeys(drafts)
    ids = list(found)[:MOST]
    days = nearest_days(ids)
    rows = [ToResolve(each, drafts.get(each), days.get(each)) for each in ids]
    return sorted(rows, key=lambda each: each.due_on or date.max)


def drafts_for(actor: Actor, people: Iterable[int]) -> dict[UUID, UUID]:
    """Drafts that wait for these people, by document, the latest of each; one statement."""
    rows = Resolution.objects.filter(
        visible_rows(actor, "document_id"), author__in=list(people), state=ResolutionState.PREPARED
    ).order_by("-created_at")
    found = list(rows.values_list("document", "pk")[:MOST])
    return dict(reversed(found))


def nearest_days(ids: list[UUID]) -> dict[UUID, date]:
    """The first day not met yet of each document that has one; one statement."""
    rows = Deadline.objects.filter(document__in=ids, met_at=None).order_by().values_list("document")
    return dict(rows.annotate(first=Min("effective_on")))


@dataclass(frozen=True)
class DraftPoint:
    """A point of a draft in the words of a resolution."""

    dative: str
    text: str
    others: list[str]
    informed: list[str]
    due_on: date | None
    on_control: bool


@dataclass(frozen=True)
class Draft:
    resolution: Resolution
    points: list[DraftPoint]
    coordinator: str = ""


def draft_of(resolution_id: UUID, actor: Actor) -> Draft | None:
    """A draft with its points, in two statements; of an issued or dropped one only the row. One of a document
    the actor does not see is absent, and found so as quickly."""
    found = Resolution.objects.filter(visible_rows(actor, "document_id"), pk=resolution_id).first()
    if found is None:
        return None
    return draft_in(found.document_id, found.pk) or Draft(found, [])


def draft_in(document_id: UUID, resolution_id: UUID) -> Draft | None:
    """The draft of a document, in one statement; None where it is one no more."""
    for node in tree_of(document_id).drafts:
        if node.resolution.pk == resolution_id:
            return Draft(node.resolution, [_point(each) for each in node.points], node.coordinator)
    return None


_BECAME = {
    events.RESOLUTION_ISSUED.name: "Резолюцію вже накладено",
    events.RESOLUTION_PREPARED.name: "Проєкт щойно змінено",
    events.RESOLUTION_RETURNED.name: "Проєкт уже повернуто на доопрацювання",
    events.RESOLUTION_DROPPED.name: "Проєкт уже відкинуто",
}


def what_became(document_id: UUID, resolution_id: UUID) -> str:
    """What was last done to a draft, by whom and when, as a sentence; one statement. The caller has passed
    the document’s door."""
    rows = Event.objects.about("registry.document", document_id).filter(name__in=list(_BECAME))
    for each in rows.order_by("-seq")[:20]:
        if each.facts.get("resolution") == str(resolution_id):
            at = timezone.localtime(each.at)
            day = "" if at.date() == timezone.localdate() else f" {at:%d.%m.%Y}"
            return f"{_BECAME[each.name]}: {each.actor_label},{day} о {at:%H:%M}"
    return ""


def _point(node: PointNode) -> DraftPoint:
    point = node.point
    others = {duty: [each.dative for each in node.others if each.duty == duty] for duty in Duty}
    main = node.main.dative if node.main else ""
    told = (main, point.text, others[Duty.CO], others[Duty.INFO], point.due_on, point.on_control)
    return DraftPoint(*told)


def phrases_of(person_id: int | None) -> list[Phrase]:
    return list(Phrase.objects.filter(person=person_id)) if person_id else []


def reviewers_asked(document_id: UUID) -> list[Review]:
    """More first reviewers of a document, the latest first; one statement."""
    return list(Review.objects.filter(document=document_id).select_related("reviewer"))
