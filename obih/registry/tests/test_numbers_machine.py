"""Whatever is done with numbers, in whatever order and at whatever hour, equals a plain model of a journal.

`NUMBER_STEPS=10000` makes the run that long; `make test` takes a shorter one.
"""

from __future__ import annotations

import os
import threading
from collections import Counter as Tally
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from obih.history.work import unit_of_work
from obih.people import principals
from obih.people.actors import SYSTEM
from obih.registry import actions
from obih.registry.models import JournalReader, Registration, Reservation
from obih.registry.numbering import NEXT, NumberSource, close_period
from obih.registry.rules import LETTERS
from obih.registry.sources import NumberFrom, after, held
from obih.registry.tests.conftest import House
from obih.registry.tests.numbers_model import BEGINS, KYIV, Book, Clock, Key, World, outcomes, year_of
from obih.registry.vocabulary import ReservationPurpose
from obih.ui.refusals import Refused

STEPS = int(os.environ.get("NUMBER_STEPS", "600"))
STEPS_OF_ONE = 50
CLIENTS = 32
HOURS = (
    datetime(2026, 10, 25, 2, 59, 59, tzinfo=KYIV),  # an hour that comes twice
    datetime(2026, 10, 25, 3, 30, tzinfo=KYIV, fold=1),
    datetime(2026, 12, 31, 23, 59, 59, 999_999, tzinfo=KYIV),
    datetime(2027, 1, 1, 0, 0, tzinfo=KYIV),
    datetime(2027, 3, 28, 4, 0, tzinfo=KYIV),  # an hour that does not come
    datetime(2027, 12, 31, 22, 30, tzinfo=KYIV),  # already the next year in no zone of ours
    datetime(2028, 2, 29, 12, 0, tzinfo=KYIV),
)
PICK = st.integers(0, 9999)
"""Which of what there is: what is drawn must not depend on which of 32 clients was faster."""
WORLD: list[World] = []


