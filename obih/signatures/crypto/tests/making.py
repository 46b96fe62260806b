"""Makes certificates and signatures for tests: keys are plain numbers, everything repeats to the byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import core, x509

from obih.signatures.crypto import hashes, signing
from obih.signatures.crypto.ber import _length
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.curves import CURVES, Curve
from obih.signatures.crypto.dstu4145 import encoded_key, hash_element
from obih.signatures.crypto.sboxes import DKE_1
from obih.signatures.crypto.signer import (
    CONTENT_TYPE,
    MESSAGE_DIGEST,
    SIGNATURE_STAMP,
    SIGNING_CERTIFICATE_V2,
    SIGNING_TIME,
)
from obih.signatures.crypto.structures import (
    AlgorithmIdentifier,
    Attributes,
    CertificateStructure,
    DstuParameters,
    IssuerAndSerial,
    SignerInfo,
    SigningCertificateV2,
    TbsCertificate,
    TstInfo,
)
from obih.signatures.crypto.timestamps import TST_INFO

GOST_SIGNATURE = f"{hashes.UA}.1.3.1.1"
KUPYNA_SIGNATURE = f"{hashes.UA}.1.3.6.1.1"
KUPYNA = f"{hashes.UA}.1.2.2.1"
DATA = "1.2.840.113549.1.7.1"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
M257 = CURVES[6]


@dataclass(frozen=True)
class Signatory:
    """A name with a key; `issuer` signs the certificate (itself unless told)."""

    name: str
    secret: int
    serial: int = 7
    curve: Curve = M257
    sbox: bytes = DKE_1
    issuer: Signatory | None = None
    algorithm: str = GOST_SIGNATURE
    digest: str = hashes.GOST_34311

    def sign(self, message: bytes) -> bytes:
        """r‖s over the message."""
        element = hash_element(self.curve, hashes.digest(self.digest, message, self.sbox))
        ephemeral = int.from_bytes(hashes.digest(KUPYNA, message + str(self.secret).encode()), "big")
        r, s = signing.sign(self.curve, self.secret, element, ephemeral % self.curve.n)
        return signing.joined_signature(self.curve, r, s)

    def certificate(self) -> Certificate:
        """Its certificate, signed by the issuer."""
        issuer = self.issuer or self
        tbs = TbsCertificate(
            {
                "version": 2,
                "serial": self.serial,
                "signature": {"algorithm": issuer.algorithm},
                "issuer": x509.Name.build({"common_name": issuer.name}),
                "validity": {
                    "not_before": x509.Time({"utc_time": datetime(2026, 1, 1, tzinfo=UTC)}),
                    "not_after": x509.Time({"utc_time": datetime(2028, 1, 1, tzinfo=UTC)}),
                },
                "subject": x509.Name.build({"common_name": self.name}),
                "public_key_info": {
                    "algorithm": {"algorithm": GOST_SIGNATURE, "parameters": self._parameters()},
                    "public_key": core.OctetString(self._key()).dump(),
                },
            }
        )
        whole = CertificateStructure(
            {
                "tbs": tbs,
                "signature_algorithm": {"algorithm": issuer.algorithm},
                "signature": core.OctetString(issuer.sign(tbs.dump())).dump(),
            }
        )
        return Certificate(whole.dump())

    def _key(self) -> bytes:
        return encoded_key(signing.public_key(self.curve, self.secret))

    def _parameters(self) -> core.Any:
        curve = core.ObjectIdentifier(self.curve.identifier)
        return core.Any(DstuParameters({"curve": core.Any(curve), "dke": self.sbox}))


def attribute(kind: str, *values: core.Asn1Value) -> dict[str, Any]:
    """One attribute."""
    return {"type": kind, "values": [core.Any(value) for value in values]}


def signer_info(
    who: Signatory,
    content: bytes,
    content_type: str = DATA,
    unsigned: Callable[[bytes], list[dict[str, Any]]] | None = None,
    extra: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """A SignerInfo of CAdES; `unsigned` makes unsigned attributes out of the signature."""
    certificate = who.certificate()
    own = SigningCertificateV2(
        {
            "certs": [
                {
                    "hash_algorithm": {"algorithm": who.digest},
                    "hash": hashes.digest(who.digest, certificate.raw, who.sbox),
                }
            ]
        }
    )
    signed = Attributes(
        [
            attribute(CONTENT_TYPE, core.ObjectIdentifier(content_type)),
            attribute(SIGNING_TIME, core.UTCTime(NOON)),
            attribute(MESSAGE_DIGEST, core.OctetString(hashes.digest(who.digest, content, who.sbox))),
            attribute(SIGNING_CERTIFICATE_V2, own),
            *(extra or []),
        ]
    )
    signature = who.sign(signed.dump())
    sid = IssuerAndSerial(
        {
            "issuer": x509.Name.build({"common_name": (who.issuer or who).name}),
            "serial": who.serial,
        }
    )
    info = {
        "version": 1,
        "sid": core.Any(sid),
        "digest_algorithm": {"algorithm": who.digest},
        "signed_attrs": signed,
        "signature_algorithm": {"algorithm": who.algorithm},
        "signature": signature,
    }
    return info | ({"unsigned_attrs": unsigned(signature)} if unsigned else {})


def cms(
    infos: list[dict[str, Any]],
    content: bytes | None,
    certificates: list[Certificate],
    content_type: str = DATA,
) -> bytes:
    """A file of signatures; without content it is a detached one."""
    inside = core.ObjectIdentifier(content_type).dump()
    if content is not None:
        inside += der(0xA0, core.OctetString(content).dump())
    signed = der(
        0x30,
        core.Integer(1 if content_type == DATA else 3).dump(),
        der(0x31, *{AlgorithmIdentifier(info["digest_algorithm"]).dump() for info in infos}),
        der(0x30, inside),
        der(0xA0, *(one.raw for one in certificates)),
        der(0x31, *(SignerInfo(info).dump() for info in infos)),
    )
    return der(0x30, core.ObjectIdentifier("1.2.840.113549.1.7.2").dump(), der(0xA0, signed))


def der(tag: int, *parts: bytes) -> bytes:
    """One element by hand: asn1crypto forgets explicit tags around what may be anything."""
    content = b"".join(parts)
    return bytes([tag]) + _length(len(content)) + content


def token(authority: Signatory, data: bytes, at: datetime = NOON) -> core.Asn1Value:
    """A timestamp over these bytes."""
    info = TstInfo(
        {
            "version": 1,
            "policy": f"{hashes.UA}.2.3.1",
            "message_imprint": {
                "hash_algorithm": {"algorithm": hashes.GOST_34311},
                "hashed_message": hashes.digest(hashes.GOST_34311, data),
            },
            "serial": 1,
            "gen_time": at,
        }
    ).dump()
    made = cms([signer_info(authority, info, TST_INFO)], info, [authority.certificate()], TST_INFO)
    return core.Sequence.load(made)


def stamped(authority: Signatory) -> Callable[[bytes], list[dict[str, Any]]]:
    """An unsigned signatureTimeStamp."""
    return lambda signature: [attribute(SIGNATURE_STAMP, token(authority, signature))]


ROOT = Signatory("Тестовий ЦЗО", 1001, serial=1)
TSA = Signatory("Тестова TSA", 1003, serial=3, issuer=ROOT)
HALYNA = Signatory("Бойко Галина", 1002, serial=2, issuer=ROOT)
IHOR = Signatory("Мельниченко Ігор", 1004, serial=4, issuer=ROOT, algorithm=KUPYNA_SIGNATURE, digest=KUPYNA)
LETTER = "Лист до Калинопільської селищної ради".encode()
