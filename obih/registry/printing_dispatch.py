"""Реєстр відправлень: what went out on a day, for the post (or a courier) to sign."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from obih.registry.printing import compiled, foot_of
from obih.registry.queries.dispatch import CopyRow
from obih.registry.sheets import write_xlsx
from obih.ui.words import short_date

COLUMNS = ("№", "Кому", "Куди", "Номер документа", "Аркушів", "Номер відправлення")
WIDTHS = (0.5, 3.2, 3.4, 1.7, 0.9, 2.0)
HOW = "Спосіб"
SIGNED = ("Здав(ла)", "Прийняв(ла)")
ALL_CHANNELS = "усі способи"


@dataclass(frozen=True)
class DispatchList:
    """The list of a day; an empty `channel` is every way, which each line then names."""

    organisation: str
    on: date
    channel: str
    rows: Sequence[CopyRow]
    printed_by: str
    printed_on: date

    @property
    def told_channel(self) -> str:
        return self.channel or ALL_CHANNELS

    @property
    def columns(self) -> tuple[str, ...]:
        return COLUMNS if self.channel else (*COLUMNS, HOW)

    @property
    def widths(self) -> tuple[float, ...]:
        return WIDTHS if self.channel else (*WIDTHS, 1.6)

    @property
    def lines(self) -> list[tuple[str, ...]]:
        return [self._cells(place, each) for place, each in enumerate(self.rows, 1)]

    @property
    def summary(self) -> str:
        sheets = sum(each.sheets for each in self.rows)
        return f"Усього відправлень: {len(self.rows)}, аркушів: {sheets}."

    def _cells(self, place: int, row: CopyRow) -> tuple[str, ...]:
        cells = (str(place), row.to, row.address, row.number, str(row.sheets or ""), row.tracking_number)
        return cells if self.channel else (*cells, row.channel)


def dispatch_pdf(it: DispatchList) -> bytes:
    """On A4, with the lines for who gave and who took, and a place for the postmark."""
    return compiled(
        "dispatch.typ",
        {
            "organisation": it.organisation,
            "on": short_date(it.on),
            "channel": it.told_channel,
            "columns": it.columns,
            "widths": it.widths,
            "lines": it.lines,
            "summary": it.summary,
            "foot": foot_of(it.printed_by, it.printed_on),
        },
    )


def dispatch_sheet(it: DispatchList) -> bytes:
    """The same as XLSX; under the lines what they come to, and who signs."""
    made = io.BytesIO()
    signed = [(f"{each} ____________________",) for each in SIGNED]
    write_xlsx(
        made, [it.columns, *it.lines, (it.summary,), *signed], widths=it.widths, name="Реєстр відправлень"
    )
    return made.getvalue()
