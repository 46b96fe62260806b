"""Reading a ZIP's table of contents without unpacking it.

Python's own `zipfile` trusts the table's size; here the size, the number of entries and every position are
bounded first, because this runs where requests are answered.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from obih.files.problems import FileProblem
from obih.files.rules import MEGABYTE, extension_of

MOST_ENTRIES = 10_000
MOST_TABLE_BYTES = 4 * MEGABYTE
MOST_UNPACKED = 1024 * MEGABYTE
INNOCENT_UNPACKED = 32 * MEGABYTE
MOST_RATIO = 100
STORED, DEFLATED = 0, 8
ARCHIVES = frozenset({"zip", "7z", "rar", "gz", "tgz", "bz2", "xz", "tar", "zst", "jar", "cab", "arj", "z"})

DAMAGED = "Архів пошкоджено: його вміст не читається. Запакуйте або надішліть файл ще раз"
ENCRYPTED = (
    "Файл захищено паролем. Зніміть пароль і додайте його знову: захищений файл ніхто не зможе прочитати"
)
BOMB = "Архів небезпечний: після розпакування він займе у багато разів більше місця. Такий файл не приймаємо"
NESTED = "В архіві лише інші архіви. Розпакуйте його й додайте самі документи"
PATHS = "Архів небезпечний: файли в ньому лягли б поза його теку. Такий файл не приймаємо"


@dataclass(frozen=True)
class Entry:
    """One line of the table of contents."""

    name: str
    flags: int
    method: int
    packed: int
    unpacked: int
    offset: int
    mode: int

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")


def read_table(file: BinaryIO, size: int) -> list[Entry]:
    """The table of contents, checked. Raises FileProblem for what is damaged, encrypted or a bomb."""
    count, table_size, table_at = _end_record(file, size)
    if count > MOST_ENTRIES or table_size > MOST_TABLE_BYTES:
        raise FileProblem(f"В архіві понад {MOST_ENTRIES} файлів. Такий архів не приймаємо")
    if table_at + table_size > size:
        raise FileProblem(DAMAGED)
    file.seek(table_at)
    entries = list(_entries(file.read(table_size)))
    if len(entries) != count:
        raise FileProblem(DAMAGED)
    _refuse_hostile(entries, size, table_at)
    return entries


def _end_record(file: BinaryIO, size: int) -> tuple[int, int, int]:
    """Entries, the table's size and place; the ZIP64 twin is read where the short record says so."""
    tail_at = max(0, size - 65_557)
    file.seek(tail_at)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise FileProblem(DAMAGED)
    _, disk, _, _, count, table_size, table_at, _ = struct.unpack_from("<4s4H2LH", tail, at)
    end = tail_at + at
    locator = tail[at - 20 : at] if at >= 20 else b""
    if locator[:4] == b"PK\x06\x07":
        end = struct.unpack_from("<Q", locator, 8)[0]
        file.seek(min(end, size))
        record = file.read(56)
        if len(record) < 56 or record[:4] != b"PK\x06\x06":
            raise FileProblem(DAMAGED)
        count, table_size, table_at = struct.unpack_from("<3Q", record, 32)
    if disk not in (0, 0xFFFF) or table_at + table_size != end:
        raise FileProblem(DAMAGED)
    return count, table_size, table_at


def _entries(table: bytes) -> Iterator[Entry]:
    at = 0
    while at + 46 <= len(table) and table[at : at + 4] == b"PK\x01\x02":
        fields = struct.unpack_from("<6H3L5H2L", table, at + 4)
        flags, method, packed, unpacked = fields[2], fields[3], fields[7], fields[8]
        name_size, extra_size, note_size, outside, offset = (*fields[9:12], fields[14], fields[15])
        raw = table[at + 46 : at + 46 + name_size]
        extra = table[at + 46 + name_size : at + 46 + name_size + extra_size]
        packed, unpacked, offset = _with_zip64(extra, packed, unpacked, offset)
        name = raw.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        yield Entry(name, flags, method, packed, unpacked, offset, outside >> 16)
        at += 46 + name_size + extra_size + note_size


def _with_zip64(extra: bytes, packed: int, unpacked: int, offset: int) -> tuple[int, int, int]:
    """Sizes that did not fit into 32 bits, from the extra field 0x0001, in the order of the format."""
    at, wide = 0, b""
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            wide = extra[at + 4 : at + 4 + size]
        at += 4 + size
    values = []
    for value in (unpacked, packed, offset):
        if value == 0xFFFFFFFF and len(wide) >= 8:
            value, wide = struct.unpack_from("<Q", wide)[0], wide[8:]
        values.append(value)
    return values[1], values[0], values[2]


def _refuse_hostile(entries: list[Entry], size: int, table_at: int) -> None:
    if any(each.flags & 1 for each in entries):
        raise FileProblem(ENCRYPTED)
    if any(_leads_outside(each) for each in entries):
        raise FileProblem(PATHS)
    unpacked = sum(each.unpacked for each in entries)
    if unpacked > MOST_UNPACKED or (unpacked > INNOCENT_UNPACKED and unpacked > MOST_RATIO * size):
        raise FileProblem(BOMB)
    end = 0
    for each in sorted(entries, key=lambda each: each.offset):
        if each.offset < end:  # overlapping entries: a bomb that needs no second level
            raise FileProblem(BOMB)
        end = each.offset + 30 + each.packed
    if end > table_at:
        raise FileProblem(DAMAGED)
    names = [each.name for each in entries if not each.is_folder]
    if names and all(extension_of(name) in ARCHIVES for name in names):
        raise FileProblem(NESTED)


def _leads_outside(entry: Entry) -> bool:
    name = entry.name.replace("\\", "/")
    drive = len(name) > 1 and name[1] == ":"
    return (
        stat.S_ISLNK(entry.mode) or name.startswith("/") or drive or ".." in name.split("/") or "\0" in name
    )


def head_of(file: BinaryIO, entry: Entry, most: int) -> bytes:
    """The first `most` bytes of an entry; never unpacks more than that."""
    file.seek(entry.offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise FileProblem(DAMAGED)
    name_size, extra_size = struct.unpack_from("<2H", header, 26)
    file.seek(entry.offset + 30 + name_size + extra_size)
    packed = file.read(min(entry.packed, most + 1024))
    if entry.method == STORED:
        return packed[:most]
    if entry.method != DEFLATED:
        raise FileProblem(DAMAGED)
    try:
        return zlib.decompressobj(-15).decompress(packed, most)
    except zlib.error:
        raise FileProblem(DAMAGED) from None
