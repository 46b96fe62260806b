"""As much of the syntax of PDF (ISO 32000-2, 7.3, 7.5) as telling one kind of revision needs, and strictly.

What a reader would forgive is Broken here: whoever asks takes that for «some other change».
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from obih.signatures.crypto.sources import Buffer

SKIP = re.compile(rb"(?:[\s\0]|%[^\r\n]*(?:[\r\n]|$))*")
OBJECT = re.compile(rb"(\d{1,10}) 0 obj\b")
TOKEN = re.compile(
    rb"\s*(?:(<<)|(>>)|(\[)|(\])|/([^\s<>\[\](){}/%\0]*)|(\d{1,10})\s+0\s+R\b"
    rb"|\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>|([-+]?\d{1,10}(?:\.\d+)?|true|false|null)(?![^\s<>\[\](){}/%]))",
    re.S,
)
BODY_END = re.compile(rb"\bstream(?:\r\n|\n)|\bendobj\b")
AFTER_STREAM = re.compile(rb"\s*endstream\s+endobj\b")
SECTION = re.compile(rb"(\d{1,10}) (\d{1,7})[ \t]*(?:\r\n|\r|\n)")
LINE = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)")
MAX_DEPTH, MAX_ENTRIES, MAX_DICTIONARY, MAX_INFLATED = 10, 100_000, 1 << 20, 16 << 20


class Broken(ValueError):
    """Not to the letter of what is read here."""


@dataclass(frozen=True)
class Reference:
    """An indirect reference; generations other than 0 are not read."""

    number: int


@dataclass(frozen=True)
class Table:
    """A table of objects: number → place, None for a free one. `number`: of the stream that it is."""

    at: int
    end: int
    entries: dict[int, int | None]
    trailer: dict[str, Any]
    number: int | None = None


def value_of(text: bytes) -> Any:
    """One value and nothing else: dict, list, «/Name», Reference, bytes of a string, text of a number."""
    value, at = _value(text, 0, 0)
    if not SKIP.fullmatch(text[at:]) or b"%" in text:
        raise Broken
    return value


def _value(text: bytes, at: int, depth: int) -> tuple[Any, int]:
    token = TOKEN.match(text, at)
    if token is None or depth > MAX_DEPTH:
        raise Broken
    kind, at = token.lastindex, token.end()
    if kind == 1:
        return _dictionary(text, at, depth)
    if kind == 3:
        return _list(text, at, depth)
    if kind == 5:
        name = token.group(5).decode("ascii")
        if "#" in name:
            raise Broken
        return f"/{name}", at
    if kind == 6:
        return Reference(int(token.group(6))), at
    if kind in (7, 8):
        return token.group(kind), at
    if kind == 9:
        return token.group(9).decode("ascii"), at
    raise Broken


def _dictionary(text: bytes, at: int, depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while True:
        token = TOKEN.match(text, at)
        if token is None:
            raise Broken
        if token.lastindex == 2:
            return found, token.end()
        if token.lastindex != 5 or b"#" in token.group(5):
            raise Broken
        key = token.group(5).decode("ascii")
        if key in found:
            raise Broken
        found[key], at = _value(text, token.end(), depth + 1)


def _list(text: bytes, at: int, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while True:
        token = TOKEN.match(text, at)
        if token is None:
            raise Broken
        if token.lastindex == 4:
            return found, token.end()
        one, at = _value(text, at, depth + 1)
        found.append(one)


def numbers_in(value: Any) -> Iterator[int]:
    """Numbers of all objects that a value refers to."""
    if isinstance(value, Reference):
        yield value.number
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from numbers_in(one)


def head_at(buffer: Buffer, at: int, limit: int) -> tuple[int, Any, bool, int]:
    """(number, value, whether a stream follows, where the value and the word behind it end)."""
    begun = OBJECT.match(buffer[at : at + 64])
    if begun is None:
        raise Broken
    start = at + begun.end()
    for size in (4096, MAX_DICTIONARY):
        text = buffer[start : min(start + size, limit)]
        if ended := BODY_END.search(text):
            break
    else:
        raise Broken
    value = value_of(text[: ended.start()])
    return int(begun.group(1)), value, ended.group().startswith(b"stream"), start + ended.end()


def object_at(buffer: Buffer, at: int, limit: int) -> tuple[int, Any, bytes | None, int]:
    """(number, value, bytes of its stream or None, where it ends)."""
    number, value, has_stream, inside = head_at(buffer, at, limit)
    if not has_stream:
        return number, value, None, inside
    size = int(value["Length"])
    after = AFTER_STREAM.match(buffer[inside + size : min(inside + size + 64, limit)])
    if size < 0 or after is None:
        raise Broken
    return number, value, buffer[inside : inside + size], inside + size + after.end()


def read_table(buffer: Buffer, at: int, limit: int) -> Table:
    """The table of objects at this place, of either form (7.5.4, 7.5.8); object streams are Broken."""
    if not 0 <= at < limit:
        raise Broken
    if buffer[at : at + 4] == b"xref":
        return _plain_table(buffer, at, limit)
    number, about, stream, end = object_at(buffer, at, limit)
    if stream is None or about.get("Type") != "/XRef":
        raise Broken
    return Table(at, end, _packed_entries(about, stream), _trailer(about), number)


def _plain_table(buffer: Buffer, at: int, limit: int) -> Table:
    text = buffer[at : min(at + MAX_ENTRIES * 20, limit)]
    place = SKIP.match(text, 4).end()  # type: ignore[union-attr]
    entries: dict[int, int | None] = {}
    while section := SECTION.match(text, place):
        first, count = int(section.group(1)), int(section.group(2))
        place = section.end()
        for number in range(first, first + count):
            line = LINE.match(text, place)
            if line is None or number in entries:
                raise Broken
            entries[number] = int(line.group(1)) if line.group(3) == b"n" else None
            place = line.end()
    end = text.find(b"startxref", place)
    if text[place : place + 7] != b"trailer" or end < 0:
        raise Broken
    return Table(at, at + end, entries, _trailer(value_of(text[place + 7 : end])))


def _trailer(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict) or not isinstance(given.get("Root"), Reference) or "XRefStm" in given:
        raise Broken
    return given | {"Size": int(given["Size"])}


def _packed_entries(about: dict[str, Any], stream: bytes) -> dict[int, int | None]:
    if about.get("Filter") not in (None, "/FlateDecode", ["/FlateDecode"]):
        raise Broken
    widths = [int(one) for one in about["W"]]
    if len(widths) != 3 or not all(0 <= one <= 8 for one in widths) or not sum(widths):
        raise Broken
    data = inflated(stream) if about.get("Filter") else stream
    data = _unpredicted(data, about.get("DecodeParms"), sum(widths))
    given = [int(one) for one in about.get("Index", ["0", about["Size"]])]
    numbers = [
        one for start, count in zip(given[::2], given[1::2], strict=True) for one in _run(start, count)
    ]
    if len(data) != len(numbers) * sum(widths) or len(set(numbers)) != len(numbers):
        raise Broken
    entries: dict[int, int | None] = {}
    for place, number in enumerate(numbers):
        row = data[place * sum(widths) : (place + 1) * sum(widths)]
        kind = int.from_bytes(row[: widths[0]], "big") if widths[0] else 1
        where = int.from_bytes(row[widths[0] : widths[0] + widths[1]], "big")
        if kind not in (0, 1):
            raise Broken
        entries[number] = where if kind == 1 else None
    return entries


def _run(start: int, count: int) -> range:
    if start < 0 or not 0 <= count <= MAX_ENTRIES:
        raise Broken
    return range(start, start + count)


def _unpredicted(data: bytes, given: Any, width: int) -> bytes:
    """PNG prediction by the row above (7.4.4.4), the one that tables use; or none."""
    if given is None or given.get("Predictor", "1") == "1":
        return data
    known = set(given) <= {"Predictor", "Columns"}
    if not known or int(given["Predictor"]) < 10 or int(given.get("Columns", "1")) != width:
        raise Broken
    out, above = bytearray(), bytes(width)
    for at in range(0, len(data), width + 1):
        row = data[at + 1 : at + 1 + width]
        if data[at] not in (0, 2) or len(row) != width:
            raise Broken
        above = bytes((one + up) & 0xFF for one, up in zip(row, above, strict=True)) if data[at] else row
        out += above
    return bytes(out)


def inflated(data: bytes) -> bytes:
    """Flate, to an amount."""
    machine = zlib.decompressobj()
    made = machine.decompress(data, MAX_INFLATED)
    if not machine.eof or machine.unconsumed_tail:
        raise Broken
    return made
