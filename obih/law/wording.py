"""A counted term in Ukrainian sentences. Pure, like the rules it serves.

These sentences stay on a document for years, so they are not translated with the interface.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from obih.ui.words import counted, short_date, weekday

WEEKDAYS_TO = ("понеділок", "вівторок", "середу", "четвер", "п’ятницю", "суботу", "неділю")

# one, few, many — as in «21 день», «22 дні», «25 днів»
_UNITS = {
    "calendar_day": ("календарний день", "календарні дні", "календарних днів"),
    "working_day": ("робочий день", "робочі дні", "робочих днів"),
    "month": ("місяць", "місяці", "місяців"),
    "year": ("рік", "роки", "років"),
    "hour": ("година", "години", "годин"),
    "working_day_before": ("робочий день", "робочі дні", "робочих днів"),
    "calendar_day_before": ("календарний день", "календарні дні", "календарних днів"),
}


class CountedTerm(Protocol):
    """What a sentence needs of a term."""

    @property
    def amount(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def start(self) -> str: ...
    @property
    def legal_basis(self) -> str: ...


def day_in_words(day: date) -> str:
    """«субота, 28.02.2026»"""
    return f"{weekday(day)}, {short_date(day)}"


def length_in_words(amount: int, unit: str) -> str:
    """«15 календарних днів», «1 місяць», «48 годин», «того самого дня», «установлює документ»."""
    if unit == "same_day":
        return "того самого дня"
    if unit == "none":
        return "строк установлює документ або посадова особа"
    return counted(amount, *_UNITS[unit])


def explain(
    term: CountedTerm,
    arrived: date,
    started: date,
    nominal: date,
    effective: date,
    moment: datetime | None,
    cap_day: date | None,
) -> str:
    """How the date came about, in two or three short sentences with the article."""
    parts = []
    if started != arrived:
        parts.append(f"Надійшло в неробочий час: вважається одержаним {short_date(started)}.")
    parts.append(_count(term, started, nominal, moment))
    if effective != nominal:
        parts.append(_moved(nominal, effective, cap_day))
    if term.legal_basis:
        parts.append(f"Підстава: {term.legal_basis}.")
    return " ".join(parts)


def _count(term: CountedTerm, started: date, nominal: date, moment: datetime | None) -> str:
    length = length_in_words(term.amount, term.unit)
    if term.unit == "same_day":
        return f"Того самого дня, {short_date(nominal)}."
    if moment:
        return f"{length} від одержання: до {moment:%H:%M} {short_date(moment.date())}."
    if term.unit.endswith("_before"):
        return f"Не пізніше ніж за {length} до {short_date(started)}: {short_date(nominal)}."
    if term.start == "day_of_receipt":
        return f"{length} разом із днем одержання {short_date(started)}: {short_date(nominal)}."
    return f"{length} з дня, наступного за {short_date(started)}: {short_date(nominal)}."


def _moved(nominal: date, effective: date, cap_day: date | None) -> str:
    if cap_day == effective and effective < nominal:
        return f"Обмежено граничним строком: {short_date(effective)}."
    return (
        f"{weekday(nominal).capitalize()} — неробочий день, "
        f"перенесено на {WEEKDAYS_TO[effective.weekday()]}, {short_date(effective)}."
    )
