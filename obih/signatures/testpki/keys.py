"""Secret keys of the test PKI: DSTU 4145 on any curve, ECDSA, RSA. **For tests only**, each from a number.

A key knows how it signs, how it is written in a certificate, and which hash goes with it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from cryptography.hazmat.primitives import hashes as world
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from obih.signatures.crypto import hashes, signing
from obih.signatures.crypto.curves import CURVES, Curve
from obih.signatures.crypto.dstu4145 import Order, PublicKey, encoded_key, hash_element
from obih.signatures.crypto.sboxes import DKE_1
from obih.signatures.testpki import der

GOST_SIGNATURE = f"{hashes.UA}.1.3.1.1"
BIG_ENDIAN_SIGNATURE = f"{GOST_SIGNATURE}.1.1"
NORMAL_SIGNATURE = f"{hashes.UA}.1.3.1.2"
KUPYNA_SIGNATURE = f"{hashes.UA}.1.3.6.1.1"
KUPYNA = f"{hashes.UA}.1.2.2.1"
M257, M431 = CURVES[6], CURVES[9]
SHA_1, SHA_256, SHA_384 = "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2"
SHA_512 = "2.16.840.1.101.3.4.2.3"


class SecretKey(Protocol):
    """What everything else here asks of a key."""

    @property
    def digest(self) -> str:
        """The identifier of its hash."""

    @property
    def algorithm(self) -> bytes:
        """AlgorithmIdentifier of its signatures."""

    @property
    def in_octets(self) -> bool:
        """Whether a signature in a certificate stands in an OCTET STRING."""

    def hash(self, data: bytes) -> bytes:
        """By its hash."""

    def sign(self, message: bytes) -> bytes:
        """The signature as it stands in CMS."""

    def public_info(self) -> bytes:
        """SubjectPublicKeyInfo."""


@dataclass(frozen=True)
class Dstu:
    """A key of DSTU 4145. What differs from a usual one is named: the table, the order of bytes, a curve
    written out, and for spoilt certificates `shown` (bytes of the point) and `parameters`."""

    secret: int
    curve: Curve = M257
    sbox: bytes = DKE_1
    signature: str = GOST_SIGNATURE
    digest: str = hashes.GOST_34311
    order: Order = Order.LITTLE
    written_out: bool = False
    shown: bytes | None = None
    parameters: bytes | None = None
    in_octets: bool = True

    @property
    def algorithm(self) -> bytes:
        return der.algorithm(self.signature)

    def hash(self, data: bytes) -> bytes:
        return hashes.digest(self.digest, data, self.sbox)

    def sign(self, message: bytes) -> bytes:
        """r‖s; its one-time number is counted from the message and the secret."""
        element = hash_element(self.curve, self.hash(message))
        seed = hashlib.shake_256(message + self.secret.to_bytes(64, "big"))
        ephemeral = int.from_bytes(seed.digest(64), "big") % self.curve.n
        r, s = signing.sign(self.curve, self.secret, element, ephemeral)
        return signing.joined_signature(self.curve, r, s, self.order)

    def point(self) -> bytes:
        """The public key, compressed."""
        return self.shown or encoded_key(_public(self.curve, self.secret), self.order)

    def public_info(self) -> bytes:
        named = {Order.BIG: BIG_ENDIAN_SIGNATURE, Order.LITTLE: GOST_SIGNATURE}[self.order]
        kind = NORMAL_SIGNATURE if self.curve.normal else named
        given = self.parameters or der.sequence(self._curve(), der.octets(self.sbox))
        return der.sequence(der.algorithm(kind, given), der.bits(der.octets(self.point())))

    def _curve(self) -> bytes:
        if not self.written_out:
            return der.oid(self.curve.identifier)
        return written_curve(self.curve, self.curve.b, self.order)


def written_curve(curve: Curve, b: int, order: Order = Order.LITTLE) -> bytes:
    """ECBinary of z1398-12, with this `b`."""
    size = curve.field.size_bytes
    middle = [der.integer(one) for one in sorted(curve.middle)]
    basis = middle[0] if len(middle) == 1 else der.sequence(*middle)
    return der.sequence(
        der.sequence(der.integer(curve.m), der.null() if curve.normal else basis),
        der.integer(curve.a),
        der.octets(b.to_bytes(size, order.value)),
        der.integer(curve.n),
        der.octets(encoded_key(PublicKey(curve, *curve.base), order)),
    )


@lru_cache(maxsize=256)
def _public(curve: Curve, secret: int) -> PublicKey:
    return signing.public_key(curve, secret)


CURVE_CLASSES: dict[str, type[ec.EllipticCurve]] = {
    SHA_256: ec.SECP256R1,
    SHA_384: ec.SECP384R1,
    SHA_512: ec.SECP521R1,
}
WORLD: dict[str, world.HashAlgorithm] = {
    SHA_256: world.SHA256(),
    SHA_384: world.SHA384(),
    SHA_512: world.SHA512(),
}
ECDSA = {SHA_256: "1.2.840.10045.4.3.2", SHA_384: "1.2.840.10045.4.3.3", SHA_512: "1.2.840.10045.4.3.4"}


@dataclass(frozen=True)
class Ecdsa:
    """A key of ECDSA on the curve as long as its hash; signatures by RFC 6979."""

    secret: int
    digest: str = SHA_256
    in_octets: bool = False

    @property
    def algorithm(self) -> bytes:
        return der.algorithm(ECDSA[self.digest])

    def hash(self, data: bytes) -> bytes:
        return hashes.digest(self.digest, data)

    def sign(self, message: bytes) -> bytes:
        return self._key().sign(message, ec.ECDSA(WORLD[self.digest], deterministic_signing=True))

    def public_info(self) -> bytes:
        return _public_bytes(self._key().public_key())

    def _key(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(self.secret, CURVE_CLASSES[self.digest]())


@dataclass(frozen=True)
class Rsa:
    """A key of RSA-2048: its primes are numbers counted from the seed, plus what is missing to a prime."""

    seed: str
    missing: tuple[int, int]
    pss: bool = False
    digest: str = SHA_256
    in_octets: bool = False

    @property
    def algorithm(self) -> bytes:
        if not self.pss:
            return der.algorithm("1.2.840.113549.1.1.11", der.null())
        method = der.algorithm(SHA_256, der.null())
        masks = der.algorithm("1.2.840.113549.1.1.8", method)
        salt = der.explicit(2, der.integer(SALT))
        parameters = der.sequence(der.explicit(0, method), der.explicit(1, masks), salt)
        return der.algorithm("1.2.840.113549.1.1.10", parameters)

    def hash(self, data: bytes) -> bytes:
        return hashes.digest(self.digest, data)

    def sign(self, message: bytes) -> bytes:
        if not self.pss:
            return self._key().sign(message, padding.PKCS1v15(), world.SHA256())
        numbers = self._key().private_numbers()
        padded = int.from_bytes(_pss(message), "big")
        return pow(padded, numbers.d, numbers.public_numbers.n).to_bytes(256, "big")

    def public_info(self) -> bytes:
        return _public_bytes(self._key().public_key())

    def _key(self) -> rsa.RSAPrivateKey:
        return _rsa_key(self.seed, self.missing)


SALT = 32


@lru_cache(maxsize=16)
def _rsa_key(seed: str, missing: tuple[int, int]) -> rsa.RSAPrivateKey:
    p, q = (start_of_prime(f"{seed} {name}") + more for name, more in zip("pq", missing, strict=True))
    d = pow(65537, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(65537, p * q)
    exponents = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
    return rsa.RSAPrivateNumbers(p, q, d, *exponents, public).private_key()


def start_of_prime(seed: str) -> int:
    """Where the search for a prime of 1024 bits begins."""
    number = int.from_bytes(hashlib.shake_256(seed.encode()).digest(128), "big")
    return number | 3 << 1022 | 1


def _pss(message: bytes) -> bytes:
    """EMSA-PSS-ENCODE (RFC 8017, 9.1.1) for 2048 bits and SHA-256; the salt is counted from the message."""
    hashed = hashlib.sha256(message).digest()
    salt = hashlib.sha256(b"salt" + hashed).digest()
    h = hashlib.sha256(bytes(8) + hashed + salt).digest()
    block = bytes(256 - SALT - 32 - 2) + b"\1" + salt
    masks = b"".join(hashlib.sha256(h + count.to_bytes(4, "big")).digest() for count in range(7))
    masked = bytes(one ^ mask for one, mask in zip(block, masks, strict=False))
    return bytes([masked[0] & 0x7F]) + masked[1:] + h + b"\xbc"


def _public_bytes(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
