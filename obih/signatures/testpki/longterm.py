"""CAdES that keeps its own evidence: C, X Long and A (EN 319 122-1, annex A and clause 5.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from obih.signatures.crypto import hashes
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.signer import (
    CERTIFICATE_REFS,
    CERTIFICATE_VALUES,
    REVOCATION_REFS,
    REVOCATION_VALUES,
)
from obih.signatures.testpki import der
from obih.signatures.testpki.cades import DATA, Info, attribute, token
from obih.signatures.testpki.signatory import NOON, Signatory

ARCHIVE_STAMP_V3, HASH_INDEX_V3 = "0.4.0.1733.2.4", "0.4.0.19122.1.5"
ESCAPED_STAMP = "1.2.840.113549.1.9.16.2.25"


@dataclass(frozen=True)
class Evidence:
    """Certificates above the signer’s, lists, and answers of OCSP."""

    certificates: tuple[Certificate, ...] = ()
    lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()
    """BasicOCSPResponse each."""


def _other_hash(data: bytes) -> bytes:
    return der.sequence(der.algorithm(hashes.GOST_34311), der.octets(hashes.digest(hashes.GOST_34311, data)))


def references(evidence: Evidence) -> tuple[bytes, bytes]:
    """complete-certificate-references and complete-revocation-references (A.1.1.1, A.1.2.1)."""
    certificates = der.sequence(
        *(der.sequence(_other_hash(one.raw), _issuer_serial(one)) for one in evidence.certificates)
    )
    lists = [der.sequence(_other_hash(one)) for one in evidence.lists]
    answers = [der.sequence(_responder(one), _other_hash(one)) for one in evidence.answers]
    shown = b""
    if lists:
        shown += der.explicit(0, der.sequence(der.sequence(*lists)))
    if answers:
        shown += der.explicit(1, der.sequence(der.sequence(*answers)))
    return (
        attribute(CERTIFICATE_REFS, certificates),
        attribute(REVOCATION_REFS, der.sequence(der.sequence(shown))),
    )


def values(evidence: Evidence) -> tuple[bytes, bytes]:
    """certificate-values and revocation-values (A.1.1.2, A.1.2.2)."""
    shown = b""
    if evidence.lists:
        shown += der.explicit(0, der.sequence(*evidence.lists))
    if evidence.answers:
        shown += der.explicit(1, der.sequence(*evidence.answers))
    return (
        attribute(CERTIFICATE_VALUES, der.sequence(*(one.raw for one in evidence.certificates))),
        attribute(REVOCATION_VALUES, der.sequence(shown)),
    )


def with_references(info: Info, evidence: Evidence) -> Info:
    """CAdES-C."""
    return info.with_unsigned(*references(evidence))


def with_values(info: Info, evidence: Evidence) -> Info:
    """CAdES-X Long, of a signature that has its references."""
    return info.with_unsigned(*values(evidence))


def escaped(info: Info, authority: Signatory, at: datetime = NOON + timedelta(seconds=15)) -> Info:
    """CAdES-C-timestamp (A.1.5.1), over the signature, its timestamp and the references as they stand."""
    wanted = [der.oid(kind) for kind in ("1.2.840.113549.1.9.16.2.14", CERTIFICATE_REFS, REVOCATION_REFS)]
    parts = [der.content(one) for kind in wanted for one in info.unsigned if kind in one[:24]]
    made = token(authority, info.signature + b"".join(parts), at)
    return info.with_unsigned(attribute(ESCAPED_STAMP, made))


def archived(
    info: Info,
    authority: Signatory,
    content: bytes,
    certificates: Iterable[Certificate] = (),
    revocation: Iterable[bytes] = (),
    at: datetime = NOON + timedelta(seconds=20),
    content_type: str = DATA,
) -> Info:
    """CAdES-A: archive-time-stamp-v3 over everything (5.5.3); what is given stands in the same SignedData."""
    key = authority.key
    index = der.sequence(
        der.algorithm(key.digest),
        der.sequence(*(der.octets(key.hash(one.raw)) for one in certificates)),
        der.sequence(*(der.octets(key.hash(one)) for one in revocation)),
        der.sequence(*(der.octets(key.hash(one)) for one in _instances(info.unsigned))),
    )
    covered = der.oid(content_type) + key.hash(content) + b"".join(info.parts()) + index
    made = token(authority, covered, at, extra=[attribute(HASH_INDEX_V3, index)])
    return info.with_unsigned(attribute(ARCHIVE_STAMP_V3, made))


def _instances(attributes: Iterable[bytes]) -> list[bytes]:
    """Each value of each attribute after its type (5.5.2)."""
    found = []
    for one in sorted(attributes):
        kind, given = der.children(one)
        found += [kind + value for value in der.children(given)]
    return found


def _issuer_serial(one: Certificate) -> bytes:
    """IssuerSerial: the name stands as it stands in the certificate."""
    tbs = der.children(der.children(one.raw)[0])
    return der.sequence(der.sequence(der.explicit(4, tbs[3])), der.integer(one.serial))


def _responder(answer: bytes) -> bytes:
    """OcspIdentifier: who and when, as they stand in the answer."""
    tbs = der.children(der.children(answer)[0])
    return der.sequence(tbs[0], tbs[1])
