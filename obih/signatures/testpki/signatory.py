"""Somebody with a key and a certificate: a root, an authority, a service, a person, a seal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.x509 import SubjectKeyIdentifier

from obih.signatures.crypto import hashes
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.testpki import der, profiles
from obih.signatures.testpki.keys import Dstu, SecretKey
from obih.signatures.testpki.profiles import PERSON, Profile, Subject

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
"""When everybody signs unless told otherwise."""
FROM, TILL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
BASE = "http://pki.example.test"


NOBODY = Subject()


@dataclass(frozen=True)
class Signatory:
    """A name with a key; `issuer` signs the certificate (itself unless told)."""

    name: str
    key: SecretKey
    serial: int = 7
    issuer: Signatory | None = None
    profile: Profile = PERSON
    subject: Subject = NOBODY
    not_before: datetime = FROM
    not_after: datetime = TILL
    file: str = "authority"
    """Under which name its certificate and lists of revoked ones lie at `base`."""
    base: str = BASE
    issued_as: str | None = None
    """Another name of the issuer than it has."""
    signed_by: SecretKey | None = None
    """Another key than the issuer’s: a forgery."""

    def sign(self, message: bytes) -> bytes:
        """The signature as it stands in CMS."""
        return self.key.sign(message)

    @property
    def by(self) -> Signatory:
        """Who issued its certificate."""
        return self.issuer or self

    def written_name(self) -> bytes:
        """Name, DER."""
        return profiles.name(self.name, self.subject)

    def written_issuer(self) -> bytes:
        """The issuer’s name as the certificate shows it."""
        return self.by.written_name() if self.issued_as is None else profiles.name(self.issued_as, NOBODY)

    def certificate(self) -> Certificate:
        """Its certificate, signed by the issuer."""
        return _certificate(self)

    def key_identifier(self) -> bytes:
        """GOST 34.311 of the OCTET STRING of the key for DSTU (z1398-12), SHA-1 else (RFC 5280, 4.2.1.2)."""
        if isinstance(self.key, Dstu):
            return hashes.digest(hashes.GOST_34311, der.octets(self.key.point()))
        public = load_der_public_key(self.key.public_info())
        assert isinstance(public, EllipticCurvePublicKey | RSAPublicKey), "no others are made here"
        return SubjectKeyIdentifier.from_public_key(public).digest

    def at(self, base: str) -> Signatory:
        """The same with services at another address, and its issuers too."""
        return replace(self, base=base, issuer=self.issuer and self.issuer.at(base))


@lru_cache(maxsize=512)
def _certificate(who: Signatory) -> Certificate:
    signer = who.signed_by or who.by.key
    tbs = der.sequence(
        der.explicit(0, der.integer(2)),
        der.integer(who.serial),
        signer.algorithm,
        who.written_issuer(),
        der.sequence(der.time(who.not_before), der.time(who.not_after)),
        who.written_name(),
        who.key.public_info(),
        profiles.extensions(
            who.profile, who.subject, who.key_identifier(), who.by.key_identifier(), who.base, who.by.file
        ),
    )
    return Certificate(signed(tbs, signer))


def signed(tbs: bytes, key: SecretKey, *after: bytes) -> bytes:
    """What is signed, the algorithm, the signature: certificates, lists and answers of OCSP look so."""
    signature = key.sign(tbs)
    shown = der.octets(signature) if key.in_octets else signature
    return der.sequence(tbs, key.algorithm, der.bits(shown), *after)
