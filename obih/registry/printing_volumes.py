"""The note on the volume of document flow (довідка про обсяг документообігу) as lines and as PDF."""

from __future__ import annotations

from datetime import date

from obih.people.models import Organisation
from obih.registry.printing import compiled, foot_of
from obih.registry.queries.volumes import Volumes
from obih.ui.words import short_date

COLUMNS = ("Документи", "Оригінали", "Копії (примірники)", "Усього", "Паперові", "Електронні")
WIDTHS = (4.0, 1.4, 1.6, 1.4, 1.4, 1.4)
MONTHS = ("січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру")
Rows = list[tuple[str, ...]]


def stream_rows(told: Volumes) -> Rows:
    return [
        (
            each.title,
            *(str(n) for n in (each.originals, each.copies, each.total, each.paper, each.electronic)),
        )
        for each in (*told.streams, told.total)
    ]


def month_rows(told: Volumes) -> Rows:
    """By month, with the sum of the year at the end."""
    rows = [(name, *(str(n) for n in counts), str(sum(counts))) for name, counts in told.months]
    sums = [sum(counts[n] for _, counts in told.months) for n in range(12)]
    return [*rows, ("Усього", *(str(n) for n in sums), str(sum(sums)))]


def sheet_rows(organisation: Organisation, told: Volumes, since: date, until: date) -> Rows:
    """All three tables one under another, for a sheet."""
    return [
        COLUMNS,
        (f"{organisation.name}, {short_date(since)} — {short_date(until)}",),
        *stream_rows(told),
        (),
        ("За видами", "Кількість"),
        *((title, str(number)) for title, number in told.kinds),
        (),
        ("За місяцями", *MONTHS, "усього"),
        *month_rows(told),
    ]


def volumes_pdf(
    organisation: Organisation, told: Volumes, since: date, until: date, *, printed_by: str, today: date
) -> bytes:
    return compiled(
        "volumes.typ",
        {
            "organisation": organisation.name,
            "period": f"{short_date(since)} — {short_date(until)}",
            "columns": COLUMNS,
            "widths": WIDTHS,
            "lines": stream_rows(told),
            "kinds": [(title, str(number)) for title, number in told.kinds],
            "months": MONTHS,
            "by_month": month_rows(told),
            "foot": foot_of(printed_by, today),
        },
    )
