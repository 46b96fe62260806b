"""A journal as lines in its form: what is printed, and what stands on a sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry.closing import Figures, summary_line
from obih.registry.layout_parts import Line, maker, needs_of, told_above
from obih.registry.models import Journal, JournalLayout, PeriodClosure
from obih.registry.queries.arrivals import stubs_between
from obih.registry.queries.filters import JournalFilter
from obih.registry.queries.numbers import reads_numbers, void_stubs
from obih.registry.queries.records import people_named, records
from obih.registry.queries.told import RegistrationTold
from obih.ui.words import short_date

BATCH = 500
Cells = tuple[str, ...]


@dataclass
class Tally:
    """What went by while lines were made: the summary line is written from it."""

    registered: int = 0
    void: int = 0
    late: int = 0
    first: date | None = None
    last: date | None = None

    def note(self, registration: RegistrationTold) -> None:
        day = timezone.localdate(registration.registered_at)
        self.first, self.last = self.first or day, day
        self.registered += registration.void is None
        self.void += registration.void is not None
        self.late += registration.entered_at is not None


@dataclass(frozen=True)
class Gap:
    """A number without a document of this journal: void, or moved on. It stands where its number belongs."""

    at: datetime
    number: str
    words: str
    void: bool


@dataclass
class JournalLines:
    """The lines of a journal, made as they are taken; `tally` is whole when the last one is."""

    actor: Actor
    journal: Journal
    layout: JournalLayout
    ids: Sequence[UUID]
    gaps: Sequence[Gap] = ()
    tally: Tally = field(default_factory=Tally)

    def __iter__(self) -> Iterator[Cells]:
        gaps = sorted(self.gaps, key=lambda each: each.at, reverse=True)
        for start in range(0, len(self.ids), BATCH):
            for registration, cells in self._batch(self.ids[start : start + BATCH]):
                while gaps and gaps[-1].at < registration.registered_at:
                    yield self._gap(gaps.pop())
                self.tally.note(registration)
                yield cells
        while gaps:
            yield self._gap(gaps.pop())

    def _batch(self, ids: Sequence[UUID]) -> Iterator[tuple[RegistrationTold, Cells]]:
        rules = profile()
        parts = [each.get("parts") or () for each in self.layout.columns]
        makers: list[Callable[[Line], str]] = [maker(each, rules) for each in parts]
        wanted = frozenset(str(name) for each in parts for name in each)
        found = records(self.actor, ids, needs_of(wanted))
        people = people_named(found, rules)
        more = told_above(self.journal.stream, [each.id for each in found], wanted)
        for each in found:
            here = [one for one in each.registrations if one.journal_id == self.journal.pk]
            registration = next((one for one in here if not one.moved), each.registration)
            line = Line(each, registration, rules, people, more.get(each.id, {}))
            yield registration, tuple(make(line) for make in makers)

    def _gap(self, gap: Gap) -> Cells:
        self.tally.void += gap.void
        columns = self.layout.columns
        place = next((n for n, each in enumerate(columns) if "number" in (each.get("parts") or ())), 0)
        words = min(place + 1, len(columns) - 1)
        cells = [""] * len(columns)
        cells[words] = gap.words
        cells[place] = f"{gap.number} {cells[place]}".strip()
        return tuple(cells)


def gaps_of(actor: Actor, journal: Journal, filters: JournalFilter) -> list[Gap]:
    """Void and moved numbers between the lines, for readers of the journal; none when more is asked than a
    span of time."""
    if not filters.only_dates or not reads_numbers(actor, journal):
        return []
    moved = [
        Gap(each.registered_at, each.number,
            f"перенесено до журналу «{each.moved_journal}», № {each.moved_number}", void=False)
        for each in stubs_between(actor, journal, None, None, most=5000)
    ]  # fmt: skip
    void = [
        Gap(each.at, each.number, f"анульовано: {each.reason}", void=True) for each in void_stubs(journal)
    ]
    return [each for each in (*moved, *void) if _spans(filters, timezone.localdate(each.at))]


def _spans(filters: JournalFilter, day: date) -> bool:
    """Whether the filters of the date of registration let this day through."""
    asked = filters.values()
    return (
        asked.get("year") in (None, day.year)
        and asked.get("own_date") in (None, day)
        and (asked.get("since") or day) <= day <= (asked.get("until") or day)
    )


def summary_of(journal: Journal, filters: JournalFilter, tally: Tally) -> str:
    """The summary line: of the closure when a closed year is printed whole, else of what was printed."""
    asked = filters.values()
    year = str(asked["year"]) if set(asked) == {"year"} else ""
    closure = PeriodClosure.objects.filter(journal=journal, period=year).first() if year else None
    if closure:
        figures = Figures(closure.registered, closure.void, closure.late, closure.carried_over)
        return summary_line(f"{year} рік", figures)
    figures = Figures(tally.registered, tally.void, tally.late)
    return summary_line(f"{year} рік" if year and year == _only_year(tally) else _span(tally), figures)


def _only_year(tally: Tally) -> str:
    return str(tally.first.year) if tally.first and tally.last and tally.first.year == tally.last.year else ""


def _span(tally: Tally) -> str:
    if not tally.first or not tally.last:
        return "цей період"
    if tally.first == tally.last:
        return short_date(tally.first)
    return f"час від {short_date(tally.first)} до {short_date(tally.last)}"
