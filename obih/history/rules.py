"""The chain: what is hashed and how. `bin/obih-verify` repeats these lines without this code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

GENESIS = "0" * 64


def canonical_json(value: Mapping[str, object]) -> str:
    """One spelling for one value: sorted keys, no spaces, UTF-8 as it is, no floating point.

    Moments become ISO 8601 with their offset, dates ISO 8601, UUIDs and decimals strings.
    Raises TypeError for anything that has no single spelling.
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | bool | int):
        return value.replace("\x00", "") if isinstance(value, str) else value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return [_plain(item) for item in items]
    raise TypeError(f"{type(value).__name__} has no canonical spelling")


def link_hash(previous: str, seq: int, number: str, canonical: str) -> str:
    """SHA-256 of `previous LF seq LF number LF canonical` in UTF-8, in hex."""
    line = f"{previous}\n{seq}\n{number}\n{canonical}"
    return hashlib.sha256(line.encode()).hexdigest()


def private_hash(salt: str, canonical: str) -> str:
    """What stands in the chain for personal data kept beside it; without the salt it tells nothing."""
    return hashlib.sha256(f"{salt}\n{canonical}".encode()).hexdigest()


@dataclass(frozen=True)
class Link:
    seq: int
    number: str
    canonical: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, and why, in a sentence."""

    seq: int
    reason: str


def breaks(links: Iterable[Link], start: tuple[int, str] = (0, GENESIS)) -> Iterator[Break]:
    """Each place where the links do not follow one another from `start` (seq, hash)."""
    seq, previous = start
    for link in links:
        if link.seq != seq + 1:
            yield Break(link.seq, f"після події {seq} іде {link.seq}")
        elif link.previous != previous:
            yield Break(link.seq, "подія не продовжує попередню")
        elif link.hash != link_hash(link.previous, link.seq, link.number, link.canonical):
            yield Break(link.seq, "подію змінено після запису")
        seq, previous = link.seq, link.hash
