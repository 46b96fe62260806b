"""What hangs on a document, as it is told to those who show it: plain values, no rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from obih.registry.rules import DeadlineState, deadline_state, ordinal_parts
from obih.registry.vocabulary import LinkKind
from obih.ui.words import short_date


@dataclass(frozen=True, slots=True)
class VoidTold:
    """Why a number was made void, when and by whom."""

    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class RegistrationTold:
    id: UUID
    number: str
    sequence: int
    journal_id: int
    journal_code: str
    journal: str
    stream: str
    registered_at: datetime
    received_at: datetime
    registered_by: str
    moved: bool
    allocation_id: UUID
    void: VoidTold | None = None
    """Set when the number was made void: the registration is a stub."""
    entered_at: datetime | None = None
    """When a late entry was typed in, with `late_reason`."""
    late_reason: str = ""
    suffix: str = ""
    """The letter or fraction after the ordinal; empty for most."""

    period: str = ""
    period_closed_at: datetime | None = None
    """When the journal’s period was closed; None while it gives numbers."""

    @property
    def is_void(self) -> bool:
        return self.void is not None

    @property
    def ordinal_parts(self) -> tuple[str, str, str]:
        return ordinal_parts(self.number, self.sequence)

    @property
    def sequence_text(self) -> str:
        return str(self.sequence)


@dataclass(frozen=True, slots=True)
class PartyTold:
    """Someone in a role; `name` is the directory’s or, without an entry, as typed."""

    role: str
    name: str
    short_name: str
    number: str
    dated_on: date | None
    correspondent_id: int | None
    edrpou: str
    address: str
    person_id: int | None = None
    unit_id: int | None = None
    written: str = ""
    """The name as typed, with `written_address` and `contact`; empty where the directory tells them."""
    written_address: str = ""
    contact: str = ""
    is_natural: bool | None = None
    """Whether the directory’s entry is a natural person; None without an entry."""


@dataclass(frozen=True, slots=True)
class CopyTold:
    channel_code: str
    arrived_at: datetime | None
    outside_id: str
    number_there: str
    dated_there_on: date | None
    sent_at: datetime | None = None
    is_addressed: bool = False


@dataclass(frozen=True, slots=True)
class InstanceTold:
    medium: str
    sheets_main: int | None
    sheets_annex: int | None
    place: str
    holder: str
    count: int = 1
    unit: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeTold:
    old_on: date
    new_on: date
    reason: str
    agreed_by: str
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class DeadlineTold:
    id: int
    rule_code: str
    source: str
    starts_at: datetime
    nominal_on: date
    effective_on: date
    due_at: datetime | None
    cap_on: date | None
    met_at: datetime | None
    changes: tuple[ChangeTold, ...]

    def state(self, today: date) -> DeadlineState:
        return deadline_state(self.effective_on, met=self.met_at is not None, today=today, at=self.due_at)


@dataclass(frozen=True, slots=True)
class FileTold:
    """A file of a card. `pages` is None until its preview is made; `refused` says why there is none."""

    id: UUID
    sha256: str
    role: str
    name: str
    size_bytes: int
    media_type: str
    added_at: datetime
    added_by: str
    pages: int | None
    refused: str


@dataclass(frozen=True, slots=True)
class WithdrawnTold:
    """A file that was put aside: who did it and why."""

    file_id: UUID
    name: str
    reason: str
    who: str
    at: datetime

    def __str__(self) -> str:
        """As the printed card has it: «чужий.pdf (вилучено 22.11.2026, Галина Бойко: скан іншого листа)»."""
        on = short_date(timezone.localdate(self.at))
        return f"{self.name} (вилучено {on}, {self.who.split(',')[0]}: {self.reason})"


def files_words(count: int, withdrawn: int) -> str:
    """How a register tells of files: those that stand, and how many were put aside."""
    if not withdrawn:
        return str(count or "")
    return f"{count}, вилучено: {withdrawn}"


@dataclass(frozen=True, slots=True)
class LinkTold:
    """The other end of a link; `outward` when the card at hand named it."""

    document_id: UUID
    number: str
    title: str
    kind: str
    outward: bool

    @property
    def kind_label(self) -> str:
        return str(LinkKind(self.kind).label)
