"""What the API says, as schemas of its OpenAPI page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from obih.people.actors import Actor
from obih.registry.actions.registration import Registered
from obih.registry.models import DocumentFile
from obih.registry.queries.card import Card
from obih.registry.queries.records import FileTold
from obih.registry.queries.rows import JournalRow
from obih.registry.queries.told import RegistrationTold


class RegisteredOut(Schema):
    """`again`: the same request had been carried out before; this is what came of it."""

    id: UUID
    number: str
    registered_at: datetime
    again: bool


class RegistrationOut(Schema):
    """`sequence` and `suffix` are the number’s ordinal and the letter or fraction after it. A late entry has
    `entered_at`, when it was typed in, and its reason. `moved`: a stub, the document went to another journal;
    a void number has its reason and moment."""

    journal: str
    number: str
    sequence: int
    suffix: str
    period: str
    registered_at: datetime
    received_at: datetime
    registered_by: str
    entered_at: datetime | None
    late_reason: str
    moved: bool
    void_at: datetime | None
    void_reason: str


class PartyOut(Schema):
    role: str
    name: str
    number: str
    dated_on: date | None
    edrpou: str


class FileOut(Schema):
    id: UUID
    name: str
    role: str
    sha256: str
    size_bytes: int
    media_type: str


class DeadlineOut(Schema):
    rule: str
    source: str
    nominal_on: date
    effective_on: date
    due_at: datetime | None
    cap_on: date | None
    met_at: datetime | None


class LinkOut(Schema):
    document: UUID
    number: str
    kind: str


class ValueOut(Schema):
    """A field of the card: its label, its value for programs, its words for people."""

    label: str
    value: Any
    text: str


class DocumentOut(Schema):
    """A whole card. `fields` has every field of the profile for this kind, by code."""

    id: UUID
    version: int
    external_id: str
    kind: str
    title: str
    closed_at: datetime | None
    registrations: list[RegistrationOut]
    parties: list[PartyOut]
    files: list[FileOut]
    deadlines: list[DeadlineOut]
    links: list[LinkOut]
    fields: dict[str, ValueOut]


class RowOut(Schema):
    id: UUID
    journal: str
    number: str
    registered_at: datetime
    received_at: datetime
    kind: str
    title: str
    sender: str
    their_number: str
    their_date: date | None
    access_level: str
    answer_by: date | None
    closed_at: datetime | None


class PageOut(Schema):
    """`next` is the `after` of the next page, null at the end."""

    items: list[RowOut]
    next: str | None


class EventOut(Schema):
    id: UUID
    name: str
    at: datetime
    by: str
    document: UUID
    number: str
    sentence: str


class EventsOut(Schema):
    """`cursor` is the `since` of the next call: later events, none twice. It tells nothing by itself."""

    items: list[EventOut]
    cursor: str


class JournalOut(Schema):
    code: str
    title: str
    organisation: str
    stream: str
    may_register: bool


class CorrespondentOut(Schema):
    id: int
    name: str
    short_name: str
    edrpou: str
    is_natural: bool


class FieldOut(Schema):
    """A field of the card, as the regulation profile has it today."""

    code: str
    title: str
    type: str
    level: str
    required: bool
    typed: bool
    choices: list[list[str]]
    legal_basis: str
    hint: str


def registered_out(done: Registered) -> dict[str, Any]:
    return {
        "id": done.document_id,
        "number": done.number,
        "registered_at": done.registered_at,
        "again": done.again,
    }


def row_out(row: JournalRow) -> dict[str, Any]:
    return {
        "id": row.document_id,
        "journal": row.journal_code,
        "number": row.number,
        "registered_at": row.registered_at,
        "received_at": row.received_at,
        "kind": row.kind_code,
        "title": row.title,
        "sender": row.sender,
        "their_number": row.their_number,
        "their_date": row.their_date,
        "access_level": row.access_level,
        "answer_by": row.deadline.on if row.deadline else None,
        "closed_at": row.closed_at,
    }


def file_out(file: FileTold | DocumentFile) -> dict[str, Any]:
    content = file.content if isinstance(file, DocumentFile) else file
    sha256 = file.content_id if isinstance(file, DocumentFile) else file.sha256
    return {
        "id": file.id,
        "name": file.name,
        "role": file.role,
        "sha256": sha256,
        "size_bytes": content.size_bytes,
        "media_type": content.media_type,
    }


def _registration_out(given: RegistrationTold) -> dict[str, Any]:
    return {
        "journal": given.journal_code,
        "number": given.number,
        "sequence": given.sequence,
        "suffix": given.suffix,
        "period": given.period,
        "registered_at": given.registered_at,
        "received_at": given.received_at,
        "registered_by": given.registered_by,
        "entered_at": given.entered_at,
        "late_reason": given.late_reason,
        "moved": given.moved,
        "void_at": given.void.at if given.void else None,
        "void_reason": given.void.reason if given.void else "",
    }


def document_out(card: Card, actor: Actor) -> dict[str, Any]:
    record, document = card.record, card.record.document
    return {
        "id": record.id,
        "version": document.version,
        "external_id": document.external_id,
        "kind": document.kind_code,
        "title": document.title,
        "closed_at": document.closed_at,
        "registrations": [_registration_out(each) for each in record.registrations],
        "parties": [
            {"role": p.role, "name": p.name, "number": p.number, "dated_on": p.dated_on, "edrpou": p.edrpou}
            for p in record.parties
        ],
        "files": [file_out(each) for each in record.files],
        "deadlines": [
            {
                "rule": each.rule_code,
                "source": each.source,
                "nominal_on": each.nominal_on,
                "effective_on": each.effective_on,
                "due_at": each.due_at,
                "cap_on": each.cap_on,
                "met_at": each.met_at,
            }
            for each in record.deadlines
        ],
        "links": [
            {"document": each.document_id, "number": each.number, "kind": each.kind} for each in record.links
        ],
        "fields": {
            each.code: {"label": each.label, "value": each.value, "text": each.text} for each in card.values
        },
    }
