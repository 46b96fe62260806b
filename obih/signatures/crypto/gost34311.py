"""The hash of GOST 34.311-95 (ГОСТ Р 34.11-94) with any substitution table: the reference, in Python.

It is slow (a fraction of a MiB per second); `hashes.py` takes the compiled one when its self-test passes.
"""

from __future__ import annotations

from obih.signatures.crypto.sboxes import DKE_1, round_tables

BLOCK = 32
MASK_256 = (1 << 256) - 1
C_3 = int.from_bytes(
    bytes.fromhex("00ff00ff00ff00ffff00ff00ff00ff0000ffff00ff0000ffff000000ffff00ff"), "little"
)
"""The only non-zero constant of key generation (clause 6.1 of the standard)."""


class Gost34311:
    """Like an object of hashlib: `update`, `digest`. 32 bytes, in the order certificates use."""

    name = "gost34311"
    digest_size = BLOCK

    def __init__(self, sbox: bytes = DKE_1) -> None:
        self._tables = round_tables(sbox)
        self._state = self._checksum = self._length = 0
        self._rest = b""

    def update(self, data: bytes) -> None:
        """Take further bytes."""
        data = self._rest + bytes(data)
        whole = len(data) - len(data) % BLOCK
        for start in range(0, whole, BLOCK):
            self._take(data[start : start + BLOCK])
        self._length += whole
        self._rest = data[whole:]

    def digest(self) -> bytes:
        """The hash of everything taken so far; more may follow."""
        state, checksum = self._state, self._checksum
        length = (self._length + len(self._rest)) * 8
        if self._rest:
            block = int.from_bytes(self._rest, "little")
            checksum = (checksum + block) & MASK_256
            state = step(state, block, self._tables)
        state = step(state, length, self._tables)
        return step(state, checksum, self._tables).to_bytes(BLOCK, "little")

    def _take(self, block: bytes) -> None:
        number = int.from_bytes(block, "little")
        self._checksum = (self._checksum + number) & MASK_256
        self._state = step(self._state, number, self._tables)


def step(state: int, block: int, tables: tuple[tuple[int, ...], ...]) -> int:
    """The step function: four keys, four encryptions, the mixing transformation."""
    encrypted = 0
    for place, key in enumerate(_keys(state, block)):
        encrypted |= _encrypt(state >> 64 * place & (1 << 64) - 1, key, tables) << 64 * place
    return _mix(_mix(_mix(encrypted, 12) ^ block, 1) ^ state, 61)


def _keys(state: int, block: int) -> list[list[int]]:
    u, v = state, block
    keys = [_permuted(u ^ v)]
    for number in (2, 3, 4):
        u = _shifted(u) ^ (C_3 if number == 3 else 0)
        v = _shifted(_shifted(v))
        keys.append(_permuted(u ^ v))
    return keys


def _shifted(word: int) -> int:
    """A(Y): the four quarters move down, the sum of the two lowest comes on top."""
    return word >> 64 | ((word ^ word >> 64) & (1 << 64) - 1) << 192


def _permuted(word: int) -> list[int]:
    """P(W): bytes change places; the result as eight key words."""
    given = word.to_bytes(BLOCK, "little")
    out = bytearray(BLOCK)
    for i in range(4):
        out[i::4] = given[8 * i : 8 * i + 8]
    return [int.from_bytes(out[place : place + 4], "little") for place in range(0, BLOCK, 4)]


def _encrypt(half: int, key: list[int], tables: tuple[tuple[int, ...], ...]) -> int:
    """GOST 28147-89, simple substitution: 32 rounds over 64 bits."""
    t0, t1, t2, t3 = tables
    a, b = half & 0xFFFFFFFF, half >> 32
    for word in key * 3 + key[::-1]:
        x = (a + word) & 0xFFFFFFFF
        a, b = b ^ t0[x & 255] ^ t1[x >> 8 & 255] ^ t2[x >> 16 & 255] ^ t3[x >> 24], a
    return a << 32 | b


def _mix(word: int, times: int) -> int:
    """ψ applied so many times: a shift register of sixteen 16-bit words."""
    w = [word >> 16 * place & 0xFFFF for place in range(16)]
    for i in range(times):
        w.append(w[i] ^ w[i + 1] ^ w[i + 2] ^ w[i + 3] ^ w[i + 12] ^ w[i + 15])
    return sum(part << 16 * place for place, part in enumerate(w[times:]))
