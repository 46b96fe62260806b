"""Numbers, periods and what counts as the same letter. No database, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from obih.ui.words import counted, relative_day, short_date

_SEQUENCE = re.compile(r"\{seq(?::(\d))?\}")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_APOSTROPHES = re.compile("[’ʼ'`‘´]")
_NO_NUMBER = {"", "бн", "безномера", "нема", "немає", "відсутній"}


class PatternProblem(ValueError):
    """A number cannot be made by this pattern; the sentence says why."""


@dataclass(frozen=True)
class NumberParts:
    """A number around its ordinal: what the counter fills in is only the ordinal."""

    prefix: str
    width: int
    suffix: str

    def number(self, sequence: int) -> str:
        return f"{self.prefix}{sequence:0{self.width}d}{self.suffix}"


def number_parts(pattern: str, values: dict[str, str]) -> NumberParts:
    """The pattern with everything known filled in; `{seq}` or `{seq:4}` remains for the counter.

    Raises PatternProblem if the pattern has no ordinal or names something that is not known.
    """
    found = _SEQUENCE.search(pattern)
    if not found:
        raise PatternProblem("Шаблон номера не має порядкового номера {seq}")
    before, after = pattern[: found.start()], pattern[found.end() :]

    def fill(match: re.Match[str]) -> str:
        value = values.get(match[1])
        if not value:
            raise PatternProblem(f"Для номера бракує: {PLACEHOLDERS.get(match[1], match[1])}")
        return value

    return NumberParts(_PLACEHOLDER.sub(fill, before), int(found[1] or 1), _PLACEHOLDER.sub(fill, after))


PLACEHOLDERS = {
    "case": "індекс справи",
    "unit": "індекс підрозділу",
    "journal": "індекс журналу",
    "year": "рік",
    "yy": "дві цифри року",
    "district": "індекс округу",
    "convocation": "скликання",
    "letter": "перша літера прізвища",
    "sitting": "номер засідання",
    "item": "пункт порядку денного",
}


def ordinal_parts(number: str, sequence: int) -> tuple[str, str, str]:
    """The number as (before, ordinal, after): the ordinal is what people say aloud."""
    found = re.search(rf"(?<!\d){sequence}(?!\d)", number) or re.search(rf"(?<!\d)0*{sequence}(?!\d)", number)
    if found is None:
        return "", number, ""
    return number[: found.start()], found[0], number[found.end() :]


def period_of(kind: str, dated_on: date, convocation: str = "", sitting: str = "") -> str:
    """Within what numbers run: the year, the convocation, one sitting of it («VIII:20»), or for ever."""
    if kind == "year":
        return str(dated_on.year)
    if kind == "sitting":
        return f"{convocation}:{sitting}"
    return convocation if kind == "convocation" else "running"


LETTERS = "абвгдежиклмнпрстуфхцшщюя"
"""Letters that follow a number; those that look or sound like others are left out."""


def letter_marks(pattern: str) -> tuple[str, ...]:
    """The marks a number may be followed by, in their order: «-а», «-б» for the pattern «-{}»."""
    return tuple(pattern.replace("{}", letter) for letter in LETTERS)


def fraction_marks(pattern: str, most: int = 999) -> tuple[str, ...]:
    """«/1», «/2» … for the pattern «/{}»."""
    return tuple(pattern.replace("{}", str(each)) for each in range(1, most + 1))


def number_key(number: str) -> str:
    """An outside number as it is compared: «№ 01-15 / 234» and «01-15/234» are one; «б/н» is none.

    Latin letters that look like Cyrillic ones count as Cyrillic.
    """
    text = unicodedata.normalize("NFKC", number).casefold()
    text = re.sub(r"^\s*(no\.?|n)(?=[\s\d]|$)\s*", "", text).translate(_LOOKALIKES)
    text = re.sub(r"[\s\u00a0]", "", text).replace("–", "-").replace("—", "-")
    return "" if re.sub(r"[\W_]", "", text) in _NO_NUMBER else text[:120]


_LOOKALIKES = str.maketrans("abceiopxyktmh", "авсеіорхуктмн")


def words_of(*texts: str) -> list[str]:
    """Words to find by: lower case, one apostrophe dropped, «ґ» as «г», no repeats, at most 400."""
    text = unicodedata.normalize("NFC", " ".join(texts)).casefold()
    text = _APOSTROPHES.sub("", text).replace("ґ", "г")
    return list(dict.fromkeys(word[:60] for word in re.findall(r"\w+", text)))[:400]


def name_key(name: str) -> str:
    """A name as it is compared: words only, in their order."""
    return " ".join(re.findall(r"\w+", _fold(name)))[:300]


def _fold(text: str) -> str:
    return _APOSTROPHES.sub("", unicodedata.normalize("NFC", text).casefold()).replace("ґ", "г")


def latin_inside_ukrainian(text: str) -> list[str]:
    """Words where Latin letters hide among Cyrillic ones, as they were typed: they would never be found."""
    found = []
    for word in re.findall(r"\w+", text):
        scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()}
        if {"LATIN", "CYRILLIC"} <= scripts:
            found.append(word)
    return found


def edrpou_warning(code: str) -> str | None:
    """Why a ЄДРПОУ code looks wrong, or None. A warning, never a refusal (the check digit is [memory])."""
    if not code:
        return None
    if not code.isdigit() or len(code) != 8:
        return "Код ЄДРПОУ має 8 цифр"
    digits = [int(each) for each in code]
    weights = [1, 2, 3, 4, 5, 6, 7] if not 30_000_000 <= int(code) <= 60_000_000 else [7, 1, 2, 3, 4, 5, 6]
    check = sum(w * d for w, d in zip(weights, digits, strict=False)) % 11
    if check == 10:
        check = sum((w + 2) * d for w, d in zip(weights, digits, strict=False)) % 11 % 10
    return None if check == digits[7] else "Контрольна цифра коду ЄДРПОУ не сходиться: перевірте код"


def rnokpp_warning(code: str) -> str | None:
    """Why a taxpayer’s number looks wrong, or None. A warning, never a refusal: some have none."""
    if not code:
        return None
    if not code.isdigit() or len(code) != 10:
        return "РНОКПП має 10 цифр"
    weights = (-1, 5, 7, 9, 4, 6, 10, 5, 7)
    check = sum(w * int(d) for w, d in zip(weights, code, strict=False)) % 11 % 10
    return None if check == int(code[9]) else "Контрольна цифра РНОКПП не сходиться: перевірте номер"


SOON_DAYS = 2
"""From how many days before the last one a deadline is told as near."""


@dataclass(frozen=True, slots=True)
class DeadlineState:
    """Until when, and how that is shown: `state` is a chip (done, late, soon, work), `text` its words."""

    on: date
    state: str
    text: str


def deadline_state(
    on: date, *, met: bool, today: date, at: datetime | None = None, now: datetime | None = None
) -> DeadlineState:
    """How a deadline stands today; one counted in hours is late from its very hour."""
    if met:
        return DeadlineState(on, "done", "виконано")
    if on < today:
        days = (today - on).days
        return DeadlineState(on, "late", f"на {counted(days, 'день', 'дні', 'днів')}")
    if at is not None and now is not None and at < now:
        return DeadlineState(on, "late", "година минула")
    if (on - today).days <= SOON_DAYS:
        return DeadlineState(on, "soon", relative_day(on, today))
    return DeadlineState(on, "work", f"до {short_date(on)}")


_STREAM_WORDS = (
    ("вх", "incoming"),
    ("вих", "outgoing"),
    ("вн", "internal"),
    ("розп", "orders"),
    ("ріш", "decisions"),
    ("дог", "contracts"),
)


@dataclass(frozen=True)
class Sought:
    """What a search text may mean: a number of ours (of a stream), a number of theirs, words."""

    words: tuple[str, ...]
    number: str = ""
    ordinals: tuple[int, ...] = ()
    stream: str = ""


def sought(text: str) -> Sought:
    """Read a search text: «234», «01-15/234», «вх 234», «№ 234/01-15 від», words.

    A number has digits; every whole number in it may be the ordinal, so all of them are offered.
    """
    cleaned = unicodedata.normalize("NFKC", text).replace("\0", " ").strip()[:200]
    words = tuple(words_of(cleaned)[:12])
    stream = ""
    match = re.match(r"(?i)^\s*([а-яіїєґ]{2,8})\.?\s*[-№ ]*\s*(\d.*)$", cleaned)
    rest = cleaned
    if match:
        stream = next((code for start, code in _STREAM_WORDS if match[1].casefold().startswith(start)), "")
        rest = match[2] if stream else cleaned
    if not re.search(r"\d", rest) or len(rest.split()) > 3:
        return Sought(words)
    ordinals = {int(each) for each in re.findall(r"\d+", rest) if len(each) <= 9}
    return Sought(words, number_key(rest), tuple(sorted(ordinals)), stream)


def prefix_query(words: Iterable[str]) -> str:
    """Words as a `to_tsquery('simple')` text in which each is a beginning: «'зем':* & 'діл':*»."""
    return " & ".join("'{}':*".format(word.replace("'", "''").replace("\\", "\\\\")) for word in words)
