"""The same letter twice: its number and date from the same sender, or the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from obih.people.actors import Actor
from obih.registry.models import Correspondent, DocumentFile, Journal, Party, Registration
from obih.registry.queries.visibility import visible_to
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
) -> list[Duplicate]:
    """Registered documents of the organisation that are this one, the surest first, at most five.

    «б/н» and an empty number match nothing. A document the actor may not see is told of without its name.
    """
    key = number_key(their_number)
    reasons: dict[UUID, str] = {}
    if hashes:
        for document_id in DocumentFile.objects.filter(
            content_id__in=list(hashes), document__organisation=journal.organisation_id
        ).values_list("document_id", flat=True)[:5]:
            reasons[document_id] = SAME_BYTES
    if key and correspondent is not None:
        same = Party.objects.filter(
            Q(dated_on=their_date) if their_date else Q(),
            correspondent=correspondent,
            number_key=key,
            document__organisation=journal.organisation_id,
        )
        for document_id in same.values_list("document_id", flat=True)[:5]:
            reasons[document_id] = SAME_NUMBER
    return _told(reasons, actor) if reasons else []


def _told(reasons: dict[UUID, str], actor: Actor) -> list[Duplicate]:
    seen = {
        each.document_id: each
        for each in Registration.objects.filter(document__in=visible_to(actor).filter(pk__in=list(reasons)))
    }
    told = [
        Duplicate(why, document_id, seen[document_id].number, seen[document_id].registered_at.date())
        for document_id, why in reasons.items()
        if document_id in seen
    ]
    hidden = [Duplicate(why) for document_id, why in reasons.items() if document_id not in seen]
    return told + hidden[:1]
