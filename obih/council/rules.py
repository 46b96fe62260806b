"""Majorities, agendas and votes as people write them. No database, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from obih.ui.words import counted

HALF, TWO_THIRDS = "half", "two_thirds"
FOR, AGAINST, ABSTAINED, NOT_VOTING, ABSENT = "for", "against", "abstained", "not_voting", "absent"


@dataclass(frozen=True)
class Votes:
    """How a sitting voted on one item. `composition` is the total composition of the body, not those present;
    of a council it includes the mayor who takes part in the sitting (ч. 3 ст. 59 Закону № 280/97-ВР)."""

    in_favour: int
    against: int
    abstained: int
    not_voting: int
    composition: int

    @property
    def present(self) -> int:
        return self.in_favour + self.against + self.abstained + self.not_voting


def is_adopted(votes: Votes, majority: str = HALF) -> bool:
    """Whether a decision is adopted: more than half of the total composition (a council: ч. 2 ст. 59, an
    executive committee: ч. 6 ст. 59 Закону № 280/97-ВР), or two thirds where the law asks for them (a
    decision the mayor suspended: ч. 4 ст. 59)."""
    if majority == TWO_THIRDS:
        return votes.in_favour * 3 >= votes.composition * 2
    return votes.in_favour * 2 > votes.composition


def needed(composition: int, majority: str = HALF) -> int:
    """The least number of votes in favour that adopts."""
    return -(-composition * 2 // 3) if majority == TWO_THIRDS else composition // 2 + 1


def article_of(body_kind: str, majority: str = HALF) -> str:
    """By what a vote of this body is counted."""
    if majority == TWO_THIRDS:
        return "ч. 4 ст. 59 Закону № 280/97-ВР"
    return _ARTICLES.get(body_kind, "регламент або положення про орган")


_ARTICLES = {
    "council": "ч. 2, 3 ст. 59 Закону № 280/97-ВР",
    "executive": "ч. 6 ст. 59 Закону № 280/97-ВР",
    "standing": "ст. 47 Закону № 280/97-ВР",
}


def why_not_counted(votes: Votes) -> str | None:
    """Why these figures cannot be a vote of this body, or None. A sitting is competent when more than half of
    the total composition takes part (ч. 12 ст. 46, ч. 4 ст. 54 Закону № 280/97-ВР)."""
    if votes.composition < 1:
        return "Упишіть загальний склад: скільки всього членів в органі"
    if votes.present > votes.composition:
        return f"Голосів {votes.present}, а загальний склад {votes.composition}: перевірте числа"
    if votes.present * 2 <= votes.composition:
        return (
            f"Присутніх {votes.present} із {votes.composition}: засідання повноважне, "
            "коли присутня більше ніж половина загального складу"
        )
    return None


# ── the agenda as it is pasted ───────────────────────────────────────


@dataclass(frozen=True)
class ProposedItem:
    """A line of an agenda as somebody typed it; `number` is empty when the line had none."""

    title: str
    number: str = ""
    rapporteur: str = ""
    author: str = ""


_NUMBER = re.compile(r"^\s*(\d{1,3}(?:[.\-/]\d{1,3}){0,2})\s*[.)]?\s+(?=\S)")
_RAPPORTEUR = re.compile(
    r"[\s.;,(–—-]*\b(?:доповіда[чє]|інформує|доповідачка|доповідачі)\s*[:–—-]?\s+(.{2,200}?)\s*\)?\.?\s*$",
    re.I,
)


def parse_agenda(text: str) -> list[ProposedItem]:
    """Lines of a pasted agenda: one item a line, with or without its number; the rapporteur after
    «Доповідає:», or columns of a table (number, title, rapporteur, author) parted by tabs."""
    found = []
    for line in text.replace("\0", "").splitlines():
        if line.strip():
            item = _of_columns(line) if "\t" in line.strip() else _of_line(line)
            if item.title:
                found.append(item)
    return found


def _of_columns(line: str) -> ProposedItem:
    cells = [" ".join(cell.split()) for cell in line.strip("\n").split("\t")]
    while cells and not cells[0]:
        cells.pop(0)
    number = ""
    if len(cells) > 1 and re.fullmatch(r"\d{1,3}(?:[.\-/]\d{1,3}){0,2}[.)]?", cells[0]):
        number = cells.pop(0).rstrip(".)")
    cells += [""] * 3
    return ProposedItem(_plain(cells[0]), number, cells[1][:200], cells[2][:300])


def _of_line(line: str) -> ProposedItem:
    found = _NUMBER.match(line)
    number, rest = (found[1], line[found.end() :]) if found else ("", line)
    rapporteur = ""
    if spoken := _RAPPORTEUR.search(rest):
        rapporteur, rest = " ".join(spoken[1].split()), rest[: spoken.start()]
    return ProposedItem(_plain(rest), number, rapporteur)


def _plain(title: str) -> str:
    return " ".join(title.split()).strip(" ;")[:500]


def numbered(items: Sequence[ProposedItem], taken: Iterable[str]) -> list[ProposedItem]:
    """The same items, each with a number: those without one go on from the largest whole number."""
    used = set(taken) | {each.number for each in items if each.number}
    last = max((int(each.split(".")[0]) for each in used if each.split(".")[0].isdigit()), default=0)
    found = []
    for each in items:
        number = each.number
        if not number:
            last += 1
            number = str(last)
        found.append(ProposedItem(each.title, number, each.rapporteur, each.author))
    return found


def placed(wanted: Sequence[tuple[int, int]]) -> list[int]:
    """The new order of rows told as (old place, typed place): a row moved up goes before the one that stood
    there, a row moved down after it. Gives the old places in their new order."""

    def key(row: tuple[int, int]) -> tuple[float, int]:
        old, typed = row
        if typed == old:
            return float(typed), old
        return (typed - 0.5 if typed < old else typed + 0.5), old

    return [old for old, _ in sorted(wanted, key=key)]


# ── the roll-call ────────────────────────────────────────────────────


class RollCallProblem(ValueError):
    """A line of the roll-call cannot be read; the sentence names it."""


@dataclass(frozen=True)
class CastVote:
    """How one member voted."""

    name: str
    vote: str


_SAID = (
    (NOT_VOTING, ("не голос", "не брав", "не брала")),
    (ABSENT, ("відсут", "немає")),
    (AGAINST, ("проти", "-")),
    (ABSTAINED, ("утрим",)),
    (FOR, ("за", "+")),
)


def parse_roll_call(text: str) -> list[CastVote]:
    """Lines «Ігор МЕЛЬНИЧЕНКО: за» (a tab or a dash parts them too). Raises RollCallProblem."""
    found: dict[str, CastVote] = {}
    for line in text.replace("\0", "").splitlines():
        if not line.strip():
            continue
        parts = re.split(r"\t+|:\s*|\s[–—-]\s", line.strip().rstrip(";."), maxsplit=1)
        name = " ".join(parts[0].split())[:200]
        vote = _vote_of(parts[1]) if len(parts) == 2 else None
        if not name or vote is None:
            raise RollCallProblem(f"Рядок «{line.strip()[:80]}»: напишіть ім’я, двокрапку й голос")
        if name.casefold() in found:
            raise RollCallProblem(f"{name}: два рядки, залиште один")
        found[name.casefold()] = CastVote(name, vote)
    return list(found.values())


def _vote_of(said: str) -> str | None:
    told = " ".join(said.casefold().split())
    return next((code for code, starts in _SAID if told.startswith(starts)), None)


def count(cast: Iterable[CastVote], composition: int) -> Votes:
    """The sums of a roll-call."""
    votes = [each.vote for each in cast]
    return Votes(
        in_favour=votes.count(FOR),
        against=votes.count(AGAINST),
        abstained=votes.count(ABSTAINED),
        not_voting=votes.count(NOT_VOTING),
        composition=composition,
    )


def votes_words(votes: Votes) -> str:
    """«за 20, проти 1, утрималися 2, не голосували 0; загальний склад 26»."""
    return (
        f"за {votes.in_favour}, проти {votes.against}, утрималися {votes.abstained}, "
        f"не голосували {votes.not_voting}; загальний склад {votes.composition}"
    )


def missing_votes(numbers: Sequence[str]) -> str:
    """Why the decisions cannot be numbered yet."""
    shown = ", ".join(numbers[:12]) + (" та інші" if len(numbers) > 12 else "")
    items = counted(len(numbers), "пункту", "пунктів", "пунктів")
    return (
        f"Немає результатів голосування для {items}: {shown}. Упишіть голоси або зніміть ці пункти з розгляду"
    )
