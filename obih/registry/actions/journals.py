"""Opening journals, changing them, and saying who reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.utils import timezone

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


_BATCH = """
WITH batch AS (
    SELECT r.document_id, r.journal_id, r.registered_at, d.access_level = 'restricted' AS restricted
      FROM (SELECT document_id, journal_id, registered_at FROM registry_registration
             WHERE journal_id = %(journal)s AND moved_to_id IS NULL AND registered_at <= %(at)s
               AND (registered_at < %(at)s OR document_id > %(document)s)
             ORDER BY registered_at DESC, document_id LIMIT %(batch)s) AS r
      JOIN registry_document d ON d.id = r.document_id
), allowed AS (
    SELECT batch.* FROM batch JOIN registry_journalreader reader
        ON reader.journal_id = %(journal)s AND reader.principal = %(principal)s
       AND (reader.restricted_too OR NOT batch.restricted)
), gone AS (
    DELETE FROM registry_accessrow a USING batch
     WHERE a.document_id = batch.document_id AND a.principal = %(principal)s AND a.reason = %(reason)s
       AND a.source = %(source)s
       AND NOT EXISTS (SELECT FROM allowed WHERE allowed.document_id = batch.document_id)
    RETURNING 1
), added AS (
    INSERT INTO registry_accessrow (principal, document_id, journal_id, dated_at, reason, source)
    SELECT %(principal)s, document_id, journal_id, registered_at, %(reason)s, %(source)s FROM allowed
        ON CONFLICT DO NOTHING RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM added), count(*),
       (array_agg(registered_at ORDER BY registered_at, document_id DESC))[1],
       (array_agg(document_id ORDER BY registered_at, document_id DESC))[1]
  FROM batch
"""


def _align(journal: Journal, principal: int) -> int:
    """Bring one reader’s rows in line with the journal, a batch a transaction, the newest first."""
    values: dict[str, Any] = {
        "journal": journal.pk,
        "source": str(journal.pk),
        "principal": principal,
        "reason": GrantReason.JOURNAL.value,
        "batch": BATCH,
        "at": timezone.now() + timedelta(days=1),
        "document": UUID(int=0),
    }
    changed, taken = 0, BATCH
    while taken == BATCH:
        with connection.cursor() as cursor:
            cursor.execute(_BATCH, values)
            done, taken, values["at"], values["document"] = cursor.fetchone()
        changed += done
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
