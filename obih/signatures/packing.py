"""Trust material as one run of bytes: a line of JSON that names the pieces, then the pieces."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence


def pack(items: Iterable[tuple[str, bytes]], pins: Iterable[str]) -> bytes:
    """Names with bytes, and fingerprints of roots."""
    pieces = list(items)
    head = {"items": [[name, len(raw)] for name, raw in pieces], "pins": sorted(pins)}
    line = json.dumps(head, ensure_ascii=False).encode() + b"\n"
    return b"".join([line, *(raw for _, raw in pieces)])


def unpack(packed: bytes) -> tuple[list[tuple[str, bytes]], Sequence[str]]:
    """What `pack` was given."""
    line, _, rest = packed.partition(b"\n")
    head = json.loads(line)
    items, at = [], 0
    for name, size in head["items"]:
        items.append((name, rest[at : at + size]))
        at += size
    return items, head["pins"]
