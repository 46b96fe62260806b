"""Lists of revoked certificates (RFC 5280, 5): what one says; whether to believe it is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from asn1crypto import x509

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.keys import SignatureAlgorithm
from obih.signatures.crypto.names import Name, read_name
from obih.signatures.crypto.structures import MISREAD
from obih.signatures.crypto.trust import der

NUMBER, DELTA, DISTRIBUTION, AUTHORITY = "2.5.29.20", "2.5.29.27", "2.5.29.28", "2.5.29.35"
REASON, CERTIFICATE_ISSUER, EXPIRED_TOO = "2.5.29.21", "2.5.29.29", "2.5.29.60"
HOLD, REMOVED = 6, 8
"""certificateHold and removeFromCRL (5.3.1)."""
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """One change of a certificate’s state. Ukrainian lists keep them all: put on hold, released, revoked."""

    at: datetime
    reason: int | None = None
    """CRLReason; None when it is not told."""
    understood: bool = True
    """False when it carries a critical extension nobody here knows, or speaks of another issuer."""


class RevocationList:
    """One CRL. Raises Malformed when its bytes are none."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) > MAX_BYTES:
            raise Malformed("завеликий список відкликаних")
        self.raw = raw
        outer = der.Reader(der.only(raw).content)
        self.tbs = outer.take(der.SEQUENCE).raw
        algorithm = outer.take(der.SEQUENCE)
        self.algorithm = algorithm_of(algorithm)
        self.signature = der.whole_bytes(outer.take(der.BITS))
        outer.end()
        inner = der.Reader(der.only(self.tbs).content)
        inner.maybe(der.INTEGER)
        if inner.take(der.SEQUENCE).raw != algorithm.raw:  # 5.1.1.2
            raise Malformed("список відкликаних називає два різні алгоритми свого підпису")
        self.issuer = name_of(inner.take(der.SEQUENCE).raw)
        self.this_update = der.moment(inner.take(der.UTC_TIME, der.GENERALIZED_TIME))
        following = inner.maybe(der.UTC_TIME, der.GENERALIZED_TIME)
        self.next_update = None if following is None else der.moment(following)
        listed = inner.maybe(der.SEQUENCE)
        self._listed = b"" if listed is None else listed.content
        added = inner.maybe(0xA0)
        self.extensions = {} if added is None else der.extensions(added.content)

    @cached_property
    def number(self) -> int | None:
        return self._integer(NUMBER)

    @cached_property
    def base(self) -> int | None:
        """Of a delta: the number of the full list it adds to (5.2.4); None for a full list."""
        return self._integer(DELTA)

    @property
    def is_delta(self) -> bool:
        return DELTA in self.extensions

    @cached_property
    def authority_key(self) -> bytes | None:
        """The identifier of the issuer’s key."""
        if AUTHORITY not in self.extensions:
            return None
        for one in der.members(der.only(self.extensions[AUTHORITY][1]).content):
            if one.tag == 0x80:
                return one.content
        return None

    @cached_property
    def keeps_expired_since(self) -> datetime | None:
        """Certificates that expired after this moment stay listed (X.509, expiredCertsOnCRL)."""
        if EXPIRED_TOO not in self.extensions:
            return None
        return der.moment(der.only(self.extensions[EXPIRED_TOO][1], der.GENERALIZED_TIME))

    def history(self, serial: int) -> list[Entry]:
        """What it says of this number, the earliest first; empty when it does not name it.

        Raises Malformed for an entry that cannot be read.
        """
        return sorted((_entry(one) for one in self._entries.get(serial, ())), key=lambda entry: entry.at)

    def __len__(self) -> int:
        return sum(map(len, self._entries.values()))

    @cached_property
    def _entries(self) -> dict[int, list[bytes]]:
        found: dict[int, list[bytes]] = {}
        for one in der.members(self._listed):
            number = next(der.members(one.content), None)
            if number is None or number.tag != der.INTEGER:
                raise Malformed("хибний запис у списку відкликаних")
            found.setdefault(der.integer(number), []).append(one.content)
        return found

    def _integer(self, identifier: str) -> int | None:
        if identifier not in self.extensions:
            return None
        return der.integer(der.only(self.extensions[identifier][1], der.INTEGER))


def _entry(content: bytes) -> Entry:
    parts = der.Reader(content)
    parts.take(der.INTEGER)
    at = der.moment(parts.take(der.UTC_TIME, der.GENERALIZED_TIME))
    added = parts.maybe(der.SEQUENCE)
    given = {} if added is None else der.extensions(added.raw)
    reason = der.integer(der.only(given[REASON][1], der.ENUMERATED)) if REASON in given else None
    understood = CERTIFICATE_ISSUER not in given and not any(
        critical for identifier, (critical, _) in given.items() if identifier != REASON
    )
    return Entry(at, reason, understood)


def algorithm_of(one: der.Element) -> SignatureAlgorithm:
    """An AlgorithmIdentifier beside a signature."""
    parts = der.Reader(one.content)
    identifier = der.dotted(parts.take(der.OBJECT))
    return SignatureAlgorithm(identifier, parameters=b"".join(rest.raw for rest in _rest(parts)) or None)


def _rest(parts: der.Reader) -> list[der.Element]:
    following = parts.maybe(der.SEQUENCE)
    return [] if following is None else [following]


def name_of(raw: bytes) -> Name:
    """A Name. Raises Malformed."""
    try:
        return read_name(x509.Name.load(raw, strict=True))
    except MISREAD as problem:
        raise Malformed("назва не читається") from problem
