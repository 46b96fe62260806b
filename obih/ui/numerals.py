"""Numbers in Ukrainian words, with gender. Pure: no database, no clock."""

from __future__ import annotations

from typing import Literal

from obih.ui.words import plural, thousands

Gender = Literal["m", "f", "n"]
MOST = 999_999_999
_ONE = {"m": "один", "f": "одна", "n": "одне"}
_TWO = {"m": "два", "f": "дві", "n": "два"}
# fmt: off
_UNITS = (
    "", "", "", "три", "чотири", "п’ять", "шість", "сім", "вісім", "дев’ять", "десять", "одинадцять",
    "дванадцять", "тринадцять", "чотирнадцять", "п’ятнадцять", "шістнадцять", "сімнадцять", "вісімнадцять",
    "дев’ятнадцять",
)
_TENS = (
    "", "", "двадцять", "тридцять", "сорок", "п’ятдесят", "шістдесят", "сімдесят", "вісімдесят", "дев’яносто",
)
_HUNDREDS = (
    "", "сто", "двісті", "триста", "чотириста", "п’ятсот", "шістсот", "сімсот", "вісімсот", "дев’ятсот",
)
_GROUPS: tuple[tuple[int, Gender, tuple[str, str, str]], ...] = (
    (1_000_000, "m", ("мільйон", "мільйони", "мільйонів")),
    (1_000, "f", ("тисяча", "тисячі", "тисяч")),
)
# fmt: on


def in_words(number: int, gender: Gender = "m") -> str:
    """1234 → «одна тисяча двісті тридцять чотири»; the last word agrees with the gender of what is counted.

    Raises ValueError below 0 and above MOST.
    """
    if not 0 <= number <= MOST:
        raise ValueError(f"{number} is not between 0 and {MOST}")
    if number == 0:
        return "нуль"
    found: list[str] = []
    for size, group_gender, (one, few, many) in _GROUPS:
        count, number = divmod(number, size)
        if count:
            found += [*_below_thousand(count, group_gender), plural(count, one, few, many)]
    return " ".join([*found, *_below_thousand(number, gender)])


def _below_thousand(number: int, gender: Gender) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10) if rest >= 20 else (0, rest)
    last = {1: _ONE[gender], 2: _TWO[gender]}.get(ones, _UNITS[ones])
    return [each for each in (_HUNDREDS[hundreds], _TENS[tens], last) if each]


def counted_in_words(count: int, one: str, few: str, many: str, gender: Gender = "m") -> str:
    """«1 234 (одна тисяча двісті тридцять чотири) документи»."""
    return f"{thousands(count)} ({in_words(count, gender)}) {plural(count, one, few, many)}"
