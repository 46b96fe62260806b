"""What the law says of appeals (№ 393/96-ВР) and of requests for information (№ 2939-VI). No database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from obih.law.rules import Calendar, Term, due_on, latest_extension
from obih.registry.rules import name_key
from obih.ui.words import short_date

COLLECTIVE_LETTER, UNSIGNED_LETTER = "КО", "БП"
"""Collective and unsigned appeals have no surname to take a letter from (№ 348)."""
INDIVIDUAL, COLLECTIVE, ANONYMOUS = "5.1", "5.2", "5.3"
FIRST, REPEATED = "2.1", "2.2"
ORAL, WRITTEN = "6.3", "6.2"
FORWARDED_APPEAL, FORWARDED_REQUEST, REFUSED, POSTPONED = "9.5", "forwarded", "refused", "postponed"

APPEAL_BASIS = "ст. 10 Закону № 393/96-ВР"
REQUEST_BASIS = "ст. 21 Закону № 2657-XII, персональні дані запитувача"

OPEN_KINDS = frozenset({"petition"})
"""What is published with its author’s name, not closed (art. 23-1 of № 393/96)."""

REFUSALS = MappingProxyType(
    {
        "not_held": "не володіє і не повинен володіти інформацією (п. 1 ч. 1 ст. 22)",
        "restricted": "інформація з обмеженим доступом (п. 2 ч. 1 ст. 22)",
        "unpaid": "не оплачено витрати на копіювання (п. 3 ч. 1 ст. 22)",
        "no_requisites": "не дотримано вимог до запиту (п. 4 ч. 1 ст. 22)",
    }
)
"""The closed list of Law № 2939-VI: «є у відкритих джерелах» is no ground."""
FREE_PAGES = 10
"""Copies of so many pages are free (art. 21 of № 2939-VI)."""

_FORM_OF_CHANNEL = MappingProxyType(
    {
        "post": "1.1",
        "courier": "1.1",
        "in_person": "1.1",
        "reception": "1.2",
        "representative": "1.3",
        "sev": "1.4",
        "media": "1.5",
        "phone": "phone",
        "email": "electronic",
        "portal": "electronic",
    }
)


@dataclass(frozen=True)
class Applicant:
    """Who appeals or asks: as he named himself, where he lives, how he is reached (art. 5; art. 19)."""

    name: str
    address: str = ""
    contact: str = ""


def number_letter(name: str, *, collective: bool) -> str:
    """The letter an appeal’s number begins with: of the surname, «КО» collective, «БП» unsigned (№ 348)."""
    if collective:
        return COLLECTIVE_LETTER
    return next((each.upper() for each in name if each.isalpha()), UNSIGNED_LETTER)


def subject_of(applicants: Sequence[Applicant], people: int | None = None) -> str:
    """The classifier’s subject: whoever is not named is anonymous, more than one are collective."""
    if len(applicants) > 1 or (people or 0) > 1:
        return COLLECTIVE
    return INDIVIDUAL if applicants else ANONYMOUS


def appeal_form_of(channel: str, *, covered: bool) -> str:
    """The classifier’s way of receipt, as the channel tells it; what came with another’s letter is of it."""
    return "1.6" if covered else _FORM_OF_CHANNEL.get(channel, "")


def applicant_key(name: str) -> str:
    """A person as he is compared: surname and initials, so that «Коваль І. П.» and «Коваль Іван Петрович»
    are one. Empty for a name of no letters."""
    words = name_key(name).split()
    return " ".join([*words[:1], *(word[0] for word in words[1:3])])


_ADDRESS_WORDS = frozenset({
    "вул", "вулиця", "пров", "провулок", "просп", "проспект", "бульв", "бульвар", "пл", "площа", "буд",
    "будинок", "кв", "квартира", "м", "місто", "с", "село", "смт", "селище", "сел", "обл", "область", "р",
    "н", "район", "громада", "україна", "корп", "корпус", "підїзд",
})  # fmt: skip


def address_words(address: str) -> frozenset[str]:
    """What tells one address from another: names and numbers without «вул.», «буд.» and their kin."""
    joined = re.sub(r"(\d)\s*-\s*([^\W\d])\b", r"\1\2", _folded(address))
    return frozenset(word for word in re.findall(r"\w+", joined) if word not in _ADDRESS_WORDS)


def _folded(text: str) -> str:
    """Lower case, one apostrophe dropped, «ґ» as «г»; punctuation stays."""
    return re.sub("[’ʼ'`‘´]", "", text.casefold()).replace("ґ", "г")


def same_address(one: str, other: str) -> bool:
    """Whether two addresses may be of one house: one says nothing that the other denies.

    Numbers must agree; a village or an index that only one of them names does not part them. An empty
    address denies nothing.
    """
    first, second = address_words(one), address_words(other)
    if not first or not second:
        return True
    numbers = [
        frozenset(word for word in words if word[0].isdigit() and len(word) < 5) for words in (first, second)
    ]
    if numbers[0] != numbers[1]:
        return False
    names = [frozenset(word for word in words if not word[0].isdigit()) for words in (first, second)]
    return names[0] <= names[1] or names[1] <= names[0]


def parse_applicants(text: str) -> list[Applicant]:
    """Co-authors as they are typed, one a line: «прізвище ім’я; адреса; телефон», the last two if known."""
    found = []
    for line in text.splitlines():
        name, _, rest = line.partition(";")
        address, _, contact = rest.partition(";")
        if name.strip():
            found.append(Applicant(*(" ".join(each.split()) for each in (name, address, contact))))
    return found


# ── terms ────────────────────────────────────────────────────────────


def forwarding_last_day(received_at: date | datetime, term: Term, calendar: Calendar) -> date:
    """Until when an appeal is passed on to whom it belongs, the applicant being told (art. 7, 5 days)."""
    return latest_extension(received_at, term, calendar)


def notice_last_day(received_at: date | datetime, term: Term, calendar: Calendar) -> date:
    """Until when a requester is told that his request takes longer: within its own term (art. 20, ч. 4)."""
    due = due_on(received_at, replace(term, cap=""), calendar)
    assert due is not None, f"term {term.code} has no length"
    return due.effective


def extension_limit(
    received_at: date | datetime, cap_on: date | None, longest: Term | None, calendar: Calendar
) -> date | None:
    """The last day a term may be prolonged to: its cap or the length of its extension, whichever is nearer;
    None of a term that the law does not prolong (48 hours, a petition)."""
    if longest is None:
        return None
    last = latest_extension(received_at, longest, calendar)
    return min(last, cap_on) if cap_on else last


def why_not_extend(new_on: date, *, current: date, limit: date | None) -> str | None:
    """Why a term may not be moved there: forward only, and never past what the law allows."""
    if limit is None:
        return "Цього строку закон не продовжує"
    if new_on <= current:
        return f"Продовжують на пізніше: зараз відповісти треба до {short_date(current)}"
    return None if new_on <= limit else f"За законом не пізніше {short_date(limit)}"


def why_not_notice(noticed_on: date, *, last: date | None, received_on: date) -> str | None:
    """Why a notice of that day does not do; `last` is the last day for it, where the law sets one."""
    if noticed_on < received_on:
        return "Заявника не могли повідомити раніше, ніж надійшов документ"
    if last is not None and noticed_on > last:
        return (
            f"Про продовження повідомляють не пізніше {short_date(last)}: перших п’яти робочих днів"
            " (ч. 4 ст. 20 Закону № 2939-VI)"
        )
    return None


def why_not_answer(result: str, ground: str) -> str | None:
    """Why a request may not end so: a refusal names one of the four grounds, nothing else has one."""
    if result == REFUSED and ground not in REFUSALS:
        return "Назвіть підставу відмови: їх чотири, інших закон не знає (ст. 22 Закону № 2939-VI)"
    if result != REFUSED and ground:
        return "Підставу вказують лише для відмови"
    return None


def why_not_bill(pages: int) -> str | None:
    """Why copies are not billed: up to ten pages they are free."""
    if pages <= FREE_PAGES:
        return f"До {FREE_PAGES} сторінок копіюють безкоштовно (ст. 21 Закону № 2939-VI)"
    return None
