"""Taking numbers. Counters are locked by the last statement of the unit of work and nothing follows it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from obih.history.rules import canonical_json
from obih.history.work import current_work
from obih.registry.models import Registration
from obih.registry.rules import NumberParts


@dataclass(frozen=True)
class NumberRequest:
    """A registration that waits for its number until the unit of work ends."""

    parts: NumberParts
    registration: Registration

    def as_row(self, place: int) -> dict[str, object]:
        it = self.registration
        return {
            "place": place,
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


class _Closing:
    """The last statement: counters in the order of journal and period, then the chain’s head.

    The first registration of a period makes its counter there, so a rolled-back one leaves none behind.
    """

    def statement(self, requests: Sequence[NumberRequest], events: str) -> tuple[str, Sequence[Any]]:
        rows = [json.loads(canonical_json(each.as_row(place))) for place, each in enumerate(requests)]
        return "SELECT place, sequence, number FROM registry_close(%s::jsonb, %s::jsonb)", [
            json.dumps(rows),
            events,
        ]

    def on_closed(self, requests: Sequence[NumberRequest], rows: list[tuple[Any, ...]]) -> None:
        for place, sequence, number in rows:
            requests[place].registration.sequence = sequence
            requests[place].registration.number = number


def request_number(registration: Registration, parts: NumberParts) -> int:
    """Have `registration` numbered and written when the unit of work ends.

    Gives the place to be named in `record(number_from=…)`. The registration’s `sequence` and `number` are
    known only after the unit of work has ended: nobody may show or send them before that.
    """
    work = current_work()
    work.closing = work.closing or _Closing()
    work.requests.append(NumberRequest(parts, registration))
    return len(work.requests) - 1
