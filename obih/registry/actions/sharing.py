"""Showing a document to somebody more, and handing the open work of a leaver to his successor."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people import principals
from obih.people.actors import Actor
from obih.people.models import Person
from obih.registry import access_rows
from obih.registry.access import why_not_hand_over, why_not_share
from obih.registry.actions.journals import name_of
from obih.registry.events import ACCESS_GRANTED, ACCESS_REVOKED, WORK_HANDED_OVER
from obih.registry.models import AccessRow, Document, PendingCard, Registration
from obih.registry.queries.visibility import visible_to
from obih.registry.vocabulary import GrantReason
from obih.ui.refusals import Refused

ABSENT = "Такого документа немає або він вам не доступний"


def document_to_change(document_id: UUID, by: Actor, *, locked: bool = True) -> tuple[Document, Registration]:
    """The document and its first registration that has not moved on, locked for a change. Absent and hidden
    are refused alike."""
    rows = visible_to(by) if by.kind != "system" else Document.objects.all()
    document = (rows.select_for_update(of=("self",)) if locked else rows).defer("words").filter(
        pk=document_id
    ).first()  # fmt: skip
    if document is None:
        raise Refused(ABSENT)
    standing = document.registrations.filter(moved_to=None).select_related("journal")
    registration = standing.order_by("registered_at").first()
    assert registration is not None, "a document without a registration"
    return document, registration


@unit_of_work()
def share(document_id: UUID, principal: int, *, why: str, by: Actor) -> None:
    """Let somebody see a document, with the reason; the second call changes nothing."""
    document, registration = document_to_change(document_id, by)
    if refusal := why_not_share(by, document, registration.journal):
        raise Refused(refusal)
    if not why.strip():
        raise Refused("Назвіть причину: навіщо цій людині документ", field="why")
    who = _known(principal)
    grant = access_rows.Grant(principal, GrantReason.SHARED)
    held = AccessRow.objects.filter(document=document, principal=principal, reason=GrantReason.SHARED)
    if not held.exists():
        access_rows.write(document, registration, [grant])
        record(ACCESS_GRANTED, by=by, about=document, to=who, why=why.strip(), principal=principal)


@unit_of_work()
def unshare(document_id: UUID, principal: int, *, why: str, by: Actor) -> None:
    """Take back what `share` gave; whoever has another reason to see the document still sees it."""
    document, registration = document_to_change(document_id, by)
    if refusal := why_not_share(by, document, registration.journal):
        raise Refused(refusal)
    if not why.strip():
        raise Refused("Назвіть причину", field="why")
    who = _known(principal)
    gone, _ = AccessRow.objects.filter(
        document=document, principal=principal, reason=GrantReason.SHARED
    ).delete()
    if gone:
        record(ACCESS_REVOKED, by=by, about=document, to=who, why=why.strip(), principal=principal)


def _known(principal: int) -> str:
    try:
        return name_of(principal)
    except Exception as error:
        raise Refused("Немає такої людини чи підрозділу", field="principal") from error


_REVIEWS = """
UPDATE registry_document SET first_reviewer_id = %(successor)s, version = version + 1
 WHERE first_reviewer_id = %(leaver)s AND closed_at IS NULL RETURNING id
"""
_ROWS = """
INSERT INTO registry_accessrow (principal, document_id, journal_id, dated_at, reason, source)
SELECT %(principal)s, first.document_id, first.journal_id, first.registered_at, given.reason, given.source
  FROM (SELECT DISTINCT ON (document_id) document_id, journal_id, registered_at
          FROM registry_registration WHERE document_id = ANY(%(documents)s) AND moved_to_id IS NULL
         ORDER BY document_id, registered_at) AS first,
       (VALUES ('first_review', ''), ('successor', %(source)s)) AS given (reason, source)
    ON CONFLICT DO NOTHING
"""


@unit_of_work()
def hand_over(leaver: Person, successor: Person, *, why: str, by: Actor) -> int:
    """Give all open work of a leaver to a successor in one step; gives how many documents went.

    Open first reviews and half-filled cards. The leaver loses the reason «first review» for them; what he
    has closed stays his.
    """
    if refusal := why_not_hand_over(by):
        raise Refused(refusal)
    if leaver.pk == successor.pk:
        raise Refused("Справи передають іншій людині", field="successor")
    if successor.left_on is not None:
        raise Refused(f"{successor.full_name} вже не працює: оберіть іншу людину", field="successor")
    values = {"leaver": leaver.pk, "successor": successor.pk}
    with connection.cursor() as cursor:
        cursor.execute(_REVIEWS, values)
        documents = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            _ROWS,
            {
                "principal": principals.of_person(successor.pk),
                "documents": documents,
                "source": str(leaver.pk),
            },
        )
    AccessRow.objects.filter(
        document__in=documents,
        principal=principals.of_person(leaver.pk),
        reason=GrantReason.FIRST_REVIEW,
    ).delete()
    PendingCard.objects.filter(person=leaver).update(person=successor)
    for document in documents:
        record(
            WORK_HANDED_OVER, by=by, about=("registry.document", document),
            to=successor.full_name, why=why, leaver=leaver.pk, successor=successor.pk,
        )  # fmt: skip
    return len(documents)
