"""Drawing a made-up card: what kind, from whom, when, to whom. Nothing is written here."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from typing import TypeVar

from obih.demo.senders import Sender, Senders
from obih.demo.titles import title
from obih.law.profile import Profile
from obih.law.queries import profile
from obih.law.rules import KYIV, Due, due_on
from obih.people.actors import Actor
from obih.people.models import Unit
from obih.registry.models import Journal, JournalReader
from obih.registry.rules import NumberParts, number_parts, period_of
from obih.registry.vocabulary import Access, Form, Stream
from obih.workdays.rules import WorkingCalendar

YEARS = 10
ANSWERED_AFTER_DAYS = 45
LEFT_OPEN = 0.002
UNIT_SHARE, FIRST_UNIT_SHARE = 0.5, 0.0095
CHANNELS = (("post", 0.4), ("email", 0.35), ("sev", 0.15), ("in_person", 0.1))
KINDS: dict[str, tuple[tuple[str, float], ...]] = {
    Stream.INCOMING: (("letter", 0.9), ("order_above", 0.06), ("deputy_appeal", 0.03), ("court", 0.01)),
    Stream.APPEALS: (("citizen_appeal", 1.0),),
    Stream.INFORMATION: (("info_request", 1.0),),
}
SHARES: dict[str, float] = {Stream.INCOMING: 0.75, Stream.APPEALS: 0.17, Stream.INFORMATION: 0.08}
Anything = TypeVar("Anything")


@dataclass(frozen=True)
class Stage:
    """Who and what takes part in a bulk load."""

    journals: Sequence[Journal]
    readers: dict[int, list[JournalReader]]
    units: Sequence[Unit]
    """The first one gets just under 1 % of all documents: its staff are the ordinary users of the benches."""
    reviewers: Sequence[tuple[int, float]]
    """(person's id, share): who considers letters first."""
    registrar: Actor
    senders: Senders
    contents: Sequence[tuple[str, str]]
    """(SHA-256, file name) of files that are in the store already."""


@dataclass(frozen=True, slots=True)
class MadeCard:
    """One registered letter, but for its number."""

    document: str
    registration: str
    allocation: str
    file: str
    event: str
    salt: str
    journal: Journal
    period: str
    parts: NumberParts
    kind: str
    regime: str
    version: int
    restricted: bool
    form: str
    title: str
    sender: Sender
    their_number: str
    their_date: date | None
    channel: str
    unit: Unit | None
    reviewer: int
    registered_at: datetime
    received_at: datetime
    due: Due | None
    closed_at: datetime | None
    sheets: int
    content: str
    file_name: str


class Drawer:
    """Draws cards from a seed: the same stage and the same seed give the same cards."""

    def __init__(self, stage: Stage, calendar: WorkingCalendar, seed: str) -> None:
        self.stage, self.calendar = stage, calendar
        self.rng = Random(seed)
        self.journals = _shares(stage.journals)
        self.now = datetime.now(UTC)
        self._rules = profile()
        self._dues: dict[tuple[date, str], Due | None] = {}

    def card(self, day: date, moment: datetime) -> MadeCard:
        rng, stage = self.rng, self.stage
        journal = drawn(rng, self.journals)
        kind = drawn(rng, KINDS[journal.stream])
        rules = self._rules_of(day)
        found = rules.kind(kind)
        unit = self._unit()
        sender = stage.senders.draw(rng, kind)
        content, file_name = stage.contents[rng.randrange(len(stage.contents))]
        document, registration, allocation, file, event = (_uuid7(rng, moment) for _ in range(5))
        return MadeCard(
            document=document,
            registration=registration,
            allocation=allocation,
            file=file,
            event=event,
            salt=f"{rng.getrandbits(128):032x}",
            journal=journal,
            period=period_of(journal.period_kind, day, journal.body.convocation if journal.body else ""),
            parts=_parts(
                journal, day.year, unit.index if unit else journal.unit.index if journal.unit else ""
            ),
            kind=kind,
            regime=found.regime or "ordinary",
            version=rules.version,
            restricted=found.access == Access.RESTRICTED,
            form=Form.PAPER if rng.random() < 0.5 else Form.ELECTRONIC,
            title=title(rng, kind, day),
            sender=sender,
            their_number="" if sender.is_natural else _outside_number(rng),
            their_date=None if sender.is_natural else day - timedelta(days=rng.randrange(1, 9)),
            channel=drawn(rng, CHANNELS),
            unit=unit,
            reviewer=drawn(rng, stage.reviewers),
            registered_at=moment,
            received_at=moment - timedelta(minutes=rng.randrange(5, 240)),
            due=self._due(day, kind),
            closed_at=self._closed_at(moment),
            sheets=rng.randrange(1, 9),
            content=content,
            file_name=file_name,
        )

    def _unit(self) -> Unit | None:
        share = self.rng.random()
        if share < FIRST_UNIT_SHARE:
            return self.stage.units[0]
        others = self.stage.units[1:]
        return others[self.rng.randrange(len(others))] if share < UNIT_SHARE else None

    def _rules_of(self, day: date) -> Profile:
        """The profile of a day, asked for once a day: cards come in the order of their days."""
        if self._rules.on != day:
            self._rules = profile(day)
        return self._rules

    def _due(self, day: date, kind: str) -> Due | None:
        if (day, kind) not in self._dues:
            rules = self._rules_of(day)
            term = rules.term_for(kind, rules.kind(kind).regime)
            counted = term is not None and term.unit != "none"
            came = datetime.combine(day, time(10), KYIV)
            self._dues[day, kind] = (
                due_on(came, term, self.calendar, rules.cap_of(term)) if term and counted else None
            )
        return self._dues[day, kind]

    def _closed_at(self, moment: datetime) -> datetime | None:
        rng = self.rng
        closed = moment + timedelta(days=rng.randrange(1, 28), minutes=rng.randrange(90))
        fresh = (self.now - moment).days < ANSWERED_AFTER_DAYS
        left = rng.random() < (0.4 if fresh else LEFT_OPEN)
        return None if left or closed > self.now else closed


def moments(calendar: WorkingCalendar, count: int) -> Iterator[tuple[date, datetime]]:
    """When each card is registered: evenly over the working days of ten years, till yesterday."""
    today = datetime.now(KYIV).date()
    days = [today - timedelta(days=ago) for ago in range(365 * YEARS, 0, -1)]
    days = [day for day in days if calendar.is_working(day)]
    opens = {day: datetime.combine(day, time(8), KYIV).astimezone(UTC) for day in days}
    for place in range(count):
        whole, part = divmod(place * len(days), count)
        yield days[whole], opens[days[whole]] + timedelta(seconds=int(part / count * 8 * 3600))


def drawn(rng: Random, weighted: Sequence[tuple[Anything, float]]) -> Anything:
    share = rng.random()
    for value, weight in weighted:
        share -= weight
        if share < 0:
            return value
    return weighted[-1][0]


def _uuid7(rng: Random, moment: datetime) -> str:
    """As `history.keys.uuid7`, for a moment of the past and from a seed."""
    value = int(moment.timestamp() * 1000) << 80 | rng.getrandbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62))


def _outside_number(rng: Random) -> str:
    return f"{rng.randrange(1, 30):02d}-{rng.randrange(1, 99)}/{rng.randrange(1, 4000)}"


def _shares(journals: Sequence[Journal]) -> list[tuple[Journal, float]]:
    """Each journal with its share: the first one of a stream has most of the stream's documents."""
    weights: list[tuple[Journal, float]] = []
    for stream, share in SHARES.items():
        of_stream = [each for each in journals if each.stream == stream]
        for place, journal in enumerate(of_stream):
            weights.append((journal, share * (0.9 if place == 0 else 0.1 / (len(of_stream) - 1))))
    total = sum(weight for _, weight in weights)
    return [(journal, weight / total) for journal, weight in weights]


@lru_cache(maxsize=4096)
def _parts(journal: Journal, year: int, unit: str) -> NumberParts:
    case, district = journal.default_case, journal.district
    return number_parts(
        journal.pattern,
        {
            "case": case.index if case else "",
            "unit": unit,
            "journal": journal.index,
            "district": district.index if district else "",
            "year": str(year),
            "yy": f"{year % 100:02d}",
            "convocation": journal.body.convocation if journal.body else "",
        },
    )
