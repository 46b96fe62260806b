"""Files of signatures: PKCS #7 / CMS / CAdES (RFC 5652, EN 319 122), DER or BER, also as base64 text."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from asn1crypto import core, parser

from obih.signatures.crypto import ber
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.signer import CERTIFICATE_VALUES, Signer
from obih.signatures.crypto.structures import MISREAD, Anythings, ContentInfo, SignedData, content_of, encoded

SIGNED_DATA, DATA = "1.2.840.113549.1.7.2", "1.2.840.113549.1.7.1"
MAX_SIGNERS = 64
ARMOUR = re.compile(rb"-----[^\r\n]*-----")
BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]+")


class SignedFile:
    """What one file of signatures holds. Raises Malformed when it is none."""

    def __init__(self, data: bytes) -> None:
        self.raw, self.rest = ber.definite(plain(data))
        try:
            outer = ContentInfo.load(self.raw)
            if outer["content_type"].dotted != SIGNED_DATA:
                raise Malformed("це не файл підпису (CMS SignedData)")
            signed: Any = outer["content"].parse(SignedData)
            self.content_type: str = signed["encapsulated"]["content_type"].dotted
            self.content = _content(content_of(signed["encapsulated"], "content"))
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
                found.append(Certificate(encoded(one)))
            except Malformed:
                self.unreadable_certificates += 1
        return found


def looks_signed(data: bytes) -> bool:
    """True when these bytes begin as CMS SignedData does, bare or as base64 text."""
    try:
        head = plain(data[:256] if data[:1] == b"\x30" else data)[:32]
    except Malformed:
        return False
    return head[:1] == b"\x30" and core.ObjectIdentifier(SIGNED_DATA).dump() in head


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


def _content(given: Any) -> bytes | None:
    if given is None:
        return None
    inner: bytes = parser.parse(encoded(given))[4]
    if inner[:1] in (b"\x04", b"\x24"):
        return bytes(core.OctetString.load(inner).native)
    return inner  # PKCS #7 before CMS: the content itself stands here, signed without its header
