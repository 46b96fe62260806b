"""A sheet as XLSX, written row by row: a long one takes no more memory than a short one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_000
"""Letters a cell takes; the format's own end is a little further."""
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(
    into: IO[bytes], rows: Iterable[Sequence[Any]], *, widths: Sequence[float] = (), name: str = "Журнал"
) -> None:
    """The rows as text cells under a bold first one; what begins like a formula stays text."""
    book = xlsxwriter.Workbook(into, OPTIONS)
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True})
    sheet.freeze_panes(1, 1)
    if widths:
        for place, width in enumerate(widths):
            sheet.set_column(place, place, max(8, width * 8))
    else:
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 60, 22)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, str(cell)[:LONGEST], bold if number == 0 else None)
    book.close()
