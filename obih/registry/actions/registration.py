"""Giving an incoming document its number and its deadline."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from obih.files.actions import keep
from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.keys import uuid7
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.law.profile import Profile
from obih.law.queries import profile
from obih.law.rules import due_on
from obih.people.actors import Actor
from obih.registry import access_rows
from obih.registry.access import why_not_register
from obih.registry.cards import CardFile, CardLink, IncomingCard
from obih.registry.duplicates import DuplicateFound, find_duplicates, hold_off_twins
from obih.registry.events import DOCUMENT_REGISTERED
from obih.registry.models import (
    AccessRow,
    Copy,
    Deadline,
    Document,
    DocumentFile,
    Instance,
    Journal,
    JournalReader,
    Link,
    Party,
    PendingCard,
    Registration,
)
from obih.registry.numbering import request_number
from obih.registry.queries.pending import pending_cards
from obih.registry.rules import NumberParts, PatternProblem, number_key, number_parts, period_of
from obih.registry.vocabulary import Access, DeadlineSource, PartyRole
from obih.registry.words import vector
from obih.ui.refusals import Refused
from obih.workdays.queries import calendar_for

ACTION = "registry.register_incoming"


@dataclass(frozen=True)
class Registered:
    """What registering gave. `again` is true when the same request had been carried out before."""

    document_id: UUID
    registration_id: UUID
    number: str
    registered_at: datetime
    again: bool = False


def register_incoming(card: IncomingCard, *, key: str, pending: UUID | None = None, by: Actor) -> Registered:
    """Give an incoming document its number and its due date.

    All or nothing: the document, its number, its access rows and its event appear together. A second call
    with the same key returns the first call’s number. Files must be stored before (their bytes are fsynced).
    `pending` is the half-filled card it grew from, which goes in the same transaction.
    Raises Refused, DuplicateFound, or KeyReused if the key came with another card.
    """
    if refusal := why_not_register(by, card.journal):
        raise Refused(refusal)
    registered_at = timezone.now()
    document, registration = _identities(card, registered_at, by)
    try:
        with unit_of_work():
            claim(
                by=by,
                action=ACTION,
                key=key,
                digest=_digest(card),
                result={"document": str(document.pk), "registration": str(registration.pk)},
            )
            _refuse_duplicates(card, by)
            _write(card, document, registration, by)
            if pending is not None:
                pending_cards(by).filter(pk=pending).delete()
    except AlreadyDone as done:
        first = Registration.objects.get(pk=done.result["registration"])
        return Registered(first.document_id, first.pk, first.number, first.registered_at, again=True)
    return Registered(document.pk, registration.pk, registration.number, registered_at)


def _identities(card: IncomingCard, registered_at: datetime, by: Actor) -> tuple[Document, Registration]:
    journal = card.journal
    registered_on = timezone.localdate(registered_at)
    document = Document(
        organisation_id=journal.organisation_id,
        kind_code=card.kind_code,
        regime_code=card.regime_code or "ordinary",
        title=card.title,
        summary=card.summary,
        form=card.form,
        access_level=card.access_level,
        access_basis=card.access_basis,
        case_index=card.case,
        settlement=card.settlement,
        district=card.district,
        first_reviewer=card.first_reviewer,
        responsible_unit=card.responsible_unit,
        language=card.language,
        urgent=card.urgent,
        added=card.added,
        device_created_at=card.device_created_at,
        external_id=card.external_id,
        created_at=registered_at,
    )
    registration = Registration(
        document=document,
        allocation_id=uuid7(),
        organisation_id=journal.organisation_id,
        journal=journal,
        period=period_of(
            journal.period_kind, registered_on, journal.body.convocation if journal.body else ""
        ),
        registered_at=registered_at,
        received_at=card.received_at,
        registered_by_id=by.person_id,
        registered_by_label=by.label,
    )
    return document, registration


def _digest(card: IncomingCard) -> str:
    """What makes two requests the same: everything a person or a program said, and the files’ hashes.

    A moment of receipt that nobody typed is told by its day only: the same form sent again is the same.
    """
    said = {each.name: _told(getattr(card, each.name)) for each in fields(card)}
    if card.hour_assumed:
        said["received_at"] = timezone.localdate(card.received_at)
    return digest_of(said)


def _told(value: object) -> object:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, tuple):
        return [_told(each) for each in value]
    if isinstance(value, CardFile):
        return [value.stored.sha256, value.name, value.role]
    if isinstance(value, CardLink):
        return [value.target_id, value.kind]
    return value


def _refuse_duplicates(card: IncomingCard, by: Actor) -> None:
    hold_off_twins(card.journal, card.correspondent, card.their_number)
    if card.not_duplicate_because:
        return
    found = find_duplicates(
        correspondent=card.correspondent,
        their_number=card.their_number,
        their_date=card.their_date,
        hashes=[each.stored.sha256 for each in card.files],
        journal=card.journal,
        actor=by,
    )
    if found:
        raise DuplicateFound(found)


def _write(card: IncomingCard, document: Document, registration: Registration, by: Actor) -> None:
    rules = profile(timezone.localdate(registration.registered_at))
    document.profile_version = rules.version
    document.regime_code = card.regime_code or rules.kind(card.kind_code).regime or "ordinary"
    keep([each.stored for each in card.files])
    document.words = vector(_texts(card))  # type: ignore[assignment]
    document.save(force_insert=True)
    Party.objects.bulk_create(_parties(card, document))
    Copy.objects.bulk_create(
        [
            Copy(
                document=document,
                channel_code=card.channel_code,
                arrived_at=card.received_at,
                outside_id=card.outside_id,
            )
        ]
    )
    Instance.objects.bulk_create([_instance(card, document, by)])
    deadlines = _deadlines(card, document, rules)
    Deadline.objects.bulk_create(deadlines)
    DocumentFile.objects.bulk_create(_files(card, document, registration, by))
    if card.links:
        Link.objects.bulk_create(_links(card, document, by))
    if card.pending_id:
        PendingCard.objects.filter(pk=card.pending_id, person=by.person_id).delete()
    access_rows.write(document, registration, _grants(card, registration))
    try:
        parts = parts_for(card.journal, registration, card)
    except PatternProblem as problem:
        raise Refused(str(problem), field="case_index") from problem
    place = request_number(registration, parts)
    record(
        DOCUMENT_REGISTERED,
        by=by,
        about=document,
        number_from=place,
        journal=card.journal.code,
        registration=registration.pk,
        kind=card.kind_code,
        registered_at=registration.registered_at,
        received_at=card.received_at,
        answer_by=deadlines[0].effective_on if deadlines else None,
        files=[each.stored.sha256 for each in card.files],
        not_duplicate_because=card.not_duplicate_because,
        private={
            "title": card.title,
            "from": card.correspondent.name if card.correspondent else card.sender_name,
            "their_number": card.their_number,
            "their_date": card.their_date,
        },
    )


def _texts(card: IncomingCard) -> list[str]:
    sender = card.correspondent
    return [
        card.title,
        card.summary,
        sender.name if sender else card.sender_name,
        sender.short_name if sender else "",
        card.their_number,
        card.signer,
        card.author,
        card.covering_body,
        card.representative,
    ]


def _parties(card: IncomingCard, document: Document) -> list[Party]:
    sender = Party(
        document=document,
        role=PartyRole.SENDER,
        correspondent=card.correspondent,
        name=card.sender_name,
        number=card.their_number,
        number_key=number_key(card.their_number),
        dated_on=card.their_date,
    )
    others = (
        (PartyRole.SIGNER, card.signer),
        (PartyRole.AUTHOR, card.author),
        (PartyRole.COVERING, card.covering_body),
        (PartyRole.REPRESENTATIVE, card.representative),
    )
    return [
        sender,
        *(
            Party(document=document, role=role, order=order, name=name)
            for order, (role, name) in enumerate(others, start=1)
            if name
        ),
    ]


def _instance(card: IncomingCard, document: Document, by: Actor) -> Instance:
    return Instance(
        document=document,
        medium=card.form,
        sheets_main=card.sheets_main,
        sheets_annex=card.sheets_annex,
        place=card.place,
        holder_id=by.person_id if card.form == "paper" else None,
    )


def _deadlines(card: IncomingCard, document: Document, rules: Profile) -> list[Deadline]:
    """By law and, if the letter itself names a date, by the letter; the nearer one comes first."""
    found = []
    term = rules.term(card.term_code) if card.term_code else rules.term_for(card.kind_code, card.regime_code)
    due = due_on(card.received_at, term, calendar_for(), rules.cap_of(term)) if term else None
    if due is not None:
        found.append(
            Deadline(
                document=document,
                unit=card.responsible_unit,
                rule_code=due.rule_code,
                starts_at=card.received_at,
                nominal_on=due.nominal,
                effective_on=due.effective,
                due_at=due.moment,
                cap_on=due.cap,
            )
        )
    if card.answer_by:
        found.append(
            Deadline(
                document=document,
                unit=card.responsible_unit,
                rule_code="letter",
                source=DeadlineSource.LETTER,
                starts_at=card.received_at,
                nominal_on=card.answer_by,
                effective_on=card.answer_by,
            )
        )
    return sorted(found, key=lambda each: each.effective_on)


def _files(
    card: IncomingCard, document: Document, registration: Registration, by: Actor
) -> list[DocumentFile]:
    return [
        DocumentFile(
            document=document,
            content_id=each.stored.sha256,
            role=each.role,
            order=order,
            name=each.name,
            added_at=registration.registered_at,
            added_by_label=by.label,
        )
        for order, each in enumerate(card.files)
    ]


def _links(card: IncomingCard, document: Document, by: Actor) -> list[Link]:
    """Only documents that the actor may see can be linked: an id must not tell that it exists."""
    targets = [each.target_id for each in card.links]
    seen = set(
        AccessRow.objects.filter(document__in=targets, principal__in=by.principals).values_list(
            "document_id", flat=True
        )
    )
    if missing := [each for each in targets if each not in seen]:
        raise Refused(f"Пов’язаного документа немає або він вам не доступний: {missing[0]}", field="links")
    return [Link(source=document, target_id=each.target_id, kind=each.kind) for each in card.links]


def _grants(card: IncomingCard, registration: Registration) -> set[access_rows.Grant]:
    """Readers are asked anew: they stand still from `hold_off_twins` on, not before."""
    return access_rows.grants_of_registration(
        readers=JournalReader.objects.filter(journal=card.journal),
        restricted=card.access_level == Access.RESTRICTED,
        registrar_id=registration.registered_by_id,
        first_reviewer_id=card.first_reviewer.pk if card.first_reviewer else None,
        unit_id=card.responsible_unit.pk if card.responsible_unit else None,
        journal_id=card.journal.pk,
    )


def parts_for(journal: Journal, registration: Registration, card: IncomingCard) -> NumberParts:
    """The number of this registration around its ordinal. Raises PatternProblem if something is not known."""
    day = timezone.localdate(registration.registered_at)
    unit = card.responsible_unit or journal.unit
    district = card.district or journal.district
    case = card.case or journal.default_case
    return number_parts(
        journal.pattern,
        {
            "case": case.index if case else "",
            "unit": unit.index if unit else "",
            "journal": journal.index,
            "district": district.index if district else "",
            "year": str(day.year),
            "yy": f"{day.year % 100:02d}",
            "convocation": journal.body.convocation if journal.body else "",
        },
    )
