"""Rows of access: who gets them at registration, granting, revoking, checking against the rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people import principals
from obih.people.actors import SYSTEM
from obih.registry.events import ACCESS_RECOUNTED
from obih.registry.models import AccessRow, Document, JournalReader, Party, Registration
from obih.registry.vocabulary import Access, GrantReason, PartyRole


@dataclass(frozen=True, order=True)
class Grant:
    """One principal, one reason, one source of it."""

    principal: int
    reason: str
    source: str = ""


def grants_of_registration(
    *,
    readers: Iterable[JournalReader],
    restricted: bool,
    registrar_id: int | None,
    first_reviewer_id: int | None,
    unit_id: int | None,
    journal_id: int,
    executor_id: int | None = None,
    people_addressed: Iterable[int] = (),
    units_addressed: Iterable[int] = (),
) -> set[Grant]:
    """Who sees a document because of what stands on its card: the rule that `verify` repeats.

    A restricted document is not shown to those who only read the journal, nor to a whole unit.
    """
    found = {
        Grant(reader.principal, GrantReason.JOURNAL, str(journal_id))
        for reader in readers
        if reader.restricted_too or not restricted
    }
    if registrar_id:
        found.add(Grant(principals.of_person(registrar_id), GrantReason.REGISTRAR))
    if first_reviewer_id:
        found.add(Grant(principals.of_person(first_reviewer_id), GrantReason.FIRST_REVIEW))
    if unit_id and not restricted:
        found.add(Grant(principals.of_unit(unit_id), GrantReason.UNIT))
    if executor_id:
        found.add(Grant(principals.of_person(executor_id), GrantReason.EXECUTOR))
    found |= {Grant(principals.of_person(each), GrantReason.ADDRESSEE) for each in people_addressed}
    if not restricted:
        found |= {Grant(principals.of_unit(each), GrantReason.ADDRESSEE) for each in units_addressed}
    return found


def executor_of(added: Mapping[str, object]) -> int | None:
    """The person who prepares or executes the document, as the card names him."""
    found = added.get("main_executor")
    return found if isinstance(found, int) else None


def write(document: Document, registration: Registration, grants: Iterable[Grant]) -> None:
    """Insert rows in one statement; those that stand already are left."""
    AccessRow.objects.bulk_create(rows_of(document, registration, grants), ignore_conflicts=True)


def rows_of(document: Document, registration: Registration, grants: Iterable[Grant]) -> list[AccessRow]:
    return [
        AccessRow(
            principal=grant.principal,
            document=document,
            journal_id=registration.journal_id,
            dated_at=registration.registered_at,
            reason=grant.reason,
            source=grant.source,
        )
        for grant in sorted(grants)
    ]


FROM_CARD = (
    GrantReason.JOURNAL, GrantReason.REGISTRAR, GrantReason.FIRST_REVIEW, GrantReason.UNIT,
    GrantReason.EXECUTOR, GrantReason.ADDRESSEE,
)  # fmt: skip


def recount(
    document: Document, *, instead: tuple[Registration, Registration] | None = None
) -> tuple[set[Grant], set[Grant]]:
    """Bring a document’s rows in line with its card; gives (added, removed). Rows of other reasons stay.

    `instead` is a registration and the one it moves to, which is only written when the unit of work ends.
    """
    wanted, registration = expected(document, instead=instead)
    present = {
        Grant(*row)
        for row in AccessRow.objects.filter(document=document, reason__in=FROM_CARD).values_list(
            "principal", "reason", "source"
        )
    }
    added, removed = wanted - present, present - wanted
    for grant in removed:
        AccessRow.objects.filter(
            document=document, principal=grant.principal, reason=grant.reason, source=grant.source
        ).delete()
    write(document, registration, added)
    return added, removed


def expected(
    document: Document, *, instead: tuple[Registration, Registration] | None = None
) -> tuple[set[Grant], Registration]:
    """The rows that must stand because of the card and its registrations; a moved one gives none."""
    found: set[Grant] = set()
    first: Registration | None = None
    addressed = list(Party.objects.filter(document=document, role=PartyRole.ADDRESSEE))
    standing = document.registrations.filter(moved_to=None).select_related("journal")
    for known in standing.order_by("registered_at"):
        registration = instead[1] if instead and known.pk == instead[0].pk else known
        first = first or registration
        found |= grants_of_registration(
            readers=registration.journal.readers.all(),
            restricted=document.access_level == Access.RESTRICTED,
            registrar_id=registration.registered_by_id,
            first_reviewer_id=document.first_reviewer_id,
            unit_id=document.responsible_unit_id,
            journal_id=registration.journal_id,
            executor_id=executor_of(document.added),
            people_addressed=[each.person_id for each in addressed if each.person_id],
            units_addressed=[each.unit_id for each in addressed if each.unit_id],
        )
    assert first is not None, "a document without a registration has no readers"
    return found, first


@dataclass(frozen=True)
class Wrong:
    """A document whose rows differ from the rule."""

    document_id: UUID
    missing: int
    extra: int


_DIFFERENCE = """
WITH wanted AS (
    SELECT r.document_id, jr.principal, 'journal' AS reason, r.journal_id::text AS source
      FROM registry_registration r JOIN registry_journalreader jr ON jr.journal_id = r.journal_id
      JOIN registry_document d ON d.id = r.document_id
     WHERE r.moved_to_id IS NULL AND (jr.restricted_too OR d.access_level <> 'restricted')
    UNION SELECT r.document_id, r.registered_by_id * 8 + 1, 'registrar', '' FROM registry_registration r
     WHERE r.moved_to_id IS NULL AND r.registered_by_id IS NOT NULL
    UNION SELECT d.id, d.first_reviewer_id * 8 + 1, 'first_review', '' FROM registry_document d
     WHERE d.first_reviewer_id IS NOT NULL
    UNION SELECT d.id, d.responsible_unit_id * 8 + 2, 'unit', '' FROM registry_document d
     WHERE d.responsible_unit_id IS NOT NULL AND d.access_level <> 'restricted'
    UNION SELECT d.id, (d.added->>'main_executor')::bigint * 8 + 1, 'executor', '' FROM registry_document d
     WHERE jsonb_typeof(d.added->'main_executor') = 'number'
    UNION SELECT p.document_id, p.person_id * 8 + 1, 'addressee', '' FROM registry_party p
     WHERE p.role = 'addressee' AND p.person_id IS NOT NULL
    UNION SELECT p.document_id, p.unit_id * 8 + 2, 'addressee', '' FROM registry_party p
      JOIN registry_document d ON d.id = p.document_id
     WHERE p.role = 'addressee' AND p.unit_id IS NOT NULL AND d.access_level <> 'restricted'
), present AS (
    SELECT document_id, principal, reason, source FROM registry_accessrow
     WHERE reason IN ('journal', 'registrar', 'first_review', 'unit', 'executor', 'addressee')
)
SELECT document_id, sum(missing), sum(extra) FROM (
    SELECT document_id, 1 AS missing, 0 AS extra FROM (TABLE wanted EXCEPT TABLE present) AS m
    UNION ALL SELECT document_id, 0, 1 FROM (TABLE present EXCEPT TABLE wanted) AS e
) AS differing GROUP BY document_id ORDER BY document_id LIMIT %s
"""


def verify(most: int = 100) -> list[Wrong]:
    """Documents (at most `most`) whose rows differ from what their cards and journals say."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCE, [most])
        return [Wrong(*row) for row in cursor.fetchall()]


def rebuild() -> int:
    """Recount each document that differs, each in its own transaction with its event; gives how many."""
    done = 0
    while wrong := verify(most=500):
        for each in wrong:
            with unit_of_work():
                document = Document.objects.select_for_update().defer("words").get(pk=each.document_id)
                added, removed = recount(document)
                record(ACCESS_RECOUNTED, by=SYSTEM, about=document, added=len(added), removed=len(removed))
            done += 1
    return done


def holders(document: Document) -> list[AccessRow]:
    """Every row of a document, for the page that explains who sees it and why."""
    return list(AccessRow.objects.filter(document=document).order_by("reason", "principal"))
