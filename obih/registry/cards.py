"""What is known of a document when it is registered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from obih.files.storage import StoredContent
from obih.nomenclature.models import CaseIndex
from obih.people.models import District, Person, Settlement, Unit
from obih.registry.models import Correspondent, Journal
from obih.registry.numbering import NEXT, NumberSource
from obih.registry.vocabulary import Access, FileRole, Form, LinkKind, PartyRole


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
class PartyEntry:
    """Someone in a role: from the directory, one of ours, or as typed; with his own number and date.

    `channel_code` and `address` say how an addressee’s copy goes to him.
    """

    role: PartyRole
    correspondent: Correspondent | None = None
    name: str = ""
    person: Person | None = None
    unit: Unit | None = None
    is_natural: bool = False
    address: str = ""
    contact: str = ""
    number: str = ""
    dated_on: date | None = None
    channel_code: str = ""

    @property
    def said(self) -> str:
        """The name it is known by."""
        if self.correspondent:
            return self.correspondent.name
        return self.name or str(self.person or self.unit or "")


@dataclass(frozen=True, kw_only=True)
class Card:
    """What every registration has in common.

    `registered_at` and `late_reason` belong to a late entry: the moment it was numbered on paper (empty: now)
    and why it is typed in only now. `number_values` fill placeholders of the journal’s pattern that do not
    follow from the card (the sitting, the item, the first letter of a surname). `answer_by` is the date the
    document itself sets.
    """

    journal: Journal
    kind_code: str
    title: str
    signer: str = ""
    summary: str = ""
    regime_code: str = ""
    term_code: str = ""
    answer_by: date | None = None
    dated_on: date | None = None
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
    parties: tuple[PartyEntry, ...] = ()
    number: NumberSource = NEXT
    number_values: dict[str, str] = field(default_factory=dict)
    registered_at: datetime | None = None
    late_reason: str = ""
    external_id: str = ""
    device_created_at: datetime | None = None
    not_duplicate_because: str = ""
    pending_id: UUID | None = None
    """The half-filled card this one was; it goes in the same transaction."""

    def all_parties(self) -> list[PartyEntry]:
        signer = [PartyEntry(PartyRole.SIGNER, name=self.signer)] if self.signer else []
        return [*signer, *self.parties]


@dataclass(frozen=True, kw_only=True)
class IncomingCard(Card):
    """A filled-in card of a document that came. `received_at` is a moment with its zone, of which the hour
    may be assumed. `parties` are those besides the sender and the people named in fields of their own."""

    received_at: datetime
    hour_assumed: bool = False
    day_assumed: bool = False
    """Nobody said when it came: it is the moment of the request, and no part of what was said."""
    correspondent: Correspondent | None = None
    sender_name: str = ""
    their_number: str = ""
    their_date: date | None = None
    author: str = ""
    covering_body: str = ""
    representative: str = ""
    outside_id: str = ""

    def all_parties(self) -> list[PartyEntry]:
        sender = PartyEntry(
            PartyRole.SENDER,
            self.correspondent,
            self.sender_name,
            number=self.their_number,
            dated_on=self.their_date,
        )
        named = (
            (PartyRole.SIGNER, self.signer),
            (PartyRole.AUTHOR, self.author),
            (PartyRole.COVERING, self.covering_body),
            (PartyRole.REPRESENTATIVE, self.representative),
        )
        return [sender, *(PartyEntry(role, name=name) for role, name in named if name), *self.parties]


@dataclass(frozen=True, kw_only=True)
class CreatedCard(Card):
    """A filled-in card of a document made here: a letter out, an order, a contract, a certificate.

    Its addressees are parties; each gets a copy that goes by the party’s channel or the card’s. `outside_id`
    and `number_there` are of the first one, where they are known beforehand.
    """

    channel_code: str = ""
    outside_id: str = ""
    number_there: str = ""
