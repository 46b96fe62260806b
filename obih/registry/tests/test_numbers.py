"""No gap, no twin: real threads, real commits."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections
from hypothesis import given
from hypothesis import strategies as st

from obih.registry import actions
from obih.registry.models import Allocation, Counter, Document, Registration, Reservation
from obih.registry.rules import NumberParts, PatternProblem, number_key, number_parts, period_of
from obih.registry.tests.conftest import House

LETTERS = st.text("АБВГДЕЄЖабвгде0123456789-/", min_size=1, max_size=6)


def run(count: int, work) -> list:
    """`work(place)` in `count` threads that begin together."""
    start = threading.Barrier(count)

    def one(place: int):
        start.wait()
        try:
            return work(place)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return [each.result() for each in [pool.submit(one, place) for place in range(count)]]


def test_sixteen_threads_leave_no_gap_and_no_twin(live_house: House) -> None:
    each = 12

    def work(place: int) -> list[int]:
        chance, taken = random.Random(place), []
        for number in range(each):
            card = live_house.card(their_number=f"{place}/{number}")
            key = f"{place}-{number}"
            try:
                if chance.random() < 0.2:
                    with_failure(card, key, live_house)
            except RuntimeError:
                pass
            done = actions.register_incoming(card, key=key, by=live_house.clerk)
            again = actions.register_incoming(card, key=key, by=live_house.clerk)
            assert again.document_id == done.document_id and again.number == done.number
            taken.append(int(done.number.split("/")[0]))
        return taken

    taken = sorted(number for numbers in run(16, work) for number in numbers)
    assert taken == list(range(1, 16 * each + 1))
    assert Counter.objects.get().value == 16 * each
    assert Allocation.objects.count() == Registration.objects.count() == Document.objects.count() == 16 * each


def with_failure(card, key: str, house: House) -> None:
    """Register and fall over after the number was taken: the transaction gives it back."""
    from obih.history.work import unit_of_work

    with unit_of_work() as work:
        actions.register_incoming(card, key=f"{key}-lost", by=house.clerk)
        work.before_end.append(_fall)


def _fall() -> None:
    raise RuntimeError("fell over")


def test_a_number_taken_and_rolled_back_is_given_to_the_next(live_house: House) -> None:
    from django.db import transaction

    actions.register_incoming(live_house.card(their_number="1"), key="1", by=live_house.clerk)
    try:
        with transaction.atomic():
            lost = actions.register_incoming(live_house.card(their_number="2"), key="2", by=live_house.clerk)
            assert lost.number == "2/02-10"
            raise RuntimeError
    except RuntimeError:
        pass
    done = actions.register_incoming(live_house.card(their_number="3"), key="3", by=live_house.clerk)
    assert done.number == "2/02-10"


def test_two_at_once_with_one_key_make_one_document(live_house: House) -> None:
    card = live_house.card()
    done = run(8, lambda place: actions.register_incoming(card, key="one", by=live_house.clerk))
    assert len({each.document_id for each in done}) == 1
    assert sum(not each.again for each in done) == 1
    assert Document.objects.count() == 1


def test_two_at_once_with_one_letter_and_two_keys_make_one_document(live_house: House) -> None:
    from obih.registry.duplicates import DuplicateFound

    card = live_house.card()

    def work(place: int) -> str:
        try:
            actions.register_incoming(card, key=f"key {place}", by=live_house.clerk)
        except DuplicateFound:
            return "duplicate"
        return "registered"

    assert sorted(run(6, work)) == ["duplicate"] * 5 + ["registered"]


def test_the_application_cannot_change_a_number(live_house: House) -> None:
    import pytest
    from django.db import ProgrammingError

    live_house.letter()
    for statement in (
        "UPDATE registry_allocation SET number = 'x'",
        "DELETE FROM registry_allocation",
        "UPDATE registry_registration SET number = 'x'",
        "DELETE FROM registry_registration",
        "UPDATE registry_counter SET value = 0",
        "INSERT INTO registry_allocation SELECT * FROM registry_allocation",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute(statement)


@given(LETTERS, LETTERS, st.integers(1, 9_999_999), st.integers(1, 6))
def test_a_number_is_its_pattern_with_the_ordinal(case: str, unit: str, ordinal: int, width: int) -> None:
    parts = number_parts(f"{{unit}}-{{seq:{width}}}/{{case}}", {"unit": unit, "case": case})
    assert parts.number(ordinal) == f"{unit}-{str(ordinal).zfill(width)}/{case}"


@given(st.text(max_size=40))
def test_any_pattern_gives_a_number_or_says_why_not(pattern: str) -> None:
    try:
        parts = number_parts(pattern, {})
    except PatternProblem as problem:
        assert str(problem)
    else:
        assert isinstance(parts, NumberParts) and parts.number(7).count("7") >= 1


@given(st.text(max_size=60))
def test_a_number_of_theirs_is_one_however_it_is_spaced(number: str) -> None:
    key = number_key(number)
    assert number_key(f"  {number} ") == key or not number.strip()
    assert len(key) <= 120


def test_what_counts_as_one_number_and_as_none() -> None:
    assert number_key("№ 01-15 / 234") == number_key("01–15/234") == "01-15/234"
    assert number_key("No. 5-B") == number_key("5-В")
    for nothing in ("б/н", "Б/Н", "без номера", "", "—", "нема", "№"):
        assert number_key(nothing) == "", nothing
    from datetime import date

    assert period_of("year", date(2027, 1, 1)) == "2027"
    assert period_of("convocation", date(2027, 1, 1), "VIII") == "VIII"


def test_one_held_number_is_used_returned_and_voided_by_many_at_once_only_once(live_house: House) -> None:
    from obih.registry.sources import held
    from obih.ui.refusals import Refused

    reservation = Reservation.objects.get(
        pk=actions.reserve_numbers(live_house.journal, holder="сесія", by=live_house.clerk)[0]
    )
    number = reservation.allocation

    def work(place: int) -> str:
        try:
            if place % 3 == 0:
                actions.return_number(reservation.pk, by=live_house.clerk)
                return "returned"
            if place % 3 == 1:
                actions.void_number(number.pk, reason="зіпсовано", by=live_house.clerk)
                return "void"
            card = live_house.card(their_number=str(place), number=held(number))
            actions.register_incoming(card, key=f"held {place}", by=live_house.clerk)
        except Refused:
            return "refused"
        return "used"

    done = run(12, work)
    assert done.count("void") <= 1 and done.count("used") <= 1 and done.count("returned") <= 1
    assert done.count("void") + done.count("used") >= 1
    reservation.refresh_from_db()
    assert reservation.ended_at is not None
    assert Allocation.objects.count() == 1 and Counter.objects.get().value == 1
