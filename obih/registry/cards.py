"""What is known of an incoming document when it is registered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from obih.files.storage import StoredContent
from obih.nomenclature.models import CaseIndex
from obih.people.models import District, Person, Settlement, Unit
from obih.registry.models import Correspondent, Journal
from obih.registry.vocabulary import Access, FileRole, Form, LinkKind


@dataclass(frozen=True)
class CardFile:
    """A file that is already stored and fsynced; its row comes with the document."""

    stored: StoredContent
    name: str
    role: FileRole = FileRole.MAIN


@dataclass(frozen=True)
class CardLink:
    target_id: UUID
    kind: LinkKind = LinkKind.RELATED


@dataclass(frozen=True)
class IncomingCard:
    """A filled-in card. `received_at` is a moment with its zone, of which the hour may be assumed;
    `answer_by` is the date the letter itself sets."""

    journal: Journal
    kind_code: str
    title: str
    received_at: datetime
    hour_assumed: bool = False
    correspondent: Correspondent | None = None
    sender_name: str = ""
    their_number: str = ""
    their_date: date | None = None
    signer: str = ""
    author: str = ""
    covering_body: str = ""
    representative: str = ""
    summary: str = ""
    regime_code: str = ""
    term_code: str = ""
    answer_by: date | None = None
    form: Form = Form.PAPER
    channel_code: str = "post"
    access_level: Access = Access.GENERAL
    access_basis: str = ""
    case: CaseIndex | None = None
    first_reviewer: Person | None = None
    responsible_unit: Unit | None = None
    settlement: Settlement | None = None
    district: District | None = None
    sheets_main: int | None = None
    sheets_annex: int | None = None
    place: str = ""
    urgent: bool = False
    language: str = "uk"
    added: dict[str, object] = field(default_factory=dict)
    files: tuple[CardFile, ...] = ()
    links: tuple[CardLink, ...] = ()
    external_id: str = ""
    outside_id: str = ""
    device_created_at: datetime | None = None
    not_duplicate_because: str = ""
    pending_id: UUID | None = None
    """The half-filled card this one was; it goes in the same transaction."""
