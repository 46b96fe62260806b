"""A journal and a card on paper: the columns the law names, as lines for a page and as PDF."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typst
from django.utils import timezone

from obih.people.actors import Actor
from obih.registry.models import Journal
from obih.registry.queries.card import Card
from obih.registry.queries.filters import JournalFilter
from obih.registry.queries.journals import journal_page
from obih.registry.queries.records import Record, records
from obih.ui.words import short_date

MOST_LINES = 5_000
BATCH = 200
ASSETS = Path(__file__).parent / "assets"
COLUMNS = (
    "Дата надходження та реєстраційний індекс документа",
    "Кореспондент, дата та індекс одержаного документа",
    "Короткий зміст",
    "Резолюція або кому надіслано документ",
    "Відмітка про одержання документа",
    "Відмітка про виконання документа",
)
"""Journal of registration of incoming documents, Rules № 1000/5, annex."""


@dataclass(frozen=True)
class PrintedJournal:
    """`cut` is true when there were more lines than one printing takes."""

    title: str
    organisation: str
    period: str
    columns: tuple[str, ...]
    lines: list[tuple[str, ...]]
    printed_by: str
    printed_on: date
    cut: bool


def printed_journal(
    actor: Actor, journal: Journal, filters: JournalFilter, *, today: date | None = None
) -> PrintedJournal:
    """What the actor sees of the journal through the filters, oldest first, as paper journals are kept."""
    found: list[Record] = []
    cut = False
    for batch in _batches(actor, journal, filters):
        if len(found) >= MOST_LINES:
            cut = True
            break
        found += batch
    found.reverse()
    days = [timezone.localdate(each.registration.registered_at) for each in found]
    return PrintedJournal(
        title=journal.title,
        organisation=journal.organisation.name,
        period=f"{short_date(days[0])} — {short_date(days[-1])}" if days else "",
        columns=COLUMNS,
        lines=[line_of(each) for each in found],
        printed_by=actor.label,
        printed_on=today or timezone.localdate(),
        cut=cut,
    )


def _batches(actor: Actor, journal: Journal, filters: JournalFilter) -> Iterator[list[Record]]:
    after: str | None = None
    while True:
        page = journal_page(actor, journal, filters, after, BATCH, counted=False)
        yield records(actor, [row.document_id for row in page.rows])
        after = page.next
        if after is None:
            return


def line_of(record: Record) -> tuple[str, ...]:
    """A line of the journal; the mark of receipt is left for the hand."""
    registration, sender, document = record.registration, record.sender, record.document
    theirs = " ".join(
        part
        for part in (
            sender.name if sender else "",
            f"від {short_date(sender.dated_on)}" if sender and sender.dated_on else "",
            f"№ {sender.number}" if sender and sender.number else "",
        )
        if part
    )
    to = [
        document.first_reviewer.full_name if document.first_reviewer else "",
        document.responsible_unit.name if document.responsible_unit else "",
    ]
    closure = getattr(document, "closure", None)
    return (
        f"{short_date(timezone.localdate(registration.received_at))} {registration.number}",
        theirs,
        document.title if not document.summary else f"{document.title}. {document.summary}",
        ", ".join(each for each in to if each),
        "",
        f"{closure.note}, {short_date(timezone.localdate(closure.closed_at))}" if closure else "",
    )


def card_lines(card: Card) -> list[tuple[str, str]]:
    """The registration card as it is printed: every field of the profile, empty ones to be filled by hand."""
    return [(each.label, each.text) for each in card.values]


def journal_pdf(journal: PrintedJournal) -> bytes:
    return compiled(
        "journal.typ",
        {
            "title": journal.title,
            "organisation": journal.organisation,
            "period": journal.period,
            "columns": journal.columns,
            "lines": journal.lines,
            "foot": f"Надруковано {short_date(journal.printed_on)}, {journal.printed_by}",
            "cut": journal.cut,
        },
    )


def card_pdf(card: Card, printed_by: str, today: date) -> bytes:
    record = card.record
    return compiled(
        "card.typ",
        {
            "organisation": record.document.organisation.name,
            "number": record.number,
            "on": short_date(timezone.localdate(record.registration.registered_at)),
            "kind": card.kind,
            "lines": card_lines(card),
            "files": [each.name for each in record.files],
            "foot": f"Надруковано {short_date(today)}, {printed_by}",
        },
    )


def compiled(template: str, facts: dict[str, object | Sequence[object]]) -> bytes:
    """A template of `assets/` filled with facts, as PDF."""
    told = json.dumps(facts, ensure_ascii=False)
    made = typst.compile(str(ASSETS / template), sys_inputs={"facts": told})
    assert isinstance(made, bytes)
    return made
