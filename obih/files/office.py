"""Office files: which one it is, and whether something in it would run or reach out."""

from __future__ import annotations

import mmap
import re
from typing import BinaryIO

from obih.files import kinds
from obih.files.kinds import Kind
from obih.files.problems import FileProblem
from obih.files.rules import extension_of
from obih.files.xml_heads import HEAD_BYTES, root_of
from obih.files.zips import DAMAGED, DEFLATED, ENCRYPTED, STORED, Entry, head_of

MOST_PARTS = 3000
MACROS = "Файл містить макроси. Збережіть його без макросів (DOCX, XLSX, PDF) і додайте знову"
UNKNOWN = (
    "Не впізнаємо, що це за файл. Приймаємо PDF, зображення, документи Word, Excel, ODF, архіви й підписи"
)
REMOTE = "Документ бере шаблон з інтернету: так передають віруси. Попросіть надіслати його у PDF"
PROGRAM_INSIDE = "В архіві є програма («{name}»). Програми не приймаємо: додайте лише документи"
TOO_MANY_PARTS = "Документ складено незвично: у ньому забагато частин. Збережіть його наново або як PDF"

_EMPTY_LIBRARIES = ("/", "script-lb.xml", "script-lc.xml")
_OPENXML = (("word/", kinds.DOCX), ("xl/", kinds.XLSX), ("ppt/", kinds.PPTX))
_BY_MIMETYPE = {
    kind.media_type.encode(): kind for kind in (kinds.ODT, kinds.ODS, kinds.ODP, kinds.ASICE, kinds.ASICS)
}
_REMOTE_TEMPLATE = re.compile(rb"<[^<>]{0,2000}attachedTemplate[^<>]{0,2000}>")
_FAR_TARGET = re.compile(rb"target\s*=\s*[\"'](https?:|ftp:|\\\\|//|file://[^/])", re.IGNORECASE)


def kind_of_zip(file: BinaryIO, entries: list[Entry]) -> Kind:
    """A ZIP's kind: an office document, a signature container or a mere archive.

    Raises FileProblem for macros, a DOCTYPE in any part, a template taken from elsewhere and programs
    inside an archive.
    """
    names = {entry.name for entry in entries}
    kind = _container(file, entries, names)
    if kind is kinds.ZIP:
        _refuse_programs(entries)
        return kind
    if kind.office:
        if len(names) != len(entries):
            raise FileProblem(DAMAGED)
        _refuse_macros(names)
        _refuse_hostile_parts(file, entries)
    return kind


def _container(file: BinaryIO, entries: list[Entry], names: set[str]) -> Kind:
    if "[Content_Types].xml" in names:
        for folder, kind in _OPENXML:
            if any(name.startswith(folder) for name in names):
                return kind
    first = next((entry for entry in entries if entry.name == "mimetype"), None)
    if first:
        said = head_of(file, first, 100).strip()
        if b"opendocument" in said and "META-INF/manifest.xml" in names:
            _refuse_odf_password(file, entries)
        if said in _BY_MIMETYPE:
            return _BY_MIMETYPE[said]
    if any(name.startswith("META-INF/") and name.lower().endswith((".p7s", ".tst")) for name in names):
        return kinds.ASICE
    if any(name.startswith("META-INF/") and "signature" in name.lower() for name in names):
        return kinds.ASICE
    return kinds.ZIP


def _refuse_odf_password(file: BinaryIO, entries: list[Entry]) -> None:
    manifest = next(entry for entry in entries if entry.name == "META-INF/manifest.xml")
    if b"encryption-data" in head_of(file, manifest, HEAD_BYTES):
        raise FileProblem(ENCRYPTED)


def _refuse_programs(entries: list[Entry]) -> None:
    for entry in entries:
        if extension_of(entry.name.rpartition("/")[2]) in kinds.PROGRAMS:
            raise FileProblem(PROGRAM_INSIDE.format(name=entry.name.rpartition("/")[2][:80]))


def _refuse_macros(names: set[str]) -> None:
    for name in (each.lower() for each in names):
        macro = name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name
        basic = name.startswith(("basic/", "scripts/")) and not name.endswith(_EMPTY_LIBRARIES)
        if macro or basic:
            raise FileProblem(MACROS)


def _refuse_hostile_parts(file: BinaryIO, entries: list[Entry]) -> None:
    parts = [entry for entry in entries if entry.name.lower().endswith((".xml", ".rels", ".vml", ".rdf"))]
    if len(parts) > MOST_PARTS:
        raise FileProblem(TOO_MANY_PARTS)
    for part in parts:
        if part.method not in (STORED, DEFLATED):
            raise FileProblem(DAMAGED)
        head = head_of(file, part, 2048)
        if not _has_root(head) and part.unpacked > len(head):
            head = head_of(file, part, HEAD_BYTES)
        root_of(head)
        if part.name.lower().endswith("settings.xml.rels"):
            _refuse_remote_template(head_of(file, part, HEAD_BYTES))


def _has_root(head: bytes) -> bool:
    """Whether the first bytes already reach the root element (then there is no need for more of them)."""
    return re.search(rb"<\x00?[A-Za-z_]", head) is not None and b"<!" not in head.replace(b"\0", b"")


def _refuse_remote_template(relations: bytes) -> None:
    for found in _REMOTE_TEMPLATE.finditer(relations):
        if _FAR_TARGET.search(found[0]):
            raise FileProblem(REMOTE)


def kind_of_ole(file: BinaryIO) -> Kind:
    """An old office file (OLE compound), by the names of its streams."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        if _has_stream(whole, "EncryptedPackage"):
            raise FileProblem(ENCRYPTED)
        if any(_has_stream(whole, name) for name in ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA")):
            raise FileProblem(MACROS)
        for name, kind in _OLE_STREAMS:
            if _has_stream(whole, name):
                return kind
    raise FileProblem(UNKNOWN)


_OLE_STREAMS = (
    ("WordDocument", kinds.DOC),
    ("Workbook", kinds.XLS),
    ("Book", kinds.XLS),
    ("PowerPoint Document", kinds.PPT),
    ("__properties_version1.0", kinds.MSG),
)


def _has_stream(whole: mmap.mmap, name: str) -> bool:
    """Whether a directory entry has this name: entries are 128 bytes and start with the name in UTF-16."""
    wanted = (name + "\0").encode("utf-16-le")
    at = whole.find(wanted)
    while at >= 0:
        if at % 128 == 0:
            return True
        at = whole.find(wanted, at + 1)
    return False
