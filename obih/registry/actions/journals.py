"""Opening journals, changing them, and saying who reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people import principals
from obih.people.actors import SYSTEM, Actor
from obih.people.models import Organisation
from obih.people.vocabulary import Role
from obih.registry.access import why_not_manage_journals
from obih.registry.duplicates import lock_journal
from obih.registry.events import JOURNAL_CHANGED, JOURNAL_OPENED, READER_REMOVED, READER_SET
from obih.registry.models import Journal, JournalReader
from obih.registry.vocabulary import GrantReason, Stream
from obih.ui.refusals import Refused

BATCH = 5000
OPENING = (
    "code", "organisation", "unit", "district", "body", "stream", "title", "index", "pattern", "period_kind",
    "default_access", "default_case", "opened_on",
)  # fmt: skip
CHANGING = ("title", "index", "pattern", "default_access", "default_case", "unit", "district", "closed_on")
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

    What is registered from now on he sees at once. Rows of earlier documents follow, 5 000 a transaction:
    nothing else waits for them. If the machine stops in between, `obih access verify` tells of it.
    """
    _allow(by)
    with unit_of_work():
        lock_journal(journal, alone=True)
        JournalReader.objects.update_or_create(
            journal=journal,
            principal=principal,
            defaults={"may_register": may_register, "restricted_too": restricted_too},
        )
        record(
            READER_SET, by=by, about=journal, title=journal.title, who=name_of(principal),
            principal=principal, may_register=may_register, restricted_too=restricted_too,
        )  # fmt: skip
    return _align(journal, principal)


def remove_reader(journal: Journal, principal: int, *, by: Actor) -> int:
    """Let a principal read a journal no more; gives how many rows of access went. Other reasons stay."""
    _allow(by)
    with unit_of_work():
        lock_journal(journal, alone=True)
        if not JournalReader.objects.filter(journal=journal, principal=principal).delete()[0]:
            raise Refused("У цього журналу немає такого читача")
        record(
            READER_REMOVED, by=by, about=journal, title=journal.title, who=name_of(principal),
            principal=principal,
        )  # fmt: skip
    return _align(journal, principal)


_MISSING = """
INSERT INTO registry_accessrow (principal, document_id, journal_id, dated_at, reason, source)
SELECT reader.principal, r.document_id, r.journal_id, r.registered_at, %(reason)s, r.journal_id::text
  FROM registry_journalreader reader
  JOIN registry_registration r ON r.journal_id = reader.journal_id
  JOIN registry_document d ON d.id = r.document_id
 WHERE reader.journal_id = %(journal)s AND reader.principal = %(principal)s
   AND (reader.restricted_too OR d.access_level <> 'restricted')
   AND NOT EXISTS (SELECT FROM registry_accessrow a WHERE a.document_id = r.document_id
        AND a.principal = reader.principal AND a.reason = %(reason)s AND a.source = r.journal_id::text)
 ORDER BY r.registered_at DESC LIMIT %(batch)s
    ON CONFLICT DO NOTHING
"""
_EXTRA = """
DELETE FROM registry_accessrow WHERE id IN (
    SELECT a.id FROM registry_accessrow a JOIN registry_document d ON d.id = a.document_id
     WHERE a.principal = %(principal)s AND a.journal_id = %(journal)s AND a.reason = %(reason)s
       AND a.source = %(journal)s::text
       AND NOT EXISTS (SELECT FROM registry_journalreader reader
            WHERE reader.journal_id = %(journal)s AND reader.principal = %(principal)s
              AND (reader.restricted_too OR d.access_level <> 'restricted'))
     ORDER BY a.dated_at DESC LIMIT %(batch)s)
"""


def _align(journal: Journal, principal: int) -> int:
    """Bring one reader’s rows in line with the journal, a batch a transaction, the newest first."""
    values: dict[str, Any] = {
        "journal": journal.pk, "principal": principal, "reason": GrantReason.JOURNAL.value, "batch": BATCH,
    }  # fmt: skip
    changed = 0
    for statement in (_EXTRA, _MISSING):
        while True:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                done = cursor.rowcount
            changed += done
            if done < BATCH:
                break
    return changed


def name_of(principal: int) -> str:
    """A principal in words, for an event: «діловод, Калинопільська селищна рада»."""
    from obih.people.models import Body, Person, ServiceToken, Unit

    kind, key, role = principals.describe(principal)
    if role:
        return f"{Role(role).label}, {Organisation.objects.get(pk=key)}"
    models: dict[str, type[Model]] = {"person": Person, "unit": Unit, "service": ServiceToken, "body": Body}
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