class Numbers(RuleBasedStateMachine):
    """Two journals of incoming letters by year, kept by one clerk."""

    @initialize()
    def open(self) -> None:
        self.world = WORLD[0]
        self.world.examples += 1
        self.world.clock.everybody = BEGINS
        self.books = [self._book(letter) for letter in "ab"]
        self.midnights = 0

    def _book(self, letter: str) -> Book:
        journal = actions.open_journal(
            {
                "code": f"m{self.world.examples}-{letter}", "organisation": self.world.house.cast.council,
                "stream": "incoming", "title": f"Журнал {letter}", "pattern": "{seq}/{yy}",
                "period_kind": "year", "default_access": "general", "opened_on": BEGINS.date(),
            },
            by=SYSTEM,
        )  # fmt: skip
        clerk = principals.of_person(self.world.house.cast.boiko.person.pk)
        JournalReader.objects.create(journal=journal, principal=clerk, may_register=True, restricted_too=True)
        return Book(journal)

    # ── what is done ────────────────────────────────────────────────

    @property
    def now(self) -> datetime:
        return self.world.clock()

    def register(
        self, book: Book, source: NumberSource = NEXT, *, at: datetime | None = None, key: str = ""
    ) -> str:
        self.world.steps["registrations"] += 1
        return self.world_register(book, source, at, key or f"{self.world.steps['registrations']}")

    def world_register(self, book: Book, source: NumberSource, at: datetime | None, key: str) -> str:
        card = self.world.house.card(
            journal=book.journal, correspondent=None, sender_name="Ганна Мороз", their_number="", case=None,
            their_date=None, received_at=at or self.now, registered_at=at, number=source,
            late_reason="не було світла" if at else "",
        )  # fmt: skip
        return actions.register_incoming(card, key=f"{book.journal.code}-{key}", by=self.world.clerk).number

    @rule(which=st.integers(0, 1), times=st.integers(1, 3))
    def a_letter(self, which: int, times: int) -> None:
        book, period = self.books[which], year_of(self.now)
        for _ in range(times):
            self.attempt(
                period in book.closed, lambda: self.register(book), lambda: book.take(period, "registered")
            )

    @rule(which=st.integers(0, 1))
    def the_same_letter_twice(self, which: int) -> None:
        book, period = self.books[which], year_of(self.now)
        key = f"twice-{self.world.steps['registrations']}"

        def twice() -> None:
            assert self.register(book, key=key) == self.register(book, key=key)

        self.attempt(period in book.closed, twice, lambda: book.take(period, "registered"))

    @rule(which=st.integers(0, 1))
    def a_letter_that_falls_over(self, which: int) -> None:
        try:
            with unit_of_work():
                self.register(self.books[which])
                actions.reserve_numbers(self.books[which].journal, holder="ніхто", by=self.world.clerk)
                raise RuntimeError
        except RuntimeError:
            pass

    @rule(which=st.integers(0, 1), count=st.integers(1, 4), outage=st.booleans())
    def numbers_are_reserved(self, which: int, count: int, outage: bool) -> None:
        book, period = self.books[which], year_of(self.now)
        purpose = ReservationPurpose.OUTAGE if outage else ReservationPurpose.HELD
        self.attempt(
            period in book.closed,
            lambda: actions.reserve_numbers(
                book.journal, count=count, holder="сесія", purpose=purpose, by=self.world.clerk
            ),
            lambda: [book.take(period, "held") for _ in range(count)],
        )

    @rule(which=st.integers(0, 1), pick=PICK, dated=st.booleans())
    def a_chosen_number_is_used(self, which: int, pick: int, dated: bool) -> None:
        """Held and free ones are taken; those of another year only with a date of that year (`dated`)."""
        book = self.books[which]
        key = self.choose(
            book, pick, *(("held", "free", "void", "registered", "moved")[: 2 + 3 * (pick % 2)])
        )
        if key is None:
            return
        period, now = key[0], self.now
        other = period != year_of(now)
        at = datetime(int(period), 12, 31, 12, tzinfo=KYIV) if other and dated else None
        wrong = (
            book.fate[key] not in ("held", "free")
            or period in book.closed
            or bool(at and at > now)
            or (other and not dated)
        )

        def done() -> None:
            book.fate[key] = "registered"

        self.attempt(wrong, lambda: self.register(book, held(book.ids[key]), at=at), done)
        if at and not wrong:
            self.world.steps["late"] += 1

    @rule(which=st.integers(0, 1), pick=PICK)
    def a_number_is_returned(self, which: int, pick: int) -> None:
        book = self.books[which]
        key = self.choose(book, pick, "held", "free", "void")
        if key is None:
            return
        reservation = Reservation.objects.filter(allocation=book.ids[key]).latest("reserved_at")
        wrong = book.fate[key] != "held" or key[0] in book.closed

        def done() -> None:
            book.fate[key] = "free"

        self.attempt(wrong, lambda: actions.return_number(reservation.pk, by=self.world.clerk), done)

    @rule(which=st.integers(0, 1), pick=PICK)
    def a_number_is_made_void(self, which: int, pick: int) -> None:
        book = self.books[which]
        key = self.choose(book, pick, "held", "free", "void", "registered", "annulled", "moved")
        if key is None:
            return
        was = book.fate[key]
        wrong = was not in ("held", "free", "registered") or key[0] in book.closed

        def done() -> None:
            book.fate[key] = "annulled" if was == "registered" else "void"

        self.attempt(
            wrong,
            lambda: actions.void_number(book.ids[key].pk, reason="зіпсовано", by=self.world.clerk),
            done,
        )

    @rule(
        which=st.integers(0, 1),
        base=st.integers(1, 40),
        kind=st.sampled_from((NumberFrom.LETTER, NumberFrom.FRACTION)),
    )
    def a_letter_or_a_fraction_follows(self, which: int, base: int, kind: NumberFrom) -> None:
        book, period = self.books[which], year_of(self.now)
        marks = (
            [f"-{each}" for each in LETTERS] if kind == NumberFrom.LETTER else [f"/{n}" for n in range(1, 60)]
        )
        free = next((mark for mark in marks if (period, base, mark) not in book.fate), None)
        wrong = period in book.closed or base > book.last[period] or free is None

        def done() -> None:
            assert free is not None
            book.fate[period, base, free] = "registered"

        self.attempt(wrong, lambda: self.register(book, after(book.journal, base, kind)), done)

    @rule(which=st.integers(0, 1), ago=st.timedeltas(timedelta(minutes=1), timedelta(days=400)))
    def a_late_entry(self, which: int, ago: timedelta) -> None:
        book, at = self.books[which], self.now - ago
        period = year_of(at)
        self.attempt(
            period in book.closed, lambda: self.register(book, at=at), lambda: book.take(period, "registered")
        )
        self.world.steps["late"] += 1

    @rule(which=st.integers(0, 1), pick=PICK)
    def a_document_moves(self, which: int, pick: int) -> None:
        book, other = self.books[which], self.books[1 - which]
        key = self.choose(book, pick, "registered", "annulled", "moved")
        if key is None:
            return
        period = year_of(self.now)
        document = Registration.objects.get(allocation=book.ids[key]).document_id
        there = Registration.objects.filter(document=document, journal=other.journal).exists()
        wrong = book.fate[key] != "registered" or period in other.closed or there

        def done() -> None:
            book.fate[key] = "moved"
            other.take(period, "registered")

        self.attempt(
            wrong,
            lambda: actions.move_registration(
                document, other.journal, reason="не той журнал", by=self.world.clerk
            ),
            done,
        )

    @rule(which=st.integers(0, 1), pick=PICK)
    def a_year_is_closed(self, which: int, pick: int) -> None:
        """Mostly one that is over; at times the one that still goes on."""
        book, year = self.books[which], year_of(self.now)
        periods = sorted(period for period in book.last if period < year or pick % 4 == 0)
        if not periods:
            return
        period = periods[pick % len(periods)]

        def close() -> None:
            if period < year:
                actions.close_journal_period(book.journal, period, by=self.world.clerk)
                return
            with unit_of_work():
                close_period(
                    book.journal, period, unused_because="журнал закрито", at=self.now, by=self.world.clerk
                )

        def done() -> None:
            book.closed.add(period)
            for key, fate in book.fate.items():
                if key[0] == period and fate in ("held", "free"):
                    book.fate[key] = "void"

        self.attempt(period in book.closed, close, done)

    @rule(on=st.timedeltas(timedelta(seconds=-7200), timedelta(days=40)))
    def time_goes_on_or_is_set_back(self, on: timedelta) -> None:
        self.world.clock.everybody += on

    @rule(at=st.sampled_from(HOURS), by=st.integers(-2, 2))
    def the_clock_comes_near_a_hard_hour(self, at: datetime, by: int) -> None:
        self.world.clock.everybody = (at.astimezone(ZoneInfo("UTC")) + timedelta(seconds=by)).astimezone(KYIV)

    @precondition(lambda self: self.midnights == 0)
    @rule(which=st.integers(0, 1), year=st.integers(2026, 2027))
    def new_years_midnight_with_many_clients(self, which: int, year: int) -> None:
        """Each client’s clock is off by some seconds; what each gets stands in the year of his own clock."""
        self.midnights += 1
        book, clock = self.books[which], self.world.clock
        midnight = datetime(year + 1, 1, 1, tzinfo=KYIV)
        clock.everybody = midnight
        start = threading.Barrier(CLIENTS)

        def client(place: int) -> tuple[str, str | None]:
            clock.own.now = midnight + timedelta(seconds=place - CLIENTS // 2, microseconds=place)
            period = year_of(clock.own.now)
            start.wait()
            try:
                if place % 4 == 3:
                    actions.reserve_numbers(book.journal, holder=str(place), by=self.world.clerk)
                    return period, "held"
                self.world_register(book, NEXT, None, f"midnight-{year}-{place}")
                return period, "registered"
            except Refused:
                return period, None
            finally:
                clock.own.now = None

        for period, fate in self.world.clients.map(client, range(CLIENTS)):
            assert (fate is None) == (period in book.closed)
            if fate is not None:
                book.last[period] += 1
                book.fate[period, book.last[period], ""] = f"{fate} by one of many"
        self.world.steps["midnights"] += 1
        self.settle(book)

    def settle(self, book: Book) -> None:
        """Which of many clients got which number is theirs to say; how many of each is not."""
        loose = [key for key, fate in book.fate.items() if fate.endswith("by one of many")]
        wanted = Tally((key[0], book.fate[key].split()[0]) for key in loose)
        real = outcomes(book)
        found = Tally((key[0], real[key]) for key in loose)
        assert found == wanted
        book.fate.update({key: real[key] for key in loose})

    # ── how it is held against the model ────────────────────────────

    def attempt(self, wrong: bool, do: Callable[[], object], done: Callable[[], object]) -> None:
        """Done and noted in the model; or refused, as the model says."""
        if wrong:
            with pytest.raises(Refused):
                do()
            self.world.steps["refused"] += 1
            return
        do()
        done()

    def choose(self, book: Book, pick: int, *fates: str) -> Key | None:
        keys = book.keys(*fates)
        return keys[pick % len(keys)] if keys else None

    @invariant()
    def the_journals_are_as_the_model_says(self) -> None:
        for book in getattr(self, "books", ()):
            assert outcomes(book) == book.fate
            for period, last in book.last.items():
                given = {key[1] for key in book.fate if key[0] == period}
                assert given == set(range(1, last + 1)), "no gap without a stub"
        self.world.steps["all"] += 1


def test_numbers_agree_with_a_plain_model(live_house: House) -> None:
    clock = Clock()
    with patch("django.utils.timezone.now", clock), ThreadPoolExecutor(CLIENTS) as clients:
        world = World(live_house, clock, clients)
        WORLD[:] = [world]
        try:
            while world.steps["all"] < STEPS:
                run_state_machine_as_test(
                    Numbers,
                    settings=settings(
                        max_examples=max(1, (STEPS - world.steps["all"]) // STEPS_OF_ONE),
                        stateful_step_count=STEPS_OF_ONE,
                        deadline=None,
                        database=None,
                        suppress_health_check=list(HealthCheck),
                    ),
                )
        finally:
            part = threading.Barrier(CLIENTS)
            list(clients.map(lambda _: (part.wait(), connections.close_all()), range(CLIENTS)))
            WORLD.clear()
    assert world.steps["all"] >= STEPS
    print(f"\n{dict(world.steps)}, {world.examples} examples")  # noqa: T201 - read with -s
