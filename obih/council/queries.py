"""What people ask of sittings. Readers of a journal of decisions see its body’s sittings; a decision itself
is seen as a document, through the registry’s one door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from obih.council.models import AgendaItem, Decision, MailingEntry, MemberVote
from obih.council.vocabulary import ItemKind, Result, Vote
from obih.people.actors import Actor
from obih.people.models import Appointment, Body, Membership, Person, Sitting
from obih.registry.access import why_not_correct
from obih.registry.models import Counter, Document, Journal, JournalReader, Registration
from obih.registry.queries import Record, visible_to
from obih.registry.queries.visibility import reading_principals, visible_rows
from obih.registry.vocabulary import Access, Stream


def sittings_for(actor: Actor) -> QuerySet[Sitting]:
    """Sittings of the bodies whose journal of decisions the actor reads, the newest first."""
    found = Sitting.objects.select_related("body__organisation").order_by("-held_on", "-pk")
    if actor.kind == "system":
        return found
    readers = JournalReader.objects.filter(
        journal__body=OuterRef("body"),
        journal__stream=Stream.DECISIONS,
        principal__in=reading_principals(actor),
    )
    return found.filter(Exists(readers))


def sitting_for(actor: Actor, sitting_id: int) -> Sitting | None:
    """The sitting, if it is there for the actor; absent and forbidden look alike."""
    return sittings_for(actor).filter(pk=sitting_id).first()


def with_counts(sittings: QuerySet[Sitting]) -> QuerySet[Sitting]:
    """Each with `items`, `adopted` and `given`: decisions that have a number."""
    return sittings.annotate(
        items=Count("agenda", distinct=True),
        adopted=Count("decisions", filter=Q(decisions__result=Result.ADOPTED), distinct=True),
        given=Count("decisions", filter=Q(decisions__document__isnull=False), distinct=True),
    )


def kept_bodies(actor: Actor) -> list[Body]:
    """Open bodies whose decisions the actor registers."""
    if actor.read_only:
        return []
    readers = JournalReader.objects.filter(
        journal__body=OuterRef("pk"), journal__stream=Stream.DECISIONS, journal__closed_on=None,
        may_register=True, principal__in=actor.principals,
    )  # fmt: skip
    return list(Body.objects.filter(Exists(readers), closed_on=None).select_related("organisation"))


@dataclass(frozen=True)
class ItemLine:
    """An item as the actor may see it: of a decision hidden from him only that it is there."""

    item: AgendaItem
    decision: Decision | None
    number: str
    sequence_text: str
    is_hidden: bool
    is_void: bool
    """The number was made void: it stays in its place, an extract is no longer made."""
    drafts: int
    addressees: int
    sent: int

    @property
    def title(self) -> str:
        if self.is_hidden:
            return "Рішення з обмеженим доступом"
        document = self.decision.document if self.decision else None
        return document.title if document else self.item.title

    @property
    def document_url(self) -> str:
        return f"/documents/{self.decision.document_id}/" if self.decision else ""

    @property
    def is_numbered(self) -> bool:
        return self.decision is not None and self.decision.document_id is not None

    @property
    def awaits_votes(self) -> bool:
        return self.item.kind == ItemKind.DECISION and self.decision is None

    @property
    def awaits_number(self) -> bool:
        return self.decision is not None and self.decision.is_adopted and not self.is_numbered

    @property
    def is_restricted(self) -> bool:
        document = self.decision.document if self.decision else None
        return document is not None and document.access_level == Access.RESTRICTED


def lines_of(actor: Actor, sitting: Sitting) -> list[ItemLine]:
    """The agenda of a sitting the actor sees, in its order; one statement."""
    number = Registration.objects.filter(document=OuterRef("decision__document"), moved_to=None)
    rows = (
        AgendaItem.objects.filter(sitting=sitting)
        .select_related("rapporteur", "decision__document", "decision__document__organisation")
        .defer("decision__document__words")
        .annotate(
            given=Subquery(number.order_by("-registered_at").values("number")[:1]),
            ordinal=Subquery(number.order_by("-registered_at").values("sequence")[:1]),
            is_void=Exists(number.filter(allocation__void__isnull=False)),
            is_seen=visible_rows(actor, "decision__document"),
            drafts=Count("files", distinct=True),
            addressees=Count("decision__mailing", distinct=True),
            sent=Count("decision__mailing", filter=~Q(decision__mailing__copy__sent_at=None), distinct=True),
        )
        .order_by("order", "pk")
    )
    return [_line(actor, each) for each in rows]


def _line(actor: Actor, item: AgendaItem) -> ItemLine:
    told = vars(item)
    decision = getattr(item, "decision", None)
    numbered = decision is not None and decision.document_id is not None
    hidden = numbered and not told["is_seen"] and actor.kind != "system"
    number = "" if hidden else told["given"] or ""
    return ItemLine(
        item,
        decision,
        number,
        str(told["ordinal"] or "") if number else "",
        hidden,
        bool(number and told["is_void"]),
        told["drafts"],
        told["addressees"],
        told["sent"],
    )


def journals_kept(actor: Actor, journals: list[Journal]) -> list[Journal]:
    """Those of a body’s journals where the actor may number its decisions."""
    return [
        each
        for each in journals
        if any(row.may_register and row.principal in actor.principals for row in each.readers.all())
    ]


def last_number(journal: Journal, period: str) -> int:
    """The ordinal the journal gave last in this period; others may take the next one any moment."""
    return Counter.objects.filter(journal=journal, period=period).values_list("value", flat=True).first() or 0


def members_of(body: Body, day: date) -> list[Person]:
    """Who sat in a body on a day."""
    held = Membership.objects.filter(body=body, started_on__lte=day).filter(
        Q(ended_on=None) | Q(ended_on__gte=day)
    )
    return [each.person for each in held.select_related("person").order_by("person__surname", "pk")]


def composition_of(sitting: Sitting) -> int | None:
    """The total composition as it was told last for this body; without a vote the members in the list."""
    return composition_on(sitting.body, sitting.held_on)


def composition_on(body: Body, day: date) -> int | None:
    told = Decision.objects.filter(sitting__body=body).order_by("-voted_at")
    known = told.values_list("composition", flat=True).first()
    return known or len(members_of(body, day)) or None


def recent_sittings(body: Body, most: int = 30) -> list[Sitting]:
    """Sittings of a body held by now, the newest first, for whoever registers its decisions."""
    held = Sitting.objects.filter(body=body, held_on__lte=timezone.localdate())
    return list(held.order_by("-held_on", "-pk")[:most])


def speakers(body: Body, day: date) -> dict[str, Person]:
    """Who may report at a sitting, by name in small letters: members and people at work in the organisation.

    A name that two bear is left out: it says nothing of which one.
    """
    people = {each.pk: each for each in members_of(body, day)}
    at_work = Appointment.objects.on(day).filter(position__organisation=body.organisation_id)
    people |= {each.person_id: each.person for each in at_work.select_related("person")}
    named: dict[str, list[Person]] = {}
    for person in people.values():
        named.setdefault(person.full_name.casefold(), []).append(person)
    return {name: found[0] for name, found in named.items() if len(found) == 1}


def decision_of(actor: Actor, document_id: UUID) -> Decision | None:
    """The decision that a document the actor sees is; None for any other and for one whose number is void."""
    void = Registration.objects.filter(document=document_id, moved_to=None, allocation__void__isnull=False)
    return (
        Decision.objects.filter(~Exists(void), document=document_id, document__in=visible_to(actor))
        .select_related("item__rapporteur", "sitting__body__organisation", "document__organisation")
        .first()
    )


def mailing_of(actor: Actor, sitting: Sitting, item_id: int | None = None) -> list[MailingEntry]:
    """The mailing lists of a sitting’s decisions, by item; of those hidden from the actor nothing is told."""
    number = Registration.objects.filter(document=OuterRef("decision__document"), moved_to=None)
    found = (
        MailingEntry.objects.filter(decision__sitting=sitting)
        .filter(Q(decision__document=None) | Q(visible_rows(actor, "decision__document")))
        .select_related("decision__item", "decision__document", "correspondent", "copy")
        .annotate(number=Subquery(number.order_by("-registered_at").values("number")[:1]))
        .order_by("decision__item__order", "name", "pk")
    )
    return list(found.filter(decision__item=item_id) if item_id else found)


@dataclass(frozen=True)
class DecisionPanel:
    """What the card of a decision says of its sitting; `sees_sitting` whether the actor may open it."""

    decision: Decision | None
    mailing: list[MailingEntry]
    roll_call: list[tuple[str, str]]
    sees_sitting: bool
    placing_url: str = ""
    """Where its sitting and votes are written down, for a decision that has none."""


def concerns(document: Document, streams: frozenset[str]) -> bool:
    """Whether a document registered in these streams may be a decision of a sitting."""
    return Stream.DECISIONS in streams


def panel_of(record: Record, journal: Journal, actor: Actor) -> DecisionPanel | None:
    """This room’s part of a document’s card, in two statements; in one for a document that is no decision."""
    sittings = sittings_for(actor).filter(pk=OuterRef("sitting")).order_by()
    votes = MemberVote.objects.filter(decision=OuterRef("pk")).order_by("order")
    decision: Any = (
        Decision.objects.filter(document=record.id)
        .select_related("item__rapporteur", "sitting__body")
        .annotate(
            sees_sitting=Exists(sittings),
            told=ArraySubquery(votes.values(told=JSONObject(name="name", vote="vote"))),
        )
        .first()
    )
    if decision is None:
        return _without_sitting(record, journal, actor)
    votes_told = [(each["name"], str(Vote(each["vote"]).label)) for each in decision.told]
    mailing = list(decision.mailing.select_related("copy"))
    return DecisionPanel(decision, mailing, votes_told, decision.sees_sitting)


def _without_sitting(record: Record, journal: Journal, actor: Actor) -> DecisionPanel | None:
    """Of a decision whose sitting is not written down: the way to do so, for whoever may."""
    if journal.stream != Stream.DECISIONS or journal.body_id is None or record.registration.is_void:
        return None
    if why_not_correct(actor, journal):
        return None
    return DecisionPanel(None, [], [], False, reverse("council:placing", args=[record.id]))


def restricted_among(lines: list[ItemLine]) -> list[Document]:
    """Restricted documents whose decisions are told in these lines: showing them is reading them."""
    return [
        each.decision.document
        for each in lines
        if each.is_restricted and not each.is_hidden and each.decision and each.decision.document
    ]
