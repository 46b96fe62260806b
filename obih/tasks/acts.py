"""Points of an order, a decision or a protocol, found in its text. Pure: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from obih.registry.rules import name_key

_NUMBERED = re.compile(r"(?m)^\s*(\d{1,2}(?:\.\d{1,2}){0,2})[.)]?\s+(?=\S)")
_DAY = re.compile(r"(?i)\bдо\s+(\d{1,2})[.](\d{1,2})[.](\d{4})")
_MONTHS = (
    "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
    "листопада", "грудня",
)  # fmt: skip
_DAY_IN_WORDS = re.compile(rf"(?i)\bдо\s+(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})")
_MONTHLY = re.compile(r"(?i)\bщомісяч\w*|\bщомісяця\b")
_QUARTERLY = re.compile(r"(?i)\bщокварта\w*")
_CONTROL = re.compile(r"(?i)^\s*контроль\s+за\s+виконанням")
MOST = 60


@dataclass(frozen=True)
class FoundPoint:
    """A point as the text has it, with what can be read from it; a person looks at each before it counts."""

    number: str
    text: str
    due_on: date | None
    every: str
    executor: str
    """The value of the one candidate whose name stands in the text, or nothing."""


def points_of(text: str, candidates: Sequence[tuple[str, str]]) -> list[FoundPoint]:
    """The numbered points of an act; candidates are (value, name) of units, bodies and persons.

    «Контроль за виконанням…» is no task: control itself is what is set up here. A text without numbers is one
    point.
    """
    found = []
    for number, words in _split(text):
        told = " ".join(words.split()).rstrip(" ;")
        if not told or _CONTROL.match(told):
            continue
        found.append(FoundPoint(number, told[:2000], _day(told), _every(told), _executor(told, candidates)))
    return found[:MOST]


def _split(text: str) -> list[tuple[str, str]]:
    """(number, words) of each numbered line with what follows it; what comes before the first is left out."""
    marks = list(_NUMBERED.finditer(text))
    if not marks:
        return [("", text)] if text.strip() else []
    ends = [each.start() for each in marks[1:]] + [len(text)]
    return [(mark.group(1), text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]


def _day(text: str) -> date | None:
    if match := _DAY.search(text):
        day, month, year = (int(each) for each in match.groups())
    elif match := _DAY_IN_WORDS.search(text):
        day, month, year = int(match[1]), _MONTHS.index(match[2].lower()) + 1, int(match[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _every(text: str) -> str:
    return "month" if _MONTHLY.search(text) else "quarter" if _QUARTERLY.search(text) else ""


def _executor(text: str, candidates: Sequence[tuple[str, str]]) -> str:
    """Whose name stands in the text, by stems, so that cases do not matter; two of them are nobody."""
    words = [each[:STEM] for each in name_key(text).split()]
    hits = []
    for value, name in candidates:
        stems = [each[:STEM] for each in name_key(name).split() if len(each) > 3]
        if stems and _follows(stems, words):
            hits.append((len(stems), value))
    hits.sort(reverse=True)
    if not hits or (len(hits) > 1 and hits[0][0] == hits[1][0]):
        return ""
    return hits[0][1]


STEM = 5


def _follows(stems: Sequence[str], words: Sequence[str]) -> bool:
    """Whether all stems stand in the text in their order, close together."""
    for start, word in enumerate(words):
        if word != stems[0]:
            continue
        rest = iter(words[start : start + len(stems) + 3])
        if all(stem in rest for stem in stems):
            return True
    return False
