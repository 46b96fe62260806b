"""Pinned fingerprints: which self-signed authorities a person has decided to believe."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

BUILT_IN_FILE = Path(__file__).parent / "assets" / "roots.txt"
FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def read_pins(text: str) -> frozenset[str]:
    """SHA-256 fingerprints, one in a line; after # stands what people say of it. Raises ValueError."""
    return normal(line.split("#", 1)[0] for line in text.splitlines())


def normal(pins: Iterable[str]) -> frozenset[str]:
    """Fingerprints in lower case without spaces and colons. ValueError names one that is none."""
    found = set()
    for given in pins:
        pin = given.replace(":", "").replace(" ", "").strip().lower()
        if pin and not FINGERPRINT.fullmatch(pin):
            raise ValueError(f"«{given.strip()}» не є відбитком SHA-256")
        found.add(pin)
    return frozenset(found - {""})


@lru_cache(maxsize=1)
def built_in() -> frozenset[str]:
    """The known roots of Ukraine (`assets/roots.txt`)."""
    return read_pins(BUILT_IN_FILE.read_text(encoding="utf-8"))
