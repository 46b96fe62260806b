"""The same letter twice: its number and date from the same sender, or the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from obih.people.actors import Actor
from obih.registry.models import Correspondent, Journal
from obih.registry.queries.closed_series import NOT_CLOSED
from obih.registry.queries.visibility import reading_principals
from obih.registry.rules import number_key


@dataclass(frozen=True)
class Duplicate:
    """A document that looks the same. One the actor may not see has no number and no id here."""

    why: str
    document_id: UUID | None = None
    number: str = ""
    registered_on: date | None = None


class DuplicateFound(Exception):
    """Registration stopped: «це той самий» or «це інший» (with a reason) must be said first."""

    def __init__(self, found: list[Duplicate]) -> None:
        self.found = found
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        named = [each for each in self.found if each.document_id]
        if not named:
            return "Такий лист уже зареєстровано. Запитайте діловода цього журналу або вкажіть, чим цей інший"
        first = named[0]
        return f"Схожий на {first.number} від {first.registered_on:%d.%m.%Y}: {first.why}"


SAME_NUMBER = "той самий відправник, номер і дата"
SAME_BYTES = "той самий файл"


def hold_off_twins(journal: Journal, correspondent: Correspondent | None, their_number: str) -> None:
    """Make two registrations of the same sender’s number wait for one another until the transaction ends,
    and both of them for whoever is changing the readers of the journal; one statement."""
    key = number_key(their_number)
    locks = ["pg_advisory_xact_lock_shared(%s)"]
    numbers = [_lock_number(f"journal:{journal.pk}")]
    if correspondent is not None and key:
        locks.append("pg_advisory_xact_lock(%s)")
        numbers.append(_lock_number(f"{correspondent.pk}:{key}"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(locks)}", numbers)


def lock_journal(journal: Journal, *, alone: bool) -> None:
    """Hold a journal until the transaction ends: `alone` while its readers change."""
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s)", [_lock_number(f"journal:{journal.pk}")])


def lock_readers(journal: Journal) -> None:
    """Let one at a time give rows of access to readers of a journal or take them, until the transaction ends.
    Taken before `lock_journal`: registrations go on meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_number(f"readers:{journal.pk}")])


def _lock_number(named: str) -> int:
    return int.from_bytes(hashlib.sha256(named.encode()).digest()[:8], "big", signed=True)


def find_duplicates(
    *,
    correspondent: Correspondent | None,
    their_number: str,
    their_date: date | None,
    hashes: Sequence[str],
    journal: Journal,
    actor: Actor,
    hardly_any: bool = False,
) -> list[Duplicate]:
    """Registered documents of the organisation that are this one, the surest first, at most five.

    «б/н» and an empty number match nothing, nor does a document whose number was made void. A document the
    actor may not see is told of without its name. `hardly_any` looks first, more cheaply, whether there is
    anything at all: for a registration, whose form has been through this guard.
    """
    key = number_key(their_number)
    if not hashes and not (key and correspondent):
        return []
    asked: dict[str, Any] = {
        "hashes": list(hashes),
        "organisation": journal.organisation_id,
        "correspondent": correspondent.pk if correspondent and key else None,
        "key": key,
        "dated_on": their_date,
        "beside": journal.pk,
    }
    with connection.cursor() as cursor:
        if hardly_any:
            cursor.execute(_ANY, asked)
            if cursor.fetchone() is None:
                return []
        cursor.execute(_TOLD, asked | {"principals": list(reading_principals(actor))})
        rows = cursor.fetchall()
    reasons: dict[UUID, str] = {}
    seen: dict[UUID, tuple[str, datetime]] = {}
    for document_id, by_number, number, registered_at in rows:
        reasons[document_id] = SAME_NUMBER if by_number else SAME_BYTES
        if number is not None:
            seen[document_id] = number, registered_at
    return _told(reasons, seen)


_ANY = """
(SELECT 1 FROM registry_documentfile f JOIN registry_document d ON d.id = f.document_id
  WHERE f.content_id = ANY(%(hashes)s) AND d.organisation_id = %(organisation)s LIMIT 1)
UNION ALL
(SELECT 1 FROM registry_party p JOIN registry_document d ON d.id = p.document_id
  WHERE p.correspondent_id = %(correspondent)s AND p.number_key = %(key)s
    AND d.organisation_id = %(organisation)s LIMIT 1)
"""
"""Whether there is anything alike at all: nearly always not, and then nothing more is asked."""
NOT_VOID = """AND NOT EXISTS (SELECT FROM registry_registration r
    JOIN registry_voidnumber v USING (allocation_id) WHERE r.document_id = d.id)"""
"""What was registered under a number made void by mistake is registered anew without a word."""
_SAME = f"""
(SELECT f.document_id, false FROM registry_documentfile f JOIN registry_document d ON d.id = f.document_id
  WHERE f.content_id = ANY(%(hashes)s) AND d.organisation_id = %(organisation)s
    AND NOT EXISTS (SELECT FROM registry_filewithdrawal w WHERE w.file_id = f.id)
    {NOT_CLOSED.format(document="f.document_id")} {NOT_VOID} LIMIT 5)
UNION ALL
(SELECT p.document_id, true FROM registry_party p JOIN registry_document d ON d.id = p.document_id
  WHERE p.correspondent_id = %(correspondent)s AND p.number_key = %(key)s
    AND (%(dated_on)s::date IS NULL OR p.dated_on = %(dated_on)s) AND d.organisation_id = %(organisation)s
    AND p.role = 'sender' {NOT_CLOSED.format(document="p.document_id")} {NOT_VOID} LIMIT 5)
"""  # noqa: S608 - the parts are constants
"""Which of them count: written out in one statement for both questions."""


_TOLD = f"""
SELECT same.document_id, same.by_number, r.number, r.registered_at
  FROM ({_SAME}) AS same(document_id, by_number)
  LEFT JOIN registry_registration r
    ON r.document_id = same.document_id AND r.moved_to_id IS NULL
   AND EXISTS (SELECT FROM registry_accessrow seen
                WHERE seen.document_id = same.document_id AND seen.principal = ANY(%(principals)s::bigint[]))
"""  # noqa: S608 - the parts are constants
"""The same with the number of each that the actor may see."""


def _told(reasons: dict[UUID, str], seen: dict[UUID, tuple[str, datetime]]) -> list[Duplicate]:
    told = [
        Duplicate(why, document_id, seen[document_id][0], seen[document_id][1].date())
        for document_id, why in reasons.items()
        if document_id in seen
    ]
    hidden = [Duplicate(why) for document_id, why in reasons.items() if document_id not in seen]
    return told + hidden[:1]
