"""What waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, Value

from obih.people.actors import Actor
from obih.people.principals import describe
from obih.people.vocabulary import Role, Scope
from obih.registry.models import Deadline, Document, PendingCard
from obih.registry.queries.pending import pending_cards
from obih.registry.queries.rows import JournalRow, load_rows
from obih.registry.queries.visibility import reading_principals, visible_rows
from obih.registry.rules import SOON_DAYS

GROUP_SIZE = 50
OVERSEERS = (Role.HEAD, Role.CLERK, Role.CONTROLLER)


@dataclass(frozen=True)
class MyWork:
    """Groups of at most fifty; a document may stand in several. `more` names groups that have more."""

    to_review: list[JournalRow]
    pending: list[PendingCard]
    overdue: list[JournalRow]
    due_today: list[JournalRow]
    soon: list[JournalRow]
    more: frozenset[str] = frozenset()


def my_work(actor: Actor, today: date) -> MyWork:
    """What waits for the actor today: to review, to register, and what runs late where he answers for it.

    Five statements. Every group is one walk along an index of open work and stops at fifty, so it costs
    the same at a million documents. Whoever oversees (head, clerk, controller) gets the deadlines of all he
    may see, others those of their units.
    """
    span = timedelta(days=SOON_DAYS)
    groups = {"to_review": _to_review(actor)} | _due(
        actor,
        {
            "overdue": (Q(effective_on__lt=today), "-effective_on"),
            "due_today": (Q(effective_on=today), "effective_on"),
            "soon": (Q(effective_on__gt=today, effective_on__lte=today + span), "effective_on"),
        },
    )
    more = frozenset(name for name, ids in groups.items() if len(ids) > GROUP_SIZE)
    wanted = dict.fromkeys(each for ids in groups.values() for each in ids[:GROUP_SIZE])
    rows = {row.document_id: row for row in load_rows(list(wanted), today=today)}
    told = {name: [rows[each] for each in ids[:GROUP_SIZE] if each in rows] for name, ids in groups.items()}
    return MyWork(pending=list(pending_cards(actor)[:GROUP_SIZE]), more=more, **told)


def reviewers(actor: Actor) -> list[int]:
    """The persons for whom the actor reviews: himself and those he acts for, not only in signing."""
    able = set(actor.within(Scope.REVIEW))
    told = (describe(each) for each in reading_principals(actor) if each in able)
    return [key for kind, key, _ in told if kind == "person"]


def _to_review(actor: Actor) -> list[UUID]:
    people = reviewers(actor)
    if not people:
        return []
    found = Document.objects.filter(
        visible_rows(actor, "pk"), first_reviewer__in=people, closed_at=None, reviewed_at=None
    ).order_by("-created_at")
    return list(found.values_list("pk", flat=True)[: GROUP_SIZE + 1])


def _due(actor: Actor, groups: dict[str, tuple[Q, str]]) -> dict[str, list[UUID]]:
    """Documents with an unmet deadline in the days of each group, in its order; one statement, each arm of it
    a walk along the index of one unit or of all deadlines. A document may have two deadlines in the same
    days, so twice the group is read."""
    found: dict[str, list[UUID]] = {name: [] for name in groups}
    if not reading_principals(actor):
        return found
    arms = []
    for name, (days, order) in groups.items():
        open_ones = Deadline.objects.filter(days, visible_rows(actor, "document_id"), met_at=None)
        told = open_ones.order_by(order).values_list(Value(name), "effective_on", "document_id")
        if any(actor.has_role(role) for role in OVERSEERS):
            arms.append(told[: 2 * GROUP_SIZE])
        else:
            arms += [told.filter(unit=unit)[: 2 * GROUP_SIZE] for unit in actor.unit_ids]
    if not arms:
        return found
    rows = sorted(arms[0].union(*arms[1:], all=True), key=lambda row: row[1])
    for name, (_, order) in groups.items():
        own = [document for group, _, document in rows if group == name]
        found[name] = list(dict.fromkeys(reversed(own) if order.startswith("-") else own))[: GROUP_SIZE + 1]
    return found
