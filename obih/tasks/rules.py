"""What the rules say of resolutions and their execution. No database, no clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from obih.law.rules import Calendar, add_months
from obih.ui.words import short_date

VAGUE_STEMS = (
    ("прискор",), ("поліпш",), ("активізу",), ("посил",), ("зверн", "увагу"), ("приверн", "увагу"),
)  # fmt: skip
"""Words that set no task (№ 55, p. 65), by their beginnings: «прискорити», «поліпшити», «звернути увагу». The
page marks by the same list while one types."""
VAGUE = re.compile("(?i)" + "|".join(r"\b" + r"\w*\s+".join(stems) + r"\w*" for stems in VAGUE_STEMS))


def vague_words(text: str) -> list[str]:
    """The words of the text that name no result, as they stand in it, each once."""
    return list(dict.fromkeys(match.group(0) for match in VAGUE.finditer(text)))


def vague_parts(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it names no result: what a page marks."""
    parts, at = [], 0
    for match in VAGUE.finditer(text):
        parts += [(text[at : match.start()], False), (match.group(0), True)]
        at = match.end()
    return [each for each in (*parts, (text[at:], False)) if each[0]]


# ── states ───────────────────────────────────────────────────────────

MOVES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "accepted": {"assigned": "accepted", "returned": "accepted"},
        "reported": {"assigned": "reported", "accepted": "reported", "returned": "reported"},
        "acceptance": {"reported": "done"},
        "answered": {
            "assigned": "done", "accepted": "done", "returned": "done", "reported": "done",
        },
        "returned": {"reported": "returned", "done": "returned"},
        "suspended": {"assigned": "suspended", "accepted": "suspended", "returned": "suspended"},
        "resumed": {"suspended": "accepted"},
        "withdrawn": {
            "assigned": "withdrawn", "accepted": "withdrawn", "returned": "withdrawn",
            "reported": "withdrawn", "suspended": "withdrawn",
        },
    }
)  # fmt: skip
"""A step and, for each state it may follow, the state it leads to. What stands in no row changes no state."""

_SAID = {
    "draft": "резолюцію ще не накладено",
    "assigned": "завдання ще не взято до виконання",
    "accepted": "завдання виконують",
    "reported": "звіт чекає рішення автора резолюції",
    "returned": "завдання повернуто на доопрацювання",
    "suspended": "виконання призупинено",
    "done": "завдання вже виконано",
    "withdrawn": "завдання відкликано",
}


def state_after(state: str, step: str) -> str | None:
    """The state a step leads to, or None where it may not follow this one."""
    return MOVES[step].get(state)


def said_state(state: str) -> str:
    """A state as the second half of a refusal: «звіт чекає рішення автора резолюції»."""
    return _SAID[state]


# ── days ─────────────────────────────────────────────────────────────

CO_SHARE, CO_DAYS = 0.3, 5
"""Co-executors are due earlier by three tenths of the term, at most by five days (custom, editable)."""


def co_due(main_due: date, assigned_on: date, calendar: Calendar) -> date:
    """When a co-executor hands his part to the main one, unless the author named another day."""
    span = (main_due - assigned_on).days
    earlier = main_due - timedelta(days=min(CO_DAYS, round(span * CO_SHARE)))
    if not calendar.is_working(earlier):
        earlier = calendar.previous_working_day(earlier)
    return max(earlier, min(assigned_on, main_due))


@dataclass(frozen=True)
class Dates:
    """Until when a point runs and where that comes from."""

    due_on: date | None
    source: str
    limit_on: date | None


def dates_of(wanted: date | None, law_on: date | None, letter_on: date | None) -> Dates:
    """Both dates of a point: the author’s day if he named one, else the nearer of the law’s and the letter’s;
    the limit is that nearer one. Whether the author’s day passes it is for `why_not_due` to say."""
    known = [(day, source) for day, source in ((law_on, "law"), (letter_on, "letter")) if day]
    limit, source = min(known, default=(None, "none"))
    if wanted is not None:
        return Dates(wanted, "author" if wanted != limit else source, limit)
    return Dates(limit, source, limit)


