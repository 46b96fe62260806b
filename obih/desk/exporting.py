"""A journal as a sheet: the columns of the list and every field of the profile, CSV or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from obih.contracts import queries as contracts
from obih.files.serving import disposition
from obih.law.profile import CardField
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry import actions, queries
from obih.registry.models import Journal
from obih.registry.queries.records import SECTIONS, people_named
from obih.registry.queries.told import files_words
from obih.registry.sheets import XLSX, write_xlsx
from obih.registry.streams import kinds_for
from obih.registry.values import tell
from obih.registry.vocabulary import Stream

KINDS = ("csv", "xlsx")
MOST = 20_000
BATCH = 200
FILES = "Файлів"
"""Those that stand; of withdrawn ones how many there are."""
_CSV_LEADS = ("=", "+", "-", "@", "\t", "\r")


def uuids(told: Sequence[str]) -> list[UUID]:
    """Marked rows of the address; anything else there is as if absent."""
    try:
        return [UUID(each) for each in told[:MOST]]
    except ValueError as error:
        raise Http404 from error


def fields_of(stream: str) -> list[CardField]:
    """The columns of the sheet: each field that some kind of this stream has, in the order of the card."""
    rules = profile()
    kinds = kinds_for(rules, stream)
    found = {field.code: field for kind in kinds for field in rules.fields_for(kind.code)}
    return sorted(found.values(), key=lambda field: (field.order, field.title))


def lines(
    actor: Actor, journal: Journal, filters: queries.JournalFilter, marked: Sequence[UUID]
) -> Iterator[list[Any]]:
    """The heading, then a line for each document the filter shows (or of those marked), newest first."""
    fields = fields_of(journal.stream)
    is_contracts = journal.stream == Stream.CONTRACTS
    yield ["Номер", *(field.title for field in fields), FILES, *(contracts.COLUMNS if is_contracts else ())]
    for ids in _batches(actor, journal, filters, marked):
        yield from _told(actor, ids, fields, with_terms=is_contracts)


def _batches(
    actor: Actor, journal: Journal, filters: queries.JournalFilter, marked: Sequence[UUID]
) -> Iterator[list[UUID]]:
    if marked:
        yield from (list(marked[start : start + BATCH]) for start in range(0, len(marked), BATCH))
        return
    after: str | None = None
    for _ in range(MOST // BATCH):
        page = queries.journal_page(actor, journal, filters, after, size=BATCH, counted=False)
        yield [row.document_id for row in page.rows]
        after = page.next
        if after is None:
            return


def _told(
    actor: Actor, ids: list[UUID], fields: list[CardField], *, with_terms: bool = False
) -> Iterator[list[Any]]:
    """Only what may be seen: the ids are asked for anew; reading a restricted one leaves its trace."""
    found = queries.records(actor, ids, SECTIONS | {"withdrawn"})
    terms = contracts.cells_of(record.id for record in found) if with_terms else {}
    blank = [""] * len(contracts.COLUMNS) if with_terms else []
    for record in found:
        if record.is_restricted:
            actions.note_reading(record.document, by=actor)
        rules = profile(timezone.localdate(record.registration.registered_at))
        people = people_named([record], rules)
        told = {
            field.code: tell(rules.fields.get(field.code, field), record, rules, people) for field in fields
        }
        files = files_words(len(record.files), len(record.withdrawn))
        yield [
            record.number, *(told[field.code].text for field in fields), files, *terms.get(record.id, blank)
        ]  # fmt: skip


def respond(kind: str, name: str, rows: Iterable[list[Any]]) -> HttpResponseBase:
    """The sheet as a download."""
    if kind == "xlsx":
        made = FileResponse(_xlsx(rows), content_type=XLSX)
        made["Content-Disposition"] = disposition(name)
        return made
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = disposition(name)
    return response


def _csv(rows: Iterable[list[Any]]) -> Iterator[bytes]:
    """With a mark that makes office programs read it as UTF-8; a cell never begins a formula."""
    yield b"\xef\xbb\xbf"
    for row in rows:
        line = io.StringIO()
        csv.writer(line, delimiter=";").writerow([_safe(cell) for cell in row])
        yield line.getvalue().encode()


def _safe(cell: Any) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(_CSV_LEADS) else text


def _xlsx(rows: Iterable[list[Any]]) -> io.BytesIO:
    made = io.BytesIO()
    write_xlsx(made, rows)
    made.seek(0)
    return made
