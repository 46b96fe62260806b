"""Kupyna, the hash function of DSTU 7564:2014: 256, 384 and 512 bits, of messages in whole bytes."""

from __future__ import annotations

from obih.signatures.crypto.kupyna_tables import column_tables

MASK_64 = (1 << 64) - 1
LENGTH_BYTES = 12
"""Bytes at the end of the last block that say how long the message was, in bits (clause 6.2)."""


class Kupyna:
    """Like an object of hashlib: `update`, `digest`. Raises ValueError for other sizes of result."""

    def __init__(self, bits: int = 256) -> None:
        if bits not in (256, 384, 512):
            raise ValueError(f"Kupyna gives 256, 384 or 512 bits, not {bits}")
        self.name, self.digest_size = f"kupyna{bits}", bits // 8
        self._columns = 8 if bits == 256 else 16
        self._block = 8 * self._columns
        self._state = [self._block] + [0] * (self._columns - 1)
        self._length = 0
        self._rest = b""

    def update(self, data: bytes) -> None:
        """Take further bytes."""
        data = self._rest + bytes(data)
        whole = len(data) - len(data) % self._block
        for start in range(0, whole, self._block):
            self._state = _compressed(self._state, data[start : start + self._block])
        self._length += whole
        self._rest = data[whole:]

    def digest(self) -> bytes:
        """The hash of everything taken so far; more may follow."""
        bits = (self._length + len(self._rest)) * 8
        zeros = -(len(self._rest) + 1 + LENGTH_BYTES) % self._block
        tail = self._rest + b"\x80" + bytes(zeros) + bits.to_bytes(LENGTH_BYTES, "little")
        state = self._state
        for start in range(0, len(tail), self._block):
            state = _compressed(state, tail[start : start + self._block])
        last = [a ^ b for a, b in zip(state, _p(state), strict=True)]
        return b"".join(word.to_bytes(8, "little") for word in last)[-self.digest_size :]


def _compressed(state: list[int], block: bytes) -> list[int]:
    message = [int.from_bytes(block[at : at + 8], "little") for at in range(0, len(block), 8)]
    p = _p([a ^ b for a, b in zip(state, message, strict=True)])
    return [a ^ b ^ c for a, b, c in zip(state, p, _q(message), strict=True)]


def _p(state: list[int]) -> list[int]:
    """T⊕: the number of the round and of the column is added modulo 2."""
    for number in range(_rounds(state)):
        state = _mixed([word ^ (column << 4 ^ number) for column, word in enumerate(state)])
    return state


def _q(state: list[int]) -> list[int]:
    """T+: a constant of the round and of the column is added modulo 2^64."""
    top = len(state) - 1
    for number in range(_rounds(state)):
        state = _mixed(
            [
                (word + ((top - column << 4 ^ number) << 56 | 0xF0F0F0F0F0F0F3)) & MASK_64
                for column, word in enumerate(state)
            ]
        )
    return state


def _rounds(state: list[int]) -> int:
    return 10 if len(state) == 8 else 14


def _mixed(state: list[int]) -> list[int]:
    """Substitution, shift of rows and mixing of columns at once, by tables."""
    t0, t1, t2, t3, t4, t5, t6, t7 = column_tables()
    size = len(state)
    seventh = 7 if size == 8 else 11
    return [
        t0[state[column] & 255]
        ^ t1[state[column - 1] >> 8 & 255]
        ^ t2[state[column - 2] >> 16 & 255]
        ^ t3[state[column - 3] >> 24 & 255]
        ^ t4[state[column - 4] >> 32 & 255]
        ^ t5[state[column - 5] >> 40 & 255]
        ^ t6[state[column - 6] >> 48 & 255]
        ^ t7[state[column - seventh] >> 56]
        for column in range(size)
    ]
