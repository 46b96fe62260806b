"""Opening journals, changing them, and saying who reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people import principals
from obih.people.actors import SYSTEM, Actor
from obih.people.models import Organisation
from obih.people.vocabulary import Role
from obih.registry.access import why_not_manage_journals
from obih.registry.duplicates import lock_journal, lock_readers
from obih.registry.events import JOURNAL_CHANGED, JOURNAL_OPENED, READER_REMOVED, READER_SET
from obih.registry.models import Journal, JournalReader
from obih.registry.vocabulary import GrantReason, Stream
from obih.ui.refusals import Refused

BATCH = 5000
AT_ONCE = 500
"""So many of the newest documents a new reader sees as soon as he is written down."""
OPENING = (
    "code", "organisation", "unit", "district", "body", "stream", "title", "index", "pattern", "period_kind",
    "default_access", "default_case", "letter_mark", "fraction_mark", "suggested_elsewhere", "opened_on",
)  # fmt: skip
CHANGING = (
    "title", "index", "pattern", "default_access", "default_case", "unit", "district", "letter_mark",
    "fraction_mark", "suggested_elsewhere", "closed_on",
)  # fmt: skip
"""Organisation, stream and numbering stay: numbers were given under them."""


@unit_of_work()
def open_journal(fields: Mapping[str, Any], *, by: Actor) -> Journal:
    """Open a journal. Raises Refused at the field that is wrong; nobody reads it until `set_reader`."""
    _allow(by)
    journal = Journal(**{name: value for name, value in fields.items() if name in OPENING})
    _check(journal)
    journal.save(force_insert=True)
    record(
        JOURNAL_OPENED, by=by, about=journal, title=journal.title, code=journal.code, pattern=journal.pattern
    )
    return journal


@unit_of_work()
def change_journal(journal: Journal, changes: Mapping[str, Any], *, by: Actor) -> Journal:
    """Change what may be changed of a journal; a `closed_on` closes it, None opens it again."""
    _allow(by)
    journal = Journal.objects.select_for_update(of=("self",)).get(pk=journal.pk)
    old: dict[str, object] = {}
    for name, value in changes.items():
        if name in CHANGING and getattr(journal, name) != value:
            old[name] = _fact(getattr(journal, name))
            setattr(journal, name, value)
    if not old:
        return journal
    _check(journal)
    journal.save(update_fields=list(old))
    labels = [str(Journal._meta.get_field(name).verbose_name) for name in old]  # type: ignore[union-attr]
    record(
        JOURNAL_CHANGED,
        by=by,
        about=journal,
        title=journal.title,
        what=", ".join(labels),
        old=old,
        new={name: _fact(getattr(journal, name)) for name in old},
    )
    return journal


def set_reader(
    journal: Journal, principal: int, *, may_register: bool = False, restricted_too: bool = False, by: Actor
) -> int:
    """Let a principal read a journal, or change what he may there; gives how many rows of access changed.

    What is registered from now on he sees at once, and so the newest of what is there; earlier documents
    follow in the worker (`spread_reader`). What he may see no more is gone when this returns.
    """
    _allow(by)
    with unit_of_work():
        lock_readers(journal)
        old = JournalReader.objects.filter(journal=journal, principal=principal).first()
        narrowed = old is not None and old.restricted_too and not restricted_too
        gone = _take_away(journal, principal, _RESTRICTED) if narrowed else 0
        lock_journal(journal, alone=True)
        JournalReader.objects.update_or_create(
            journal=journal,
            principal=principal,
            defaults={"may_register": may_register, "restricted_too": restricted_too},
        )
        gone += _take_away(journal, principal, _RESTRICTED) if narrowed else 0
        record(
            READER_SET, by=by, about=journal, title=journal.title, who=name_of(principal),
            principal=principal, may_register=may_register, restricted_too=restricted_too,
        )  # fmt: skip
        return gone + _spread(journal, principal, None, AT_ONCE).changed


def remove_reader(journal: Journal, principal: int, *, by: Actor) -> int:
    """Let a principal read a journal no more; gives how many rows of access went. Other reasons stay.

    All or nothing, however long the journal is: when this returns, nothing is seen for this reason. The rows
    go first and the journal is held after that, for a moment, so nobody’s registration waits for it.
    """
    _allow(by)
    with unit_of_work():
        lock_readers(journal)
        gone = _take_away(journal, principal, _ALL)
        lock_journal(journal, alone=True)
        if not JournalReader.objects.filter(journal=journal, principal=principal).delete()[0]:
            raise Refused("У цього журналу немає такого читача")
        gone += _take_away(journal, principal, _ALL)
        record(
            READER_REMOVED, by=by, about=journal, title=journal.title, who=name_of(principal),
            principal=principal,
        )  # fmt: skip
    return gone


def spread_reader(journal: Journal, principal: int) -> int:
    """Bring the rows of a reader in line with the journal, the newest first; gives how many changed.

    A transaction a batch, each of which asks anew whether he still reads: it may be broken off anywhere and
    run again, and beside a removal it adds nothing. Cards stand still while a batch of them is given, so none
    becomes restricted meanwhile.
    """
    changed, place = 0, None
    while True:
        with transaction.atomic():
            lock_readers(journal)
            batch = _spread(journal, principal, place, BATCH)
        changed, place = changed + batch.changed, batch.place
        if batch.taken < BATCH:
            return changed


_ALL = """
DELETE FROM registry_accessrow WHERE principal = %(principal)s AND reason = %(reason)s AND source = %(source)s
"""
_RESTRICTED = """
DELETE FROM registry_accessrow a USING registry_document d
 WHERE a.principal = %(principal)s AND a.reason = %(reason)s AND a.source = %(source)s
   AND d.id = a.document_id AND d.access_level = 'restricted'
