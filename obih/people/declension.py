"""Names and posts in the cases of Ukrainian. What was corrected by hand always beats the rule.

Names: `shevchenko`. Posts have no good library: only the adjectives before the head noun and the noun itself
change, the tail («відділу земельних відносин») already stands in its case and stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import shevchenko

if TYPE_CHECKING:
    from obih.people.models import Person, Position

CASES = {
    "genitive": "Кого (родовий)",
    "dative": "Кому (давальний)",
    "accusative": "Кого (знахідний)",
    "instrumental": "Ким (орудний)",
    "locative": "На кому (місцевий)",
    "vocative": "Звертання (кличний)",
}
_ORDER = tuple(CASES)
_SHEVCHENKO = {"instrumental": "ablative"}

_ADJECTIVE = {
    "ий": ("ого", "ому", "ого", "им", "ому", "ий"),
    "ій": ("ього", "ьому", "ього", "ім", "ьому", "ій"),
    "а": ("ої", "ій", "у", "ою", "ій", "а"),
    "я": ("ьої", "ій", "ю", "ьою", "ій", "я"),
}
_HARD = ("а", "у", "а", "ом", "у")
_MIXED = ("а", "у", "а", "ем", "у")
_SOFT = ("я", "ю", "я", "ем", "ю")
_YOT = ("я", "ю", "я", "єм", "ю")
_SOFTENED = {"к": "ц", "г": "з", "х": "с"}

_HARD_AR = ("комісар", "санітар", "ветеринар", "бар", "гар")
_LOSES_E = {"майстер": "майстр"}
_UNCHANGED_FIRST = {
    "прес",
    "віце",
    "екс",
    "шеф",
    "веб",
    "бізнес",
    "топ",
    "іт",
    "it",
    "hr",
    "pr",
    "арт",
    "медіа",
}
_NOUNS_LIKE_ADJECTIVES = re.compile(
    r"(?i)^(керуюч|завідуюч|уповноважен|слідч|чергов|вартов|лісничий|повірен|виконуюч|довірен|управляюч)(ий|а)?$"
)
_FEMININE_ADJECTIVE = re.compile(r"(?i)(?:на|ша|ська|цька|зька|ова|ева|ща|ня|ча)$")
_FEMININE_NOUNS = re.compile(
    r"(?i)(?:голова|староста|суддя|сестра|няня|особа|старшина|дружина|людина|листоноша|воєвода|вожата"
    r"|тка|нка|рка|лка|чка|дка|вка|гиня|киня|чиня|виня|ниня|диня|риня|тиня|лька|єтка|иця)$"
)
_PREPOSITIONS = frozenset(
    ["з", "із", "зі", "по", "у", "в", "на", "за", "до", "при", "від", "для", "під", "над", "щодо"]
)
_INVARIABLE = re.compile(r"(?i)^(?:т\.\s*в\.\s*о\.|в\.\s*о\.|тво|во)\s")
_DASH = re.compile(r"(\s+[–—-]\s+)")


def decline_position(title: str) -> dict[str, str]:
    """All six oblique cases of a post’s title."""
    pieces = _DASH.split(" ".join(title.split()))
    return {
        case: "".join(piece if index % 2 else _phrase(piece, case) for index, piece in enumerate(pieces))
        for case in CASES
    }


def _phrase(text: str, case: str) -> str:
    """«головний спеціаліст відділу» → «головному спеціалісту відділу»."""
    if not text or _INVARIABLE.match(text + " "):
        return text
    words = text.split(" ")
    head = _head(words)
    for index in range(head):
        words[index] = _modifier(words[index], case)
    words[head] = _noun(words[head], case)
    if words[head].lower().startswith("сест"):
        for index in range(head + 1, len(words)):
            if words[index].endswith(("на", "ша")):
                words[index] = _adjective(words[index], case)
    return " ".join(words)


def _head(words: list[str]) -> int:
    """Where the head noun stands: after the adjectives that agree with it."""
    for index, word in enumerate(words):
        following = words[index + 1].lower() if index + 1 < len(words) else ""
        if _NOUNS_LIKE_ADJECTIVES.match(word) and not _begins_noun(following):
            return index
        if not following or following in _PREPOSITIONS:
            return index
        if not (_is_adjective(word) or word.endswith("о")):
            return index
    return len(words) - 1


def _begins_noun(following: str) -> bool:
    """«уповноважена особа», «черговий інспектор»: the word before is an adjective after all."""
    return bool(
        re.search(r"(?:особа|інспектор|інспекторка|лікар|лікарка|представник|представниця)$", following)
    )


def _is_adjective(word: str) -> bool:
    lower = word.lower()
    if lower.endswith(("ий", "ій")):
        return lower not in ("водій", "крупій")
    return bool(_FEMININE_ADJECTIVE.search(lower)) and not _FEMININE_NOUNS.search(lower)


def _modifier(word: str, case: str) -> str:
    return word if word.endswith("о") else _adjective(word, case)


def _adjective(word: str, case: str) -> str:
    for ending, forms in _ADJECTIVE.items():
        if word.endswith(ending):
            return word[: -len(ending)] + forms[_ORDER.index(case)]
    return word


def _noun(word: str, case: str) -> str:
    """The head noun; both halves of «лікар-терапевт»."""
    if "-" in word:
        first, _, second = word.partition("-")
        first = first if first.lower() in _UNCHANGED_FIRST else _noun(first, case)
        return f"{first}-{_noun(second, case)}"
    if _NOUNS_LIKE_ADJECTIVES.match(word) or word.endswith(("ий", "ена")):
        return _adjective(word, case)
    return _feminine(word, case) if word.endswith(("а", "я")) else _masculine(word, case)


def _feminine(word: str, case: str) -> str:
    """First declension: «спеціалістка», «керівниця», also «голова», «суддя»."""
    stem, place = word[:-1], _ORDER.index(case)
    last = stem[-1:].lower()
    if word.endswith("я"):
        soft = ("ї", "ї", "ю", "єю", "ї", "є") if last in tuple("іаоу") else ("і", "і", "ю", "ею", "і", "е")
        return stem + soft[place]
    if last in tuple("жчшщ"):
        return stem + ("і", "і", "у", "ею", "і", "е")[place]
    if case in ("dative", "locative"):
        return stem[:-1] + _SOFTENED.get(stem[-1:], stem[-1:]) + "і"
    return stem + ("и", "", "у", "ою", "", "о")[place]


def _masculine(word: str, case: str) -> str:
    """Second declension of persons; a word it does not know by its ending stays."""
    stem, endings = _stem(word)
    if not stem:
        return word
    return stem + (_vocative(word, endings) if case == "vocative" else endings[_ORDER.index(case)])


def _stem(word: str) -> tuple[str, tuple[str, ...]]:
    lower = word.lower()
    if lower in _LOSES_E:
        return word[0] + _LOSES_E[lower][1:], _HARD
    if lower.endswith("ець"):
        return word[:-3] + ("йц" if lower[-4:-3] in ("а", "о", "є") else "ц"), _SOFT
    if lower.endswith("ь"):
        return word[:-1], _SOFT
    if lower.endswith("й"):
        return word[:-1], _YOT
    if lower.endswith("ар") and not lower.endswith(_HARD_AR):
        return word, _SOFT
    if lower.endswith(("ж", "ч", "ш", "щ", "яр")):
        return word, _MIXED
    if lower.endswith(tuple("бвгґдзклмнпрстфхц")):
        return word, _HARD
    return "", _HARD


def _vocative(word: str, endings: tuple[str, ...]) -> str:
    lower = word.lower()
    if endings is _SOFT or endings is _YOT:
        return "ю"
    if lower.endswith(("к", "г", "ґ", "х", "ч")):
        return "у"
    return "е"


def decline_name(
    surname: str = "", given_name: str = "", patronymic: str = "", sex: str = "", full: bool = False
) -> dict[str, str]:
    """«Галини Бойко» in all six cases; with `full` «Бойко Галини Іванівни». Empty if sex cannot be told."""
    parts = {"family_name": surname, "given_name": given_name, "patronymic_name": patronymic}
    known = {name: value for name, value in parts.items() if value.strip()}
    order = ("family_name", "given_name", "patronymic_name") if full else ("given_name", "family_name")
    gender = {"f": "feminine", "m": "masculine"}.get(sex) or _gender(known)
    if not gender or not known:
        return {}
    declined = {}
    for case in CASES:
        inflect = getattr(shevchenko, f"in_{_SHEVCHENKO.get(case, case)}")
        try:
            said = inflect(gender=gender, **known)
        except shevchenko.InputValidationError:
            return {}
        declined[case] = " ".join(said[name] for name in order if said.get(name))
    return declined


def _gender(known: dict[str, str]) -> str | None:
    try:
        return shevchenko.detect_gender(**known)
    except shevchenko.InputValidationError:
        return None


def person_in(person: Person, case: str, *, full: bool = False) -> str:
    """A person’s name in a case: as corrected by hand, else by rule, else as it stands."""
    if not full and person.forms.get(case):
        return str(person.forms[case])
    by_rule = decline_name(person.surname, person.given_name, person.patronymic, person.sex, full=full)
    whole = f"{person.surname} {person.given_name} {person.patronymic}".strip()
    return by_rule.get(case) or (whole if full else person.full_name)


def position_in(position: Position, case: str) -> str:
    """A post in a case: as corrected by hand, else by rule."""
    return str(position.forms.get(case) or decline_position(position.title)[case])
