"""Where the number of a card comes from, besides the counter."""

from __future__ import annotations

from enum import StrEnum

from obih.registry.models import Allocation, Journal
from obih.registry.numbering import NEXT, NumberSource
from obih.registry.rules import fraction_marks, letter_marks


class NumberFrom(StrEnum):
    """The ways to a number, as a form names them."""

    NEXT = "next"
    HELD = "held"
    LETTER = "letter"
    FRACTION = "fraction"


def held(allocation: Allocation) -> NumberSource:
    """This very number: reserved before, or returned and free."""
    return NumberSource(held=allocation.pk, period=allocation.period)


def after(journal: Journal, base: int, kind: NumberFrom, period: str = "") -> NumberSource:
    """The first free letter or fraction after a number given before, as the journal writes them.

    `period` is that of the base number; empty: that of the registration.
    """
    if kind == NumberFrom.LETTER:
        return NumberSource(base=base, marks=letter_marks(journal.letter_mark), period=period)
    if kind == NumberFrom.FRACTION:
        return NumberSource(base=base, marks=fraction_marks(journal.fraction_mark), period=period)
    return NEXT
