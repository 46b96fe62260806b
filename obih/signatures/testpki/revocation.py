"""What an authority says of its certificates: lists of revoked ones (RFC 5280, 5) and OCSP (RFC 6960)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from obih.signatures.crypto import hashes
from obih.signatures.testpki import der
from obih.signatures.testpki.keys import SHA_1, Dstu
from obih.signatures.testpki.signatory import NOON, Signatory, signed

CRL_NUMBER, DELTA, REASON, ISSUING_POINT, INVALID_SINCE = (f"2.5.29.{tail}" for tail in (20, 27, 21, 28, 24))
AKI = "2.5.29.35"
BASIC_RESPONSE, NONCE = "1.3.6.1.5.5.7.48.1.1", "1.3.6.1.5.5.7.48.1.2"
REASONS = {
    "unspecified": 0, "key_compromise": 1, "ca_compromise": 2, "affiliation_changed": 3, "superseded": 4,
    "cessation_of_operation": 5, "certificate_hold": 6, "remove_from_crl": 8, "privilege_withdrawn": 9,
}  # fmt: skip


@dataclass(frozen=True)
class Revoked:
    """One line of a list."""

    serial: int
    at: datetime
    reason: str | None = None
    extra: tuple[bytes, ...] = ()

    def written(self) -> bytes:
        shown = list(self.extra)
        if self.reason is not None:
            shown.insert(0, der.extension(REASON, der.enumerated(REASONS[self.reason])))
        more = der.sequence(*shown) if shown else b""
        return der.sequence(der.integer(self.serial), der.time(self.at), more)


def crl(
    issuer: Signatory,
    revoked: tuple[Revoked, ...] = (),
    *,
    number: int = 1,
    delta_of: int | None = None,
    this: datetime = NOON + timedelta(hours=20),
    valid: timedelta | None = timedelta(days=7),
    by: Signatory | None = None,
    extra: tuple[bytes, ...] = (),
) -> bytes:
    """A list of revoked certificates; `delta_of` makes it a delta to the full one of that number.

    `by` signs in place of the issuer: a forgery.
    """
    key = (by or issuer).key
    shown = [
        der.extension(AKI, der.sequence(der.implicit(0, issuer.key_identifier()))),
        der.extension(CRL_NUMBER, der.integer(number)),
    ]
    if delta_of is not None:
        shown.append(der.extension(DELTA, der.integer(delta_of), critical=True))
    lines = der.sequence(*(one.written() for one in revoked)) if revoked else b""
    till = b"" if valid is None else der.time(this + valid)
    tbs = der.sequence(
        der.integer(1), key.algorithm, issuer.written_name(), der.time(this), till, lines,
        der.explicit(0, der.sequence(*shown, *extra)),
    )  # fmt: skip
    return signed(tbs, key)


def certificate_id(about: Signatory, digest: str | None = None) -> bytes:
    """CertID (4.1.1): GOST 34.311 under an issuer of DSTU, SHA-1 else, as real responders do."""
    issuer = about.by
    chosen = digest or (hashes.GOST_34311 if isinstance(issuer.key, Dstu) else SHA_1)
    key = issuer.certificate().key_info
    return der.sequence(
        der.algorithm(chosen),
        der.octets(hashes.digest(chosen, issuer.written_name())),
        der.octets(hashes.digest(chosen, _key_bits(key))),
        der.integer(about.serial),
    )


def _key_bits(info: bytes) -> bytes:
    """The content of the BIT STRING of a SubjectPublicKeyInfo, without tag, length and unused bits."""
    return der.content(der.children(info)[1])[1:]


@dataclass(frozen=True)
class Answer:
    """What a responder says of one certificate."""

    about: Signatory
    status: str = "good"
    revoked_at: datetime | None = None
    reason: str | None = None
    this: datetime = NOON + timedelta(seconds=10)
    valid: timedelta | None = None
    digest: str | None = None
    identifier: bytes | None = None
    """CertID as an asker wrote it, in place of our own."""

    def written(self) -> bytes:
        till = b"" if self.valid is None else der.explicit(0, der.generalized(self.this + self.valid))
        about = self.identifier or certificate_id(self.about, self.digest)
        return der.sequence(about, self._status(), der.generalized(self.this), till)

    def _status(self) -> bytes:
        if self.status == "good":
            return der.implicit(0, b"")
        if self.status == "unknown":
            return der.implicit(2, b"")
        assert self.revoked_at is not None, "revoked is revoked at some time"
        why = b"" if self.reason is None else der.explicit(0, der.enumerated(REASONS[self.reason]))
        return der.explicit(1, der.generalized(self.revoked_at), why)


def ocsp(
    by: Signatory,
    *answers: Answer,
    produced: datetime | None = None,
    with_certificate: bool = True,
    by_key: bool = False,
    nonce: bytes | None = None,
) -> bytes:
    """BasicOCSPResponse of this responder."""
    if by_key:
        identifier = hashes.digest(SHA_1, _key_bits(by.key.public_info()))
        who = der.explicit(2, der.octets(identifier))
    else:
        who = der.explicit(1, by.written_name())
    extensions = b""
    if nonce is not None:
        extensions = der.explicit(1, der.sequence(der.extension(NONCE, der.octets(nonce))))
    tbs = der.sequence(
        who,
        der.generalized(produced or answers[0].this),
        der.sequence(*(one.written() for one in answers)),
        extensions,
    )
    certificates = der.explicit(0, der.sequence(by.certificate().raw)) if with_certificate else b""
    return signed(tbs, by.key, certificates)


def ocsp_response(basic: bytes) -> bytes:
    """OCSPResponse: what goes over the wire."""
    inside = der.sequence(der.oid(BASIC_RESPONSE), der.octets(basic))
    return der.sequence(der.enumerated(0), der.explicit(0, inside))


def ocsp_refusal(status: int) -> bytes:
    """OCSPResponse without an answer: 2 internalError, 6 unauthorized …"""
    return der.sequence(der.enumerated(status))
