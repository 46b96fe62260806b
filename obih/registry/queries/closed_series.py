"""Staff series and others like them: their documents come up in no suggestion outside their own journal.

Whoever sees them finds them in that journal and by their exact number, nowhere else: not among the words of
quick find, not as a twin or something similar while another document is registered.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from obih.registry.models import Journal, Registration


def closed_series(besides: Journal | None = None) -> list[int]:
    """Ids of the journals whose documents are not suggested elsewhere; `besides` is where one stands."""
    found = Journal.objects.filter(suggested_elsewhere=False)
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    return list(found.values_list("pk", flat=True))


def in_closed_series(document: str, besides: Journal | None = None) -> Exists:
    """«The document named by this column stands in such a journal», as a condition of another query."""
    rows = Registration.objects.filter(
        document=OuterRef(document), moved_to=None, journal__suggested_elsewhere=False
    )
    return Exists(rows.exclude(journal=besides) if besides is not None else rows)


NOT_CLOSED = """AND NOT EXISTS (
    SELECT FROM registry_registration r JOIN registry_journal j ON j.id = r.journal_id
     WHERE r.document_id = {document} AND r.moved_to_id IS NULL
       AND NOT j.suggested_elsewhere AND j.id <> %(beside)s)"""
"""The same for statements written out; `beside` is the id of the journal where one stands, or 0."""
