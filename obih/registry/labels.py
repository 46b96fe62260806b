"""What goes on and around paper: labels, the registration stamp, envelopes, handing-over lists."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import segno
from django.utils import timezone

from obih.registry.models import HandoverList
from obih.registry.printing import compiled
from obih.registry.queries.dispatch import CopyRow
from obih.registry.queries.papers import PaperRow
from obih.registry.queries.records import Record
from obih.registry.vocabulary import Stream
from obih.ui.words import short_date

MARKS = {Stream.INCOMING: "Вх. №", Stream.OUTGOING: "Вих. №", Stream.INTERNAL: "Вн. №"}
CORNERS = {
    "bottom-right": "праворуч унизу",
    "bottom-left": "ліворуч унизу",
    "top-right": "праворуч угорі",
    "top-left": "ліворуч угорі",
}
ENVELOPES = {"c5": ("C5", 229, 162), "dl": ("DL", 220, 110), "c4": ("C4", 324, 229)}
ON_A_SHEET = 24
COLUMNS = (
    "№", "Реєстраційний номер", "Дата", "Від кого", "Вид і заголовок", "Аркушів", "Одержав(ла): підпис, дата",
)  # fmt: skip


@dataclass(frozen=True)
class Label:
    """What stands on a label: no name of a person, no title."""

    organisation: str
    number: str
    on: str
    sheets: str
    qr: str


def qr_svg(address: str) -> str:
    """The address as a QR code, black on white with its quiet border."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=4, border=2, light="#fff", xmldecl=False
    )
    return drawn.getvalue().decode()


def label_of(record: Record, address: str) -> Label:
    """The label of a document; `address` is where its QR code leads."""
    instance = record.instances[0] if record.instances else None
    sheets = [instance.sheets_main, instance.sheets_annex] if instance else []
    return Label(
        organisation=record.document.organisation.short_name,
        number=record.number,
        on=short_date(timezone.localdate(record.registration.registered_at)),
        sheets=" + ".join(str(each) for each in sheets if each),
        qr=qr_svg(address),
    )


def labels_pdf(labels: Sequence[Label], *, sheet: bool, first: int = 1) -> bytes:
    """Labels of 50 × 30 mm, one a page, or on sheets A4 of 3 × 8 from the place `first` on."""
    place = min(max(first, 1), ON_A_SHEET) - 1
    return compiled(
        "label.typ", {"labels": [asdict(each) for each in labels], "sheet": sheet, "first": place}
    )


def stamp_pdf(record: Record, address: str, corner: str = "bottom-right") -> bytes:
    """A page that is empty but for the registration stamp in a corner: put the document’s first page into the
    printer. № 55 puts it at the bottom right."""
    facts = asdict(label_of(record, address))
    mark = MARKS.get(Stream(record.registration.stream), "№")
    return compiled(
        "stamp.typ", facts | {"mark": mark, "corner": corner if corner in CORNERS else "bottom-right"}
    )


@dataclass(frozen=True)
class Envelope:
    sender: str
    sender_address: str
    to: str
    address: str
    mark: str


def envelopes_of(record: Record, copies: Iterable[CopyRow]) -> list[Envelope]:
    """One for each addressee of a document whose copy was not refused."""
    organisation = record.document.organisation
    return [
        Envelope(organisation.name, organisation.address, each.to, each.address, f"№ {record.number}")
        for each in copies
        if not each.refused_at
    ]


def together(envelopes: Iterable[Envelope]) -> list[Envelope]:
    """Letters to one addressee at one address go into one envelope, which names all their numbers."""
    found: dict[tuple[str, str, str], list[Envelope]] = {}
    for each in envelopes:
        found.setdefault((each.sender, each.to, each.address), []).append(each)
    return [
        Envelope(
            rows[0].sender,
            rows[0].sender_address,
            rows[0].to,
            rows[0].address,
            ", ".join(dict.fromkeys(each.mark for each in rows)),
        )
        for rows in found.values()
    ]


def envelopes_pdf(envelopes: Sequence[Envelope], size: str = "c5") -> bytes:
    """A page of the envelope’s own size for each."""
    _, width, height = ENVELOPES.get(size, ENVELOPES["c5"])
    facts = {"envelopes": [asdict(each) for each in envelopes], "width": width, "height": height}
    return compiled("envelope.typ", facts)


def handover_cells(rows: Sequence[PaperRow]) -> list[tuple[str, ...]]:
    """Lines of the list on paper; of a restricted document, or one its printer may not see, number and sheets
    alone."""
    return [_cells(place, each) for place, each in enumerate(rows, 1)]


def _cells(place: int, each: PaperRow) -> tuple[str, ...]:
    if each.row is None or each.is_restricted:
        return (str(place), each.number, "", "", "", each.sheets_words, "")
    on = short_date(timezone.localdate(each.row.registered_at))
    title = f"{each.row.kind}: {each.row.title}"
    return (str(place), each.number, on, each.row.sender, title, each.sheets_words, "")


def handover_pdf(handover: HandoverList, rows: Sequence[PaperRow], address: str, today: date) -> bytes:
    """The list to be signed, with the QR code by which it is received on a telephone."""
    return compiled(
        "handover.typ",
        {
            "organisation": handover.organisation.name,
            "unit": handover.unit.name,
            "on": short_date(handover.made_on),
            "columns": COLUMNS,
            "lines": handover_cells(rows),
            "count": len(rows),
            "sheets": sum(each.sheets for each in rows),
            "made_by": handover.made_by_label,
            "qr": qr_svg(address),
            "foot": f"Надруковано {short_date(today)}",
        },
    )