def why_not_due(due_on: date | None, limit_on: date | None, today: date) -> str | None:
    """Why this day may not be set, or None."""
    if due_on is None:
        return None
    if due_on < today:
        return f"{short_date(due_on)} уже минуло: назвіть день від сьогодні"
    if limit_on is not None and due_on > max(limit_on, today):
        return f"За документом строк {short_date(limit_on)}: пізніше не можна"
    return None


_STEP_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def next_due(nominal: date, every: str, *, back: bool, calendar: Calendar) -> tuple[date, date] | None:
    """The next occurrence of periodic control: (nominal, effective) day; None for what happens once.

    A report due to a higher body falls on the preceding working day (`back`), everything else on the next.
    """
    if every == "week":
        following = nominal + timedelta(days=7)
    elif every in _STEP_MONTHS:
        following = add_months(nominal, _STEP_MONTHS[every])
    else:
        return None
    if calendar.is_working(following):
        return following, following
    moved = calendar.previous_working_day(following) if back else calendar.next_working_day(following)
    return following, moved


# ── one sentence ─────────────────────────────────────────────────────


def where_is(state: str, holder: str, due_on: date | None, today: date, *, more: int = 0) -> str:
    """«Де мій лист?» in one sentence that can be read aloud. `more` other points are open besides."""
    told = {
        "assigned": f"доручено: {holder}, ще не взято до виконання",
        "accepted": f"виконує {holder}",
        "reported": f"{holder} прозвітував(ла), звіт розглядає автор резолюції",
        "returned": f"повернуто на доопрацювання: {holder}",
        "suspended": f"виконання призупинено: {holder}",
    }[state]
    if due_on is None:
        when = "без строку"
    elif due_on < today:
        when = f"строк минув {short_date(due_on)}"
    else:
        when = f"строк {short_date(due_on)}"
    also = f"; ще завдань: {more}" if more else ""
    return f"Зараз: {told}, {when}{also}."


def reminder_line(number: str, due_on: date | None, today: date) -> str:
    """What a reminder says on somebody’s list: the number and the day, nothing of the contents."""
    named = f"№ {number}" if number else "завдання"
    if due_on is None:
        return f"Нагадуємо про {named}: строку немає, але завдання чекає"
    if due_on < today:
        return f"Нагадуємо про {named}: строк минув {short_date(due_on)}"
    when = "сьогодні" if due_on == today else short_date(due_on)
    return f"Нагадуємо про {named}: строк {when}"


def where_without_tasks(
    reviewer: str, *, reviewed: bool, issued: int, to_lift: int, drafted: bool, closed_on: date | None
) -> str:
    """«Де мій лист?» where no task is open: before the resolution, and after the last report."""
    if closed_on is not None:
        return f"Виконано і списано до справи {short_date(closed_on)}."
    if to_lift:
        return "Завдання виконано, результат звіряє контролер."
    if issued:
        return "Завдання виконано. Лишилося списати документ до справи."
    if drafted:
        return f"Зараз: проєкт резолюції підготовлено, його читає {reviewer or 'автор резолюції'}."
    if reviewed:
        return "Розглянуто, завдань не ставили."
    return f"Зараз: на розгляді, {reviewer}, резолюції ще немає." if reviewer else ""


_CHIPS = {
    "draft": ("new", "проєкт"),
    "assigned": ("new", "ще не взято"),
    "accepted": ("work", "виконують"),
    "reported": ("work", "звіт чекає рішення"),
    "returned": ("soon", "на доопрацюванні"),
    "suspended": ("shut", "призупинено"),
    "withdrawn": ("void", "відкликано"),
}


def state_chip(state: str, *, on_control: bool, lifted: bool) -> tuple[str, str]:
    """A task’s state as a chip: its shape and its words."""
    if state != "done":
        return _CHIPS[state]
    if lifted:
        return "filed", "знято з контролю"
    return ("done", "виконано, ще на контролі") if on_control else ("done", "виконано")
