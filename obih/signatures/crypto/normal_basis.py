"""The optimal normal basis of DSTU 4145 (clause 5.2) and the way from it to the polynomial one and back.

The highest bit of an element stands for θ, the next for θ², then θ⁴ and so on, where θ = γ + 1/γ and γ is a
root of unity of order 2m + 1 (type II; it exists where 2m + 1 is a prime, as in the standard’s fields of 173,
179, 191, 233 and 431 bits). Which of the conjugate θ is taken does not matter: another choice is an
automorphism, and every result comes back to this basis.
"""

from __future__ import annotations

from functools import lru_cache

from obih.signatures.crypto.field import Field

NORMAL_BASES = {173, 179, 191, 233, 431}
"""The m for which the standard gives curves in this basis."""


class NormalBasis:
    """The two linear maps of one field; ValueError where there is no such basis."""

    def __init__(self, whole: Field) -> None:
        if whole.m not in NORMAL_BASES:
            raise ValueError(f"no optimal normal basis for {whole.m} bits")
        self.m = whole.m
        conjugates = [normal_element(whole)]
        for _ in range(whole.m - 1):
            conjugates.append(whole.square(conjugates[-1]))
        self._columns = conjugates[::-1]
        self._back = _inverse(self._columns)

    def to_polynomial(self, element: int) -> int:
        """The same element in the polynomial basis."""
        return _applied(self._columns, element)

    def from_polynomial(self, element: int) -> int:
        """The same element in the normal basis."""
        return _applied(self._back, element)


@lru_cache(maxsize=8)
def normal_basis(whole: Field) -> NormalBasis:
    """The one basis of a field."""
    return NormalBasis(whole)


def normal_element(whole: Field) -> int:
    """θ. γ is looked for in the quadratic extension by w with w² + w = 1 (it is one since m is odd)."""
    order = 2 * whole.m + 1
    exponent = ((1 << 2 * whole.m) - 1) // order
    for start in range(2, 64):
        u, v = _power(whole, (start, 1), exponent)
        if (u, v) != (1, 0):  # the order is a prime, so what is not 1 has exactly this order
            break
    if not v:  # γ lies in the field itself
        return u ^ whole.inverse(u)
    return v  # the conjugate u + v + vw is 1/γ, since 2m + 1 then divides 2^m + 1


def _power(whole: Field, base: tuple[int, int], exponent: int) -> tuple[int, int]:
    result = (1, 0)
    for digit in bin(exponent)[2:]:
        u, v = result
        square = whole.square(v)
        result = (whole.square(u) ^ square, square)
        if digit == "1":
            result = _product(whole, result, base)
    return result


def _product(whole: Field, one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    both = whole.multiply(one[1], other[1])
    low = whole.multiply(one[0], other[0])
    cross = whole.multiply(one[0] ^ one[1], other[0] ^ other[1])
    return low ^ both, cross ^ low


def _applied(columns: list[int], element: int) -> int:
    total = 0
    while element:
        low = element & -element
        total ^= columns[low.bit_length() - 1]
        element ^= low
    return total


def _inverse(columns: list[int]) -> list[int]:
    """Gauss–Jordan over GF(2): each row is (image, preimage)."""
    rows = [(column, 1 << i) for i, column in enumerate(columns)]
    for bit in range(len(rows)):
        at = next(i for i in range(bit, len(rows)) if rows[i][0] >> bit & 1)
        rows[bit], rows[at] = rows[at], rows[bit]
        image, preimage = rows[bit]
        rows = [
            (row[0] ^ image, row[1] ^ preimage) if i != bit and row[0] >> bit & 1 else row
            for i, row in enumerate(rows)
        ]
    return [preimage for _, preimage in rows]
