"""A number’s life besides registering: it is reserved, given back, made void."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.registry.access import why_not_register
from obih.registry.actions.sharing import document_to_change
from obih.registry.events import NUMBER_RESERVED, NUMBER_RETURNED, NUMBER_VOIDED
from obih.registry.models import (
    Allocation,
    Closure,
    Deadline,
    Document,
    Journal,
    Registration,
    Reservation,
    VoidNumber,
)
from obih.registry.numbering import hold_number
from obih.registry.numbering import return_number as give_back
from obih.registry.numbering import void_number as make_void
from obih.registry.queries.numbers import reads_numbers
from obih.registry.rules import PLACEHOLDERS, NumberParts, number_parts, period_of
from obih.registry.vocabulary import PeriodKind, ReservationPurpose
from obih.ui.refusals import Refused
from obih.ui.words import short_date

ACTION = "registry.reserve_numbers"
MOST = 200
NOT_KNOWN = "…"
"""Stands in a reserved number for what only the document will tell: «12/…»."""
ABSENT = "Такого номера немає: оновіть сторінку"


def reserve_numbers(
    journal: Journal,
    *,
    count: int = 1,
    holder: str,
    until: date | None = None,
    note: str = "",
    purpose: ReservationPurpose = ReservationPurpose.HELD,
    on: date | None = None,
    number_values: Mapping[str, str] | None = None,
    key: str = "",
    by: Actor,
) -> list[UUID]:
    """Hold the next numbers of the journal for somebody; gives the reservations’ ids in the order of numbers.

    `on` says of which period (empty: today’s); `purpose=OUTAGE` are numbers printed for the time without
    connection. With a `key` a second call gives what the first one did. The numbers are known when the
    outermost unit of work has ended.
    """
    if refusal := why_not_register(by, journal):
        raise Refused(refusal)
    _check(count, holder, until)
    if journal.period_kind == PeriodKind.SITTING and not (number_values or {}).get("sitting"):
        raise Refused("Номери рішень дає засідання: тут їх не резервують")
    told = [journal.pk, count, holder, until, note, purpose, on]
    now = timezone.now()
    day = on or timezone.localdate(now)
    values = dict(number_values or {})
    convocation = values.get("convocation") or (journal.body.convocation if journal.body else "")
    period = period_of(journal.period_kind, day, convocation=convocation, sitting=values.get("sitting", ""))
    held: list[UUID] = []
    try:
        with unit_of_work():
            requests = [
                hold_number(
                    journal,
                    period,
                    _parts(journal, day, values),
                    purpose=purpose,
                    holder=holder.strip(),
                    until=until,
                    note=note.strip()[:300],
                    at=now,
                    by=by,
                )
                for _ in range(count)
            ]
            held = [request.id for _, request in requests]
            if key:
                claim(
                    by=by, action=ACTION, key=key, digest=digest_of({"told": told}),
                    result={"reservations": [str(each) for each in held]},
                )  # fmt: skip
            for place, request in requests:
                record(
                    NUMBER_RESERVED, by=by, about=journal, number_from=place, reservation=request.id,
                    holder=holder.strip(), until=f", до {short_date(until)}" if until else "",
                    purpose=purpose, note=note.strip()[:300],
                )  # fmt: skip
    except AlreadyDone as done:
        return [UUID(each) for each in done.result["reservations"]]
    return held


def _check(count: int, holder: str, until: date | None) -> None:
    if not 1 <= count <= MOST:
        raise Refused(f"За один раз резервують від 1 до {MOST} номерів", field="count")
    if not holder.strip():
        raise Refused("Напишіть, за ким номер", field="holder")
    if len(holder.strip()) > 300:
        raise Refused("Задовгий запис: досить посади й прізвища", field="holder")
    if until is not None and until < timezone.localdate():
        raise Refused("Цей день уже минув: укажіть, до якого дня номер тримати", field="until")


def _parts(journal: Journal, day: date, values: Mapping[str, str]) -> NumberParts:
    """The number as far as it is known without the document."""
    known = {
        "case": journal.default_case.index if journal.default_case else "",
        "unit": journal.unit.index if journal.unit else "",
        "journal": journal.index,
        "district": journal.district.index if journal.district else "",
        "year": str(day.year),
        "yy": f"{day.year % 100:02d}",
        "convocation": journal.body.convocation if journal.body else "",
        **values,
    }
    return number_parts(journal.pattern, {name: known.get(name) or NOT_KNOWN for name in PLACEHOLDERS})


@unit_of_work()
def return_number(reservation_id: UUID, *, by: Actor) -> None:
    """Give a reserved number back: it is free, and the next one who chooses it may use it."""
    found = Reservation.objects.filter(pk=reservation_id).select_related("allocation__journal").first()
    if found is None or not reads_numbers(by, found.allocation.journal):
        raise Refused(ABSENT)
    if refusal := why_not_register(by, found.allocation.journal):
        raise Refused(refusal)
    give_back(found.allocation, at=timezone.now(), by=by)
    record(
        NUMBER_RETURNED, by=by, about=found.allocation.journal, number=found.allocation.number,
        reservation=found.pk, holder=found.holder,
    )  # fmt: skip


@unit_of_work()
def void_number(allocation_id: UUID, *, reason: str, by: Actor) -> None:
    """Make a number void; whoever looks for it finds the stub with the reason.

    A document registered under it stays as it is, marked void: its deadlines end and it leaves the lists of
    open work. A number that moved to another journal stays the stub of its move.
    """
    found = Allocation.objects.filter(pk=allocation_id).select_related("journal").first()
    if found is None or not reads_numbers(by, found.journal):
        raise Refused(ABSENT)
    if refusal := why_not_register(by, found.journal):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused("Напишіть, чому номер анульовано: причина лишається в реєстрі", field="reason")
    if len(reason.strip()) > 300:
        raise Refused("Задовга причина: досить одного речення", field="reason")
    now, told = timezone.now(), reason.strip()
    registration = Registration.objects.filter(allocation=found).first()
    if registration is not None:
        _annul(registration, told, now, by)
    make_void(found, reason=told, at=now, by=by)
    record(
        NUMBER_VOIDED,
        by=by,
        about=("registry.document", registration.document_id) if registration else found.journal,
        number=registration.number if registration else found.number,
        allocation=found.pk,
        reason=told,
    )


def _annul(registration: Registration, reason: str, now: datetime, by: Actor) -> None:
    """What ends for a document whose number is made void, unless it stands in another journal too."""
    document, _ = document_to_change(registration.document_id, by)
    if registration.moved_to_id is not None:
        raise Refused("Документ перенесено до іншого журналу: анулюйте номер там")
    if VoidNumber.objects.filter(allocation=registration.allocation_id).exists():
        raise Refused("Цей номер уже анульовано")
    standing = Registration.objects.filter(document=document, moved_to=None, allocation__void=None)
    if standing.exclude(pk=registration.pk).exists():
        return
    Deadline.objects.filter(document=document, met_at=None).update(met_at=now)
    if document.closed_at is None:
        Closure.objects.create(
            document=document, note=f"Анульовано: {reason}"[:300], closed_at=now, closed_by_label=by.label
        )
        Document.objects.filter(pk=document.pk).update(closed_at=now)
