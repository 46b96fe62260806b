"""The report of the general department as ready text: figures in, paragraphs out. No database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from obih.ui.words import counted, thousands

DOCUMENTS = ("документ", "документи", "документів")
TASKS = ("завдання", "завдання", "завдань")
SITTINGS = ("засідання", "засідання", "засідань")
DECISIONS = ("рішення", "рішення", "рішень")
ORDERS = ("розпорядження", "розпорядження", "розпоряджень")
APPEALS = ("звернення", "звернення", "звернень")
REQUESTS = ("запит", "запити", "запитів")
REMINDERS = ("нагадування", "нагадування", "нагадувань")
Named = Sequence[tuple[str, int]]
MOST = 6


@dataclass(frozen=True)
class UnitDiscipline:
    name: str
    assigned: int
    late_now: int
    share: int | None


@dataclass(frozen=True)
class DepartmentFacts:
    """What the report tells of. `before` is the number of documents of the period before, if it is known."""

    period: str
    registered: int = 0
    before: int | None = None
    streams: Named = ()
    electronic: int = 0
    sittings: Sequence[tuple[str, int, int]] = ()
    """(body, how many, of them extraordinary)."""
    decisions: int = 0
    decision_topics: Named = ()
    orders: Named = ()
    appeals: int = 0
    requests: int = 0
    request_channels: Named = ()
    forwarded: int = 0
    prolonged: int = 0
    assigned: int = 0
    on_time: int = 0
    late: int = 0
    in_progress: int = 0
    late_now: int = 0
    extended: int = 0
    average_days: float | None = None
    share: int | None = None
    reminders: int = 0
    units: Sequence[UnitDiscipline] = field(default_factory=tuple)


def document_flow(facts: DepartmentFacts) -> list[str]:
    if not facts.registered:
        return [f"За {facts.period} документів не реєстрували."]
    said = f"За {facts.period} зареєстровано {counted(facts.registered, *DOCUMENTS)}{_compared(facts)}."
    named = "; ".join(f"{title} — {thousands(number)}" for title, number in facts.streams)
    share = round(100 * facts.electronic / facts.registered)
    return [said, f"За потоками: {named}. В електронній формі — {thousands(facts.electronic)} ({share} %)."]


def _compared(facts: DepartmentFacts) -> str:
    if not facts.before:
        return ""
    change = round(100 * (facts.registered - facts.before) / facts.before)
    if not change:
        return f", стільки ж, як за попередній період ({thousands(facts.before)})"
    more = "більше" if change > 0 else "менше"
    return f", на {abs(change)} % {more}, ніж за попередній період ({thousands(facts.before)})"


def decisions(facts: DepartmentFacts) -> list[str]:
    """Sittings, decisions and what they were about, orders by their series."""
    told = []
    if facts.sittings:
        total = sum(count for _, count, _ in facts.sittings)
        named = "; ".join(_sittings(*each) for each in facts.sittings)
        told.append(f"Відбулося {counted(total, *SITTINGS)}: {named}.")
    if facts.decisions:
        topics = _list(facts.decision_topics)
        about = f" Найбільше за справами: {topics}." if topics else ""
        told.append(f"Зареєстровано {counted(facts.decisions, *DECISIONS)}.{about}")
    if facts.orders:
        total = sum(number for _, number in facts.orders)
        told.append(f"Розпорядчих документів — {thousands(total)}: {_list(facts.orders)}.")
    return told or [f"За {facts.period} рішень і розпоряджень не реєстрували."]


def _sittings(body: str, count: int, extraordinary: int) -> str:
    more = f", з них позачергових {extraordinary}" if extraordinary else ""
    return f"{body} — {count}{more}"


def _list(named: Named) -> str:
    shown = [f"{title} — {thousands(number)}" for title, number in named[:MOST]]
    rest = sum(number for _, number in named[MOST:])
    return ", ".join([*shown, f"інше — {thousands(rest)}"] if rest else shown)


def citizens(facts: DepartmentFacts) -> list[str]:
    told = [
        f"Надійшло {counted(facts.appeals, *APPEALS)} громадян."
        if facts.appeals
        else "Звернень громадян не надходило."
    ]
    if not facts.requests:
        return [*told, "Запитів на інформацію не надходило."]
    channels = _list(facts.request_channels)
    said = f"Запитів на інформацію — {thousands(facts.requests)}" + (f": {channels}." if channels else ".")
    more = []
    if facts.forwarded:
        more.append(f"переслано за належністю звернень і запитів — {facts.forwarded}")
    if facts.prolonged:
        more.append(f"строк розгляду продовжено — {facts.prolonged}")
    return [*told, said, *([f"{'; '.join(more)}.".capitalize()] if more else [])]


def execution(facts: DepartmentFacts) -> list[str]:
    if not facts.assigned:
        return [f"Завдань зі строком у період {facts.period} не було."]
    counts = f"вчасно виконано {thousands(facts.on_time)}, із запізненням {thousands(facts.late)}"
    going = f"на виконанні {thousands(facts.in_progress)} (з них прострочено {thousands(facts.late_now)})"
    due = f"За {facts.period} строк виконання припадає на {counted(facts.assigned, *TASKS)}"
    told = [f"{due}: {counts}, {going}."]
    tail = []
    if facts.share is not None:
        tail.append(f"вчасність становить {facts.share} %")
    if facts.average_days is not None:
        tail.append(f"середній час виконання — {_days(facts.average_days)}")
    if facts.extended:
        tail.append(f"строк продовжено для {counted(facts.extended, 'завдання', 'завдань', 'завдань')}")
    if facts.reminders:
        tail.append(f"виконавцям надіслано {counted(facts.reminders, *REMINDERS)}")
    if tail:
        said = "; ".join(tail)
        told.append(f"{said[0].upper()}{said[1:]}.")
    late = sorted((each for each in facts.units if each.late_now), key=lambda each: -each.late_now)[:3]
    if late:
        named = ", ".join(f"{each.name} — {each.late_now}" for each in late)
        told.append(f"Найбільше прострочених завдань: {named}.")
    else:
        told.append("Прострочених завдань у підрозділів немає.")
    return told


def _days(average: float) -> str:
    """«14 днів», «6,5 дня»."""
    if average == int(average):
        return counted(int(average), "день", "дні", "днів")
    return f"{average:g} дня".replace(".", ",")