"""
_BATCH = """
WITH batch AS (
    SELECT r.document_id, r.journal_id, r.registered_at, d.access_level = 'restricted' AS restricted
      FROM (SELECT document_id, journal_id, registered_at FROM registry_registration
             WHERE journal_id = %(journal)s AND moved_to_id IS NULL AND registered_at <= %(at)s
               AND (registered_at < %(at)s OR document_id > %(document)s)
             ORDER BY registered_at DESC, document_id LIMIT %(batch)s) AS r
      JOIN registry_document d ON d.id = r.document_id FOR SHARE OF d
), added AS (
    INSERT INTO registry_accessrow (principal, document_id, journal_id, dated_at, reason, source)
    SELECT %(principal)s, document_id, batch.journal_id, registered_at, %(reason)s, %(source)s FROM batch
      JOIN registry_journalreader reader
        ON reader.journal_id = %(journal)s AND reader.principal = %(principal)s
       AND (reader.restricted_too OR NOT batch.restricted)
        ON CONFLICT DO NOTHING RETURNING 1
)
SELECT (SELECT count(*) FROM added), count(*),
       (array_agg(registered_at ORDER BY registered_at, document_id DESC))[1],
       (array_agg(document_id ORDER BY registered_at, document_id DESC))[1]
  FROM batch
"""


@dataclass(frozen=True)
class _Batch:
    changed: int
    taken: int
    place: tuple[datetime, UUID] | None


def _spread(journal: Journal, principal: int, place: tuple[datetime, UUID] | None, most: int) -> _Batch:
    """Rows for at most so many documents after this place, the newest first."""
    at, document = place or (timezone.now() + timedelta(days=1), UUID(int=0))
    values = _row_of(journal, principal) | {"batch": most, "at": at, "document": document}
    with connection.cursor() as cursor:
        cursor.execute(_BATCH, values)
        changed, taken, at, document = cursor.fetchone()
    return _Batch(changed, taken, (at, document) if taken else place)


def _take_away(journal: Journal, principal: int, rows: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(rows, _row_of(journal, principal))
        return int(cursor.rowcount)


def _row_of(journal: Journal, principal: int) -> dict[str, Any]:
    return {
        "journal": journal.pk,
        "source": str(journal.pk),
        "principal": principal,
        "reason": GrantReason.JOURNAL.value,
    }


def name_of(principal: int) -> str:
    """A principal in words, for an event: «діловод, Калинопільська селищна рада»."""
    from obih.people.models import Body, Person, ServiceToken, Unit

    kind, key, role = principals.describe(principal)
    if role:
        return f"{Role(role).label}, {Organisation.objects.get(pk=key)}"
    models: dict[str, type[Model]] = {"person": Person, "unit": Unit, "service": ServiceToken, "body": Body}
    if kind == "unit_head":
        return f"керівник: {Unit.objects.get(pk=key)}"
    return str(models[kind]._default_manager.get(pk=key))


def seed_journals(organisation: Organisation, year: int, *, by: Actor = SYSTEM) -> Journal:
    """The journal of incoming documents an organisation starts with, and its readers; called again, it finds
    what is there."""
    code = f"in-{organisation.code}"
    journal = Journal.objects.filter(code=code).first()
    if journal is not None:
        return journal
    with unit_of_work():
        journal = open_journal(
            {
                "code": code,
                "organisation": organisation,
                "stream": Stream.INCOMING,
                "title": "Вхідні документи",
                "index": "01",
                "pattern": "{seq}/{case}",
                "opened_on": date(year, 1, 1),
            },
            by=by,
        )
        for role, rights in SEEDED_READERS.items():
            set_reader(journal, principals.of_role(role, organisation.pk), by=by, **rights)
    return journal


SEEDED_READERS: dict[Role, dict[str, bool]] = {
    Role.CLERK: {"may_register": True, "restricted_too": True},
    Role.HEAD: {"restricted_too": True},
    Role.CONTROLLER: {},
    Role.ARCHIVIST: {},
}


def _allow(by: Actor) -> None:
    if refusal := why_not_manage_journals(by):
        raise Refused(refusal)


def _check(journal: Journal) -> None:
    try:
        journal.full_clean()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refused(sentences[0], field=None if field == "__all__" else field) from error


def _fact(value: object) -> object:
    return str(value) if isinstance(value, Model) else value
