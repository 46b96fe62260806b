"""Which kinds of documents a stream of journals takes. The kinds themselves are data of the law profile."""

from __future__ import annotations

from collections.abc import Mapping

from obih.law.profile import Kind, Profile
from obih.registry.vocabulary import Stream

INCOMING_STREAMS = frozenset({Stream.INCOMING, Stream.APPEALS, Stream.INFORMATION})
"""Streams of what comes to us; what others hold is made here."""

FLOWS: Mapping[str, frozenset[str]] = {
    Stream.INCOMING: frozenset({"incoming"}),
    Stream.OUTGOING: frozenset({"outgoing"}),
    Stream.INTERNAL: frozenset({"internal"}),
}
REGIMES: Mapping[str, str] = {Stream.APPEALS: "appeal", Stream.INFORMATION: "information"}
CODES: Mapping[str, tuple[str, ...]] = {
    Stream.ORDERS: (
        "order_main", "order_staff", "order_leave", "order_trip", "order_economic", "department_order",
    ),
    Stream.DECISIONS: ("council_decision", "executive_decision"),
    Stream.CONTRACTS: ("contract", "additional_agreement"),
    Stream.CERTIFICATES: ("certificate", "reference"),
    Stream.POWERS: ("power_of_attorney",),
    Stream.TELEPHONE: ("phone_message", "out_phone_message"),
    Stream.PROTOCOLS: (
        "minutes", "session_minutes", "commission_minutes", "commission_conclusion", "executive_minutes",
    ),
    Stream.ACTS: ("act",),
}  # fmt: skip


def comes_to_us(stream: str) -> bool:
    """Whether documents of this stream are received, not made here."""
    return stream in INCOMING_STREAMS


def kinds_for(rules: Profile, stream: str, series: str = "") -> tuple[Kind, ...]:
    """The kinds offered in a journal of the stream, the usual one first; a hromada’s own kinds follow their
    flow. `series` (the journal’s mark, «-к») puts the kind of that series first."""
    if stream in CODES:
        found = [rules.kinds[code] for code in CODES[stream] if code in rules.kinds]
    elif stream in REGIMES:
        found = [each for each in rules.kinds.values() if each.regime == REGIMES[stream]]
    else:
        taken = {code for codes in CODES.values() for code in codes if code not in {"phone_message"}}
        flows = FLOWS.get(stream, frozenset())
        found = [each for each in rules.kinds.values() if each.flow in flows and each.code not in taken]
    found.sort(key=lambda each: (each.series != series if series else False, each.order))
    return tuple(found)
