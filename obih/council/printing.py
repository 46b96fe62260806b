"""Extracts (витяги) of decisions, made when they are asked for and not kept."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

import typst

from obih.council import rules
from obih.council.models import Decision
from obih.council.queries import ItemLine
from obih.files.rules import safe_name
from obih.people.models import Sitting
from obih.registry.labels import qr_svg
from obih.ui.words import long_date

TEMPLATE = Path(__file__).parent / "assets" / "extract.typ"


@dataclass(frozen=True)
class Extract:
    """What stands in an extract: the decision, how it was voted, room for its certification (№ 55)."""

    organisation: str
    body: str
    sitting: str
    on: str
    number: str
    title: str
    item: str
    speaker: str
    text: str
    votes: str
    result: str
    signed: str
    qr: str = ""


Address = Callable[[UUID], str]
"""Where the QR code of a document leads; the code itself names nobody."""


def extract_of(decision: Decision, sitting: Sitting, number: str, address: Address | None = None) -> Extract:
    """The extract of a numbered decision; with `address` a QR code by which whoever may opens its card."""
    item, document = decision.item, decision.document
    assert document is not None, "a decision without a number has no extract"
    article = rules.article_of(sitting.body.kind, item.majority)
    return Extract(
        organisation=sitting.body.organisation.name,
        body=sitting.body.name,
        sitting=f"засідання № {sitting.number}, {sitting.form}",
        on=long_date(document.dated_on or sitting.held_on),
        number=number,
        title=document.title,
        item=item.number,
        speaker=item.speaker,
        text=item.text,
        votes=rules.votes_words(decision.votes),
        result=f"прийнято ({article})",
        signed=long_date(decision.signed_on) if decision.signed_on else "",
        qr=qr_svg(address(document.pk)) if address else "",
    )


def extracts_of(lines: Iterable[ItemLine], sitting: Sitting, address: Address | None = None) -> list[Extract]:
    """Extracts of the numbered decisions among these lines, in the order of the agenda."""
    return [
        extract_of(each.decision, sitting, each.number, address)
        for each in lines
        if each.decision is not None and each.is_numbered and not each.is_hidden and not each.is_void
    ]


def extracts_pdf(extracts: Sequence[Extract]) -> bytes:
    """All of them as one PDF, each from a new page."""
    told = json.dumps({"extracts": [asdict(each) for each in extracts]}, ensure_ascii=False)
    made = typst.compile(str(TEMPLATE), sys_inputs={"facts": told})
    assert isinstance(made, bytes)
    return made


def extracts_zip(extracts: Sequence[Extract]) -> bytes:
    """Each as a PDF of its own, named by its number."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for each in extracts:
            archive.writestr(file_name(each), extracts_pdf([each]))
    return packed.getvalue()


def file_name(extract: Extract) -> str:
    number = extract.number.replace("/", "-")
    return safe_name(f"витяг {number} {extract.title[:60]}.pdf")
