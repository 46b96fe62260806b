"""Arithmetic of GF(2^m) in a polynomial basis, on Python’s own integers.

An element is an integer whose bit i is the coefficient of x^i. For products it is *spread*: each coefficient
takes a slot wide enough for every sum of the product, so that one multiplication of ordinary integers
multiplies the polynomials; the lowest bit of each slot is the answer modulo 2. Addition is `^` in both forms.
"""

from __future__ import annotations

from functools import lru_cache


class Field:
    """GF(2^m) modulo x^m + x^k + … + 1; `middle` holds the exponents k, greatest first. Each m is odd."""

    def __init__(self, m: int, middle: tuple[int, ...]) -> None:
        self.m, self.middle = m, middle
        self.polynomial = 1 << m | 1 | sum(1 << k for k in middle)
        self.size_bytes = (m + 7) // 8
        self.width = m.bit_length()
        self.one = 1
        self._spread, self._gathered = _slots(self.width)
        self._bits = m * self.width
        self._low = (1 << self._bits) - 1
        self._parity = sum(1 << i * self.width for i in range(2 * m))
        self._shifts = tuple(k * self.width for k in middle)

    # spread form

    def spread(self, element: int) -> int:
        """The element with its coefficients in slots."""
        table = self._spread
        return int.from_bytes(
            b"".join([table[byte] for byte in element.to_bytes(self.size_bytes, "little")]), "little"
        )

    def gathered(self, spread: int) -> int:
        """The element back from its slots."""
        width, table = self.width, self._gathered
        given = spread.to_bytes(width * self.size_bytes, "little")
        return int.from_bytes(
            bytes([table[given[at : at + width]] for at in range(0, len(given), width)]), "little"
        )

    def times(self, a: int, b: int) -> int:
        """The product of two spread elements, spread."""
        product = a * b & self._parity
        bits, low, shifts = self._bits, self._low, self._shifts
        while product > low:
            high = product >> bits
            product = product & low ^ high
            for shift in shifts:
                product ^= high << shift
        return product

    def squared(self, a: int) -> int:
        """The square of a spread element, spread."""
        return self.times(a, a)

    # plain form

    def multiply(self, a: int, b: int) -> int:
        """The product."""
        return self.gathered(self.times(self.spread(a), self.spread(b)))

    def square(self, a: int) -> int:
        """The square: zeros come between the coefficients."""
        return self.reduced(int(bin(a)[2:], 4))

    def reduced(self, product: int) -> int:
        """A polynomial of any degree modulo the field’s."""
        m, mask = self.m, (1 << self.m) - 1
        while product > mask:
            high = product >> m
            product = product & mask ^ high
            for k in self.middle:
                product ^= high << k
        return product

    def inverse(self, a: int) -> int:
        """1/a, by Euclid’s algorithm; ZeroDivisionError for zero."""
        if not a:
            raise ZeroDivisionError("zero has no inverse")
        u, v, g, h = a, self.polynomial, 1, 0
        size_u, size_v = u.bit_length(), v.bit_length()
        while u != 1:
            shift = size_u - size_v
            if shift < 0:
                u, v, g, h = v, u, h, g
                size_u, size_v, shift = size_v, size_u, -shift
            u ^= v << shift
            g ^= h << shift
            size_u = u.bit_length()
        return self.reduced(g)

    def root(self, a: int) -> int:
        """The square root: a squared m − 1 times."""
        for _ in range(self.m - 1):
            a = self.square(a)
        return a

    def trace(self, a: int) -> int:
        """0 or 1: the sum of all conjugates."""
        return (a & self._trace_mask()).bit_count() & 1

    def half_trace(self, a: int) -> int:
        """z with z² + z = a, for a of trace 0 (m is odd)."""
        z = a
        for _ in range((self.m - 1) // 2):
            z = self.square(self.square(z)) ^ a
        return z

    def _trace_mask(self) -> int:
        return _trace_mask(self.m, self.middle)


@lru_cache(maxsize=16)
def field(m: int, middle: tuple[int, ...]) -> Field:
    """The one field of these parameters."""
    return Field(m, middle)


@lru_cache(maxsize=16)
def _trace_mask(m: int, middle: tuple[int, ...]) -> int:
    """Which powers of x have trace 1; the trace is linear, so this says it of every element."""
    whole, mask = field(m, middle), 0
    for i in range(m):
        conjugate = total = 1 << i
        for _ in range(m - 1):
            conjugate = whole.square(conjugate)
            total ^= conjugate
        mask |= (total & 1) << i
    return mask


@lru_cache(maxsize=4)
def _slots(width: int) -> tuple[tuple[bytes, ...], dict[bytes, int]]:
    spread = tuple(
        sum((byte >> i & 1) << i * width for i in range(8)).to_bytes(width, "little") for byte in range(256)
    )
    return spread, {slots: byte for byte, slots in enumerate(spread)}
