"""Files of signatures: PKCS #7 / CMS / CAdES (RFC 5652, EN 319 122), DER or BER, also as base64 text."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

from asn1crypto import core

from obih.signatures.crypto import ber
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.carving import Carved, carve
from obih.signatures.crypto.certificate import Certificate, read_certificate
from obih.signatures.crypto.signer import CERTIFICATE_VALUES, Signer
from obih.signatures.crypto.sources import SMALL, Buffer, Content, head, in_memory, pieces, spooled, whole
from obih.signatures.crypto.structures import MISREAD, Anythings, ContentInfo, SignedData, content_of, encoded

SIGNED_DATA, DATA = "1.2.840.113549.1.7.2", "1.2.840.113549.1.7.1"
MAX_SIGNERS = 64
ARMOUR = re.compile(rb"-----[^\r\n]*-----")
BASE64, NOT_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]+"), re.compile(rb"[^A-Za-z0-9+/=]")


class SignedFile:
    """What one file of signatures holds. Raises Malformed when it is none."""

    def __init__(self, data: Buffer) -> None:
        long = _taken_apart(data)
        self.raw, self.rest = ber.definite(long.skeleton if long else plain(bytes(data[:])))
        """A long file stands here without its document."""
        try:
            outer = ContentInfo.load(self.raw)
            if outer["content_type"].dotted != SIGNED_DATA:
                raise Malformed("це не файл підпису (CMS SignedData)")
            signed: Any = outer["content"].parse(SignedData)
            self.version: int = signed["version"].native
            self.digests: list[str] = [one["algorithm"].dotted for one in signed["digest_algorithms"]]
            """The hash functions the file says its signers use; nobody signed that."""
            self.content_type: str = signed["encapsulated"]["content_type"].dotted
            self.content = self._document(long)
            self.unreadable_certificates = 0
            self.certificates = self._certificates(content_of(signed, "certificates"))
            self.crls = [encoded(one) for one in content_of(signed, "crls") or ()]
            """Revocation material beside the certificates: CertificateLists and other formats, as encoded."""
            infos = signed["signer_infos"]
            if len(infos) > MAX_SIGNERS:
                raise Malformed(f"у файлі понад {MAX_SIGNERS} підписів")
            self.signers = [Signer(info) for info in infos]
        except Malformed:
            raise
        except MISREAD as problem:
            raise Malformed("файл підпису не читається") from problem

    def _document(self, long: Carved | None) -> Content | None:
        """The signed document; a short one as bytes."""
        if long:
            self.rest = long.rest
            return long.content
        found = carve(self.raw).content
        return None if found is None else in_memory(found, SMALL)

    @property
    def detached(self) -> bool:
        """True when the signed document is elsewhere."""
        return self.content is None

    def all_certificates(self) -> list[Certificate]:
        """Those of the file and those its signers keep as values (CAdES-X Long), each once."""
        found = dict.fromkeys(self.certificates)
        for signer in self.signers:
            for value in signer.unsigned.get(CERTIFICATE_VALUES, []):
                try:
                    found |= dict.fromkeys(self._certificates(core.SequenceOf.load(value, spec=core.Any)))
                except MISREAD:
                    self.unreadable_certificates += 1
        return list(found)

    def _certificates(self, given: Anythings | core.SequenceOf | None) -> list[Certificate]:
        found = []
        for one in given or ():
            try:
                found.append(read_certificate(encoded(one)))
            except Malformed:
                self.unreadable_certificates += 1
        return found


def looks_signed(data: Content) -> bool:
    """True when these bytes begin as CMS SignedData does, bare or as base64 text."""
    begun = head(data, 4096)
    if begun[:1] != b"\x30" or begun[1:2] <= b"\x7f":
        try:
            begun = base64.b64decode(_bare_text(begun)[:1024])
        except binascii.Error:
            return False
    return begun[:1] == b"\x30" and core.ObjectIdentifier(SIGNED_DATA).dump() in begun[:32]


def _taken_apart(data: Buffer) -> Carved | None:
    """A long file without its document; None for one that is short enough to be read whole."""
    if isinstance(data, bytes) and len(data) <= SMALL:
        return None
    if data[:1] == b"\x30" and data[1:2] > b"\x7f":
        return carve(data)
    return carve(spooled(_decoded(whole(data))))


def _decoded(text: Content) -> Iterator[bytes]:
    """Base64 text decoded in pieces. Raises Malformed."""
    rest = b""
    for number, piece in enumerate(pieces(text)):
        piece = _bare_text(piece) if number == 0 else b"".join(piece.partition(b"-----")[0].split())
        rest = (rest + piece).rstrip(b'"')
        if NOT_BASE64.search(rest):
            raise Malformed("це не файл підпису (CMS SignedData)")
        cut = len(rest) - len(rest) % 4
        try:
            yield base64.b64decode(rest[:cut])
        except binascii.Error as problem:
            raise Malformed("хибний текст base64") from problem
        rest = rest[cut:]
    yield base64.b64decode(rest + b"==" if len(rest) > 1 else b"")


def _bare_text(text: bytes) -> bytes:
    """Text without armour, mark of UTF-8, quotes and spaces."""
    return b"".join(ARMOUR.sub(b"", text).strip().removeprefix(b"\xef\xbb\xbf").strip(b'"').split())


def plain(data: bytes) -> bytes:
    """The bytes behind base64 text or PEM armour; others as they are."""
    if data[:1] == b"\x30" and data[1:2] > b"\x7f":
        return data
    text = ARMOUR.sub(b"", data).strip().removeprefix(b"\xef\xbb\xbf").strip(b'"')
    if text[:1] == b"M" and BASE64.fullmatch(text):
        try:
            return base64.b64decode(b"".join(text.split()) + b"==")
        except binascii.Error as problem:
            raise Malformed("хибний текст base64") from problem
    return data
