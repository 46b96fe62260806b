"""Which files may carry signatures, told without reading into them."""

from __future__ import annotations

import re
from typing import BinaryIO

from obih.files import kinds

SURE = frozenset({kinds.CMS.media_type, kinds.ASICE.media_type, kinds.ASICS.media_type})
"""What is nothing but a file of signatures."""
MARKS = {
    kinds.PDF.media_type: (b"/ByteRange",),
    kinds.XML.media_type: (b"SignatureValue",),
    kinds.ZIP.media_type: (b".p7s", b"META-INF/", b".asice", b".asics"),
}
"""What stands in a file of this kind when it is signed; without it nobody has to look."""
_CHUNK = 1024 * 1024
_HEAD = 4096
_BASE64 = re.compile(rb"MI[A-Za-z0-9+/]{2}")


def may_carry(media_type: str, source: BinaryIO) -> bool:
    """Whether it is worth verifying. One that only looks so is found to hold nothing."""
    marks = MARKS.get(media_type)
    return media_type in SURE if marks is None else _has(source, marks)


def looks_like_carrier(source: BinaryIO) -> bool:
    """The same for a file of which nothing is known but its bytes."""
    head = source.read(_HEAD)
    source.seek(0)
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if plain[:1] == b"\x30" or _BASE64.match(plain) or plain[:11] == b"-----BEGIN ":
        return True
    for start, kind in ((b"%PDF-", kinds.PDF), (b"PK", kinds.ZIP), (b"<", kinds.XML)):
        if plain.startswith(start):
            return _has(source, MARKS[kind.media_type])
    return False


def _has(source: BinaryIO, marks: tuple[bytes, ...]) -> bool:
    longest = max(len(each) for each in marks)
    tail = b""
    while chunk := source.read(_CHUNK):
        window = tail + chunk
        if any(mark in window for mark in marks):
            return True
        tail = window[-longest:]
    return False
