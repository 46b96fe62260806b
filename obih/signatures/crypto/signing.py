"""Making keys and signatures of DSTU 4145, **for tests and the test PKI only**.

The time this takes depends on the key, and its random numbers come from whoever calls: nothing here may ever
hold a key that a person relies on. Keys of people stay with their providers.
"""

from __future__ import annotations

from obih.signatures.crypto import points
from obih.signatures.crypto.curves import Curve
from obih.signatures.crypto.dstu4145 import Order, PublicKey, checked_key, truncated


def public_key(curve: Curve, secret: int) -> PublicKey:
    """Q = −d·P."""
    x, y = _multiple(curve, secret)
    return checked_key(curve, x, x ^ y)


def sign(curve: Curve, secret: int, element: int, ephemeral: int) -> tuple[int, int]:
    """(r, s) of the element of a hash (clause 12); ValueError when this ephemeral number cannot serve."""
    x, _ = _multiple(curve, ephemeral)
    r = truncated(curve, curve.field.multiply(element, x))
    s = (ephemeral + secret * r) % curve.n
    if not r or not s:
        raise ValueError("another ephemeral number is needed")
    return r, s


def joined_signature(curve: Curve, r: int, s: int, order: Order = Order.LITTLE) -> bytes:
    """r and s in halves of equal length, each of as many bytes as n."""
    half = (curve.order_bits + 7) // 8
    both = r.to_bytes(half, "little") + s.to_bytes(half, "little")
    return both if order is Order.LITTLE else both[::-1]


def _multiple(curve: Curve, scalar: int) -> tuple[int, int]:
    f = curve.field
    total = points.combination(f, curve.a, [(scalar % curve.n, curve.base_multiples, points.BASE_WINDOW)])
    if total is None:
        raise ValueError("a multiple of the curve’s order")
    x, lam = (f.gathered(one) for one in points.affine(f, total))
    return x, f.multiply(x, x ^ lam)
