"""Archive timestamps (EN 319 122-1, 5.5.3: archive-time-stamp-v3 with ats-hash-index-v3), made and read.

Such a timestamp is over the signed document, the signature and an index of hashes of everything else that the
file keeps: certificates, revocation, unsigned attributes. Evidence added later breaks nothing; evidence that
the index names and the file no longer has, does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from obih.signatures.crypto import hashes, reasons
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.cms import SignedFile
from obih.signatures.crypto.evidence.elements import (
    SEQUENCE,
    algorithm,
    dotted,
    element,
    members,
    octets,
    split,
)
from obih.signatures.crypto.evidence.pieces import Pieces, SignerPieces
from obih.signatures.crypto.signer import Digest, read_digest
from obih.signatures.crypto.structures import MISREAD, TstInfo
from obih.signatures.crypto.timestamps import Stamp, read_stamp

ARCHIVE_STAMP, HASH_INDEX = "0.4.0.1733.2.4", "0.4.0.19122.1.5"
OLD_ARCHIVE_STAMPS = {"1.2.840.113549.1.9.16.2.27", "1.2.840.113549.1.9.16.2.48"}
"""Versions 1 and 2: counted over bytes that adding evidence changes. Nothing is added to such a file."""


@dataclass
class ArchiveStamp(Stamp):
    """An archive timestamp. `covered` are the encoded values of unsigned attributes that it is over, of
    certificates and of revocation: nothing else in the file is proven by it."""

    covered: frozenset[bytes] = field(default_factory=frozenset)

    def seals(self, other: Stamp) -> bool:
        return super().seals(other) or (other is not self and other.raw in self.covered)


# ── making ───────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Sealing:
    """What an archive timestamp is to be asked for: `data` is hashed; `index` goes into the token."""

    data: bytes
    index: bytes


def sealing(pieces: Pieces, place: int, content: bytes, digest: str) -> Sealing:
    """Everything the file holds of this signature now. Raises hashes.UnknownHash."""
    signer = pieces.signers[place]
    index = _index(pieces, signer, digest)
    return Sealing(_data(pieces, signer, content, Digest(digest), index), index)


def sealed(pieces: Pieces, place: int, token: bytes, index: bytes) -> Pieces:
    """With the token as an archive timestamp that carries its index."""
    stamp = Pieces.of(token)
    carrying = stamp.with_signer(0, stamp.signers[0].plus(HASH_INDEX, index)).encoded
    return pieces.with_signer(place, pieces.signers[place].plus(ARCHIVE_STAMP, carrying))


def _index(pieces: Pieces, signer: SignerPieces, digest: str) -> bytes:
    def hashed(values: Iterable[bytes]) -> bytes:
        return element(SEQUENCE, *(octets(hashes.digest(digest, one)) for one in values))

    values = [kind + value for kind, value in signer.values()]
    return element(
        SEQUENCE, algorithm(digest), hashed(pieces.certificates), hashed(pieces.crls), hashed(values)
    )


def _data(pieces: Pieces, signer: SignerPieces, content: bytes, digest: Digest, index: bytes) -> bytes:
    """EN 319 122-1, 5.5.3: the type of content, the hash of content, the signer’s fields, the index."""
    return pieces.content_type + digest.of(content) + b"".join(signer.signed) + index


# ── reading ──────────────────────────────────────────────────────────


def read_archive_stamps(
    signed: SignedFile,
    place: int,
    hash_of_content: Callable[[Digest], bytes] | None,
    certificates: list[Certificate],
) -> list[ArchiveStamp]:
    """The archive timestamps of one signature, each with what speaks against it, in the order of the file.

    `hash_of_content` hashes the document; None when it is not there.
    """
    unsigned = signed.signers[place].unsigned
    found = []
    if unsigned.get(ARCHIVE_STAMP):
        pieces = Pieces.of(signed.raw)
        for token in unsigned[ARCHIVE_STAMP]:
            found.append(_read(token, pieces, pieces.signers[place], hash_of_content, certificates))
    if unsigned.keys() & OLD_ARCHIVE_STAMPS:
        found.append(ArchiveStamp("archive", reasons=[reasons.ARCHIVE_UNREAD]))
    return found


def _read(
    token: bytes,
    pieces: Pieces,
    signer: SignerPieces,
    hasher: Callable[[Digest], bytes] | None,
    certificates: list[Certificate],
) -> ArchiveStamp:
    try:
        index = _index_of(token)
        digest_named = dotted(members(members(index)[0])[0])
        if digest_named != _hash_of_imprint(token):
            raise Malformed("покажчик не тією геш-функцією")  # EN 319 122-1, 5.5.2
        covered, whole = _covered(index, pieces, signer)
    except (Malformed, hashes.UnknownHash, *MISREAD):
        return ArchiveStamp("archive", reasons=[reasons.STAMP_BROKEN])

    def hash_of(digest: Digest) -> bytes:
        assert hasher is not None, "asked for only when there is a document"
        head = pieces.content_type + hasher(digest)
        return digest.of(head + b"".join(signer.signed) + index)

    plain = read_stamp(token, "archive", hash_of if hasher else None, certificates)
    stamp = ArchiveStamp(**vars(plain), covered=covered)
    if not whole:
        stamp.reasons.append(reasons.ARCHIVE_DIFFERS)
    return stamp


def _index_of(token: bytes) -> bytes:
    """The one ats-hash-index-v3 of a token. Raises Malformed."""
    values = SignedFile(token).signers[0].unsigned.get(HASH_INDEX, [])
    if len(values) != 1:
        raise Malformed("архівна позначка без свого покажчика")
    return values[0]


def _hash_of_imprint(token: bytes) -> str:
    """Which hash the token is over."""
    content = SignedFile(token).content
    if content is None:
        raise Malformed("позначка часу без вмісту")
    return read_digest(TstInfo.load(content)["message_imprint"]["hash_algorithm"]).identifier


def _covered(index: bytes, pieces: Pieces, signer: SignerPieces) -> tuple[frozenset[bytes], bool]:
    """(what of the file the index names, whether everything it names is in the file)."""
    chosen, *groups = members(index)
    if len(groups) != 3:
        raise Malformed("покажчик архівної позначки не читається")
    digest = dotted(members(chosen)[0])
    attributes = {kind + value: value for kind, value in signer.values()}
    covered, whole = set(), True
    for group, there in zip(
        groups, (_as_keys(pieces.certificates), _as_keys(pieces.crls), attributes), strict=True
    ):
        by_hash = {hashes.digest(digest, raw): value for raw, value in there.items()}
        for one in members(group):
            value = by_hash.get(split(one)[0])
            whole = whole and value is not None
            if value is not None:
                covered.add(value)
    return frozenset(covered), whole


def _as_keys(values: Iterable[bytes]) -> dict[bytes, bytes]:
    return {one: one for one in values}
