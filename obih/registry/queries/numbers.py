"""What became of the numbers of a journal. Only its readers are told; others learn nothing of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from obih.people.actors import Actor
from obih.registry.models import (
    Allocation,
    Journal,
    JournalReader,
    PeriodClosure,
    Registration,
    Reservation,
    VoidNumber,
)
from obih.registry.queries.visibility import reading_principals, visible_to
from obih.registry.vocabulary import ReservationPurpose

MOST = 500
"""How many numbers a page or a list of choices shows of each sort."""


@dataclass(frozen=True)
class HeldNumber:
    """A number without a document that is not void: held for somebody, or returned and free."""

    allocation: Allocation
    reservation: Reservation | None
    today: date

    @property
    def number(self) -> str:
        return self.allocation.number

    @property
    def is_free(self) -> bool:
        """Returned: anyone who registers here may take it."""
        return self.reservation is None or self.reservation.ended_at is not None

    @property
    def is_overdue(self) -> bool:
        until = self.reservation.until if self.reservation else None
        return not self.is_free and until is not None and until < self.today

    @property
    def is_outage(self) -> bool:
        return bool(self.reservation and self.reservation.purpose == ReservationPurpose.OUTAGE)


@dataclass(frozen=True)
class StubTold:
    """A void number. `document_id` is set only if the actor may see what was registered under it."""

    number: str
    period: str
    sequence: int
    reason: str
    voided_at: datetime
    voided_by: str
    was_registered: bool
    document_id: UUID | None


@dataclass(frozen=True)
class LateTold:
    """A document registered or entered later than it came; shown only to those who may see it."""

    number: str
    document_id: UUID
    title: str
    received_at: datetime
    registered_at: datetime
    entered_at: datetime
    reason: str
    entered_by: str


def reads_numbers(actor: Actor, journal: Journal) -> bool:
    """Whether the actor is one of the journal’s readers: seeing one document of it is not enough."""
    if actor.kind == "system":
        return True
    mine = set(reading_principals(actor))
    return any(each.principal in mine for each in journal.readers.all())


def _readings(actor: Actor, journal: Journal) -> QuerySet[JournalReader]:
    return JournalReader.objects.filter(journal=journal, principal__in=reading_principals(actor))


def periods_of(journal: Journal) -> list[str]:
    """The periods that have given numbers, newest first."""
    found = Allocation.objects.filter(journal=journal).order_by("-period").values_list("period", flat=True)
    return list(found.distinct())


def without_document(journal: Journal) -> QuerySet[Allocation]:
    """Numbers behind which no document stands and which are not void."""
    return Allocation.objects.filter(
        ~Exists(Registration.objects.filter(allocation=OuterRef("pk"))),
        ~Exists(VoidNumber.objects.filter(allocation=OuterRef("pk"))),
        Exists(Reservation.objects.filter(allocation=OuterRef("pk"))),
        journal=journal,
    )


def still_open(numbers: QuerySet[Allocation]) -> QuerySet[Allocation]:
    """Those of periods that still give numbers."""
    closed = PeriodClosure.objects.filter(journal=OuterRef("journal"), period=OuterRef("period"))
    return numbers.filter(~Exists(closed))


def held_numbers(
    actor: Actor, journal: Journal, *, period: str = "", purpose: str = "", today: date | None = None
) -> list[HeldNumber]:
    """Numbers held or free in the journal, oldest first; nothing for whoever is not its reader."""
    numbers = still_open(without_document(journal)).order_by("period", "sequence", "suffix")
    if actor.kind != "system":
        numbers = numbers.filter(Exists(_readings(actor, journal)))
    if period:
        numbers = numbers.filter(period=period)
    day = today or timezone.localdate()
    found = [
        HeldNumber(each, _latest(each.reservations.all()), day)
        for each in numbers.prefetch_related("reservations")[:MOST]
    ]
    return [
        each for each in found if not purpose or (each.reservation and each.reservation.purpose == purpose)
    ]


def _latest(reservations: Iterable[Reservation]) -> Reservation | None:
    return max(reservations, key=lambda each: (each.ended_at is None, each.reserved_at), default=None)


def reservations(actor: Actor, journal: Journal, *, period: str = "") -> list[Reservation]:
    """The register of reserved numbers with what each ended in, in the order of numbers; readers only."""
    if not reads_numbers(actor, journal):
        return []
    found = Reservation.objects.filter(_of(journal, period, "allocation__")).select_related("allocation")
    return list(
        found.order_by("allocation__period", "allocation__sequence", "allocation__suffix", "reserved_at")[
            :MOST
        ]
    )


def number_to_void(actor: Actor, journal: Journal, allocation_id: UUID) -> Allocation | None:
    """The number, if the actor reads the journal and sees what was registered under it."""
    if not reads_numbers(actor, journal):
        return None
    found = (
        Allocation.objects.filter(pk=allocation_id, journal=journal).select_related("registration").first()
    )
    registration: Any = getattr(found, "registration", None)
    if registration and not visible_to(actor).filter(pk=registration.document_id).exists():
        return None
    return found


def stubs(actor: Actor, journal: Journal, *, period: str = "") -> list[StubTold]:
    """The register of void numbers in their order; none for whoever is not a reader. Three statements."""
    if not reads_numbers(actor, journal):
        return []
    rows = list(
        VoidNumber.objects.filter(_of(journal, period, "allocation__"))
        .select_related("allocation", "allocation__registration")
        .order_by("allocation__period", "allocation__sequence", "allocation__suffix")[:MOST]
    )
    registered = {
        each.allocation_id: each.allocation.registration.document_id
        for each in rows
        if hasattr(each.allocation, "registration")
    }
    seen = set(visible_to(actor).filter(pk__in=list(registered.values())).values_list("pk", flat=True))
    return [
        StubTold(
            number=_number_of(each),
            period=each.allocation.period,
            sequence=each.allocation.sequence,
            reason=each.reason,
            voided_at=each.voided_at,
            voided_by=each.voided_by_label,
            was_registered=each.allocation_id in registered,
            document_id=found if (found := registered.get(each.allocation_id)) in seen else None,
        )
        for each in rows
    ]


def _number_of(stub: VoidNumber) -> str:
    registration: Any = getattr(stub.allocation, "registration", None)
    return str(registration.number if registration else stub.allocation.number)


@dataclass(frozen=True)
class VoidStub:
    """A void number that never had a document; `at` is when it was given."""

    number: str
    reason: str
    at: datetime


def void_stubs(journal: Journal) -> list[VoidStub]:
    """All of a journal; the caller has made sure that they may be told. One statement."""
    rows = VoidNumber.objects.filter(allocation__journal=journal, allocation__registration=None)
    told = rows.values_list("allocation__number", "reason", "allocation__allocated_at")
    return [VoidStub(*each) for each in told]


def late_entries(actor: Actor, journal: Journal, *, period: str = "") -> list[LateTold]:
    """Late entries that the actor may see, newest first."""
    found = (
        Registration.objects.filter(
            _of(journal, period), entered_at__isnull=False, document__in=visible_to(actor)
        )
        .select_related("document")
        .order_by("-entered_at")[:MOST]
    )
    return [
        LateTold(
            number=each.number,
            document_id=each.document_id,
            title=each.document.title,
            received_at=each.received_at,
            registered_at=each.registered_at,
            entered_at=each.entered_at,
            reason=each.late_reason,
            entered_by=each.registered_by_label,
        )
        for each in found
        if each.entered_at
    ]


def _of(journal: Journal, period: str, through: str = "") -> Q:
    wanted = Q(**{f"{through}journal": journal})
    return wanted & Q(**{f"{through}period": period}) if period else wanted


def void_of(document_id: UUID) -> VoidNumber | None:
    """Why the number of this document was made void, if it was; the caller has shown the document."""
    return VoidNumber.objects.filter(allocation__registration__document=document_id).first()
