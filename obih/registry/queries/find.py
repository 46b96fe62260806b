"""Quick find: a number, somebody’s number, a few words. What it may show is decided before it looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from obih.people.actors import Actor
from obih.registry.models import Party, Registration
from obih.registry.queries.closed_series import NOT_CLOSED, closed_series
from obih.registry.queries.lists import newest
from obih.registry.queries.rows import JournalRow, load_rows
from obih.registry.queries.visibility import reading_principals, visible_rows
from obih.registry.rules import Sought, number_key, prefix_query, sought
from obih.ui.layout import other_layout

WALKED = 3000
"""How many of the newest visible documents are looked at first: a frequent word is found among them."""
GATHERED = 4000
"""How many documents with a rare word are gathered before asking which of them are visible."""


def find(actor: Actor, text: str, limit: int = 20, *, today: date | None = None) -> list[JournalRow]:
    """What the text may mean among what the actor sees: numbers first, then words, newest first.

    A text typed in the wrong keyboard layout is understood when it finds nothing as it stands.
    """
    day = today or timezone.localdate()
    ids = _ids(actor, sought(text), limit)
    other = other_layout(text)
    if not ids and other:
        ids = _ids(actor, sought(other), limit)
    return load_rows(ids, today=day)


def _ids(actor: Actor, wanted: Sought, limit: int) -> list[UUID]:
    if not newest(actor, most=1):
        return []
    closed = closed_series()
    found: dict[UUID, None] = {}
    if wanted.ordinals:
        found |= dict.fromkeys(_by_own_number(actor, wanted, limit, closed))
    if wanted.number and len(found) < limit:
        found |= dict.fromkeys(_by_their_number(actor, wanted.number, limit))
    words = [word for word in wanted.words if len(word) > 1] or list(wanted.words)
    if words and len(found) < limit and not wanted.stream:
        found |= dict.fromkeys(by_words(actor, words, limit))
    return list(found)[:limit]


def _by_own_number(actor: Actor, wanted: Sought, limit: int, closed: Sequence[int]) -> list[UUID]:
    """Registrations whose ordinal stands in the text; what is more than the ordinal must agree whole. Of a
    closed series only the whole number finds."""
    rows = Registration.objects.filter(sequence__in=wanted.ordinals)
    rows = rows.filter(visible_rows(actor, "document_id"))
    if wanted.stream:
        rows = rows.filter(journal__stream=wanted.stream)
    found = rows.order_by("-registered_at").values_list("document_id", "number", "sequence", "journal")[:400]
    exact: list[UUID] = []
    near: list[UUID] = []
    for document, number, sequence, journal in found:
        if number_key(number) == wanted.number:
            exact.append(document)
        elif wanted.number == str(sequence) and journal not in closed:
            near.append(document)
    return (exact + near)[:limit]


def _by_their_number(actor: Actor, key: str, limit: int) -> list[UUID]:
    rows = Party.objects.filter(visible_rows(actor, "document_id"), number_key=key).exclude(number_key="")
    return list(rows.order_by("-document__created_at").values_list("document_id", flat=True)[:limit])


_WALK = """
WITH newest AS MATERIALIZED (
    SELECT DISTINCT ON (dated_at, document_id) dated_at, document_id FROM ({arms}) AS merged
     ORDER BY dated_at DESC, document_id LIMIT %(walked)s
)
SELECT (SELECT count(*) FROM newest), ARRAY(
    SELECT newest.document_id FROM newest JOIN registry_document d ON d.id = newest.document_id
     WHERE d.words @@ to_tsquery('simple', %(query)s) {not_closed}
     ORDER BY newest.dated_at DESC, newest.document_id LIMIT %(limit)s)
"""
_ARM = """(SELECT dated_at, document_id FROM registry_accessrow WHERE principal = {principal}
 ORDER BY dated_at DESC, document_id LIMIT %(walked)s)"""

_GATHER = """
WITH gathered AS MATERIALIZED (
    SELECT id, created_at FROM registry_document WHERE words @@ to_tsquery('simple', %(query)s)
     LIMIT %(gathered)s
)
SELECT g.id FROM gathered g
 WHERE EXISTS (SELECT FROM registry_accessrow a
                WHERE a.document_id = g.id AND a.principal = ANY(%(principals)s)) {not_closed}
 ORDER BY g.created_at DESC LIMIT %(limit)s
"""


def by_words(actor: Actor, words: Sequence[str], limit: int) -> list[UUID]:
    """Visible documents that have a word beginning with each of these, newest first.

    Two bounded steps, because no one plan is quick for both kinds of words. First the newest 3 000 visible
    documents are walked, from the access index, and their words looked at: a frequent word fills the list
    there. Only if it does not is the word rare among them; then the documents that have it are gathered from
    the word index, at most 4 000, and asked whether the actor sees them. Whoever sees no more than 3 000
    documents is answered by the walk alone: what others have does not even cost him time. Documents of
    closed series are passed over.
    """
    principals = list(reading_principals(actor))
    values: dict[str, Any] = {
        "query": prefix_query(words),
        "walked": WALKED,
        "gathered": GATHERED,
        "limit": limit,
        "principals": principals,
        "beside": 0,
    }
    told = {name: NOT_CLOSED.format(document=f"{name}.id") for name in ("d", "g")}
    arms = " UNION ALL ".join(_ARM.format(principal=int(each)) for each in principals)
    with connection.cursor() as cursor:
        cursor.execute(_WALK.format(arms=arms, not_closed=told["d"]), values)
        walked, found = cursor.fetchone()
        if len(found) >= limit or walked < WALKED:
            return list(found)
        cursor.execute(_GATHER.format(not_closed=told["g"]), values)
        return list(dict.fromkeys([*found, *(row[0] for row in cursor.fetchall())]))[:limit]
