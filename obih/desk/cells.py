"""Rows of a grid as templates need them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from obih.desk.columns import Column
from obih.registry.queries import JournalRow
from obih.registry.queries.arrivals import Stub
from obih.ui.templatetags.obih import chip


@dataclass(frozen=True)
class ShownRow:
    """A line of the grid: the document (or the stub of one that moved on), the cells beside its number, and
    the heading above it, if any."""

    row: JournalRow | None
    cells: list[Any]
    heading: date | None
    stub: Stub | None = None
    url: str = ""
    preview_url: str = ""


def shown_rows(
    rows: Iterable[JournalRow], columns: Sequence[Column], stubs: Iterable[Stub] = (), preview: str = ""
) -> list[ShownRow]:
    """Lines in their order, stubs among them; the first of each day carries the day. Their previews are those
    of the journal whose code is `preview`."""
    card = reverse("desk:document", args=[_PLACE])
    beside = reverse("desk:journal_preview", args=[preview, _PLACE]) if preview else ""
    found: list[ShownRow] = []
    last = None
    lines: list[JournalRow | Stub] = [*rows, *stubs]
    for line in sorted(lines, key=lambda each: each.registered_at, reverse=True) if stubs else lines:
        day = timezone.localtime(line.registered_at).date()
        heading = day if day != last else None
        if isinstance(line, Stub):
            found.append(ShownRow(None, [], heading, line))
        else:
            cells, key = [_cell(line, column) for column in columns], str(line.document_id)
            urls = [each.replace(str(_PLACE), key) for each in (card, beside)]
            found.append(ShownRow(line, cells, heading, None, *urls))
        last = day
    return found


_PLACE = UUID(int=0)
"""Where the document stands in an address that is made once for all lines."""


def _cell(row: JournalRow, column: Column) -> Any:
    return state_chip(row) if column.code == "state" else column.text(row)


def state_chip(row: JournalRow) -> SafeString:
    """Where the document stands, by shape and word: moved, restricted, done, its deadline."""
    if row.moved:
        return chip("void", "перенесено")
    if row.deadline and row.deadline.state in ("late", "soon"):
        return chip(row.deadline.state, row.deadline.text)
    if row.closed_at:
        return chip("done", "виконано")
    if row.copies and row.sent < row.copies:
        return chip("new", f"надіслано {row.sent} з {row.copies}" if row.sent else "не надіслано")
    if row.copies and not row.deadline:
        return chip("done", "надіслано")
    if row.is_restricted:
        return chip("shut", "обмежений")
    if row.deadline:
        return chip(row.deadline.state, f"до {row.deadline.on:%d.%m}")
    return chip("new", "без строку")
