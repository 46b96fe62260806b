"""What people ask about appeals and requests; every answer starts from what the actor sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
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
from obih.registry.models import Deadline, Document, Journal, Party
from obih.registry.queries import Record, records
from obih.registry.queries.journals import with_readers
from obih.registry.queries.records import newest_records
from obih.registry.queries.told import DeadlineTold, PartyTold
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


def extension_limit(deadline: Deadline | DeadlineTold, document: Document) -> date | None:
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
    found = []
    for each in newest_records(actor, COMPARED, **{f"{room}__applicant_key": key}):
        if each.id == but:
            continue
        first = next(iter(applicants_told(each)), Applicant(""))
        found.append(
            Earlier(
                each.id,
                each.number,
                timezone.localdate(each.registration.registered_at),
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


def applicants_told(record: Record) -> list[Applicant]:
    """The same of a document that is at hand with its parties; nothing is asked for."""
    told: list[Applicant] = []
    added, of_request = record.document.added, is_request(record.document)
    for role in _ORDER:
        for each in (party for party in record.parties if party.role == role):
            if role == PartyRole.CO_AUTHOR:
                told.append(Applicant(each.written, each.written_address, each.contact))
            elif not told and (role == PartyRole.AUTHOR or _is_the_applicant(each, added, of_request)):
                address = added.get("applicant_address") or each.address
                told.append(Applicant(each.written or each.name, address, added.get("applicant_contact", "")))
    return told


def _is_the_applicant(sender: PartyTold, added: Mapping[str, Any], of_request: bool) -> bool:
    if added.get("appeal_subject") == rules.ANONYMOUS:
        return False
    return of_request or sender.correspondent_id is None or sender.is_natural is True


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
    found = records(actor, [document_id])
    if not found:
        return None
    return panel_of(found[0], with_readers(None, found[0].registration.journal_id), actor)


def panel_of(record: Record, journal: Journal, actor: Actor) -> Panel | None:
    """The same of a card that is at hand; two statements."""
    if regime_of(record.document) is None:
        return None
    document, registration, became = record.document, record.registration, _became_of(record.id)
    information = is_request(document)
    law = profile(timezone.localdate(registration.received_at))
    applicants = applicants_told(record)
    answer = became.answer
    code = "info_result" if information else "appeal_result"
    deadline = _law_deadline(record)
    by = None
    if not information:
        by = rules.forwarding_last_day(registration.received_at, law.term("appeal_forward"), calendar_for())
    earlier = (
        likely_repeats(actor, applicants[0], information=information, but=record.id) if applicants else []
    )
    return Panel(
        document_id=record.id,
        information=information,
        applicants=applicants,
        forwardings=became.forwardings,
        extensions=became.extensions,
        answer=answer,
        result=law.fields[code].choice_label(str(document.added.get(code, ""))),
        result_code=str(document.added.get(code, "")),
        ground=rules.REFUSALS.get(answer.ground, "") if answer else "",
        bill=became.bill,
        reception=became.reception,
        forward_by=by,
        forward_late=bool(by and by < timezone.localdate() and not became.forwardings),
        notice_by=notice_last_day(document, registration.received_at),
        extend_to=extension_limit(deadline, document) if deadline else None,
        why_not=why_not_keep(actor, journal),
        earlier=[each for each in earlier if each.same_address],
    )


def _law_deadline(record: Record) -> DeadlineTold | None:
    """The open deadline that the law set."""
    law = (each for each in record.deadlines if each.source == DeadlineSource.LAW and each.met_at is None)
    return next(law, None)


@dataclass(frozen=True)
class _Became:
    answer: Answer | None
    bill: CopyingBill | None
    reception: Reception | None
    forwardings: list[Forwarding]
    extensions: list[Extension]


def _became_of(document_id: UUID) -> _Became:
    """What became of an appeal or a request, in one statement; the card’s door is passed before."""
    rows = Document.objects.filter(pk=document_id).select_related("answer_given", "copying_bill", "reception")
    found: Any = rows.defer("words").annotate(
        forwarded=_told(Forwarding.objects.order_by("sent_on", "pk"), *_FORWARDED),
        extended=_told(Extension.objects.order_by("noted_at"), *_EXTENDED),
    )
    became = found.get()
    return _Became(
        getattr(became, "answer_given", None),
        getattr(became, "copying_bill", None),
        getattr(became, "reception", None),
        [Forwarding(**_with_days(each)) for each in became.forwarded],
        [Extension(**_with_days(each)) for each in became.extended],
    )


_FORWARDED = ("id", "to_whom", "part", "sent_on", "number", "last_on", "noticed_on")
_EXTENDED = ("id", "old_on", "new_on", "reason", "decided_by", "noticed_on")


def _told(rows: QuerySet[Any], *names: str) -> ArraySubquery:
    told = JSONObject(**{name: name for name in names})
    return ArraySubquery(rows.filter(document=OuterRef("pk")).values(told=told))


def _with_days(told: dict[str, Any]) -> dict[str, Any]:
    """JSON has no dates: what a name says is a day is made one."""
    return {
        name: date.fromisoformat(value) if value and name.endswith("_on") else value
        for name, value in told.items()
    }


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
