"""Substitution tables («довгострокові ключові елементи», ДКЕ) of GOST 28147-89 as used by GOST 34.311-95."""

from __future__ import annotations

from functools import lru_cache

COMPRESSED_SIZE = 64
"""Bytes of a table as it stands in a certificate: eight rows of sixteen nibbles, high nibble first."""

DKE_1 = bytes.fromhex(
    "a9d6eb45f13c708280c4967b231f5eadf658eba4c037291d38d96bf025ca4e17"
    "f8e9720dc615b43a28975f0bc1dea36438b564ea2c179fd0123e6db8fac57904"
)
"""ДКЕ № 1 of the Administration of the State Special Communications Service: what a certificate that names no
table means."""


@lru_cache(maxsize=16)
def round_tables(compressed: bytes) -> tuple[tuple[int, ...], ...]:
    """Four tables of 256 words: two rows at a time, shifted to their place and turned left by 11 bits.

    Row 0 serves the least significant nibble. Raises ValueError on a table of another size.
    """
    if len(compressed) != COMPRESSED_SIZE:
        raise ValueError(f"a table has {COMPRESSED_SIZE} bytes, not {len(compressed)}")
    digits = compressed.hex()
    rows = [[int(digit, 16) for digit in digits[16 * row : 16 * row + 16]] for row in range(8)]
    return tuple(
        tuple(_turn((rows[2 * i + 1][x >> 4] << 4 | rows[2 * i][x & 15]) << 8 * i) for x in range(256))
        for i in range(4)
    )


def _turn(word: int) -> int:
    return (word << 11 | word >> 21) & 0xFFFFFFFF
