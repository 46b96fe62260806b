"""Until when a timestamp proves something: its authority’s certificate ends, or its key becomes too weak."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import rsa

from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.dstu4145 import KeyProblem
from obih.signatures.crypto.keys import DstuKey, UnsupportedAlgorithm, WorldKey

STRENGTH_112_ENDS = datetime(2031, 1, 1, tzinfo=UTC)
"""NIST SP 800-57 part 1, table 4: 112 bits of strength are acceptable through 2030."""
RSA_OF_128, CURVE_OF_128 = 3072, 250
"""Bits of RSA, of the order of a curve (table 2: 256, and curves of 251 … 257 count as such)."""


def proves_until(authority: Certificate) -> datetime:
    """When a timestamp by this authority stops proving, unless another one is put over it before."""
    return min(authority.not_after, STRENGTH_112_ENDS) if is_short(authority) else authority.not_after


def is_short(certificate: Certificate) -> bool:
    """True for a key of less than 128 bits of strength; an unreadable one is."""
    try:
        key = certificate.key
    except (KeyProblem, UnsupportedAlgorithm):
        return True
    if isinstance(key, DstuKey):
        return key.point.curve.order_bits < CURVE_OF_128
    assert isinstance(key, WorldKey), "there are no other keys"
    bits = key.key.key_size
    return bits < (RSA_OF_128 if isinstance(key.key, rsa.RSAPublicKey) else CURVE_OF_128)
