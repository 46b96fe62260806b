"""Taking numbers. Counters are locked by the last statement of the unit of work and nothing follows it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import DatabaseError

from obih.history.keys import uuid7
from obih.history.rules import canonical_json
from obih.history.work import current_work
from obih.people.actors import Actor
from obih.registry.models import Allocation, Journal, Registration
from obih.registry.rules import NumberParts
from obih.registry.vocabulary import ReservationPurpose
from obih.ui.refusals import Refused


@dataclass(frozen=True)
class NumberSource:
    """Where a number comes from: the counter (all empty), a number that is held, or a letter or fraction
    after a number given before (`base` with the `marks` to try, in their order) of that period."""

    held: UUID | None = None
    base: int | None = None
    marks: tuple[str, ...] = ()
    period: str = ""


NEXT = NumberSource()


class Request(Protocol):
    """Something to be done with a number when the unit of work ends."""

    def as_row(self, place: int) -> dict[str, object]: ...

    def done(self, sequence: int, number: str) -> None: ...


@dataclass
class NumberRequest:
    """A registration that waits for its number until the unit of work ends."""

    parts: NumberParts
    registration: Registration
    source: NumberSource = NEXT
    moved_from: UUID | None = None
    """The registration that will point to this one."""

    def as_row(self, place: int) -> dict[str, object]:
        it = self.registration
        row: dict[str, object] = {
            "place": place,
            "act": "register",
            "prefix": self.parts.prefix,
            "width": self.parts.width,
            "suffix": self.parts.suffix,
            "id": it.pk,
            "allocation_id": it.allocation_id,
            "document_id": it.document_id,
            "organisation_id": it.organisation_id,
            "journal_id": it.journal_id,
            "period": it.period,
            "registered_at": it.registered_at,
            "received_at": it.received_at,
            "registered_by_id": it.registered_by_id,
            "registered_by_label": it.registered_by_label,
        }
        if it.entered_at:
            row |= {"entered_at": it.entered_at, "late_reason": it.late_reason}
        return row | _sourced(self.source)

    def done(self, sequence: int, number: str) -> None:
        self.registration.sequence, self.registration.number = sequence, number


@dataclass
class LifeRequest:
    """A number held, returned or made void, or a period closed. `sequence` and `number` are known only
    after the unit of work has ended."""

    act: str
    journal_id: int
    period: str
    by: Actor
    at: datetime
    parts: NumberParts = field(default_factory=lambda: NumberParts("", 1, ""))
    source: NumberSource = NEXT
    purpose: str = ""
    holder: str = ""
    until: date | None = None
    note: str = ""
    reason: str = ""
    id: UUID = field(default_factory=uuid7)
    allocation_id: UUID = field(default_factory=uuid7)
    sequence: int = 0
    number: str = ""

    def as_row(self, place: int) -> dict[str, object]:
        row = {name: getattr(self, name) for name in _TOLD}
        return row | {
            "place": place,
            "prefix": self.parts.prefix,
            "width": self.parts.width,
            "suffix": self.parts.suffix,
            "by_id": self.by.person_id,
            "by_label": self.by.label,
            **_sourced(self.source),
        }

    def done(self, sequence: int, number: str) -> None:
        self.sequence, self.number = sequence, number


_TOLD = (
    "act", "journal_id", "period", "at", "purpose", "holder", "until", "note", "reason", "id",
    "allocation_id",
)  # fmt: skip


def _sourced(source: NumberSource) -> dict[str, object]:
    told: dict[str, object] = {}
    if source.held is not None:
        told["held"] = source.held
    if source.base is not None:
        told |= {"base": source.base, "marks": list(source.marks)}
    return told


_CLOSE = "SELECT place, sequence, number FROM registry_close(%s::jsonb, %s::jsonb)"
_MOVE = """WITH moved AS (
    UPDATE registry_registration r SET moved_to_id = pair.new FROM (VALUES {pairs}) AS pair (old, new)
     WHERE r.id = pair.old)
