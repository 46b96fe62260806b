"""What people ask about appeals and requests; every answer starts from what the actor sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from obih.appeals import rules
from obih.appeals.access import why_not_keep
from obih.appeals.models import (
    Answer,
    CopyingBill,
    Extension,
    Forwarding,
    Reception,
)
from obih.appeals.rules import Applicant
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.people.models import Appointment, Person
from obih.registry.actions.deadlines import DOCUMENT_ADDRESS
from obih.registry.models import Deadline, Document, Party, Registration
from obih.registry.queries import visible_to
from obih.registry.queries.visibility import visible_rows
from obih.registry.vocabulary import DeadlineSource, PartyRole
from obih.workdays.queries import calendar_for

REGIMES = ("appeal", "information")
LIKELY = 5
COMPARED = 50


def regime_of(document: Document) -> str | None:
    """«appeal», «information», or None about a document that is neither."""
    kind = profile().kinds.get(document.kind_code)
    return kind.regime if kind is not None and kind.regime in REGIMES else None


def is_request(document: Document) -> bool:
    return regime_of(document) == "information"


def law_deadline(document: Document) -> Deadline | None:
    """The open deadline that the law set."""
    rows = Deadline.objects.filter(document=document, source=DeadlineSource.LAW, met_at=None)
    return rows.order_by("effective_on").first()


def extension_limit(deadline: Deadline, document: Document) -> date | None:
    """The last day this deadline may be prolonged to by the rules of the day the document was registered."""
    law = profile(timezone.localdate(document.created_at))
    term = law.terms.get(deadline.rule_code)
    longest = law.extension_of(term) if term else None
    return rules.extension_limit(deadline.starts_at, deadline.cap_on, longest, calendar_for())


def notice_last_day(document: Document, received_at: datetime) -> date | None:
    """Until when a requester is told of an extension; None where the law names no day."""
    if not is_request(document):
        return None
    term = profile(timezone.localdate(received_at)).term("info_request")
    return rules.notice_last_day(received_at, term, calendar_for())


def leader_label(person: Person, day: date) -> str:
    """«Мельниченко І., голова»: surname, initials and the post of that day, as the register wants them."""
    held = Appointment.objects.on(day).filter(person=person).select_related("position")
    post = held.order_by("position__rank").first()
    initials = " ".join(f"{each[0]}." for each in (person.given_name, person.patronymic) if each)
    named = f"{person.surname} {initials}".strip()
    return f"{named}, {post.position.title[:1].lower()}{post.position.title[1:]}" if post else named


def receivers(organisation_id: int, today: date) -> QuerySet[Person]:
    """Who may hold a reception: leaders of the organisation first, then heads of its units."""
    held = Appointment.objects.on(today).filter(position__organisation=organisation_id, person__left_on=None)
    leading = held.filter(position__is_leader=True) | held.filter(position__is_unit_head=True)
    ranks = {each.person_id: each for each in leading.select_related("position").order_by("-position__rank")}
    return Person.objects.filter(pk__in=ranks).order_by("surname", "given_name")


# ── repeats ──────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Earlier:
    """An appeal or request of somebody of the same name; `same_address` when nothing parts the addresses."""

    document_id: UUID
    number: str
    registered_on: date
    title: str
    applicant: str
    same_address: bool

    @property
    def url(self) -> str:
        return DOCUMENT_ADDRESS.format(self.document_id)


def likely_repeats(
    actor: Actor, applicant: Applicant, *, information: bool = False, but: UUID | None = None
) -> list[Earlier]:
    """Earlier ones of the same applicant among what the actor sees, same address first, newest first.

    Of what he may not see he learns nothing, not even that it is there.
    """
    key = rules.applicant_key(applicant.name)
    if len(key.split()) < 2:
        return []
    room = "information_request" if information else "appeal"
    rows = Registration.objects.filter(
        visible_rows(actor, "document_id"), moved_to=None, **{f"document__{room}__applicant_key": key}
    )
    rows = rows.exclude(document=but).select_related("document").defer("document__words")
    registered = list(rows.order_by("-document__created_at")[:COMPARED])
    if not registered:
        return []
    people = applicants_of([each.document_id for each in registered])
    found = []
    for each in registered:
        first = people.get(each.document_id, [Applicant("")])[0]
        found.append(
            Earlier(
                each.document_id,
                each.number,
                timezone.localdate(each.registered_at),
                each.document.title,
                first.name,
                rules.same_address(first.address, applicant.address),
            )
        )
    found.sort(key=lambda each: each.registered_on, reverse=True)
    return sorted(found, key=lambda each: not each.same_address)[:LIKELY]


_ORDER = (PartyRole.AUTHOR, PartyRole.CO_AUTHOR, PartyRole.SENDER)


def applicants_of(documents: Sequence[UUID]) -> dict[UUID, list[Applicant]]:
    """The applicants of documents that the caller has already been let to; an unsigned one has none.

    The first one’s address and contact are those of the card, where they are corrected. What another program
    registered without an author is its sender’s.
    """
    rows = Party.objects.filter(document__in=documents, role__in=_ORDER)
    rows = rows.select_related("document", "correspondent").defer("document__words")
    found: dict[UUID, list[Applicant]] = {}
    for each in sorted(rows, key=lambda row: (_ORDER.index(PartyRole(row.role)), row.order)):
        told = found.setdefault(each.document_id, [])
        if each.role == PartyRole.CO_AUTHOR:
            told.append(Applicant(each.name, each.address, each.contact))
        elif not told and (each.role == PartyRole.AUTHOR or _wrote_himself(each)):
            told.append(_first(each))
    return found


def _first(party: Party) -> Applicant:
    added, known = party.document.added, party.correspondent
    return Applicant(
        party.name or (known.name if known else ""),
        added.get("applicant_address") or (known.address if known else ""),
        added.get("applicant_contact", ""),
    )


def _wrote_himself(sender: Party) -> bool:
    """Whether a sender is the applicant: not of an unsigned appeal, and no body that passed one on."""
    if sender.document.added.get("appeal_subject") == rules.ANONYMOUS:
        return False
    known = sender.correspondent
    return is_request(sender.document) or known is None or known.is_natural


# ── the panel of the card ────────────────────────────────────────────


@dataclass(frozen=True)
class Panel:
    """What the card of an appeal or a request shows besides: whose it is and what became of it."""

    document_id: UUID
    information: bool
    applicants: list[Applicant]
    forwardings: list[Forwarding]
    extensions: list[Extension]
    answer: Answer | None
    result: str
    result_code: str
    ground: str
    bill: CopyingBill | None
    reception: Reception | None
    forward_by: date | None
    forward_late: bool
    notice_by: date | None
    extend_to: date | None
    why_not: str | None
    earlier: list[Earlier] = field(default_factory=list)


def concerns(document: Document, streams: frozenset[str]) -> bool:
    """Whether a document may be an appeal or a request; no statement is made."""
    return regime_of(document) is not None


def panel_for(document_id: UUID, actor: Actor) -> Panel | None:
    """This room’s part of a card; None about a document that is neither an appeal nor a request, or that
    the actor does not see."""
    seen = visible_to(actor).select_related("answer_given", "copying_bill", "reception").defer("words")
    document = seen.filter(pk=document_id).first()
    if document is None or regime_of(document) is None:
        return None
    registration = (
        Registration.objects.filter(document=document, moved_to=None)
        .select_related("journal")
        .order_by("registered_at")
        .first()
    )
    assert registration is not None, "a document without a registration"
    return _panel(document, registration, actor)


def _panel(document: Document, registration: Registration, actor: Actor) -> Panel:
    information = is_request(document)
    law = profile(timezone.localdate(registration.received_at))
    applicants = applicants_of([document.pk]).get(document.pk, [])
    answer: Answer | None = getattr(document, "answer_given", None)
    code = "info_result" if information else "appeal_result"
    deadline = law_deadline(document)
    forwardings = list(Forwarding.objects.filter(document=document))
    by = None
    if not information:
        by = rules.forwarding_last_day(registration.received_at, law.term("appeal_forward"), calendar_for())
    today = timezone.localdate()
    earlier = (
        likely_repeats(actor, applicants[0], information=information, but=document.pk) if applicants else []
    )
    return Panel(
        document_id=document.pk,
        information=information,
        applicants=applicants,
        forwardings=forwardings,
        extensions=list(Extension.objects.filter(document=document)),
        answer=answer,
        result=law.fields[code].choice_label(str(document.added.get(code, ""))),
        result_code=str(document.added.get(code, "")),
        ground=rules.REFUSALS.get(answer.ground, "") if answer else "",
        bill=getattr(document, "copying_bill", None),
        reception=getattr(document, "reception", None),
        forward_by=by,
        forward_late=bool(by and by < today and not forwardings),
        notice_by=notice_last_day(document, registration.received_at),
        extend_to=extension_limit(deadline, document) if deadline else None,
        why_not=why_not_keep(actor, registration.journal),
        earlier=[each for each in earlier if each.same_address],
    )


# ── receptions ───────────────────────────────────────────────────────


def receptions(
    actor: Actor, *, since: date | None = None, until: date | None = None, leader: int | None = None
) -> QuerySet[Reception]:
    """The register of personal receptions, newest first: those whose appeal the actor sees."""
    rows = Reception.objects.filter(visible_rows(actor, "document_id")).select_related(
        "document__responsible_unit", "document__appeal", "leader"
    )
    if since:
        rows = rows.filter(held_on__gte=since)
    if until:
        rows = rows.filter(held_on__lte=until)
    if leader:
        rows = rows.filter(leader=leader)
    return rows.order_by("-held_on", "-noted_at", F("pk").desc())


def reception_of(actor: Actor, document_id: UUID) -> Reception | None:
    """The reception at which this appeal was heard, if the actor sees it."""
    return receptions(actor).filter(document=document_id).first()
