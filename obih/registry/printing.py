"""A journal and a card on paper: the form of its stream, as lines for a page and as PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone

from obih.people.actors import Actor
from obih.registry.journal_lines import JournalLines, Tally, gaps_of, summary_of
from obih.registry.layouts import layout_of
from obih.registry.models import Journal, JournalLayout
from obih.registry.queries.card import Card
from obih.registry.queries.filters import JournalFilter
from obih.registry.queries.walk import walk
from obih.ui.words import short_date

MOST_LINES = 5_000
"""So many lines a page and a PDF made at once take; longer journals are made by the worker."""
ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True)
class JournalHead:
    """What stands over the lines of a printed journal."""

    title: str
    form: str
    legal_basis: str
    organisation: str
    columns: tuple[str, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class PrintedJournal:
    """`cut` is true when there were more lines than one printing takes; the newest are there then.

    `started` and `finished` are the days of the first and of the last line; a journal that goes on has no
    end yet.
    """

    head: JournalHead
    lines: list[tuple[str, ...]]
    started: str
    finished: str
    summary: str
    printed_by: str
    printed_on: date
    cut: bool

    @property
    def title(self) -> str:
        return self.head.title


def head_of(journal: Journal, layout: JournalLayout) -> JournalHead:
    return JournalHead(
        title=journal.title,
        form=layout.title,
        legal_basis=layout.legal_basis,
        organisation=journal.organisation.name,
        columns=tuple(str(each.get("title", "")) for each in layout.columns),
        widths=tuple(float(each.get("width") or 1) for each in layout.columns),
    )


def printed_journal(
    actor: Actor, journal: Journal, filters: JournalFilter, *, today: date | None = None
) -> PrintedJournal:
    """What the actor sees of the journal through the filters in the form of its stream, oldest first, as
    paper journals are kept."""
    day = today or timezone.localdate()
    layout = layout_of(journal.stream)
    ids, cut = walk(actor, journal, filters, MOST_LINES)
    lines = JournalLines(actor, journal, layout, ids, gaps_of(actor, journal, filters))
    told = list(lines)
    started, finished = span_of(lines.tally, filters, day)
    return PrintedJournal(
        head=head_of(journal, layout),
        lines=told,
        started=started,
        finished=finished,
        summary=summary_of(journal, filters, lines.tally),
        printed_by=actor.label,
        printed_on=day,
        cut=cut,
    )


def span_of(tally: Tally, filters: JournalFilter, today: date) -> tuple[str, str]:
    """«Розпочато» and «Закінчено»: the end is written when the span that was asked for is over."""
    asked = filters.values()
    last = asked.get("until") or asked.get("own_date")
    year = int(asked["year"]) if "year" in asked else 0
    over = bool(last and last < today) or bool(year and year < today.year)
    return (
        short_date(tally.first) if tally.first else "",
        short_date(tally.last) if tally.last and over else "",
    )


def card_lines(card: Card) -> list[tuple[str, str]]:
    """The registration card as it is printed: every field of the profile, empty ones to be filled by hand."""
    return [(each.label, each.text) for each in card.values]


def journal_pdf(journal: PrintedJournal) -> bytes:
    facts = journal_facts(journal.head, journal.lines, foot_of(journal.printed_by, journal.printed_on))
    facts |= {
        "started": journal.started,
        "finished": journal.finished,
        "summary": journal.summary,
        "cut": journal.cut,
        "last": True,
    }
    return compiled("journal.typ", facts)


def journal_facts(
    head: JournalHead, lines: Sequence[tuple[str, ...]], foot: str, *, first: bool = True
) -> dict[str, Any]:
    """What `journal.typ` needs; only the first part of a long journal has a title."""
    return {
        "title": head.title,
        "form": head.form,
        "basis": head.legal_basis,
        "organisation": head.organisation,
        "columns": head.columns,
        "widths": head.widths,
        "lines": lines,
        "foot": foot,
        "first": first,
        "started": "",
        "finished": "",
        "summary": "",
        "cut": False,
        "last": False,
    }


def foot_of(printed_by: str, day: date) -> str:
    return f"Надруковано {short_date(day)}, {printed_by}"


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
            "put_aside": [str(each) for each in record.withdrawn],
            "moved": [f"№ {each.number}, {each.journal}" for each in record.moved],
            "foot": f"Надруковано {short_date(today)}, {printed_by}",
        },
    )


def compiled(template: str, facts: dict[str, object | Sequence[object]]) -> bytes:
    """A template of `assets/` filled with facts, as PDF."""
    told = json.dumps(facts, ensure_ascii=False)
    made = typst.compile(str(ASSETS / template), sys_inputs={"facts": told})
    assert isinstance(made, bytes)
    return made
