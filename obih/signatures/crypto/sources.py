"""A document as something that can be hashed in pieces: bytes, parts of a file, an entry of an archive.

A hundred megabytes are never held at once. What looks into the structure of a file (CMS, PDF, ZIP) takes a
`Buffer`: bytes, or the file mapped into memory, whose pages the system may drop again.
"""

from __future__ import annotations

import io
import mmap
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from obih.signatures.crypto.ber import MAX_SIZE, Malformed

PIECE = 1 << 20
SMALL = 8 << 20
"""Up to this size a file is simply read."""

Buffer = bytes | mmap.mmap


class Source(Protocol):
    """A document somewhere: how long it is, and its bytes from the beginning, as often as one asks."""

    @property
    def size(self) -> int: ...
    def pieces(self) -> Iterator[bytes]: ...


Content = bytes | Source


class Refused(Malformed):
    """A file that is not opened because of what it would do: a code, and a sentence for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class Remembering:
    """A document whose hashes, once counted, are kept: many signatures may be over the same one."""

    known: dict[tuple[str, bytes], bytes]


@dataclass(frozen=True)
class Parts(Remembering):
    """Stretches of a buffer, one after another: (start, end)."""

    buffer: Buffer
    ranges: tuple[tuple[int, int], ...]
    known: dict[tuple[str, bytes], bytes] = field(default_factory=dict, compare=False)

    @property
    def size(self) -> int:
        return sum(end - start for start, end in self.ranges)

    def pieces(self) -> Iterator[bytes]:
        """Pieces of a mebibyte; pages of a mapped file are given back as soon as they are read."""
        for start, end in self.ranges:
            for at in range(start, end, PIECE):
                yield self.buffer[at : min(at + PIECE, end)]
                _release(self.buffer, at)


def whole(buffer: Buffer) -> Content:
    """All of a buffer as a document."""
    return buffer if isinstance(buffer, bytes) else Parts(buffer, ((0, len(buffer)),))


def size_of(content: Content) -> int:
    """How many bytes."""
    return len(content) if isinstance(content, bytes) else content.size


def pieces(content: Content) -> Iterator[bytes]:
    """Its bytes in order."""
    if isinstance(content, bytes):
        yield content
    else:
        yield from content.pieces()


def head(content: Content, count: int) -> bytes:
    """The first bytes."""
    if isinstance(content, bytes):
        return content[:count]
    taken = b""
    for piece in content.pieces():
        taken += piece[: count - len(taken)]
        if len(taken) >= count:
            break
    return taken


def in_memory(content: Content, limit: int) -> bytes:
    """All of it at once. Raises Malformed when there is more than `limit`."""
    if size_of(content) > limit:
        raise Malformed(f"частина файлу більша за {limit // 1024 // 1024} МБ")
    return content if isinstance(content, bytes) else b"".join(content.pieces())


def same(one: Content, other: Content) -> bool:
    """True when both are the same bytes."""
    if size_of(one) != size_of(other):
        return False
    if isinstance(one, bytes) and isinstance(other, bytes):
        return one == other
    left, right = _File(one), _File(other)
    while piece := left.read(PIECE):
        if piece != right.read(len(piece)):
            return False
    return True


def opened(path: Path) -> Buffer:
    """A file, read or mapped. Raises OSError, Malformed when it is longer than anything looked at here."""
    size = path.stat().st_size
    if size > MAX_SIZE:
        raise Malformed(f"файл більший за {MAX_SIZE // 1024 // 1024} МБ")
    if size <= SMALL:
        return path.read_bytes()
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def buffered(content: Content) -> Buffer:
    """A document to look into. A long one that is packed goes into a temporary file without a name."""
    if isinstance(content, bytes):
        return content
    if isinstance(content, Parts) and content.ranges == ((0, len(content.buffer)),):
        return content.buffer
    if content.size <= SMALL:
        return b"".join(content.pieces())
    return spooled(content.pieces())


def spooled(given: Iterator[bytes]) -> Buffer:
    """Pieces put together in a temporary file without a name. Raises Malformed when they are too many."""
    with tempfile.TemporaryFile() as file:
        size = 0
        for piece in given:
            size += len(piece)
            if size > MAX_SIZE:
                raise Malformed(f"файл більший за {MAX_SIZE // 1024 // 1024} МБ")
            file.write(piece)
        file.flush()
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""


class BufferFile(io.RawIOBase):
    """A buffer as a file to be read by those who want one (zipfile)."""

    def __init__(self, buffer: Buffer) -> None:
        self._buffer, self._at = buffer, 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As files do; before the beginning is refused."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._buffer)}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._at = base + offset
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """So many bytes, all the rest unless told."""
        end = len(self._buffer) if size is None or size < 0 else min(self._at + size, len(self._buffer))
        taken = self._buffer[self._at : end]
        self._at += len(taken)
        return taken


class _File:
    """Any content read in portions of the size one wants."""

    def __init__(self, content: Content) -> None:
        self._pieces, self._rest = pieces(content), b""

    def read(self, count: int) -> bytes:
        while len(self._rest) < count and (piece := next(self._pieces, b"")):
            self._rest += piece
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken


def _release(buffer: Buffer, at: int) -> None:
    """Give the pages of one piece back: they can be read from the file again."""
    if isinstance(buffer, bytes) or not hasattr(mmap, "MADV_DONTNEED"):
        return
    start = at - at % mmap.PAGESIZE
    buffer.madvise(mmap.MADV_DONTNEED, start, min(PIECE, len(buffer) - start))
