"""The head’s week said in five lines. No database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from obih.ui.words import counted, short_date

NAMED = 3
"""So many units are named; the others are counted together."""


@dataclass(frozen=True)
class Burning:
    overdue: int
    today: int
    oldest: str = ""
    oldest_late: int = 0


@dataclass(frozen=True)
class Mine:
    """How many resolutions, and the median hours from registration to them, this week and the one before."""

    count: int
    hours: float | None
    hours_before: float | None


@dataclass(frozen=True)
class Waiting:
    reviews: int
    drafts: int
    reports: int
    extensions: int

    @property
    def total(self) -> int:
        return self.reviews + self.drafts + self.reports + self.extensions


@dataclass(frozen=True)
class Pace:
    """Done and in time, in the last week and in the one before; late now and a week ago."""

    done: int
    good: int
    done_before: int
    good_before: int
    late: int
    late_before: int

    @property
    def share(self) -> float | None:
        return self.good / self.done if self.done else None

    @property
    def share_before(self) -> float | None:
        return self.good_before / self.done_before if self.done_before else None


@dataclass(frozen=True)
class Line:
    """One of the five: what it answers and the answer."""

    asks: str
    says: str


@dataclass(frozen=True)
class Week:
    first: date
    last: date
    burning: Burning
    holders: tuple[tuple[str, int], ...]
    """Units with what they have late, the most first."""
    mine: Mine
    waits: Waiting
    pace: Pace

    @property
    def days(self) -> str:
        return f"{short_date(self.first)}–{short_date(self.last)}"

    def lines(self) -> list[Line]:
        return [
            Line("Що горить", burns(self.burning)),
            Line("У кого лежить", lies(self.holders)),
            Line("Мій час", my_time(self.mine)),
            Line("Чекає на мене", waits(self.waits)),
            Line("Що покращало", better(self.pace, self.mine)),
        ]


def burns(now: Burning) -> str:
    today = f"сьогодні строк у {now.today}" if now.today else "сьогодні строк ні в кого не спливає"
    if not now.overdue:
        return f"Нічого не прострочено, {today}"
    said = f"Прострочено {counted(now.overdue, 'завдання', 'завдання', 'завдань')}, {today}"
    if not now.oldest:
        return said
    days = counted(now.oldest_late, "робочий день", "робочі дні", "робочих днів")
    return f"{said}. Найдовше: № {now.oldest}, {days}"


def lies(holders: tuple[tuple[str, int], ...]) -> str:
    if not holders:
        return "Простроченого немає ні в кого"
    named = [f"{name}: {count}" for name, count in holders[:NAMED]]
    rest = sum(count for _, count in holders[NAMED:])
    return "; ".join([*named, *([f"решта: {rest}"] if rest else [])])


def my_time(mine: Mine) -> str:
    if mine.hours is None:
        return "Минулого тижня резолюцій у системі не було"
    documents = counted(mine.count, "документ", "документи", "документів")
    said = f"Від реєстрації до резолюції зазвичай {span(mine.hours)} ({documents})"
    return said if mine.hours_before is None else f"{said}, тижнем раніше {span(mine.hours_before)}"


def waits(now: Waiting) -> str:
    parts = [
        (now.reviews, "на розгляд"), (now.drafts, "проєкти резолюцій"), (now.reports, "звіти"),
        (now.extensions, "прохання продовжити"),
    ]  # fmt: skip
    told = ", ".join(f"{name}: {count}" for count, name in parts if count)
    return told[0].upper() + told[1:] if told else "Нічого"


def better(pace: Pace, mine: Mine) -> str:
    """What got better, most of all; what did not is not called so."""
    found: list[tuple[float, str]] = []
    if pace.late < pace.late_before:
        gain = (pace.late_before - pace.late) / pace.late_before
        found.append((gain, f"Прострочених {pace.late}, було {pace.late_before}"))
    if pace.share is not None and pace.share_before is not None and pace.share > pace.share_before:
        said = f"Вчасно виконано {pace.share:.0%}, було {pace.share_before:.0%}".replace("%", " %")
        found.append((pace.share - pace.share_before, said))
    if mine.hours is not None and mine.hours_before and mine.hours < mine.hours_before:
        gain = (mine.hours_before - mine.hours) / mine.hours_before
        found.append((gain, f"Ваша резолюція за {span(mine.hours)}, було {span(mine.hours_before)}"))
    if found:
        return "; ".join(said for _, said in sorted(found, key=lambda each: -each[0])[:2])
    if pace.late == pace.late_before == 0:
        return "Прострочених не було й немає"
    return f"Поки нічого: прострочених {pace.late}, тижнем раніше {pace.late_before}"


def span(hours: float) -> str:
    """Hours as one would say them: «40 хв», «5 год», «2,5 доби»."""
    if hours < 1:
        return f"{max(round(hours * 60), 1)} хв"
    if hours < 48:
        return f"{round(hours)} год"
    days = f"{hours / 24:.1f}".replace(".", ",").removesuffix(",0")
    return f"{days} доби" if "," in days else counted(int(days), "доба", "доби", "діб")
