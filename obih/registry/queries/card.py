"""The card of a document: everything about it, who sees it and why, and what happened to it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from obih.history.models import Event
from obih.history.queries import timeline_with_private
from obih.law.profile import Profile
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.people.principals import describe, of_person
from obih.people.vocabulary import Role
from obih.registry.events import DOCUMENT_READ, FIELDS_CHANGED, FILE_WITHDRAWN
from obih.registry.queries.records import SECTIONS, Record, ids_named, records
from obih.registry.rules import DeadlineState
from obih.registry.values import Told, card_values
from obih.registry.vocabulary import GrantReason

ABOUT = "registry.document"


@dataclass(frozen=True)
class Seer:
    """Someone who sees the document: `who` in words, and every reason he has."""

    principal: int
    who: str
    kind: str
    reasons: tuple[str, ...]
    shared: bool
    """One of the reasons was given by hand and can be taken back."""


@dataclass(frozen=True)
class Changed:
    """A field before and after a correction."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Happened:
    """A line of the timeline; a correction brings its old and new values along."""

    at: datetime
    who: str
    text: str
    name: str
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True)
class Corrected:
    """What stood in a field before it was corrected, by whom and why."""

    old: str
    at: datetime
    who: str
    reason: str


@dataclass(frozen=True)
class Card:
    record: Record
    values: list[Told]
    """Every field of the profile for this kind, empty ones too, in its order."""
    kind: str
    seen_by: list[Seer]
    timeline: list[Happened]
    deadline: DeadlineState | None
    rules: Profile
    corrections: Mapping[str, tuple[Corrected, ...]] = field(default_factory=dict)
    """What stood in each corrected field, the newest correction first."""
    read_at: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    """When each actor, by kind and key, last read a restricted one, as far as the timeline tells."""

    @property
    def filled(self) -> list[Told]:
        return [each for each in self.values if each.text]


def document_card(actor: Actor, document_id: UUID, *, today: date | None = None) -> Card | None:
    """The whole card, or None if it is absent or not the actor’s to see; at most five statements.

    Reading only: whoever shows it to a person calls `actions.read_card`, which leaves the trace that a
    restricted document must have.
    """
    found = records(actor, [document_id], SECTIONS | {"withdrawn", "seals"})
    if not found:
        return None
    record = found[0]
    day = today or timezone.localdate()
    rules = profile(timezone.localdate(record.registration.registered_at))
    events, kept = _events_of(document_id)
    seers, people = _seers_and(document_id, ids_named(found, rules))
    return Card(
        record=record,
        values=card_values(record, rules, people),
        kind=record.kind_title(rules),
        seen_by=seers,
        timeline=_happened(events, kept, rules, {str(each.file_id): each.name for each in record.withdrawn}),
        corrections=_corrections(events, kept),
        read_at=_read_at(events),
        deadline=record.nearest.state(day) if record.nearest else None,
        rules=rules,
    )


def told_events(document_id: UUID, rules: Profile | None = None, most: int = 200) -> list[Happened]:
    """What happened to a document, newest first, in sentences; one statement."""
    return _happened(*_events_of(document_id, most), rules)


def _events_of(document_id: UUID, most: int = 200) -> tuple[list[Event], dict[UUID, str]]:
    told = timeline_with_private(ABOUT, document_id, FIELDS_CHANGED.name, most)
    return [event for event, _ in told], {event.key: private for event, private in told if private}


def _read_at(events: Sequence[Event]) -> dict[tuple[str, str], datetime]:
    reads = [each for each in reversed(events) if each.name == DOCUMENT_READ.name]
    return {(each.actor_kind, each.actor_key): each.at for each in reads}


def _corrections(events: Sequence[Event], kept: Mapping[UUID, str]) -> dict[str, tuple[Corrected, ...]]:
    """Nothing of what was erased by law."""
    found: dict[str, list[Corrected]] = {}
    for event in events:
        reason = str(event.facts.get("reason", "")) if event.key in kept else ""
        for code, (old, _) in json.loads(kept.get(event.key) or "{}").items():
            found.setdefault(code, []).append(Corrected(old, event.at, event.actor_label, reason))
    return {code: tuple(each) for code, each in found.items()}


def _happened(
    events: Sequence[Event],
    kept: Mapping[UUID, str],
    rules: Profile | None,
    withdrawn: Mapping[str, str] | None = None,
) -> list[Happened]:
    """`withdrawn` are names of files put aside: the chain keeps none of them."""
    return [
        Happened(
            event.at,
            event.actor_label,
            _told(event, withdrawn or {}),
            event.name,
            _changes(kept.get(event.key), rules),
        )
        for event in events
    ]


def _told(event: Event, withdrawn: Mapping[str, str]) -> str:
    told = event.tell()
    name = withdrawn.get(str(event.facts.get("file"))) if event.name == FILE_WITHDRAWN.name else None
    return told.replace("Файл ", f"Файл «{name}» ", 1) if name else told


def _changes(canonical: str | None, rules: Profile | None) -> tuple[Changed, ...]:
    """Empty as well when the personal data of the event have been erased by law."""
    if not canonical:
        return ()
    fields = rules.fields if rules else {}
    return tuple(
        Changed(fields[code].title if code in fields else code, old, new)
        for code, (old, new) in json.loads(canonical).items()
    )


_SEERS = """
SELECT row.principal, array_agg(DISTINCT row.reason) FILTER (WHERE row.reason IS NOT NULL),
       coalesce(max(person.given_name || ' ' || person.surname), max(unit.name), max(service.name),
                max(body.name), max(organisation.short_name), '')
  FROM (SELECT principal, reason FROM registry_accessrow WHERE document_id = %s
         UNION ALL
        SELECT id * 8 + 1, NULL FROM unnest(%s::bigint[]) id) row
  LEFT JOIN people_person person ON row.principal %% 8 = 1 AND person.id = row.principal / 8
  LEFT JOIN people_unit unit ON row.principal %% 8 IN (2, 6) AND unit.id = row.principal / 8
  LEFT JOIN people_organisation organisation
         ON row.principal %% 8 = 3 AND organisation.id = row.principal / 8 / 32
  LEFT JOIN people_servicetoken service ON row.principal %% 8 = 4 AND service.id = row.principal / 8
  LEFT JOIN people_body body ON row.principal %% 8 = 5 AND body.id = row.principal / 8
 GROUP BY row.principal ORDER BY row.principal %% 8, row.principal
"""


def seen_by(document_id: UUID) -> list[Seer]:
    """Who sees a document and why, in words; one statement. The numbers are those of `people.principals`."""
    return _seers_and(document_id, [])[0]


def _seers_and(document_id: UUID, people: Sequence[int]) -> tuple[list[Seer], dict[int, str]]:
    """Who sees a document and, asked in the same statement, the names of these people."""
    known = [each for each in people if 0 < each < 2**59]
    with connection.cursor() as cursor:
        cursor.execute(_SEERS, [document_id, known])
        rows = cursor.fetchall()
    named = {principal: name for principal, _, name in rows}
    found = {each: named[of_person(each)] for each in known if named.get(of_person(each))}
    return [_seer(principal, reasons, name) for principal, reasons, name in rows if reasons], found


def _seer(principal: int, reasons: list[str], name: str) -> Seer:
    kind, _, role = describe(principal)
    who = f"{Role(role).label}, {name}" if role else name
    who = f"керівник: {name}" if kind == "unit_head" else who
    labels = tuple(str(GrantReason(each).label) for each in sorted(reasons))
    return Seer(principal, who, kind, labels, GrantReason.SHARED in reasons)
