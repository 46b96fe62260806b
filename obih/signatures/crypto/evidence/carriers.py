"""The CAdES signatures inside a file that carries them, and the file with other ones in their places.

Known so far: a file of signatures itself, and ASiC-S / ASiC-E containers with CAdES (EN 319 162-1). In a
container every other entry stays as it is, byte for byte as far as ZIP lets it: names, order, contents.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.cms import SignedFile, looks_signed
from obih.signatures.crypto.structures import MISREAD

SIGNATURE_ENTRY = re.compile(r"META-INF/[^/]*signature[^/]*\.p7s", re.IGNORECASE)
MANIFEST_ENTRY = re.compile(r"META-INF/[^/]*ASiCManifest[^/]*\.xml", re.IGNORECASE)
SIG_REFERENCE = re.compile(rb"<(?:[\w.-]+:)?SigReference\b[^>]*\bURI\s*=\s*[\"']([^\"']+)[\"']")
BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, *MISREAD)
"""What a broken archive makes `zipfile` raise."""
MAX_ENTRIES, MAX_UNPACKED = 2000, 256 * 1024 * 1024


@dataclass(frozen=True)
class Carried:
    """One file of signatures and the document it is over; None where the document is not there."""

    name: str
    data: bytes
    content: bytes | None


def carried(data: bytes, document: bytes | None = None) -> list[Carried]:
    """The files of signatures in this one; none when it carries no CAdES. Raises Malformed.

    `document` is what lies beside a detached signature.
    """
    if data[:2] == b"PK":
        return _in_container(data)
    if not looks_signed(data):
        return []
    own = SignedFile(data).content
    if own is None:
        return [Carried("", data, document)]
    return [Carried("", data, own if isinstance(own, bytes) else b"".join(own.pieces()))]


def with_carried(data: bytes, changed: Sequence[Carried]) -> bytes:
    """The same file with these signatures in place of the ones of the same names."""
    if data[:2] != b"PK":
        (only,) = changed
        return only.data
    others = {one.name: one.data for one in changed}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        target.comment = source.comment
        for entry in source.infolist():
            target.writestr(entry, others.get(entry.filename) or source.read(entry), entry.compress_type)
    return made.getvalue()


def _in_container(data: bytes) -> list[Carried]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            entries = container.infolist()
            if len(entries) > MAX_ENTRIES or sum(one.file_size for one in entries) > MAX_UNPACKED:
                raise Malformed("контейнер завеликий, щоб додавати до нього докази")
            names = [one.filename for one in entries]
            if len(set(names)) != len(names):
                raise Malformed("у контейнері дві однакові назви")
            manifests = {one: container.read(one) for one in names if MANIFEST_ENTRY.fullmatch(one)}
            found = []
            for name in names:
                if SIGNATURE_ENTRY.fullmatch(name):
                    content = _signed_entry(container, name, names, manifests)
                    found.append(Carried(name, container.read(name), content))
            return found
    except Malformed:
        raise
    except BROKEN as problem:
        raise Malformed("контейнер не читається") from problem


def _signed_entry(
    container: zipfile.ZipFile, name: str, names: list[str], manifests: dict[str, bytes]
) -> bytes | None:
    """What the signature is over: its manifest (ASiC-E, 4.4), else the only data file (ASiC-S, 4.3)."""
    for manifest in manifests.values():
        if name.encode() in SIG_REFERENCE.findall(manifest):
            return manifest
    data_files = [one for one in names if one != "mimetype" and not one.startswith("META-INF/")]
    return container.read(data_files[0]) if len(data_files) == 1 and not manifests else None
