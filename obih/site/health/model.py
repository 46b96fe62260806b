"""What a check is and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """From good to bad."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """What one check found: a sentence for people and, when something is wrong, what to do about it."""

    name: str
    title: str
    state: State
    sentence: str
    remedy: str = ""


@dataclass(frozen=True)
class Check:
    """A named question. It may raise: then the exception itself is the finding."""

    name: str
    title: str
    ask: Callable[[], tuple[State, str, str]]
    slow: bool = False

    def look(self) -> Finding:
        """Ask, and make a finding of whatever comes; a check never takes the page down."""
        try:
            return Finding(self.name, self.title, *self.ask())
        except Exception as error:  # the page must show every other finding
            said = f"Перевірити не вдалося: {type(error).__name__}: {str(error).strip()[:300]}"
            return Finding(self.name, self.title, State.BAD, said, "Перегляньте журнали в теці log.")


def fine(sentence: str) -> tuple[State, str, str]:
    return State.OK, sentence, ""


def warn(sentence: str, remedy: str) -> tuple[State, str, str]:
    return State.WARN, sentence, remedy


def bad(sentence: str, remedy: str) -> tuple[State, str, str]:
    return State.BAD, sentence, remedy


def size(count: float) -> str:
    """Bytes as people say them: «3,2 ГБ»."""
    units = ["Б", "КБ", "МБ", "ГБ", "ТБ"]
    while count >= 1024 and len(units) > 1:
        count /= 1024
        units.pop(0)
    return f"{count:.1f} {units[0]}".replace(".", ",").replace(",0 ", " ")


def age(seconds: float) -> str:
    """A span as people say it: «5 хв», «7 год», «3 дн.»."""
    if seconds < 5400:
        return f"{max(0, round(seconds / 60))} хв"
    if seconds < 172_800:
        return f"{round(seconds / 3600)} год"
    return f"{round(seconds / 86_400)} дн."
