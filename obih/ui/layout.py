"""Words typed in the wrong keyboard layout: «ghjnjrjk» is «протокол», «йцукен» is «qwerty»."""

from __future__ import annotations

LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"
CYRILLIC = "’йцукенгшщзхїфівапролджєячсмитьбю.₴ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ,"
_TO_CYRILLIC = str.maketrans(LATIN, CYRILLIC)
_TO_LATIN = str.maketrans(CYRILLIC, LATIN)


def to_cyrillic(text: str) -> str:
    """What the same keys give on the Ukrainian layout."""
    return text.translate(_TO_CYRILLIC)


def to_latin(text: str) -> str:
    """What the same keys give on the Latin layout."""
    return text.translate(_TO_LATIN)


def other_layout(text: str) -> str | None:
    """The text as typed on the other layout, or None when it mixes both or has no letters."""
    latin = any("a" <= letter.lower() <= "z" for letter in text)
    cyrillic = any("а" <= letter.lower() <= "я" or letter.lower() in "іїєґ" for letter in text)
    if latin == cyrillic:
        return None
    return to_cyrillic(text) if latin else to_latin(text)
