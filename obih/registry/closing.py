"""What is said of a journal’s period and when it may be closed. No database, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from obih.ui.numerals import counted_in_words
from obih.ui.words import short_date

DOCUMENTS = ("документ", "документи", "документів")
NUMBERS = ("номер", "номери", "номерів")
ENTRIES = ("запис", "записи", "записів")


@dataclass(frozen=True)
class Figures:
    """What the summary line of a period counts."""

    registered: int = 0
    void: int = 0
    late: int = 0
    carried_over: int = 0


def span_words(kind: str, period: str) -> str:
    """The period after «за»: «2026 рік», «скликання VIII», «засідання VIII:20»."""
    if kind == "year":
        return f"{period} рік"
    return {"convocation": f"скликання {period}", "sitting": f"засідання {period}"}.get(kind, "увесь час")


def summary_line(span: str, figures: Figures) -> str:
    """The line under a finished journal, counts also in words (Rules № 1000/5): «Усього за 2026 рік
    зареєстровано 1 234 (одна тисяча двісті тридцять чотири) документи, анульовано 2 (два) номери»."""
    told = f"Усього за {span} зареєстровано {counted_in_words(figures.registered, *DOCUMENTS)}"
    told += f", анульовано {counted_in_words(figures.void, *NUMBERS)}"
    if figures.late:
        told += f", внесено пізніше {counted_in_words(figures.late, *ENTRIES)}"
    if figures.carried_over:
        told += f". Перейшло невиконаними {counted_in_words(figures.carried_over, *DOCUMENTS)}"
    return told + "."


def why_not_end_yet(
    kind: str, period: str, today: date, is_working: Callable[[date], bool], *, lasting: str = ""
) -> str | None:
    """Why a period cannot be closed yet, or None. A year may be from its last working day on; `lasting` is
    the convocation that the body still has."""
    if kind == "running":
        return "Нумерація наскрізна: такий журнал закривають у його налаштуваннях"
    if kind == "convocation":
        return f"Скликання {period} ще триває" if period == lasting else None
    if kind != "year" or not period.isdecimal():
        return None
    last = date(int(period), 12, 31)
    while not is_working(last) and last.day > 20:
        last -= timedelta(days=1)
    if today >= last:
        return None
    return f"{period} рік закривають не раніше {short_date(last)}: доти в журналі ще реєструють"
