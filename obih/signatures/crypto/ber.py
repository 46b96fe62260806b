"""The skeleton of BER, walked before anything interprets it: limits first, indefinite lengths made definite.

What a stranger sends may be nested a million times, promise more bytes than it has or never end. Here each
element is looked at once, without recursion; what comes out has definite lengths everywhere, so that the
library that interprets it (asn1crypto) never recurses deeper than `MAX_DEPTH`. Bytes of elements that had
definite lengths are kept as they were: signatures are counted over them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from mmap import mmap

MAX_DEPTH = 48
MAX_ELEMENTS = 400_000
MAX_SIZE = 512 * 1024 * 1024
CONSTRUCTED = 0x20


class Malformed(ValueError):
    """The bytes are no BER, or break a limit; the sentence says which."""


@dataclass
class _Open:
    """A constructed element whose end has not been reached."""

    header: bytes
    start: int
    end: int | None
    """None while its length is indefinite."""
    rewritten: bool = False
    parts: list[bytes] = field(default_factory=list)


def definite(data: bytes) -> tuple[bytes, bytes]:
    """(the first element with definite lengths, the bytes after it). Raises Malformed."""
    if len(data) > MAX_SIZE:
        raise Malformed(f"файл більший за {MAX_SIZE // 1024 // 1024} МБ")
    at, size, elements = 0, len(data), 0
    stack: list[_Open] = []
    while True:
        elements += 1
        if elements > MAX_ELEMENTS:
            raise Malformed(f"у файлі понад {MAX_ELEMENTS} елементів ASN.1")
        limit = _limit(stack, size)
        if stack and stack[-1].end is None and data[at : at + 2] == b"\0\0":
            at += 2
            done = _closed(stack, data, at)
        else:
            opened, at = _header(data, at, limit)
            if opened.header[0] & CONSTRUCTED and opened.end != at:
                if len(stack) >= MAX_DEPTH:
                    raise Malformed(f"вкладеність ASN.1 понад {MAX_DEPTH} рівнів")
                stack.append(opened)
                continue
            if opened.end is None:
                raise Malformed("елемент без довжини мусить бути складеним")
            at = opened.end
            done = data[opened.start : at]
        while True:
            if not stack:
                return done, data[at:]
            stack[-1].parts.append(done)
            if stack[-1].end != at:
                break
            done = _closed(stack, data, at)


def _limit(stack: list[_Open], size: int) -> int:
    for one in reversed(stack):
        if one.end is not None:
            return one.end
    return size


def _header(data: bytes | mmap, at: int, limit: int) -> tuple[_Open, int]:
    """The element that begins here and where its content begins."""
    start = at
    if at + 2 > limit:
        raise Malformed("файл обірваний")
    at += 1
    if data[start] & 0x1F == 0x1F:
        while at < limit and data[at] & 0x80:
            at += 1
            if at - start > 6:
                raise Malformed("завеликий номер тегу ASN.1")
        at += 1
        if at >= limit:
            raise Malformed("файл обірваний")
    tag_end, first = at, data[at]
    at += 1
    if first == 0x80:
        return _Open(data[start:tag_end], start, None, rewritten=True), at
    length = first
    if first & 0x80:
        count = first & 0x7F
        if count > 8 or at + count > limit:
            raise Malformed("хибна довжина елемента ASN.1")
        length = int.from_bytes(data[at : at + count], "big")
        at += count
    if at + length > limit:
        raise Malformed("елемент ASN.1 довший за файл")
    return _Open(data[start:tag_end], start, at + length), at


def header(data: bytes | mmap, at: int, limit: int) -> tuple[int, int | None, int]:
    """(the first byte of the tag, where the element ends or None, where its content begins)."""
    opened, begins = _header(data, at, limit)
    if opened.end is None and not opened.header[0] & CONSTRUCTED:
        raise Malformed("елемент без довжини мусить бути складеним")
    return opened.header[0], opened.end, begins


def _closed(stack: list[_Open], data: bytes, at: int) -> bytes:
    """The innermost open element, complete; written anew only when something inside was."""
    one = stack.pop()
    if not one.rewritten:
        return data[one.start : at]
    if stack:
        stack[-1].rewritten = True
    content = b"".join(one.parts)
    return one.header + _length(len(content)) + content


def _length(length: int) -> bytes:
    """A definite length as DER writes it."""
    if length < 0x80:
        return bytes([length])
    digits = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(digits)]) + digits
