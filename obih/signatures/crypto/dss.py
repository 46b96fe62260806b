"""A revision of a PDF that only adds evidence of validity (EN 319 142-1, 5.4.2), told from any other.

What is behind a signature was signed by nobody, so it must be shown that it changes nothing a person sees.
New objects may only be certificates, CRLs, OCSP responses and dictionaries that list them, and nothing that
was signed may refer to their numbers; the catalog is as it was, with the list added; the table of objects
points at these and no others. Every object that was there is read for that, strictly: what is not recognised
to the letter (object streams among it) makes «some other change».
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from obih.signatures.crypto.ber import definite
from obih.signatures.crypto.pdf_syntax import (
    OBJECT,
    SKIP,
    Broken,
    Reference,
    Table,
    head_at,
    inflated,
    numbers_in,
    object_at,
    read_table,
)
from obih.signatures.crypto.sources import Buffer

MAX_TAIL, MAX_BLANK = 16 << 20, 4096
MAX_READ = 8 << 20
"""Bytes of dictionaries of what was signed that are read."""
MAX_CHAIN = 32
END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*")
LISTING = {"Type", "DSS", "VRI", "Certs", "OCSPs", "CRLs", "Cert", "OCSP", "CRL", "TU", "TS"}
SIGNATURE_HASH = re.compile(r"[0-9A-Fa-f]{40}")
TRAILER = {"Size", "Root", "Prev", "Info", "ID", "Type", "W", "Index", "Filter", "DecodeParms", "Length"}
ADDED, METADATA = {"DSS", "Extensions"}, {"Type", "Subtype", "Length", "Filter"}


@dataclass
class Addition:
    """What a revision added: certificates, CRLs and OCSP responses, as they stand there."""

    evidence: list[bytes] = field(default_factory=list)


def added_evidence(buffer: Buffer, start: int) -> Addition | None:
    """The evidence behind this place; None when anything else is there too, or cannot be told."""
    if len(buffer) - start > MAX_TAIL:
        return None
    try:
        return _Revision(buffer, start).addition()
    except (Broken, ValueError, LookupError, TypeError, RecursionError, zlib.error):
        return None


class _Revision:
    def __init__(self, buffer: Buffer, start: int) -> None:
        self._buffer, self._start = buffer, start
        ended = list(END.finditer(buffer[max(0, start - 1024) : start]))
        if not ended or ended[-1].end() != min(start, 1024):
            raise Broken
        self._before_at = int(ended[-1].group(1))
        self._before = read_table(buffer, self._before_at, start)

    def addition(self) -> Addition:
        objects, table = self._parts()
        root = self._before.trailer["Root"]
        self._check_table(objects, table, root)
        found = Addition()
        self._check_signed()
        for number, (_, value, stream) in objects.items():
            if number == table.number:
                continue
            if number < self._before.trailer["Size"]:
                self._check_known(number, value, stream, root)
            elif stream is not None:
                found.evidence.append(_evidence(value, stream))
            else:
                _check_listing(value)
        return found

    def _parts(self) -> tuple[dict[int, tuple[int, Any, bytes | None]], Table]:
        """Objects of the revision by number, and its one table; nothing may stand between them."""
        at, end = self._start, len(self._buffer)
        objects: dict[int, tuple[int, Any, bytes | None]] = {}
        tables: list[Table] = []
        ended: list[int] = []
        while at < end:
            blank = SKIP.match(self._buffer[at : at + MAX_BLANK])
            if blank is not None and blank.end():
                at += blank.end()
                continue
            piece = self._buffer[at : at + 64]
            if OBJECT.match(piece):
                number, value, stream, following = object_at(self._buffer, at, end)
                if number in objects:
                    raise Broken
                objects[number] = at, value, stream
                if isinstance(value, dict) and value.get("Type") == "/XRef":
                    tables.append(read_table(self._buffer, at, end))
                at = following
            elif piece.startswith(b"xref"):
                tables.append(read_table(self._buffer, at, end))
                at = tables[-1].end
            elif given := END.match(self._buffer[at : at + 64]):
                ended.append(int(given.group(1)))
                at += given.end()
            else:
                raise Broken
        if len(tables) != 1 or ended != [tables[0].at]:
            raise Broken
        return objects, tables[0]

    def _check_table(self, objects: dict[int, Any], table: Table, root: Reference) -> None:
        trailer = table.trailer
        if set(trailer) - TRAILER or trailer["Root"] != root or int(trailer["Prev"]) != self._before_at:
            raise Broken
        if trailer.get("Info") != self._before.trailer.get("Info") or "Encrypt" in self._before.trailer:
            raise Broken
        used = {number: at for number, at in table.entries.items() if at is not None}
        free = {number for number, at in table.entries.items() if at is None}
        places = {number: at for number, (at, _, _) in objects.items()}
        if free - {0} or any(places.get(number) != at for number, at in used.items()):
            raise Broken
        if set(places) - set(used) - {table.number}:
            raise Broken

    def _check_known(self, number: int, value: Any, stream: bytes | None, root: Reference) -> None:
        """The catalog with a list of evidence added, or what describes the document beside its pages."""
        if not isinstance(value, dict):
            raise Broken
        if number == root.number and stream is None:
            earlier = self._earlier(number)
            changed = {key: one for key, one in value.items() if key not in ADDED}
            if (
                changed != {key: one for key, one in earlier.items() if key not in ADDED}
                or "DSS" not in value
            ):
                raise Broken
            _check_listing(value["DSS"])
        elif stream is not None:
            both = (value, self._earlier(number))
            if number != self._number_of(self._earlier(root.number), "Metadata"):
                raise Broken
            if set(value) - METADATA or any(one.get("Type") != "/Metadata" for one in both):
                raise Broken
        elif number != self._number_of(self._before.trailer, "Info") or not _is_plain(value):
            raise Broken

    @staticmethod
    def _number_of(about: dict[str, Any], key: str) -> int | None:
        given = about.get(key)
        return given.number if isinstance(given, Reference) else None

    def _check_signed(self) -> None:
        """Nothing that was signed refers to a number that was free then, which could come to mean something,
        nor but for the catalog to what may be written anew."""
        root = self._before.trailer["Root"].number
        size = self._before.trailer["Size"]
        apart = {
            self._number_of(self._earlier(root), "Metadata"),
            self._number_of(self._before.trailer, "Info"),
        }
        places: dict[int, int | None] = {}
        for table in self._tables():
            for number, at in table.entries.items():
                places.setdefault(number, at)
        if max(places, default=0) >= size:
            raise Broken
        left = MAX_READ
        for number, place in places.items():
            if place is None:
                continue
            found, value, _, after = head_at(self._buffer, place, self._start)
            left -= after - place
            if left < 0:
                raise Broken
            named = set(numbers_in(value))
            if found != number or any(one >= size for one in named) or (number != root and named & apart):
                raise Broken

    def _tables(self) -> Iterator[Table]:
        """Tables of what was signed, the newest first."""
        table = self._before
        for _ in range(MAX_CHAIN):
            yield table
            if "Prev" not in table.trailer:
                return
            table = read_table(self._buffer, int(table.trailer["Prev"]), self._start)
        raise Broken

    def _earlier(self, number: int) -> dict[str, Any]:
        """The dictionary that was signed, found as the tables of its own revisions say."""
        for table in self._tables():
            at = table.entries.get(number)
            if at is not None:
                found, value = head_at(self._buffer, at, self._start)[:2]
                if found != number or not isinstance(value, dict):
                    raise Broken
                return value
        raise Broken


def _evidence(about: Any, stream: bytes) -> bytes:
    if not isinstance(about, dict) or set(about) - {"Length", "Filter"}:
        raise Broken
    if about.get("Filter") not in (None, "/FlateDecode", ["/FlateDecode"]):
        raise Broken
    data = inflated(stream) if about.get("Filter") else stream
    whole, rest = definite(data)
    if rest or whole != data or data[:1] != b"\x30":
        raise Broken
    return data


def _is_plain(value: dict[str, Any]) -> bool:
    return all(isinstance(one, str | bytes) for one in value.values())


def _check_listing(value: Any) -> None:
    """Lists of references, and dictionaries of lists under the names of the standard."""
    if isinstance(value, Reference | bytes) or value in ("/DSS", "/VRI"):
        return
    if isinstance(value, list):
        for one in value:
            if not isinstance(one, Reference):
                raise Broken
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in LISTING and not SIGNATURE_HASH.fullmatch(key):
                raise Broken
            _check_listing(one)
    else:
        raise Broken
