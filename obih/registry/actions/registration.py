"""Giving an incoming document its number and its deadline."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from obih.files.actions import keep
from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.keys import uuid7
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry import access_rows
from obih.registry.access import why_not_register
from obih.registry.actions import card_rows
from obih.registry.actions.together import insert_together
from obih.registry.cards import Card, CardFile, CardLink, CreatedCard, IncomingCard, PartyEntry
from obih.registry.duplicates import DuplicateFound, find_duplicates, hold_off_twins, lock_journal
from obih.registry.events import DOCUMENT_REGISTERED
from obih.registry.lateness import why_reason_is_asked
from obih.registry.models import (
    Document,
    Link,
    Party,
    PendingCard,
    Registration,
)
from obih.registry.numbering import NumberSource, request_number
from obih.registry.queries.pending import pending_cards
from obih.registry.queries.periods import case_of_period
from obih.registry.rules import PatternProblem, period_of
from obih.registry.vocabulary import Form, PartyRole, PeriodKind
from obih.registry.words import vector
from obih.ui.one_look import one_look
from obih.ui.refusals import Refused

ACTION = "registry.register_incoming"
ACTION_CREATED = "registry.register_created"
BROUGHT_BY_PROGRAM = "Передано програмою пізніше, ніж одержано"


@dataclass(frozen=True)
class Registered:
    """What registering gave. `again` is true when the same request had been carried out before.

    Within a larger unit of work the number is empty until that one has ended.
    """

    registration: Registration
    again: bool = False

    @property
    def document_id(self) -> UUID:
        return self.registration.document_id

    @property
    def registration_id(self) -> UUID:
        return self.registration.pk

    @property
    def number(self) -> str:
        return self.registration.number

    @property
    def registered_at(self) -> datetime:
        return self.registration.registered_at


def register_incoming(card: IncomingCard, *, key: str, pending: UUID | None = None, by: Actor) -> Registered:
    """Give an incoming document its number and its due date.

    All or nothing: the document, its number, its access rows and its event appear together. A second call
    with the same key returns the first call’s number. Files must be stored before (their bytes are fsynced).
    `pending` is the half-filled card it grew from, which goes in the same transaction.
    Raises Refused, DuplicateFound, or KeyReused if the key came with another card.
    """
    return _register(card, ACTION, key, pending, by)


def register_created(card: CreatedCard, *, key: str, pending: UUID | None = None, by: Actor) -> Registered:
    """Give a document made here its number, and each of its addressees a copy that waits for dispatch.

    Promises and refusals are those of `register_incoming`; nothing that was made here counts as a duplicate.
    """
    return _register(card, ACTION_CREATED, key, pending, by)


@one_look()
def _register(card: Card, action: str, key: str, pending: UUID | None, by: Actor) -> Registered:
    """Rules and calendar of one version from the first check to the last row, asked for once."""
    if refusal := why_not_register(by, card.journal):
        raise Refused(refusal)
    entered_at = timezone.now()
    late_reason = _late_reason(card, entered_at, by)
    document, registration = _identities(card, entered_at, late_reason, by)
    _refuse_other_year(card, registration)
    if card.case is None:
        document.case_index = case_of_period(card.journal, registration.period)
    try:
        with unit_of_work():
            claim(
                by=by,
                action=action,
                key=key,
                digest=_digest(card),
                result={"document": str(document.pk), "registration": str(registration.pk)},
            )
            if isinstance(card, IncomingCard):
                _refuse_duplicates(card, by)
            else:
                lock_journal(card.journal, alone=False)
            _write(card, document, registration, by)
            if pending is not None:
                pending_cards(by).filter(pk=pending).delete()
    except AlreadyDone as done:
        return Registered(Registration.objects.get(pk=done.result["registration"]), again=True)
    return Registered(registration)


def _late_reason(card: Card, now: datetime, by: Actor) -> str:
    """Why it is registered later than it came or was numbered; empty for what is in time.

    A person has to say it; of what a program brings it is known that it came from a program.
    """
    if card.registered_at is not None and card.registered_at > now:
        raise Refused(
            "Час реєстрації ще не настав: вкажіть той, що стоїть на документі", field="registered_on"
        )
    if card.late_reason.strip():
        return card.late_reason.strip()[:300]
    if card.registered_at is not None:
        raise Refused("Напишіть, чому документ вносять пізніше, ніж зареєстрували", field="late_reason")
    asked = None
    if isinstance(card, IncomingCard):
        asked = why_reason_is_asked(card.received_at, now, profile(timezone.localdate(now)))
    if asked and by.kind == "person":
        raise Refused(asked, field="late_reason")
    return BROUGHT_BY_PROGRAM if asked else ""


def _refuse_other_year(card: Card, registration: Registration) -> None:
    """A number of last year is for what was numbered last year, with its true date."""
    chosen = card.number.period and card.journal.period_kind == PeriodKind.YEAR
    if chosen and registration.period != _period(card, registration.registered_at):
        raise Refused(
            f"Це номер {registration.period} року: вкажіть справжню дату реєстрації", field="registered_on"
        )


def _identities(
    card: Card, entered_at: datetime, late_reason: str, by: Actor
) -> tuple[Document, Registration]:
    journal = card.journal
    registered_at = card.registered_at or entered_at
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
        dated_on=card.dated_on,
        awaits_scan=card.form == Form.PAPER and not card.files,
        device_created_at=card.device_created_at,
        external_id=card.external_id,
        created_at=registered_at,
    )
    registration = Registration(
        document=document,
        allocation_id=uuid7(),
        organisation_id=journal.organisation_id,
        journal=journal,
        period=card.number.period or _period(card, registered_at),
        registered_at=registered_at,
        received_at=card.received_at if isinstance(card, IncomingCard) else registered_at,
        entered_at=entered_at if late_reason else None,
        late_reason=late_reason,
        registered_by_id=by.person_id,
        registered_by_label=by.label,
    )
    return document, registration


def _period(card: Card, registered_at: datetime) -> str:
    """The year of the document’s own date (a decision’s sitting), else of its registration."""
    body = card.journal.body
    return period_of(
        card.journal.period_kind,
        card.dated_on or timezone.localdate(registered_at),
        convocation=card.number_values.get("convocation") or (body.convocation if body else ""),
        sitting=card.number_values.get("sitting", ""),
    )


def _digest(card: Card) -> str:
    """What makes two requests the same: everything a person or a program said, and the files’ hashes.

    A moment of receipt whose hour nobody typed is told by its day only, one that nobody typed at all is not
    told: the same form sent again is the same, over midnight too.
    """
    said = {each.name: _told(getattr(card, each.name)) for each in fields(card) if each.name != "pending_id"}
    if isinstance(card, IncomingCard) and card.day_assumed:
        del said["received_at"]
    elif isinstance(card, IncomingCard) and card.hour_assumed:
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
    if isinstance(value, (PartyEntry, NumberSource)):
        return [_told(getattr(value, each.name)) for each in fields(value)]
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
        hardly_any=True,
    )
    if found:
        raise DuplicateFound(found)


def _write(card: Card, document: Document, registration: Registration, by: Actor) -> None:
    rules = profile(timezone.localdate(registration.registered_at))
    document.profile_version = rules.version
    document.regime_code = card.regime_code or rules.kind(card.kind_code).regime or "ordinary"
    keep([each.stored for each in card.files])
    entries = card.all_parties()
    document.words = vector(card_rows.texts_of(card, entries))  # type: ignore[assignment]
    document.save(force_insert=True)
    parties = card_rows.parties_of(entries, document)
    came = isinstance(card, IncomingCard)
    if not came:  # its copies name their addressees, whose keys the database gives
        Party.objects.bulk_create(parties)
    deadlines = card_rows.deadlines_of(card, document, registration, rules)
    insert_together(
        parties if came else [],
        card_rows.copies_of(card, entries, parties, document),
        [card_rows.instance_of(card, document, registration, by)],
        deadlines,
        card_rows.files_of(card, document, registration, by),
        unless_there=access_rows.rows_of(
            document, registration, card_rows.grants_of(card, registration, entries)
        ),
    )
    if card.links:
        Link.objects.bulk_create(card_rows.links_of(card, document, by))
    if card.pending_id:
        PendingCard.objects.filter(pk=card.pending_id, person=by.person_id).delete()
    try:
        parts = card_rows.parts_for(card.journal, registration, card)
    except PatternProblem as problem:
        raise Refused(str(problem), field="case_index") from problem
    place = request_number(registration, parts, card.number)
    incoming = card if isinstance(card, IncomingCard) else None
    record(
        DOCUMENT_REGISTERED,
        by=by,
        about=document,
        number_from=place,
        journal=card.journal.code,
        registration=registration.pk,
        kind=card.kind_code,
        registered_at=registration.registered_at,
        received_at=registration.received_at,
        answer_by=deadlines[0].effective_on if deadlines else None,
        files=[each.stored.sha256 for each in card.files],
        not_duplicate_because=card.not_duplicate_because,
        **_lateness(registration),
        private={
            "title": card.title,
            "from": entries[0].said if incoming else "",
            "to": [each.said for each in entries if each.role == PartyRole.ADDRESSEE],
            "their_number": incoming.their_number if incoming else "",
            "their_date": incoming.their_date if incoming else None,
        },
    )


def _lateness(registration: Registration) -> dict[str, Any]:
    """What the event of a late entry tells besides."""
    if registration.entered_at is None:
        return {}
    return {"late_reason": registration.late_reason, "entered_at": registration.entered_at}
