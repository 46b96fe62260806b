"""ZIP archives of strangers: looked at, never unpacked to disk under their names.

What an archive could do to whoever opens it is refused before anything in it is read, each with its own code
and sentence (`Refused`): names that lead outside, links, twins, encrypted entries, entries lying over each
other, and more bytes than the archive could honestly hold.
"""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import IO

from obih.signatures.crypto.ber import MAX_SIZE, Malformed
from obih.signatures.crypto.sources import PIECE, Buffer, BufferFile, Refused, Remembering, in_memory

MAX_ENTRIES = 1000
MAX_DIRECTORY = 1 << 20
"""Bytes of the list of entries."""
MAX_RATIO = 200
"""Times a packed entry may grow: text seldom grows fifty times, a bomb a thousand."""
RATIO_FROM = 1 << 20
"""Entries shorter than this, unpacked, may grow as they like."""
MAX_NAME = 400
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED, STRONG, PATCH, MASKED, UTF_8 = 0x1, 0x40, 0x20, 0x2000, 0x800
END, END_SIZE, LOCAL_SIZE, DESCRIPTOR = b"PK\5\6", 22, 30, 24
UNICODE_PATH = 0x7075
UNIX = 3
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError)


@dataclass(frozen=True)
class Entry(Remembering):
    """A file of an archive, unpacked piece by piece each time it is read."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo
    name: str
    known: dict[tuple[str, bytes], bytes] = field(default_factory=dict, compare=False)

    @property
    def size(self) -> int:
        return self.info.file_size

    def pieces(self) -> Iterator[bytes]:
        """Its bytes; the archive’s own checksum is compared at the end. Raises Malformed."""
        try:
            with self.archive.open(self.info) as file:
                yield from _read(file)
        except BROKEN as problem:
            raise Malformed(f"файл «{self.name}» в архіві пошкоджено") from problem

    def whole(self, limit: int) -> bytes:
        """All of it at once. Raises Malformed when it is longer than the limit."""
        return in_memory(self, limit)

    def sha256(self) -> str:
        """The fingerprint in hexadecimal digits."""
        digest = sha256()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()


class Archive:
    """What a ZIP holds. Raises Refused for a dangerous one, Malformed when it is none."""

    def __init__(self, buffer: Buffer, limit: int = MAX_SIZE) -> None:
        _look_at_end(buffer)
        try:
            archive = zipfile.ZipFile(BufferFile(buffer))
        except BROKEN as problem:
            raise Malformed("архів ZIP пошкоджено") from problem
        infos = archive.infolist()
        if len(infos) > MAX_ENTRIES:
            raise Refused("ZIP_TOO_MANY", f"в архіві понад {MAX_ENTRIES} файлів")
        named = [(info, _name(info)) for info in infos]
        for info, name in named:
            _refuse_entry(info, name)
        _refuse_twins([name for _, name in named])
        _refuse_bomb(infos, limit)
        self.hidden_bytes = _between(buffer, archive)
        """Bytes that belong to no entry: nobody sees them, nobody has signed them."""
        self.entries = {name: Entry(archive, info, name) for info, name in named if not info.is_dir()}
        """By name, in the order of the archive; folders are left out."""
        self.comment: bytes = archive.comment

    @property
    def size(self) -> int:
        """Bytes of all entries unpacked."""
        return sum(entry.size for entry in self.entries.values())


def looks_packed(data: bytes) -> bool:
    """True when these bytes begin as a ZIP with something in it."""
    return data[:4] == b"PK\3\4"


def _read(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _look_at_end(buffer: Buffer) -> None:
    """The list of entries is bounded before anybody reads it; what lies behind the end is refused."""
    tail = buffer[max(0, len(buffer) - END_SIZE - 0xFFFF) :]
    at = tail.rfind(END)
    if at < 0 or at + END_SIZE > len(tail):
        raise Malformed("архів ZIP обірваний або це не архів")
    count, size, comment = struct.unpack("<H L 4x H", tail[at + 10 : at + END_SIZE])
    if at + END_SIZE + comment != len(tail):
        raise Refused("ZIP_TRAILING", "за кінцем архіву є зайві байти")
    if size > MAX_DIRECTORY or count > MAX_ENTRIES:  # ZIP64 says so too: more than any signed container has
        raise Refused("ZIP_TOO_MANY", f"в архіві понад {MAX_ENTRIES} файлів")


def _name(info: zipfile.ZipInfo) -> str:
    """Without the flag of UTF-8 it is that still when it reads as that, else the code page of old Windows."""
    if info.flag_bits & UTF_8:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp866", "replace")


def _refuse_entry(info: zipfile.ZipInfo, name: str) -> None:
    shown = "".join(one if one.isprintable() else "�" for one in name[:80])
    if not name or len(name) > MAX_NAME or any(unicodedata.category(one) in ("Cc", "Cs") for one in name):
        raise Refused("ZIP_NAME", f"назва файлу в архіві неприйнятна: «{shown}»")
    if name.startswith(("/", "\\")) or name[1:2] == ":":
        raise Refused("ZIP_ABSOLUTE", f"файл в архіві має абсолютний шлях: «{shown}»")
    if ".." in name.replace("\\", "/").split("/"):
        raise Refused("ZIP_TRAVERSAL", f"шлях файлу виводить за межі архіву: «{shown}»")
    if "\\" in name:
        raise Refused("ZIP_NAME", f"назва файлу в архіві неприйнятна: «{shown}»")
    if _other_name(info.extra, name):
        raise Refused("ZIP_TWO_NAMES", f"файл в архіві має дві різні назви: «{shown}»")
    if info.create_system == UNIX and _is_special(info.external_attr >> 16):
        raise Refused("ZIP_LINK", f"в архіві є посилання або особливий файл замість документа: «{shown}»")
    if info.flag_bits & (ENCRYPTED | STRONG | MASKED):
        raise Refused("ZIP_ENCRYPTED", f"файл в архіві зашифровано: «{shown}»")
    if info.compress_type not in METHODS or info.flag_bits & PATCH:
        raise Refused("ZIP_METHOD", f"файл в архіві стиснено невідомим способом: «{shown}»")


def _is_special(mode: int) -> bool:
    return bool(stat.S_IFMT(mode)) and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _other_name(extra: bytes, name: str) -> bool:
    """Info-ZIP keeps a second name in an extra field: some would show one, some the other."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == UNICODE_PATH and extra[9 : 4 + size] != name.encode():
            return True
        extra = extra[4 + size :]
    return False


