"""A long attached file of signatures, taken apart without holding it: the document stays in the file.

What is left when the document is taken out of CMS is as short as a detached signature, and goes the ordinary
way. The document may be written in pieces (BER, indefinite lengths): they are found, not copied.
"""

from __future__ import annotations

from dataclasses import dataclass

from obih.signatures.crypto.ber import MAX_ELEMENTS, Malformed, _length, header
from obih.signatures.crypto.sources import Buffer, Parts

MAX_REST = 64 << 20
"""Bytes of certificates and signatures beside the document."""
MAX_PIECES = 400_000
SEQUENCE, EXPLICIT, OCTETS, OCTETS_IN_PIECES = 0x30, 0xA0, 0x04, 0x24
END = b"\0\0"


@dataclass(frozen=True)
class Carved:
    """CMS without its document, the document, and how many bytes stand behind it all."""

    skeleton: bytes
    content: Parts | None
    rest: bytes


def carve(data: Buffer) -> Carved:
    """Raises Malformed for what is no CMS SignedData."""
    walk = _Walk(data)
    outer = walk.enter(0, len(data), SEQUENCE)
    kind = walk.slice(outer.at, walk.skip(outer.at, outer))
    wrapped = walk.enter(outer.at + len(kind), outer.limit, EXPLICIT)
    signed = walk.enter(wrapped.at, wrapped.limit, SEQUENCE)
    after_version = walk.skip(signed.at, signed)
    after_digests = walk.skip(after_version, signed)
    front = walk.slice(signed.at, after_digests)
    inside = walk.enter(after_digests, signed.limit, SEQUENCE)
    after_kind = walk.skip(inside.at, inside)
    inner_kind = walk.slice(inside.at, after_kind)
    content, at = walk.document(after_kind, inside)
    at = walk.leave(at, inside)
    end = walk.last(at, signed)
    skeleton = _wrap(
        SEQUENCE,
        kind,
        _wrap(EXPLICIT, _wrap(SEQUENCE, front, _wrap(SEQUENCE, inner_kind), walk.slice(at, end))),
    )
    end = walk.leave(walk.leave(walk.leave(end, signed), wrapped), outer)
    return Carved(skeleton, content, data[end : end + MAX_REST])


@dataclass(frozen=True)
class _Inside:
    """A constructed element: where its content begins and where it ends; None while nobody knows."""

    at: int
    end: int | None
    limit: int


class _Walk:
    """Steps over elements of BER, each looked at once."""

    def __init__(self, data: Buffer) -> None:
        self._data, self._left = data, MAX_ELEMENTS

    def slice(self, start: int, end: int) -> bytes:
        """Bytes that are kept. Raises Malformed when there are too many."""
        if end - start > MAX_REST:
            raise Malformed(f"частина файлу більша за {MAX_REST // 1024 // 1024} МБ")
        return self._data[start:end]

    def enter(self, at: int, limit: int, tag: int) -> _Inside:
        """Into an element that must be here."""
        found, end, begins = self._header(at, limit)
        if found != tag:
            raise Malformed("це не файл підпису (CMS SignedData)")
        return _Inside(begins, end, limit if end is None else end)

    def leave(self, at: int, inside: _Inside) -> int:
        """Where the next element begins, after the end of this one."""
        if inside.end is not None:
            if at != inside.end:
                raise Malformed("файл підпису не читається")
            return at
        if self._data[at : at + 2] != END:
            raise Malformed("файл підпису не читається")
        return at + 2

    def skip(self, at: int, inside: _Inside) -> int:
        """Where the element that begins here ends."""
        depth = 0
        while True:
            if depth and self._data[at : at + 2] == END:
                at, depth = at + 2, depth - 1
            else:
                _, end, begins = self._header(at, inside.limit)
                at, depth = (begins, depth + 1) if end is None else (end, depth)
            if not depth:
                return at

    def last(self, at: int, inside: _Inside) -> int:
        """Where the last element in there ends."""
        if inside.end is not None:
            return inside.end
        while self._data[at : at + 2] != END:
            at = self.skip(at, inside)
        return at

    def document(self, at: int, inside: _Inside) -> tuple[Parts | None, int]:
        """The document in its [0], and where that ends; None when there is none."""
        if at == inside.end or (inside.end is None and self._data[at : at + 2] == END):
            return None, at
        wrapped = self.enter(at, inside.limit, EXPLICIT)
        tag, end, begins = self._header(wrapped.at, wrapped.limit)
        if tag == OCTETS and end is not None:
            return Parts(self._data, ((begins, end),)), self.leave(end, wrapped)
        if tag == OCTETS_IN_PIECES:
            return self._in_pieces(_Inside(begins, end, wrapped.limit if end is None else end), wrapped)
        # PKCS #7 before CMS: any element may stand here
        after = self.skip(wrapped.at, wrapped)
        return Parts(self._data, ((wrapped.at, after),)), self.leave(after, wrapped)

    def _in_pieces(self, octets: _Inside, wrapped: _Inside) -> tuple[Parts, int]:
        ranges: list[tuple[int, int]] = []
        at = octets.at
        while at != octets.end and not (octets.end is None and self._data[at : at + 2] == END):
            tag, end, begins = self._header(at, octets.limit)
            if tag != OCTETS or end is None:
                raise Malformed("документ у файлі підпису записано частинами, які не читаються")
            ranges.append((begins, end))
            at = end
        return Parts(self._data, tuple(ranges)), self.leave(self.leave(at, octets), wrapped)

    def _header(self, at: int, limit: int) -> tuple[int, int | None, int]:
        """(tag, end or None, where the content begins)."""
        self._left -= 1
        if self._left < 0:
            raise Malformed(f"у файлі понад {MAX_ELEMENTS} елементів ASN.1")
        return header(self._data, at, limit)


def _wrap(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return bytes([tag]) + _length(len(content)) + content
