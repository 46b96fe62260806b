"""On paper: the register of receptions in its columns, and the receipt that an applicant takes home."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import UUID

import typst
from django.utils import timezone

from obih.appeals.layouts import RECEPTIONS
from obih.appeals.models import Answer, Reception
from obih.appeals.queries import applicants_of
from obih.appeals.rules import Applicant
from obih.law.profile import Profile
from obih.law.queries import profile
from obih.registry.actions.deadlines import DOCUMENT_ADDRESS
from obih.registry.layouts import layout_of
from obih.registry.models import Deadline, Registration
from obih.registry.printing import JournalHead, compiled, foot_of, journal_facts
from obih.registry.sheets import write_xlsx
from obih.ui.words import counted, short_date

ASSETS = Path(__file__).parent / "assets"
MOST_LINES = 5_000


@dataclass(frozen=True)
class ReceptionLine:
    """A reception with all that its columns may ask for."""

    reception: Reception
    registration: Registration
    applicant: Applicant
    letter: str
    answer_by: date | None
    answer: Answer | None
    rules: Profile

    @property
    def url(self) -> str:
        return DOCUMENT_ADDRESS.format(self.reception.document_id)

    def coded(self, code: str) -> str:
        return self.rules.fields[code].choice_label(str(self.reception.document.added.get(code, "")))


PARTS: dict[str, Callable[[ReceptionLine], str]] = {
    "number": lambda line: line.registration.number,
    "held_on": lambda line: short_date(line.reception.held_on),
    "leader": lambda line: line.reception.leader_label,
    "place": lambda line: f"виїзний прийом: {line.reception.place}" if line.reception.place else "",
    "received_on": lambda line: short_date(timezone.localdate(line.registration.received_at)),
    "letter": lambda line: line.letter,
    "applicant": lambda line: line.applicant.name,
    "address": lambda line: line.applicant.address,
    "contact": lambda line: line.applicant.contact,
    "category": lambda line: line.coded("appeal_category"),
    "substance": lambda line: line.reception.document.title,
    "topic": lambda line: str(line.reception.document.added.get("thematic_code", "")),
    "unit": lambda line: str(line.reception.document.responsible_unit or ""),
    "charge": lambda line: line.reception.charge,
    "answer_by": lambda line: f"до {short_date(line.answer_by)}" if line.answer_by else "",
    "result": lambda line: line.coded("appeal_result"),
    "answered": lambda line: (
        f"{short_date(line.answer.answered_on)} {line.answer.number}".strip() if line.answer else ""
    ),
}
"""What a column of the register may hold, by the names of `JournalLayout.columns`."""


def reception_lines(rows: Sequence[Reception]) -> list[ReceptionLine]:
    """Receptions the caller has been let to, each with what its columns ask for: five statements."""
    ids = [each.document_id for each in rows]
    registered = {
        each.document_id: each for each in Registration.objects.filter(document__in=ids, moved_to=None)
    }
    people = applicants_of(ids)
    answers = {each.document_id: each for each in Answer.objects.filter(document__in=ids)}
    due: dict[UUID, date] = {}
    for document, on in (
        Deadline.objects.filter(document__in=ids)
        .order_by("-effective_on")
        .values_list("document_id", "effective_on")
    ):
        due[document] = on
    law = profile()
    return [
        ReceptionLine(
            reception=each,
            registration=registered[each.document_id],
            applicant=people.get(each.document_id, [Applicant("")])[0],
            letter=each.document.appeal.letter if hasattr(each.document, "appeal") else "",
            answer_by=due.get(each.document_id),
            answer=answers.get(each.document_id),
            rules=law,
        )
        for each in rows
    ]


@dataclass(frozen=True)
class PrintedReceptions:
    """The register as it is printed. `cut` is true when there were more lines than one printing takes."""

    head: JournalHead
    lines: list[tuple[str, ...]]
    started: str
    finished: str
    summary: str
    printed_by: str
    printed_on: date
    cut: bool


def printed_receptions(rows: Sequence[Reception], *, organisation: str, printed_by: str) -> PrintedReceptions:
    """The register of these receptions in the columns of its form, oldest first, as paper registers are."""
    layout = layout_of(RECEPTIONS)
    kept = list(rows[: MOST_LINES + 1])
    lines = sorted(
        reception_lines(kept[:MOST_LINES]), key=lambda each: (each.reception.held_on, each.reception.noted_at)
    )
    days = [each.reception.held_on for each in lines]
    return PrintedReceptions(
        head=JournalHead(
            title="",
            form=layout.title,
            legal_basis=layout.legal_basis,
            organisation=organisation,
            columns=tuple(str(each.get("title", "")) for each in layout.columns),
            widths=tuple(float(each.get("width") or 1) for each in layout.columns),
        ),
        lines=[cells_of(each, layout.columns) for each in lines],
        started=short_date(days[0]) if days else "",
        finished=short_date(days[-1]) if days else "",
        summary=f"Усього {counted(len(lines), 'прийом', 'прийоми', 'прийомів')}.",
        printed_by=printed_by,
        printed_on=timezone.localdate(),
        cut=len(kept) > MOST_LINES,
    )


def cells_of(line: ReceptionLine, columns: Sequence[dict[str, object]]) -> tuple[str, ...]:
    """A line’s cells; a part no column knows is left empty rather than guessed."""
    cells = []
    for column in columns:
        names = column.get("parts")
        told = [PARTS[name](line) for name in names if name in PARTS] if isinstance(names, list) else []
        cells.append(", ".join(each for each in told if each))
    return tuple(cells)


def receptions_pdf(printed: PrintedReceptions) -> bytes:
    foot = foot_of(printed.printed_by, printed.printed_on)
    facts = journal_facts(printed.head, printed.lines, foot)
    told = {"started": printed.started, "finished": printed.finished, "summary": printed.summary}
    return compiled("journal.typ", facts | told | {"cut": printed.cut, "last": True})


def receptions_sheet(printed: PrintedReceptions) -> bytes:
    """The register as XLSX; what begins like a formula stays text."""
    made = BytesIO()
    write_xlsx(made, [printed.head.columns, *printed.lines], widths=printed.head.widths, name="Прийом")
    return made.getvalue()


@dataclass(frozen=True)
class Receipt:
    """What an applicant takes home: that he was heard, under what number, and until when he is answered.

    Whose it is, is told by surname and initials; neither address nor substance stand on it.
    """

    organisation: str
    number: str
    registered_on: date
    applicant: str
    held_on: date
    leader: str
    answer_by: date | None


def receipt_of(reception: Reception) -> Receipt:
    line = reception_lines([reception])[0]
    return Receipt(
        organisation=line.registration.journal.organisation.name,
        number=line.registration.number,
        registered_on=timezone.localdate(line.registration.registered_at),
        applicant=short_name(line.applicant.name),
        held_on=reception.held_on,
        leader=reception.leader_label,
        answer_by=line.answer_by,
    )


def short_name(name: str) -> str:
    """«Коваленко І. П.»."""
    surname, *rest = name.split() or [""]
    return " ".join([surname, *(f"{each[0]}." for each in rest[:2])])


def receipt_pdf(receipt: Receipt) -> bytes:
    return _compiled(
        "receipt.typ",
        {
            "organisation": receipt.organisation,
            "number": receipt.number,
            "on": short_date(receipt.registered_on),
            "applicant": receipt.applicant,
            "held_on": short_date(receipt.held_on),
            "leader": receipt.leader,
            "answer_by": short_date(receipt.answer_by) if receipt.answer_by else "",
        },
    )


def _compiled(template: str, facts: dict[str, object]) -> bytes:
    made = typst.compile(str(ASSETS / template), sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)})
    assert isinstance(made, bytes)
    return made
