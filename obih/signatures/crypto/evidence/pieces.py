"""A file of signatures in pieces, to be put together with more evidence in it: signed bytes stay as they are.

Only lengths on the way to what is added are written anew. Unsigned attributes are added behind those that are
there, whose order some archive timestamps are counted over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from obih.signatures.crypto import ber
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.cms import SIGNED_DATA, plain
from obih.signatures.crypto.evidence.elements import (
    SEQUENCE,
    SET,
    dotted,
    element,
    identifier,
    members,
    number,
)
from obih.signatures.crypto.evidence.references import Revocation

CERTIFICATES, CRLS, UNSIGNED = 0xA0, 0xA1, 0xA1
OTHER_REVOCATION, OCSP_RESPONSE = 0xA1, "1.3.6.1.5.5.7.16.2"
"""RFC 5940: a response kept among the CRLs of a CMS."""


@dataclass(frozen=True)
class SignerPieces:
    """One SignerInfo: its members before the unsigned attributes, and those attributes."""

    signed: tuple[bytes, ...]
    unsigned: tuple[bytes, ...]

    @classmethod
    def of(cls, raw: bytes) -> SignerPieces:
        parts = members(raw)
        if parts[-1][:1] == bytes([UNSIGNED]):
            return cls(tuple(parts[:-1]), tuple(members(parts[-1])))
        return cls(tuple(parts), ())

    @property
    def encoded(self) -> bytes:
        rest = [element(UNSIGNED, *self.unsigned)] if self.unsigned else []
        return element(SEQUENCE, *self.signed, *rest)

    def values(self) -> list[tuple[bytes, bytes]]:
        """(encoded type, encoded value) of every unsigned attribute, in the order of the file."""
        found = []
        for one in self.unsigned:
            kind, values = members(one)[:2]
            found += [(kind, value) for value in members(values)]
        return found

    def has(self, kind: str) -> bool:
        return any(dotted(members(one)[0]) == kind for one in self.unsigned)

    def plus(self, kind: str, value: bytes) -> SignerPieces:
        """With one more unsigned attribute of one value."""
        attribute = element(SEQUENCE, identifier(kind), element(SET, value))
        return replace(self, unsigned=(*self.unsigned, attribute))


@dataclass(frozen=True)
class Pieces:
    """A CMS SignedData in pieces. `of` raises Malformed for anything else."""

    algorithms: bytes
    encapsulated: bytes
    certificates: tuple[bytes, ...]
    crls: tuple[bytes, ...]
    signers: tuple[SignerPieces, ...]
    version: bytes

    @classmethod
    def of(cls, data: bytes) -> Pieces:
        raw, _ = ber.definite(plain(data))
        try:
            kind, wrapped = members(raw)
            if dotted(kind) != SIGNED_DATA:
                raise Malformed("це не файл підпису (CMS SignedData)")
            version, algorithms, encapsulated, *optional, signers = members(members(wrapped)[0])
        except ValueError as problem:
            raise Malformed("файл підпису не читається") from problem
        bags = {one[0]: tuple(members(one)) for one in optional}
        return cls(
            algorithms,
            encapsulated,
            bags.get(CERTIFICATES, ()),
            bags.get(CRLS, ()),
            tuple(SignerPieces.of(one) for one in members(signers)),
            version,
        )

    @property
    def encoded(self) -> bytes:
        optional = [element(tag, *bag) for tag, bag in self._bags() if bag]
        signers = element(SET, *(one.encoded for one in self.signers))
        signed = element(SEQUENCE, self.version, self.algorithms, self.encapsulated, *optional, signers)
        return element(SEQUENCE, identifier(SIGNED_DATA), element(0xA0, signed))

    def _bags(self) -> tuple[tuple[int, tuple[bytes, ...]], ...]:
        return (CERTIFICATES, self.certificates), (CRLS, self.crls)

    @property
    def content_type(self) -> bytes:
        """eContentType, encoded."""
        return members(self.encapsulated)[0]

    def with_signer(self, place: int, signer: SignerPieces) -> Pieces:
        """With this signer in place of the one that stood there."""
        return replace(self, signers=(*self.signers[:place], signer, *self.signers[place + 1 :]))

    def with_material(self, certificates: Iterable[Certificate], revocation: Revocation) -> Pieces:
        """With certificates and evidence of revocation that are not yet there (EN 319 122-1, 5.5.3)."""
        responses = [_kept_response(one) for one in revocation.responses]
        crls = tuple(dict.fromkeys((*self.crls, *revocation.lists, *responses)))
        known = tuple(dict.fromkeys((*self.certificates, *(one.raw for one in certificates))))
        others = any(one[0] == OTHER_REVOCATION for one in crls)
        version = number(5) if others else self.version  # RFC 5652, 5.1
        return replace(self, certificates=known, crls=crls, version=version)


def kept_revocation(crls: Iterable[bytes]) -> Revocation:
    """The CRLs and responses that stand in the `crls` of a CMS; of other kinds nothing is known. Raises
    Malformed."""
    lists, responses = [], []
    for one in crls:
        if one[:1] == b"\x30":
            lists.append(one)
        elif one[0] == OTHER_REVOCATION:
            kind, value = members(one)
            if dotted(kind) == OCSP_RESPONSE:
                responses.append(_basic(value))
    return Revocation(tuple(responses), tuple(lists))


def _kept_response(basic: bytes) -> bytes:
    """A BasicOCSPResponse as OtherRevocationInfoFormat: inside a whole OCSPResponse (RFC 5940, 2.1)."""
    body = element(SEQUENCE, identifier("1.3.6.1.5.5.7.48.1.1"), element(0x04, basic))
    whole = element(SEQUENCE, b"\x0a\x01\x00", element(0xA0, body))
    return element(OTHER_REVOCATION, identifier(OCSP_RESPONSE), whole)


def _basic(whole: bytes) -> bytes:
    from obih.signatures.crypto.evidence.answers import AnswerRefused, basic_of

    try:
        return basic_of(whole)
    except AnswerRefused as problem:
        raise Malformed(str(problem)) from problem
