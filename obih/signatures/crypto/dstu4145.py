"""Verifying signatures by DSTU 4145-2002. Clauses in brackets are the standard’s.

Numbers are integers here; how keys and signatures lie in bytes is decided by their identifier (`Order`): the
usual one writes everything with the lowest byte first, its twin «be» turns key, parameters and signature
round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

from obih.signatures.crypto import points
from obih.signatures.crypto.curves import Curve

Multiplier = Callable[["PublicKey", int, int], int | None]
"""x of s·P + r·Q in the polynomial basis, or None for the point at infinity."""


class KeyProblem(ValueError):
    """A public key that is no point of its curve’s subgroup; the sentence says why."""


class OffCurve(KeyProblem):
    """The numbers of a key are those of no point of its curve."""


class WrongOrder(KeyProblem):
    """A key that is a point of the curve, but outside the subgroup of prime order."""


class Order(Enum):
    """In which order bytes of numbers stand."""

    LITTLE = "little"
    BIG = "big"


@dataclass(frozen=True)
class PublicKey:
    """A point (x, y), in the polynomial basis, proven to lie in the subgroup of the curve’s prime order."""

    curve: Curve
    x: int
    y: int


OFTEN = 4
"""From this use on a key gets a table of its own: authorities and their timestamps sign everything."""


class _Multiples:
    """What is counted once for a key."""

    def __init__(self, key: PublicKey) -> None:
        self._curve, self.uses = key.curve, 0
        self._start = key.curve.spread_point((key.x, key.y))

    @cached_property
    def window(self) -> list[points.Affine]:
        return points.odd_multiples(self._curve.field, self._curve.a, self._start, points.KEY_WINDOW)

    @cached_property
    def comb(self) -> list[points.Affine]:
        return points.comb_table(self._curve.field, self._curve.a, self._start, self._curve.order_bits)


def decoded_key(curve: Curve, encoded: bytes, order: Order = Order.LITTLE) -> PublicKey:
    """The point from its compressed form (6.10): x, whose lowest bit tells which of two y is meant.

    Raises KeyProblem for a wrong length, a number outside the field, no such point or one of small order.
    """
    if len(encoded) != curve.field.size_bytes:
        raise KeyProblem(f"ключ має {len(encoded)} байтів замість {curve.field.size_bytes}")
    return _decoded(curve, int.from_bytes(encoded, order.value))


@lru_cache(maxsize=256)
def _decoded(curve: Curve, number: int) -> PublicKey:
    f, bit = curve.field, number & 1
    if number >> curve.m:
        raise KeyProblem("ключ виходить за межі поля")
    if number in (0, 1):  # zero is what the standard writes for the point of order two
        raise WrongOrder("порядок точки не той")
    x = curve.inner(number & ~1)
    if f.trace(x) != curve.a:
        x = curve.inner(number | 1)
    inverse = f.inverse(x)
    right = x ^ curve.a ^ f.multiply(curve.inner_b, f.square(inverse))
    if f.trace(right):
        raise OffCurve("такої точки на кривій немає")
    z = f.half_trace(right)
    if f.trace(z) != bit:
        z ^= 1
    return checked_key(curve, x, f.multiply(z, x))


def checked_key(curve: Curve, x: int, y: int) -> PublicKey:
    """The point as a key. Raises KeyProblem when it is off the curve or not of the prime order (9.2).

    A point of a group of order n·h is of order n exactly when it can be halved h/2 … times: tested by traces,
    which costs a fiftieth of multiplying by n.
    """
    if not curve.holds((x, y)):
        raise OffCurve("точка не лежить на кривій")
    f = curve.field
    if not x or f.trace(x) != curve.a:
        raise WrongOrder("порядок точки не той")
    if curve.a == 0:  # cofactor 4: its half must be a double too
        slope = f.half_trace(x)
        half = f.root(y ^ f.multiply(x, slope ^ 1))
        if not half or f.trace(half) != 0:
            raise WrongOrder("порядок точки не той")
    return PublicKey(curve, x, y)


def encoded_key(key: PublicKey, order: Order = Order.LITTLE) -> bytes:
    """The compressed form (6.9)."""
    curve, f = key.curve, key.curve.field
    bit = f.trace(f.multiply(key.y, f.inverse(key.x)))
    return (curve.outer(key.x) & ~1 | bit).to_bytes(f.size_bytes, order.value)


def hash_element(curve: Curve, digest: bytes) -> int:
    """The element of the field that stands for a hash (5.9), in the polynomial basis: its lowest m bits,
    never zero."""
    number = int.from_bytes(digest, "little") & (1 << curve.m) - 1
    return curve.inner(number) or 1


def split_signature(signature: bytes, order: Order = Order.LITTLE) -> tuple[int, int] | None:
    """(r, s) of two halves of equal length, or None."""
    if not signature or len(signature) % 2:
        return None
    ordered = signature if order is Order.LITTLE else signature[::-1]
    half = len(ordered) // 2
    return int.from_bytes(ordered[:half], "little"), int.from_bytes(ordered[half:], "little")


def out_of_range(n: int, r: int, s: int) -> tuple[str, bool] | None:
    """Which of r and s is outside 1 … n − 1, and whether because it is zero; None when neither."""
    for name, number in (("r", r), ("s", s)):
        if not 0 < number < n:
            return name, number == 0
    return None


def verify(key: PublicKey, element: int, r: int, s: int, multiplier: Multiplier | None = None) -> bool:
    """True when (r, s) signs the element of `hash_element` (clause 13). r and s outside 1 … n − 1 are
    refused."""
    curve = key.curve
    if out_of_range(curve.n, r, s):
        return False
    x = (multiplier or by_python)(key, s, r)
    return x is not None and truncated(curve, curve.field.multiply(element, x)) == r


def truncated(curve: Curve, element: int) -> int:
    """The number of an element of the field (5.8): its lowest L(n) − 1 bits as written on this curve."""
    return curve.outer(element) & (1 << curve.order_bits - 1) - 1


def by_python(key: PublicKey, s: int, r: int) -> int | None:
    """The reference: one row of doublings for both points; for a key that comes often, by tables of combs."""
    curve, f, multiples = key.curve, key.curve.field, _multiples(key)
    multiples.uses += 1
    if multiples.uses < OFTEN:
        parts = ((s, curve.base_multiples, points.BASE_WINDOW), (r, multiples.window, points.KEY_WINDOW))
        total = points.combination(f, curve.a, parts)
    else:
        combs = [(s % curve.n, curve.base_comb), (r % curve.n, multiples.comb)]
        total = points.comb_combination(f, curve.a, combs, curve.order_bits)
    if total is None:
        return None
    return f.multiply(f.gathered(total[0]), f.inverse(f.gathered(total[2])))


@lru_cache(maxsize=256)
def _multiples(key: PublicKey) -> _Multiples:
    return _Multiples(key)