"""
"""Only here can a registration point to the one it moves to: that is written by the same statement. Its row
is locked beforehand, so nobody is waited for behind the chain’s head."""


class _Closing:
    """The last statement: counters in the order of journal and period, then the chain’s head.

    The first registration of a period makes its counter there, so a rolled-back one leaves none behind.
    """

    def statement(self, requests: Sequence[Request], events: str) -> tuple[str, Sequence[Any]]:
        rows = [json.loads(canonical_json(each.as_row(place))) for place, each in enumerate(requests)]
        values: list[Any] = [json.dumps(rows), events]
        moves = [
            (each.moved_from, each.registration.pk)
            for each in requests
            if isinstance(each, NumberRequest) and each.moved_from
        ]
        if not moves:
            return _CLOSE, values
        pairs = ", ".join(["(%s::uuid, %s::uuid)"] * len(moves))
        return _MOVE.format(pairs=pairs) + _CLOSE, [*(key for pair in moves for key in pair), *values]

    def on_closed(self, requests: Sequence[Request], rows: list[tuple[Any, ...]]) -> None:
        for place, sequence, number in rows:
            requests[place].done(sequence, number)

    def refusal(self, error: DatabaseError) -> Refused | None:
        """What the function refused, in words; None when it is another error."""
        cause = error.__cause__
        code = getattr(cause, "sqlstate", None)
        if code in _REFUSALS:
            return Refused(_REFUSALS[code])
        if getattr(getattr(cause, "diag", None), "constraint_name", None) == "number_is_held_once":
            return Refused("Цей номер уже зарезервовано: оновіть сторінку й оберіть інший")
        return None


_REFUSALS = {
    "OB001": "Журнал за цей період закрито: номерів у ньому більше не надають",
    "OB002": "Такого номера в цьому журналі немає: оновіть сторінку й оберіть зі списку",
    "OB003": "Цей номер анульовано: оберіть інший",
    "OB004": "За цим номером уже зареєстровано документ: оберіть інший",
    "OB005": "Такого основного номера ще не надано: перевірте його за журналом",
    "OB006": "Для цього номера більше немає вільних літер: візьміть новий номер",
    "OB007": "Цей номер уже не зарезервовано: оновіть сторінку",
}


def _place(request: Request) -> int:
    work = current_work()
    work.closing = work.closing or _Closing()
    work.requests.append(request)
    return len(work.requests) - 1


def request_number(
    registration: Registration,
    parts: NumberParts,
    source: NumberSource = NEXT,
    *,
    moved_from: UUID | None = None,
) -> int:
    """Have `registration` numbered and written when the unit of work ends.

    Gives the place to be named in `record(number_from=…)`. The registration’s `sequence` and `number` are
    known only after the unit of work has ended: nobody may show or send them before that. `moved_from` is a
    registration, locked by the caller, that points to this one from then on.
    """
    return _place(NumberRequest(parts, registration, source, moved_from))


def hold_number(
    journal: Journal,
    period: str,
    parts: NumberParts,
    *,
    purpose: ReservationPurpose,
    holder: str,
    until: date | None,
    note: str = "",
    source: NumberSource = NEXT,
    at: datetime,
    by: Actor,
) -> tuple[int, LifeRequest]:
    """Have a number held when the unit of work ends; gives its place and the request that will know it."""
    request = LifeRequest(
        "reserve", journal.pk, period, by, at, parts, source, purpose.value, holder, until, note
    )
    return _place(request), request


def return_number(allocation: Allocation, *, at: datetime, by: Actor) -> int:
    """Have a held number given back when the unit of work ends: anyone may use it again."""
    return _place(_about(allocation, "return", at, by))


def void_number(allocation: Allocation, *, reason: str, at: datetime, by: Actor) -> int:
    """Have a number made void when the unit of work ends; a document registered under it stays as a stub."""
    return _place(_about(allocation, "void", at, by, reason))


def close_period(journal: Journal, period: str, *, unused_because: str, at: datetime, by: Actor) -> int:
    """Have a period closed when the unit of work ends; numbers held and not used become void."""
    return _place(LifeRequest("close", journal.pk, period, by, at, reason=unused_because))


def _about(allocation: Allocation, act: str, at: datetime, by: Actor, reason: str = "") -> LifeRequest:
    return LifeRequest(
        act, allocation.journal_id, allocation.period, by, at, reason=reason,
        source=NumberSource(held=allocation.pk),
    )  # fmt: skip
