"""How long a contract holds and when to speak of its end. No database, no clock."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from obih.ui.words import counted, thousands

MOST_SUM = Decimal("9999999999999.99")


class SumProblem(ValueError):
    """What was typed is no sum of money; the sentence says why."""


def parse_sum(text: str) -> Decimal:
    """«12 500,50», «12500.5», «1 200 000» as money; raises SumProblem."""
    cleaned = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("’", "")
    cleaned = cleaned.removesuffix("грн").removesuffix("грн.").rstrip(".").replace(",", ".")
    try:
        found = Decimal(cleaned)
    except InvalidOperation as error:
        raise SumProblem("Сума — як 12 500,50") from error
    if not found.is_finite() or found < 0 or found > MOST_SUM:
        raise SumProblem("Сума не буває від’ємною чи такою великою")
    if found != found.quantize(Decimal("0.01")):
        raise SumProblem("Копійок — не більше двох знаків")
    return found.quantize(Decimal("0.01"))


def sum_in_words(value: Decimal | None, currency: str) -> str:
    """«12 500,50 грн»."""
    if value is None:
        return ""
    whole, _, cents = f"{value:.2f}".partition(".")
    return f"{thousands(int(whole))},{cents} {CURRENCIES.get(currency, currency)}"


CURRENCIES = {"UAH": "грн", "EUR": "євро", "USD": "дол. США", "PLN": "злотих"}


def effective_end(own: date | None, agreements: Iterable[date | None]) -> date | None:
    """The end by the last additional agreement that names one, in the order they were registered."""
    end = own
    for each in agreements:
        end = each or end
    return end


def current_end(end: date, prolongs_months: int, today: date) -> date:
    """The end of the present term: one that prolongs itself moves on by whole terms (ЦКУ, ст. 631)."""
    if not prolongs_months:
        return end
    step, found = 0, end
    while found < today:
        step += 1
        found = months_later(end, step * prolongs_months)
    return found


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month; never past year 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > 9999:
        return date.max
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True)
class Ending:
    """How near the end is: `state` is a chip, `text` its words."""

    on: date
    state: str
    text: str
    is_near: bool


def ending_of(end: date, warn_days: int, prolongs_months: int, today: date) -> Ending:
    """How a contract with this end stands today."""
    on = current_end(end, prolongs_months, today)
    left = (on - today).days
    near = left <= warn_days
    if left < 0:
        days = counted(-left, "день", "дні", "днів")
        return Ending(on, "late", f"закінчився {days} тому", True)
    verb = "продовжиться" if prolongs_months else "закінчується"
    when = "сьогодні" if not left else f"через {counted(left, 'день', 'дні', 'днів')}"
    return Ending(on, "soon" if near else "work", f"{verb} {when}", near)


def warn_from(end: date, warn_days: int) -> date:
    return end - timedelta(days=warn_days)
