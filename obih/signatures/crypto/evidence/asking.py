"""Questions to services: for a timestamp (RFC 3161, 2.4.1), about a certificate’s status (RFC 6960, 4.1).

A question carries a random number made by whoever asks; the answer must carry it back (`answers`).
"""

from __future__ import annotations

from dataclasses import dataclass

from obih.signatures.crypto import hashes
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.evidence.elements import (
    SEQUENCE,
    algorithm,
    element,
    identifier,
    members,
    number,
    octets,
    split,
)
from obih.signatures.crypto.keys import DstuKey, KeyProblem, UnsupportedAlgorithm
from obih.signatures.crypto.signer import SHA_1

OCSP_NONCE, OCSP_BASIC = "1.3.6.1.5.5.7.48.1.2", "1.3.6.1.5.5.7.48.1.1"
NONCE_BYTES = 16
STAMP_TYPE, STATUS_TYPE = "application/timestamp-query", "application/ocsp-request"
"""What HTTP calls these questions."""


@dataclass(frozen=True)
class StampQuestion:
    """What a timestamp is asked for: the hash of the bytes and the number to be repeated."""

    digest: str
    imprint: bytes
    nonce: int

    @property
    def encoded(self) -> bytes:
        """A TimeStampReq; the certificate of the authority is wanted in the answer."""
        imprint = element(SEQUENCE, algorithm(self.digest), octets(self.imprint))
        return element(SEQUENCE, number(1), imprint, number(self.nonce), b"\x01\x01\xff")


def about_bytes(data: bytes, digest: str, random: bytes) -> StampQuestion:
    """The question for a timestamp over these bytes. Raises hashes.UnknownHash."""
    return StampQuestion(digest, hashes.digest(digest, data), int.from_bytes(random[:8], "big") >> 1)


@dataclass(frozen=True)
class CertificateId:
    """CertID of RFC 6960 (4.1.1): how a responder knows a certificate."""

    digest: str
    name_hash: bytes
    key_hash: bytes
    serial: int

    @classmethod
    def of(cls, certificate: Certificate, issuer: Certificate, digest: str | None = None) -> CertificateId:
        """By GOST 34.311 for certificates that a key of DSTU signs, by SHA-1 for others, as real services do.

        SHA-1 only names here; the answer itself is signed with something sound.
        """
        chosen = digest or usual_digest(issuer)
        return cls(
            chosen,
            hashes.digest(chosen, issuer_name(certificate)),
            hashes.digest(chosen, key_bits(issuer)),
            certificate.serial,
        )

    @property
    def encoded(self) -> bytes:
        parts = algorithm(self.digest), octets(self.name_hash), octets(self.key_hash), number(self.serial)
        return element(SEQUENCE, *parts)


@dataclass(frozen=True)
class StatusQuestion:
    """Whether one certificate is revoked."""

    about: CertificateId
    nonce: bytes

    @property
    def encoded(self) -> bytes:
        """An unsigned OCSPRequest with the nonce of RFC 8954."""
        requests = element(SEQUENCE, element(SEQUENCE, self.about.encoded))
        nonce = element(SEQUENCE, identifier(OCSP_NONCE), octets(octets(self.nonce)))
        extensions = element(0xA2, element(SEQUENCE, nonce))
        return element(SEQUENCE, element(SEQUENCE, requests, extensions))


def about_certificate(certificate: Certificate, issuer: Certificate, random: bytes) -> StatusQuestion:
    """The question whether this certificate is revoked."""
    return StatusQuestion(CertificateId.of(certificate, issuer), random[:NONCE_BYTES])


def usual_digest(issuer: Certificate) -> str:
    """The hash that responders of this authority identify certificates by."""
    try:
        return hashes.GOST_34311 if isinstance(issuer.key, DstuKey) else SHA_1
    except (UnsupportedAlgorithm, KeyProblem):
        return SHA_1


def issuer_name(certificate: Certificate) -> bytes:
    """The name of the issuer as the certificate writes it."""
    fields = members(members(certificate.raw)[0])
    written_version = fields[0][:1] == b"\xa0"
    return fields[3 if written_version else 2]


def key_bits(certificate: Certificate) -> bytes:
    """The value of subjectPublicKey without tag, length and the number of unused bits (RFC 6960, 4.1.1)."""
    content, _ = split(members(certificate.key_info)[1])
    return content[1:]
