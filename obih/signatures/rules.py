"""What the signatures of a letter say about it: who signed against who is named, whether to register it.

Typical instruction № 55, p. 21: grounds 7 (another signer), 8 (cannot be verified), 9 (no timestamp).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

GROUND_SIGNER, GROUND_UNVERIFIABLE, GROUND_NO_STAMP = (
    "sev_07_signer",
    "sev_08_unverifiable",
    "sev_09_timestamp",
)
_WORDS = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*")
_FORMS = frozenset(
    {
        "державне",
        "державна",
        "державний",
        "комунальне",
        "комунальна",
        "комунальний",
        "товариство",
        "обмеженою",
    }
    | {"відповідальністю", "публічне", "приватне", "акціонерне", "підприємство", "установа", "з"}
    | {"тов", "дп", "кп", "пат", "прат", "ат", "фоп"}
)
"""Words of the legal form: they differ between a letterhead and a certificate."""
FEWEST_WORDS = 2


class Match(StrEnum):
    """How what the certificate says agrees with what the card names."""

    SAME = "same"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Named:
    """Whom the document names: its sender and who signed it."""

    edrpou: str = ""
    institution: str = ""
    other_names: tuple[str, ...] = ()
    signatory: str = ""
    is_natural: bool = False
    """The sender is a person who writes for himself: there is no institution to compare."""


@dataclass(frozen=True)
class Holder:
    """Whose a signature is, as its certificate says."""

    verdict: str
    name: str = ""
    organisation: str = ""
    edrpou: str = ""
    is_seal: bool = False
    has_stamp: bool = False


@dataclass(frozen=True)
class Agreement:
    """The answer to «is it theirs»: of the institution and of the person, each with its sentence."""

    institution: Match
    institution_words: str
    signer: Match
    signer_words: str

    @property
    def worst(self) -> Match:
        found = {self.institution, self.signer}
        return next((each for each in (Match.DIFFERS, Match.UNKNOWN) if each in found), Match.SAME)


def agreement(holder: Holder, named: Named) -> Agreement:
    """Compare one signature with the institution and the signer that the card names.

    Codes decide about the institution; names only when a code is missing: names that differ prove nothing.
    A seal belongs to an institution: no person is looked for in it.
    """
    institution, told = (Match.SAME, "") if named.is_natural else _institution(holder, named)
    signer, said = (Match.SAME, "") if holder.is_seal else _signer(holder, named)
    return Agreement(institution, told, signer, said)


def _institution(holder: Holder, named: Named) -> tuple[Match, str]:
    mine, theirs = code_of(holder.edrpou), code_of(named.edrpou)
    if mine and theirs:
        if mine == theirs:
            return Match.SAME, f"Установа та сама: код {mine}"
        whose = f" ({holder.organisation})" if holder.organisation else ""
        return Match.DIFFERS, f"Інша установа: підпис має код {mine}{whose}, а відправник — код {theirs}"
    if not (named.institution or theirs):
        return Match.UNKNOWN, "Відправника в картці ще не вказано"
    if not (holder.organisation or mine):
        return Match.UNKNOWN, "У сертифікаті установи немає: підписано як приватна особа"
    names = (named.institution, *named.other_names)
    if holder.organisation and any(_same_institution(holder.organisation, each) for each in names):
        return Match.SAME, "Установа та сама за назвою"
    whose = holder.organisation or f"код {mine}"
    return (
        Match.UNKNOWN,
        f"Чи та сама це установа, не видно: у сертифікаті {whose}, а коду для порівняння немає",
    )


def code_of(text: str) -> str:
    """Digits of ЄДРПОУ with their leading zeros; empty for what is no code."""
    digits = re.sub(r"\D", "", text)
    return digits.zfill(8) if 5 <= len(digits) <= 8 else digits if len(digits) == 10 else ""


def _same_institution(one: str, other: str) -> bool:
    mine, theirs = (set(_words(each)) - _FORMS for each in (one, other))
    return len(mine) >= FEWEST_WORDS and mine == theirs


def _signer(holder: Holder, named: Named) -> tuple[Match, str]:
    if not named.signatory.strip():
        return Match.UNKNOWN, "Підписувача в картці не вказано"
    name = _words(holder.name)
    if not name:
        return Match.UNKNOWN, "У сертифікаті немає імені підписувача"
    said = _words(named.signatory)
    if name[0] not in said:
        return Match.DIFFERS, f"Інша особа: підписала {holder.name}, а в картці — {named.signatory.strip()}"
    own = name[1] if len(name) > 1 else ""
    rest = [word for word in said if word != name[0]]
    if not own or own in rest or any(len(word) == 1 and word == own[0] for word in rest):
        return Match.SAME, "Підписувач той самий"
    return Match.UNKNOWN, f"Прізвище те саме, ім’я не підтверджено: у сертифікаті {holder.name}"


def _words(text: str) -> list[str]:
    """Words in lower case, with one kind of apostrophe."""
    return [re.sub("['ʼ]", "’", word.casefold()) for word in _WORDS.findall(text)]


@dataclass(frozen=True)
class Advice:
    """What to look at before registering. `ground` is a code of the profile’s grounds for a refusal, which
    holds for what came by the state’s exchange; the clerk decides."""

    ground: str
    words: str

    @property
    def number(self) -> int:
        """Which of the ten grounds it is."""
        return int(self.ground.split("_")[1])


def advice(holders: Iterable[Holder], named: Named) -> list[Advice]:
    """Grounds of p. 21 that the signatures of a letter speak of, each once."""
    found: dict[str, Advice] = {}
    for holder in holders:
        if holder.verdict == "INVALID":
            _note(found, GROUND_UNVERIFIABLE, "Підпис недійсний")
        if not holder.is_seal and _signer(holder, named)[0] is Match.DIFFERS:
            _note(found, GROUND_SIGNER, "Підписала інша особа, ніж названо в документі")
        if not holder.has_stamp:
            _note(found, GROUND_NO_STAMP, "Підпис без позначки часу")
    return list(found.values())


def _note(found: dict[str, Advice], ground: str, words: str) -> None:
    found.setdefault(ground, Advice(ground, words))
