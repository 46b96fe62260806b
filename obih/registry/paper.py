"""A report as a paper: words and tables, as PDF, as DOCX to go on editing, as lines of a sheet."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from obih.registry.printing import compiled

_NOT_FOR_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Table:
    """`widths` are shares of the line; cells are words already."""

    title: str
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Paper:
    """`blocks` stand in their order: a paragraph, a heading («# …») or a table."""

    organisation: str
    title: str
    period: str
    blocks: tuple[str | Table, ...]
    foot: str
    is_wide: bool = False


def heading(text: str) -> str:
    return f"# {text}"


def _parts(paper: Paper) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for block in paper.blocks:
        if isinstance(block, Table):
            found.append(
                {
                    "kind": "table", "title": block.title, "columns": block.columns,
                    "widths": block.widths, "lines": block.lines,
                }
            )  # fmt: skip
        else:
            kind = "heading" if block.startswith("# ") else "text"
            found.append({"kind": kind, "text": block.removeprefix("# ")})
    return found


def paper_pdf(paper: Paper) -> bytes:
    return compiled(
        "report.typ",
        {
            "organisation": paper.organisation,
            "title": paper.title,
            "period": paper.period,
            "parts": _parts(paper),
            "foot": paper.foot,
            "wide": paper.is_wide,
        },
    )


def paper_rows(paper: Paper) -> list[tuple[str, ...]]:
    """The same as lines of a sheet: the heading, then the words and the tables one under another."""
    rows: list[tuple[str, ...]] = [(paper.title,), (f"{paper.organisation}, {paper.period}",)]
    for block in paper.blocks:
        if isinstance(block, Table):
            rows += [(), *([(block.title,)] if block.title else []), block.columns, *block.lines]
        else:
            rows.append((block.removeprefix("# "),))
    return rows


def paper_docx(paper: Paper) -> bytes:
    """A document of office programs: headings are headings, tables are tables, nothing is a picture."""
    made = Document()
    made.core_properties.title = _plain(paper.title)
    made.core_properties.author = _plain(paper.organisation)
    made.core_properties.language = "uk-UA"
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if paper.is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin, section.right_margin = Cm(3), Cm(1)
    section.top_margin = section.bottom_margin = Cm(2)
    for text, bold in ((paper.organisation, False), (paper.title, True), (paper.period, False)):
        line = made.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(_plain(text)).bold = bold
    for block in paper.blocks:
        if isinstance(block, Table):
            _docx_table(made, block)
        elif block.startswith("# "):
            made.add_heading(_plain(block.removeprefix("# ")), level=2)
        else:
            line = made.add_paragraph(_plain(block))
            line.paragraph_format.first_line_indent = Cm(1.25)
            line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    made.add_paragraph()
    made.add_paragraph("Посада ____________________   Підпис ______________   Власне ім’я ПРІЗВИЩЕ")
    into = io.BytesIO()
    made.save(into)
    return into.getvalue()


def _docx_table(made: Document, block: Table) -> None:  # type: ignore[valid-type]
    if block.title:
        made.add_paragraph(_plain(block.title)).paragraph_format.keep_with_next = True  # type: ignore[attr-defined]
    table = made.add_table(rows=0, cols=len(block.columns))  # type: ignore[attr-defined]
    table.style = "Table Grid"
    for number, line in enumerate((block.columns, *block.lines)):
        for cell, text in zip(table.add_row().cells, line, strict=False):
            run = cell.paragraphs[0].add_run(_plain(text))
            run.font.size, run.bold = Pt(11), number == 0
    made.add_paragraph()  # type: ignore[attr-defined]


def _plain(text: str) -> str:
    """Without the letters that XML does not know."""
    return _NOT_FOR_XML.sub("", text)
