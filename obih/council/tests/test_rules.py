"""Majorities by the law, agendas and roll-calls as people paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obih.council import rules
from obih.council.rules import CastVote, ProposedItem, Votes

FIGURES = st.integers(min_value=0, max_value=200)


@pytest.mark.parametrize(
    ("in_favour", "composition", "adopted"),
    [(14, 27, True), (13, 27, False), (14, 26, True), (13, 26, False), (1, 1, True), (0, 1, False)],
)
def test_more_than_half_of_the_total_composition_adopts(
    in_favour: int, composition: int, adopted: bool
) -> None:
    assert rules.is_adopted(Votes(in_favour, 0, 0, 0, composition)) is adopted
    assert (in_favour >= rules.needed(composition)) is adopted


def test_those_present_do_not_matter_for_the_majority() -> None:
    """ч. 2 ст. 59: of the total composition, not of those present."""
    assert not rules.is_adopted(Votes(13, 0, 0, 1, 27))


@given(FIGURES, st.integers(min_value=1, max_value=200))
def test_the_least_number_needed_is_where_adoption_begins(in_favour: int, composition: int) -> None:
    for majority in (rules.HALF, rules.TWO_THIRDS):
        needed = rules.needed(composition, majority)
        assert rules.is_adopted(Votes(in_favour, 0, 0, 0, composition), majority) == (in_favour >= needed)


def test_a_suspended_decision_needs_two_thirds() -> None:
    assert rules.is_adopted(Votes(18, 0, 0, 0, 27), rules.TWO_THIRDS)
    assert not rules.is_adopted(Votes(17, 0, 0, 0, 27), rules.TWO_THIRDS)
    assert rules.article_of("council", rules.TWO_THIRDS).startswith("ч. 4 ст. 59")


@pytest.mark.parametrize(
    ("votes", "sentence"),
    [
        (Votes(20, 5, 5, 0, 27), "Голосів 30, а загальний склад 27"),
        (Votes(13, 0, 0, 0, 27), "Присутніх 13 із 27"),
        (Votes(1, 0, 0, 0, 0), "загальний склад"),
    ],
)
def test_figures_that_cannot_be_are_told(votes: Votes, sentence: str) -> None:
    assert sentence in (rules.why_not_counted(votes) or "")


@given(FIGURES, FIGURES, FIGURES, FIGURES, FIGURES)
def test_a_counted_vote_has_a_quorum(a: int, b: int, c: int, d: int, composition: int) -> None:
    votes = Votes(a, b, c, d, composition)
    if rules.why_not_counted(votes) is None:
        assert composition / 2 < votes.present <= composition


AGENDA = """
1. Про внесення змін до бюджету. Доповідає: Ольга Ткаченко
7.2 Про надання дозволу; (доповідач – Андрій Гриценко)
Про звіт старости
10)  Про   присвоєння адреси
3\tПро опіку\tОльга Ткаченко\tслужба у справах дітей
"""


def test_an_agenda_is_read_as_it_is_pasted() -> None:
    assert rules.parse_agenda(AGENDA) == [
        ProposedItem("Про внесення змін до бюджету", "1", "Ольга Ткаченко"),
        ProposedItem("Про надання дозволу", "7.2", "Андрій Гриценко"),
        ProposedItem("Про звіт старости"),
        ProposedItem("Про присвоєння адреси", "10"),
        ProposedItem("Про опіку", "3", "Ольга Ткаченко", "служба у справах дітей"),
    ]


def test_years_and_amounts_in_a_title_are_no_numbers_of_items() -> None:
    (item,) = rules.parse_agenda("2026 рік оголосити роком громади")
    assert item == ProposedItem("2026 рік оголосити роком громади")


def test_lines_without_a_number_go_on_from_the_largest() -> None:
    items = rules.numbered(rules.parse_agenda("Про одне\n7.2 Про друге\nПро третє"), ["4"])
    assert [each.number for each in items] == ["8", "7.2", "9"]


@given(st.text(max_size=400))
def test_whatever_is_pasted_is_read_without_a_fault(text: str) -> None:
    items = rules.numbered(rules.parse_agenda(text), [])
    assert all(each.title and each.number for each in items)


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ({}, [1, 2, 3, 4]),
        ({4: 2}, [1, 4, 2, 3]),
        ({1: 3}, [2, 3, 1, 4]),
        ({3: 4, 4: 3}, [1, 2, 4, 3]),
        ({4: 1}, [4, 1, 2, 3]),
    ],
)
def test_a_typed_place_moves_one_row(typed: dict[int, int], order: list[int]) -> None:
    assert rules.placed([(old, typed.get(old, old)) for old in range(1, 5)]) == order


@given(st.lists(st.integers(min_value=0, max_value=50), max_size=30))
def test_no_row_is_lost_whatever_places_are_typed(typed: list[int]) -> None:
    placed = rules.placed(list(enumerate(typed, start=1)))
    assert sorted(placed) == list(range(1, len(typed) + 1))


def test_a_roll_call_is_read_line_by_line_and_summed() -> None:
    cast = rules.parse_roll_call(
        "Ігор МЕЛЬНИЧЕНКО: за\nОльга Ткаченко\tпроти\nТетяна Лисенко — утрималася\n"
        "Іван Петренко: не голосував;\nПавло Коваль: відсутній"
    )
    assert cast[0] == CastVote("Ігор МЕЛЬНИЧЕНКО", rules.FOR)
    assert rules.count(cast, 7) == Votes(1, 1, 1, 1, 7)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Ігор Мельниченко", "двокрапку"),
        ("Ігор Мельниченко: можливо", "двокрапку"),
        ("Ігор Мельниченко: за\nІгор Мельниченко: проти", "два рядки"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, sentence: str) -> None:
    with pytest.raises(rules.RollCallProblem, match=sentence):
        rules.parse_roll_call(text)
