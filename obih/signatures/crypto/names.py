"""Names in certificates, as people read them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

COMMON_NAME, SURNAME, SERIAL_NUMBER = "2.5.4.3", "2.5.4.4", "2.5.4.5"
COUNTRY, LOCALITY, ORGANIZATION, UNIT, TITLE = "2.5.4.6", "2.5.4.7", "2.5.4.10", "2.5.4.11", "2.5.4.12"
GIVEN_NAME, ORGANIZATION_IDENTIFIER = "2.5.4.42", "2.5.4.97"

MOST_KEPT = 2000
"""Characters of a name that is kept folded; a stranger’s may be of any length."""

Name = tuple[tuple[str, str], ...]
"""(dotted type, value) in the order of the certificate."""


def read_name(name: Any) -> Name:
    """Every attribute of a name; a value that is no text stands as hexadecimal digits."""
    return tuple((pair["type"].dotted, _text(pair["value"])) for rdn in name.chosen for pair in rdn)


def first(name: Name, kind: str) -> str:
    """The first value of this type, or an empty string."""
    return next((value for given, value in name if given == kind), "")


def same(one: Name, other: Name) -> bool:
    """True for the same name, however its strings are encoded (RFC 5280, 7.1, less Unicode preparation)."""
    return one == other or folded(one) == folded(other)


def folded(name: Name) -> Name:
    """The name without case, spare spaces and order: what `same` compares."""
    short = sum(len(value) for _, value in name) <= MOST_KEPT
    return _folded(name) if short else _folded.__wrapped__(name)


@lru_cache(maxsize=4096)
def _folded(name: Name) -> Name:
    return tuple(sorted((kind, " ".join(value.casefold().split())) for kind, value in name))


def _text(value: Any) -> str:
    try:
        native = value.native
        return native if isinstance(native, str) else str(native)
    except (ValueError, TypeError, UnicodeError):
        raw: bytes = value.dump()
        return raw.hex()
