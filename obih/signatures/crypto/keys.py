"""Public keys of certificates and what a signature by each of them means.

DSTU 4145 is ours; ECDSA and RSA are verified by `cryptography`. An algorithm nobody here knows raises
UnsupportedAlgorithm: it is never taken for a good signature, nor for a bad one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from asn1crypto import core
from asn1crypto.algos import RSASSAPSSParams
from cryptography.exceptions import InvalidSignature
from cryptography.exceptions import UnsupportedAlgorithm as Unsupported
from cryptography.hazmat.primitives import hashes as world
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from obih.signatures.crypto import hashes, libcrypto
from obih.signatures.crypto.curves import BY_IDENTIFIER, Curve, matching
from obih.signatures.crypto.dstu4145 import (
    KeyProblem,
    Multiplier,
    Order,
    PublicKey,
    decoded_key,
    encoded_key,
    hash_element,
    out_of_range,
    split_signature,
    verify,
)
from obih.signatures.crypto.sboxes import DKE_1
from obih.signatures.crypto.sources import Content, pieces
from obih.signatures.crypto.structures import (
    MISREAD,
    BinaryField,
    DstuParameters,
    EcBinary,
    SubjectPublicKeyInfo,
    encoded,
)

UA_SIGNATURE = f"{hashes.UA}.1.3"
DSTU_GOST = {  # with the order of bytes: z1399-12
    f"{UA_SIGNATURE}.1.1": Order.LITTLE,
    f"{UA_SIGNATURE}.1.2": Order.LITTLE,
    f"{UA_SIGNATURE}.1.1.1.1": Order.BIG,
    f"{UA_SIGNATURE}.1.2.1.1": Order.BIG,
}
DSTU_KUPYNA = {f"{UA_SIGNATURE}.6.{number}": f"{hashes.UA}.1.2.2.{number}" for number in (1, 2, 3)}
RSA_KEY, EC_KEY, PSS = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1", "1.2.840.113549.1.1.10"
SHA = "2.16.840.1.101.3.4.2"
NAMED_HASH = {  # signature algorithms that name their hash
    "1.2.840.113549.1.1.5": "1.3.14.3.2.26",
    "1.2.840.113549.1.1.11": f"{SHA}.1",
    "1.2.840.113549.1.1.12": f"{SHA}.2",
    "1.2.840.113549.1.1.13": f"{SHA}.3",
    "1.2.840.113549.1.1.14": f"{SHA}.4",
    "1.2.840.10045.4.1": "1.3.14.3.2.26",
    "1.2.840.10045.4.3.1": f"{SHA}.4",
    "1.2.840.10045.4.3.2": f"{SHA}.1",
    "1.2.840.10045.4.3.3": f"{SHA}.2",
    "1.2.840.10045.4.3.4": f"{SHA}.3",
}
WORLD_HASHES: dict[str, world.HashAlgorithm] = {
    "1.3.14.3.2.26": world.SHA1(),  # noqa: S303 — old certificates are read, no content is proven by it
    f"{SHA}.1": world.SHA256(),
    f"{SHA}.2": world.SHA384(),
    f"{SHA}.3": world.SHA512(),
    f"{SHA}.4": world.SHA224(),
}
LEAST_RSA_BITS = 2047
"""One real authority (the National Bank’s) has a modulus one bit short of 2048."""
ORDERS = {  # n of the curves of eIDAS (FIPS 186-4, D.1.2)
    "secp256r1": (1 << 256) - (1 << 224) + (1 << 192) - 0x4319055258E8617B0C46353D039CDAAF,
    "secp384r1": (1 << 384) - 0x389CB27E0BC8D220A7E5F24DB74F58851313E695333AD68D,
    "secp521r1": (1 << 521) - 0x5AE79787C40D069948033FEB708F65A2FC44A36477663B851449048E16EC79BF7,
}


def named_hash(algorithm: SignatureAlgorithm) -> str | None:
    """The hash function that the identifier names, for PSS its parameters (SHA-1 where they are silent)."""
    if algorithm.identifier != PSS:
        return NAMED_HASH.get(algorithm.identifier)
    try:
        parameters = RSASSAPSSParams.load(algorithm.parameters or b"\x30\x00")
        named: str = parameters["hash_algorithm"]["algorithm"].dotted
    except MISREAD:
        return None
    return named


class UnsupportedAlgorithm(ValueError):
    """A key or a signature of an algorithm that is not verified here; the sentence names it."""


class UnknownCurve(UnsupportedAlgorithm):
    """A key on a curve that no standard names: whoever made the curve can make signatures on it."""


@dataclass(frozen=True)
class SignatureAlgorithm:
    """What stands beside a signature: its identifier, the hash that goes with it, parameters (PSS) if any."""

    identifier: str
    digest: str | None = None
    """The hash named beside, where the identifier itself names none."""
    parameters: bytes | None = None


@dataclass(frozen=True)
class DstuKey:
    """A key of DSTU 4145 with the substitution table its owner’s certificate prescribes."""

    point: PublicKey
    order: Order
    sbox: bytes

    @property
    def name(self) -> str:
        return f"ДСТУ 4145 ({self.point.curve.name})"

    def verify(
        self,
        algorithm: SignatureAlgorithm,
        message: Content,
        signature: bytes,
        multiplier: Multiplier | None = None,
    ) -> bool:
        """True when it signs the message; r‖s may be bare or in an OCTET STRING."""
        digest = hashes.digest(self._hash(algorithm), message, self.sbox)
        parts = split_signature(_bare(signature), self.order)
        if parts is None:
            return False
        element = hash_element(self.point.curve, digest)
        return verify(self.point, element, *parts, multiplier=multiplier or libcrypto.multiplier())

    def out_of_range(self, signature: bytes) -> tuple[str, bool] | None:
        """Which of r and s no signature can have, and whether because it is zero."""
        parts = split_signature(_bare(signature), self.order)
        return None if parts is None else out_of_range(self.point.curve.n, *parts)

    def _hash(self, algorithm: SignatureAlgorithm) -> str:
        if algorithm.identifier in DSTU_GOST:
            return hashes.GOST_34311
        for prefix, digest in DSTU_KUPYNA.items():
            if algorithm.identifier in (prefix, f"{prefix}.1", f"{prefix}.2"):
                return digest
        raise UnsupportedAlgorithm(f"алгоритм підпису {algorithm.identifier} не пасує до ключа ДСТУ 4145")


@dataclass(frozen=True)
class WorldKey:
    """A key of ECDSA or RSA."""

    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey
    sbox: bytes = DKE_1

    @property
    def name(self) -> str:
        if isinstance(self.key, rsa.RSAPublicKey):
            return f"RSA-{self.key.key_size}"
        return f"ECDSA ({self.key.curve.name})"

    def verify(
        self,
        algorithm: SignatureAlgorithm,
        message: Content,
        signature: bytes,
        multiplier: Multiplier | None = None,
    ) -> bool:
        """True when it signs the message."""
        try:
            if isinstance(self.key, rsa.RSAPublicKey):
                scheme, method = _rsa_scheme(algorithm)
                self.key.verify(signature, _hashed(method, message), scheme, Prehashed(method))
            else:
                method = _world_hash(_digest_of(algorithm, EC_KEY))
                self.key.verify(_bare(signature), _hashed(method, message), ec.ECDSA(Prehashed(method)))
        except InvalidSignature:
            return False
        except (Unsupported, ValueError) as problem:
            raise UnsupportedAlgorithm(f"підпис {algorithm.identifier} не перевіряється") from problem
        return True

    def out_of_range(self, signature: bytes) -> tuple[str, bool] | None:
        """As of a key of DSTU; RSA has no such numbers."""
        if isinstance(self.key, rsa.RSAPublicKey):
            return None
        try:
            return out_of_range(ORDERS[self.key.curve.name], *decode_dss_signature(_bare(signature)))
        except ValueError:
            return None


VerifyingKey = DstuKey | WorldKey


@lru_cache(maxsize=1024)
def public_key(info: bytes) -> VerifyingKey:
    """The key of a SubjectPublicKeyInfo.

    Raises UnsupportedAlgorithm (also for a curve outside the standards) and KeyProblem.
    """
    try:
        return _public_key(info)
    except (UnsupportedAlgorithm, KeyProblem):
        raise
    except MISREAD as problem:
        raise KeyProblem("ключ у сертифікаті не читається") from problem


def _public_key(info: bytes) -> VerifyingKey:
    structure = SubjectPublicKeyInfo.load(info)
    identifier = structure["algorithm"]["algorithm"].dotted
    if identifier in DSTU_GOST or identifier.startswith(UA_SIGNATURE):
        return _dstu_key(structure, identifier)
    if identifier not in (RSA_KEY, EC_KEY):
        raise UnsupportedAlgorithm(f"ключ {identifier} не перевіряється")
    try:
        key = load_der_public_key(info)
    except (ValueError, Unsupported) as problem:
        raise UnsupportedAlgorithm(f"ключ {identifier} не читається") from problem
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in ORDERS:
        return WorldKey(key)
    if isinstance(key, rsa.RSAPublicKey) and LEAST_RSA_BITS <= key.key_size <= 16384:
        return WorldKey(key)
    if isinstance(key, ec.EllipticCurvePublicKey):
        raise UnknownCurve(f"ключ {identifier} не тієї кривої")
    raise UnsupportedAlgorithm(f"ключ {identifier} не тієї довжини")


def _dstu_key(structure: Any, identifier: str) -> DstuKey:
    order = DSTU_GOST.get(identifier, Order.LITTLE)
    parameters = structure["algorithm"]["parameters"].parse(DstuParameters)
    curve = _curve(parameters["curve"], order)
    if curve is None:
        raise UnknownCurve("крива ключа не є кривою ДСТУ 4145")
    dke = parameters["dke"].native
    sbox = DKE_1 if dke is None else bytes(dke)
    if len(sbox) != len(DKE_1):
        raise KeyProblem("хибна довжина ДКЕ")
    point = core.OctetString.load(structure["public_key"].native, strict=True).native
    return DstuKey(decoded_key(curve, point, order), order, sbox)


def _curve(choice: Any, order: Order) -> Curve | None:
    """A standard curve, named or written out; None for anything else."""
    raw = encoded(choice)
    if raw[:1] == b"\x06":
        return BY_IDENTIFIER.get(core.ObjectIdentifier.load(raw).dotted)
    explicit = EcBinary.load(raw)
    shape = explicit["field"].parse(BinaryField)
    basis = b"" if isinstance(shape["basis"], core.Void) else encoded(shape["basis"])
    middle: tuple[int, ...] = ()
    if basis[:1] == b"\x02":
        middle = (core.Integer.load(basis).native,)
    elif basis[:1] == b"\x30":
        middle = tuple(
            sorted((one.native for one in core.SequenceOf.load(basis, spec=core.Integer)), reverse=True)
        )
    b = int.from_bytes(explicit["b"].native, order.value)
    found = matching(
        shape["m"].native, middle, explicit["a"].native, b, explicit["n"].native, normal=not middle
    )
    if found is None or _base(found, order) != explicit["base_point"].native:
        return None
    return found


@lru_cache(maxsize=64)
def _base(curve: Curve, order: Order) -> bytes:
    return encoded_key(PublicKey(curve, *curve.base), order)


def _bare(signature: bytes) -> bytes:
    """Certificates wrap r‖s of DSTU in an OCTET STRING, CMS mostly does not."""
    if signature[:1] == b"\x04" and len(signature) > 2 and signature[1] == len(signature) - 2:
        return signature[2:]
    return signature


def _hashed(method: world.HashAlgorithm, message: Content) -> bytes:
    digest = world.Hash(method)
    for piece in pieces(message):
        digest.update(piece)
    return digest.finalize()


def _world_hash(identifier: str | None) -> world.HashAlgorithm:
    if identifier not in WORLD_HASHES:
        raise UnsupportedAlgorithm(f"геш-функція {identifier} не пасує до цього підпису")
    return WORLD_HASHES[identifier]


def _digest_of(algorithm: SignatureAlgorithm, key: str) -> str | None:
    """The hash that a signature algorithm of this kind of key names; the key’s own identifier in its place
    leaves that to the hash named beside."""
    if algorithm.identifier == key:
        return algorithm.digest
    family = {EC_KEY: "1.2.840.10045.4.", RSA_KEY: "1.2.840.113549.1.1."}[key]
    return NAMED_HASH.get(algorithm.identifier) if algorithm.identifier.startswith(family) else None


def _rsa_scheme(algorithm: SignatureAlgorithm) -> tuple[padding.AsymmetricPadding, world.HashAlgorithm]:
    if algorithm.identifier != PSS:
        return padding.PKCS1v15(), _world_hash(_digest_of(algorithm, RSA_KEY))
    parameters = RSASSAPSSParams.load(algorithm.parameters or b"\x30\x00")
    method = _world_hash(parameters["hash_algorithm"]["algorithm"].dotted)
    inner = _world_hash(parameters["mask_gen_algorithm"]["parameters"]["algorithm"].dotted)
    return padding.PSS(padding.MGF1(inner), parameters["salt_length"].native), method