def _refuse_twins(names: list[str]) -> None:
    """Twins for any system: one of them would be checked, the other opened."""
    seen: set[str] = set()
    for name in names:
        key = unicodedata.normalize("NFC", name).casefold().rstrip("/")
        if key in seen:
            raise Refused("ZIP_DUPLICATE", f"в архіві два файли з назвою «{name[:80]}»")
        seen.add(key)


def _refuse_bomb(infos: list[zipfile.ZipInfo], limit: int) -> None:
    if sum(info.file_size for info in infos) > limit:
        raise Refused("ZIP_TOO_BIG", f"розпакований архів більший за {limit // 1024 // 1024} МБ")
    for info in infos:
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Refused("ZIP_BOMB", f"архів розпаковується більше ніж у {MAX_RATIO} разів (zip-бомба)")
        if info.compress_type == zipfile.ZIP_STORED and info.file_size != info.compress_size:
            raise Malformed("архів ZIP пошкоджено")


def _between(buffer: Buffer, archive: zipfile.ZipFile) -> int:
    """Entries in the order they lie must not overlap; how many bytes lie between and before them."""
    hidden = at = 0
    for info in sorted(archive.infolist(), key=lambda one: one.header_offset):
        start = info.header_offset
        header = buffer[start : start + LOCAL_SIZE]
        if len(header) < LOCAL_SIZE or header[:4] != b"PK\3\4":
            raise Malformed("архів ZIP пошкоджено")
        if start < at:
            raise Refused("ZIP_OVERLAP", "файли в архіві накладаються один на одного")
        hidden += start - at
        flags, name, extra = *struct.unpack("<H", header[6:8]), *struct.unpack("<HH", header[26:30])
        if flags & ENCRYPTED:
            raise Refused("ZIP_ENCRYPTED", f"файл в архіві зашифровано: «{info.filename[:80]}»")
        at = start + LOCAL_SIZE + name + extra + info.compress_size
        at += _descriptor(buffer, at, info) if flags & 0x8 else 0
    if at > archive.start_dir:
        raise Refused("ZIP_OVERLAP", "файли в архіві накладаються один на одного")
    return hidden + archive.start_dir - at


def _descriptor(buffer: Buffer, at: int, info: zipfile.ZipInfo) -> int:
    """The length of the data descriptor after an entry (APPNOTE 4.3.9), with a mark or without."""
    given = buffer[at : at + DESCRIPTOR]
    mark = 4 if given[:4] == b"PK\7\10" else 0
    for size in (8, 16):
        numbers = struct.unpack_from(
            "<LL" if size == 8 else "<QQ", given.ljust(DESCRIPTOR + 8, b"\0"), mark + 4
        )
        if numbers == (info.compress_size, info.file_size):
            return mark + 4 + size
    return 0
