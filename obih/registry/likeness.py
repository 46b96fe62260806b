"""How alike two names are, by threes of letters. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterable

from obih.registry.rules import words_of

MOST_WORDS = 24
ENOUGH = 0.4
"""From what share of its threes a word of the search counts as met."""


def trigrams_of_word(word: str) -> set[str]:
    """The threes of a word with its ends marked: «зем» gives {«␣␣з», «␣зе», «зем», «ем␣»}.

    The beginning weighs more than the end, because people type beginnings.
    """
    padded = f"  {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def trigrams_of(*texts: str) -> set[str]:
    """The threes of all words of a name, folded as words to find by are: apostrophes dropped, «ґ» as «г»."""
    found: set[str] = set()
    for word in words_of(*texts)[:MOST_WORDS]:
        found |= trigrams_of_word(word)
    return found


def likeness(asked: str, name_words: Iterable[str]) -> float:
    """How well the words asked for are met by a name: the mean, over them, of the best word’s share of
    common threes; 0 when a word is met by none. 1 is a name that begins each of them."""
    words = words_of(asked)[:MOST_WORDS]
    candidates = [trigrams_of_word(each) for each in name_words]
    if not words or not candidates:
        return 0.0
    total = 0.0
    for word in words:
        own = trigrams_of_word(word)
        best = max(len(own & each) / len(own) for each in candidates)
        if best < ENOUGH:
            return 0.0
        total += best
    return total / len(words)
