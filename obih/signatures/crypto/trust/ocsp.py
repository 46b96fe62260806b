"""Answers on the status of a certificate (RFC 6960): what one says; whom to believe is decided elsewhere."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from obih.signatures.crypto import hashes
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.keys import DstuKey
from obih.signatures.crypto.names import Name
from obih.signatures.crypto.sboxes import DKE_1
from obih.signatures.crypto.trust import der
from obih.signatures.crypto.trust.crl import algorithm_of, name_of

BASIC_RESPONSE, ARCHIVE_CUTOFF = "1.3.6.1.5.5.7.48.1.1", "1.3.6.1.5.5.7.48.1.6"
NONCE = "1.3.6.1.5.5.7.48.1.2"
GOOD, REVOKED, UNKNOWN = 0, 1, 2
MAX_ANSWERS, MAX_CERTIFICATES = 256, 16
"""Of one response; an honest one answers for one certificate, a few for several."""


@dataclass(frozen=True)
class Answer:
    """The status of one certificate."""

    digest: str
    issuer_name_hash: bytes
    issuer_key_hash: bytes
    serial: int
    status: int
    this_update: datetime
    next_update: datetime | None
    revoked_at: datetime | None = None
    reason: int | None = None
    archive_cutoff: datetime | None = None
    understood: bool = True
    """False when it carries a critical extension nobody here knows."""

    def is_about(self, certificate: Certificate, issuer: Certificate) -> bool:
        """True when it speaks of this certificate of this issuer: number, hash of name and of key (4.1.1)."""
        if self.serial != certificate.serial:
            return False
        return (self.issuer_name_hash, self.issuer_key_hash) in _identifiers(self.digest, issuer)


class Response:
    """A BasicOCSPResponse. Raises Malformed when its bytes are none."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        outer = der.Reader(der.only(raw).content)
        self.tbs = outer.take(der.SEQUENCE).raw
        self.algorithm = algorithm_of(outer.take(der.SEQUENCE))
        self.signature = der.whole_bytes(outer.take(der.BITS))
        added = outer.maybe(0xA0)
        self.certificates = [] if added is None else _certificates(added.content)
        outer.end()
        inner = der.Reader(der.only(self.tbs).content)
        inner.maybe(0xA0)
        responder = inner.take(0xA1, 0xA2)
        self.by_name: Name | None = name_of(responder.content) if responder.tag == 0xA1 else None
        self.by_key = der.only(responder.content, der.OCTETS).content if responder.tag == 0xA2 else None
        self.produced_at = der.moment(inner.take(der.GENERALIZED_TIME))
        given = list(der.members(inner.take(der.SEQUENCE).content))
        if not 0 < len(given) <= MAX_ANSWERS:
            raise Malformed("у відповіді OCSP немає відповіді або їх забагато")
        self.answers = [_answer(one) for one in given]
        more = inner.maybe(0xA1)
        self.extensions = {} if more is None else der.extensions(more.content)

    @property
    def understood(self) -> bool:
        """False when the response as a whole carries a critical extension nobody here knows."""
        return not any(critical for name, (critical, _) in self.extensions.items() if name != NONCE)


def read_response(raw: bytes) -> Response | None:
    """The BasicOCSPResponse of these bytes, bare or inside a successful OCSPResponse; None for others."""
    for candidate in (_inside(raw), raw):
        if candidate is not None:
            with suppress(Malformed):
                return Response(candidate)
    return None


def basic_response(raw: bytes) -> bytes | None:
    """The bytes of it; None for others."""
    found = read_response(raw)
    return None if found is None else found.raw


def _inside(raw: bytes) -> bytes | None:
    try:
        outer = der.Reader(der.only(raw).content)
        if der.integer(outer.take(der.ENUMERATED)) != 0:
            return None
        body = der.Reader(der.only(outer.take(0xA0).content).content)
        return body.take(der.OCTETS).content if der.dotted(body.take(der.OBJECT)) == BASIC_RESPONSE else None
    except Malformed:
        return None


def _certificates(content: bytes) -> list[Certificate]:
    found = []
    for one in list(der.members(der.only(content).content))[:MAX_CERTIFICATES]:
        try:
            found.append(Certificate(one.raw))
        except Malformed:
            continue
    return found


def _answer(one: der.Element) -> Answer:
    parts = der.Reader(one.content)
    named = der.Reader(parts.take(der.SEQUENCE).content)
    digest = der.dotted(der.Reader(named.take(der.SEQUENCE).content).take(der.OBJECT))
    name_hash, key_hash = named.take(der.OCTETS).content, named.take(der.OCTETS).content
    serial = der.integer(named.take(der.INTEGER))
    status = parts.take(0x80, 0xA1, 0x82, 0xA2)
    this_update = der.moment(parts.take(der.GENERALIZED_TIME))
    following = parts.maybe(0xA0)
    added = parts.maybe(0xA1)
    given = {} if added is None else der.extensions(added.content)
    revoked_at, reason = _revocation(status) if status.tag == 0xA1 else (None, None)
    cutoff = given.pop(ARCHIVE_CUTOFF, None)
    return Answer(
        digest,
        name_hash,
        key_hash,
        serial,
        status.tag & 0x1F,
        this_update,
        None if following is None else der.moment(der.only(following.content, der.GENERALIZED_TIME)),
        revoked_at,
        reason,
        None if cutoff is None else der.moment(der.only(cutoff[1], der.GENERALIZED_TIME)),
        not any(critical for critical, _ in given.values()),
    )


def _revocation(status: der.Element) -> tuple[datetime, int | None]:
    parts = der.Reader(status.content)
    at = der.moment(parts.take(der.GENERALIZED_TIME))
    reason = parts.maybe(0xA0)
    return at, None if reason is None else der.integer(der.only(reason.content, der.ENUMERATED))


@lru_cache(maxsize=4096)
def _identifiers(digest: str, issuer: Certificate) -> frozenset[tuple[bytes, bytes]]:
    """(hash of the name, hash of the key) under which responders may know this issuer.

    The key is hashed as the bits of its BIT STRING; with GOST 34.311 the substitution table is that of the
    issuer’s key or the usual one. An unknown hash function gives none.
    """
    sboxes = {DKE_1}
    try:
        key = issuer.key
        if isinstance(key, DstuKey):
            sboxes.add(key.sbox)
    except ValueError:
        pass
    try:
        return frozenset(
            (hashes.digest(digest, issuer.subject_raw, sbox), hashes.digest(digest, issuer.key_bits, sbox))
            for sbox in sboxes
        )
    except hashes.UnknownHash:
        return frozenset()
