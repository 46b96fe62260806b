"""Numbers in words: known values, and any number read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obih.ui import numerals
from obih.ui.numerals import MOST, counted_in_words, in_words

KNOWN = {
    0: "нуль",
    1: "один",
    2: "два",
    11: "одинадцять",
    40: "сорок",
    90: "дев’яносто",
    100: "сто",
    219: "двісті дев’ятнадцять",
    1000: "одна тисяча",
    1234: "одна тисяча двісті тридцять чотири",
    2002: "дві тисячі два",
    5000: "п’ять тисяч",
    11_011: "одинадцять тисяч одинадцять",
    21_000: "двадцять одна тисяча",
    112_000: "сто дванадцять тисяч",
    1_000_000: "один мільйон",
    2_001_001: "два мільйони одна тисяча один",
    999_999_999: (
        "дев’ятсот дев’яносто дев’ять мільйонів дев’ятсот дев’яносто дев’ять тисяч "
        "дев’ятсот дев’яносто дев’ять"
    ),
}


@pytest.mark.parametrize(("number", "words"), KNOWN.items())
def test_known_numbers(number: int, words: str) -> None:
    assert in_words(number) == words


def test_the_last_word_agrees_with_what_is_counted() -> None:
    assert [in_words(21, each).split()[1] for each in "mfn"] == ["один", "одна", "одне"]  # type: ignore[arg-type]
    assert in_words(1002, "f") == "одна тисяча дві"
    assert in_words(12, "f") == "дванадцять"


def test_the_noun_agrees_with_the_number() -> None:
    forms = ("документ", "документи", "документів")
    assert counted_in_words(1234, *forms) == "1\u00a0234 (одна тисяча двісті тридцять чотири) документи"
    assert counted_in_words(1, *forms) == "1 (один) документ"
    assert counted_in_words(11, *forms) == "11 (одинадцять) документів"
    assert counted_in_words(0, *forms) == "0 (нуль) документів"


def read(words: str) -> int:
    """The number back from its words, by tables of its own."""
    values: dict[str, int] = {"один": 1, "одна": 1, "одне": 1, "два": 2, "дві": 2}
    values |= {word: number for number, word in enumerate(numerals._UNITS) if word}
    values |= {word: number * 10 for number, word in enumerate(numerals._TENS) if word}
    values |= {word: number * 100 for number, word in enumerate(numerals._HUNDREDS) if word}
    total = part = 0
    for word in words.split():
        if word.startswith(("тисяч", "мільйон")):
            total, part = total + part * (1000 if word.startswith("тисяч") else 1_000_000), 0
        else:
            part += values[word]
    return total + part


@given(st.integers(1, MOST), st.sampled_from(["m", "f", "n"]))
def test_every_number_reads_back(number: int, gender: numerals.Gender) -> None:
    assert read(in_words(number, gender)) == number


@pytest.mark.parametrize("number", [-1, MOST + 1])
def test_what_has_no_words_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        in_words(number)
