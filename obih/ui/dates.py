"""Dates as a clerk types them: `0511`, `5.11`, `5.11.26`, `+30`, `завтра`, `пн`.

`static/ui/js/dates.js` speaks the same grammar; both are held to `tests/dates_table.json`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from obih.ui.layout import to_cyrillic
from obih.ui.words import MONTHS_IN, MONTHS_OF, WEEKDAYS, WEEKDAYS_SHORT, plural

Lean = Literal["near", "past", "future"]
"""Where an unfinished date looks: to the nearest such day, back (a letter's date) or ahead (a term)."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
_NAMED = {"позавчора": -2, "вчора": -1, "учора": -1, "сьогодні": 0, "завтра": 1, "післязавтра": 2}
_WEEKDAYS = {
    name: index
    for names in (WEEKDAYS, WEEKDAYS_SHORT, ("", "", "середу", "", "п’ятницю", "суботу", "неділю"))
    for index, name in enumerate(names)
    if name
}
_STEP = re.compile(r"([+-])\s*(\d{1,4})")
_DIGITS = re.compile(r"\d{1,2}|\d{4}|\d{6}|\d{8}")
_PARTS = re.compile(r"(\d{1,2})[.,/\-\s](\d{1,2})(?:[.,/\-\s](\d{2}|\d{4}))?[.,]?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDED = re.compile(r"(\d{1,2})\s+([а-яіїєґ]{3,})\.?(?:\s+(\d{4}))?(?:\s*р(?:оку|\.)?)?")


class DateProblem(ValueError):
    """The text is no date; `sentence` says in Ukrainian what is wrong with it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def parse_date(text: str, today: date, lean: Lean = "near") -> date:
    """The day meant by the text. Raises DateProblem with a sentence for the field."""
    typed = " ".join(text.lower().split())
    for said in (typed, to_cyrillic(typed)):
        if (day := _spoken(said, today, lean)) is not None:
            return day
    if match := _STEP.fullmatch(typed):
        return _step(match, today)
    if match := _ISO.fullmatch(typed):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _PARTS.fullmatch(typed):
        return _from_parts(int(match[1]), int(match[2]), match[3], today, lean)
    if _DIGITS.fullmatch(typed):
        return _from_digits(typed, today, lean)
    raise DateProblem(f"Не схоже на дату: «{text.strip()[:40]}». Напишіть 0511, 5.11.2026, +30 або «завтра»")


def _spoken(said: str, today: date, lean: Lean) -> date | None:
    if said in _NAMED:
        return today + timedelta(days=_NAMED[said])
    if (index := _WEEKDAYS.get(said.replace("'", "’").replace("ʼ", "’"))) is not None:
        return _weekday(index, today, lean)
    if match := _WORDED.fullmatch(said):
        months = [i for i, name in enumerate(MONTHS_OF, 1) if name.startswith(match[2])]
        if len(months) == 1:
            return _from_parts(int(match[1]), months[0], match[3], today, lean)
    return None


def _weekday(index: int, today: date, lean: Lean) -> date:
    ahead = (index - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead - 7 if lean == "past" else ahead)


def _step(match: re.Match[str], today: date) -> date:
    days = int(match[2]) * (1 if match[1] == "+" else -1)
    return today + timedelta(days=days)


def _from_digits(digits: str, today: date, lean: Lean) -> date:
    if len(digits) <= 2:
        return _nearest_month(int(digits), today, lean)
    return _from_parts(int(digits[:2]), int(digits[2:4]), digits[4:] or None, today, lean)


def _from_parts(day: int, month: int, year: str | None, today: date, lean: Lean) -> date:
    if year is None:
        return _nearest_year(day, month, today, lean)
    return _day(int(year) if len(year) == 4 else _century(int(year), today), month, day)


def _century(two_digits: int, today: date) -> int:
    """26 is 2026, 98 is 1998: nobody plans further than twenty years ahead in two digits."""
    year = today.year // 100 * 100 + two_digits
    return year if year <= today.year + 20 else year - 100


def _nearest_year(day: int, month: int, today: date, lean: Lean) -> date:
    if day == 29 and month == 2:
        years = [y for y in range(today.year - 4, today.year + 5) if monthrange(y, 2)[1] == 29]
    else:
        _day(today.year, month, day)
        years = [today.year - 1, today.year, today.year + 1]
    return _choose([date(y, month, day) for y in years], today, lean)


def _nearest_month(day: int, today: date, lean: Lean) -> date:
    if not 1 <= day <= 31:
        raise DateProblem(f"Дня {day} не буває: у місяці щонайбільше 31 день")
    around: list[date] = []
    for shift in (-2, -1, 0, 1, 2):
        months = today.year * 12 + today.month - 1 + shift
        year, month = months // 12, months % 12 + 1
        if day <= monthrange(year, month)[1]:
            around.append(date(year, month, day))
    return _choose(around, today, lean)


def _choose(days: list[date], today: date, lean: Lean) -> date:
    if lean == "past":
        return max(d for d in days if d <= today)
    if lean == "future":
        return min(d for d in days if d >= today)
    return min(days, key=lambda d: (abs((d - today).days), d < today))


def _day(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateProblem(f"Рік {year} не підходить: приймаємо від {FIRST_YEAR} до {LAST_YEAR}")
    if not 1 <= month <= 12:
        raise DateProblem(f"Місяця {month} не буває: їх 12")
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        days = f"{length} {plural(length, 'день', 'дні', 'днів')}"
        raise DateProblem(f"Дата {day:02}.{month:02}.{year} не існує: у {MONTHS_IN[month - 1]} {days}")
    return date(year, month, day)
