"""One changed file out of good ones; the same seed gives the same file."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from obih.signatures.fuzz import carriers, trees

MAX_SIZE = 4 << 20


def mutated(seeds: Sequence[bytes], random: Random) -> bytes:
    """A file changed in one to four places."""
    data = random.choice(seeds)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        data = _once(data, random.choice(seeds), random)
        if len(data) > MAX_SIZE:
            return data[:MAX_SIZE]
    return data


def _once(data: bytes, other: bytes, random: Random) -> bytes:
    def again(inside: bytes) -> bytes:
        return _once(inside, other, random)

    if random.random() < 0.75:
        for made in (
            lambda: carriers.zipped(data, random, again),
            lambda: carriers.pdf(data, random, again),
            lambda: carriers.armoured(data, random, again),
            lambda: carriers.xml(data, random),
            lambda: _structure(data, other, random),
        ):
            found = made()
            if found is not None:
                return found
    return _bytes(data, other, random)


def _structure(data: bytes, other: bytes, random: Random) -> bytes | None:
    root = trees.read(data)
    if not root:
        return None
    trees.changed(root, trees.read(other) or root, random)
    return b"".join(one.written() for one in root)


def _bytes(data: bytes, other: bytes, random: Random) -> bytes:
    """Without knowing what it is."""
    if not data:
        return random.randbytes(20)
    at, size = random.randrange(len(data)), random.choice((1, 1, 1, 2, 4, 16, 300))
    choice = random.randrange(7)
    if choice <= 1:
        return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]
    if choice == 2:
        return (
            data[:at]
            + random.choice((b"\0", b"\xff", b"\x80", random.randbytes(1))) * size
            + data[at + size :]
        )
    if choice == 3:
        return data[:at] + data[at + size :]
    if choice == 4:
        return data[:at] + random.randbytes(size) + data[at:]
    if choice == 5:
        return data[:at]
    place = random.randrange(max(1, len(other)))
    return data[:at] + other[place : place + size * 8] + data[at + size * 8 :]
