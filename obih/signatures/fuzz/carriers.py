"""Changes that know the carrier: entries of a ZIP, numbers of a PDF, elements of XML, letters of base64."""

from __future__ import annotations

import base64
import io
import re
import warnings
import zipfile
import zlib
from random import Random

NAMES = (
    "../../etc/passwd", "/etc/passwd", "META-INF/../x", "META-INF/signature001.p7s", "META-INF/ASiCManifest001.xml",
    "META-INF/signatures001.xml", "mimetype", "", "a" * 5000, "лист.pdf", "x\0y", "C:\\x", "META-INF/", "a/b/../../../c",
)  # fmt: skip
MAX_ENTRY = 1 << 20
BAD_ZIP = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, OSError, EOFError)


def zipped(data: bytes, random: Random, changed: object) -> bytes | None:
    """The archive with entries changed, renamed, doubled, left out; None when it is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [
                (one.filename, archive.read(one)) for one in archive.infolist() if one.file_size < MAX_ENTRY
            ]
    except BAD_ZIP:
        return None
    if not entries:
        return None
    place = random.randrange(len(entries))
    name, content = entries[place]
    choice = random.randrange(8)
    if choice <= 2:
        assert callable(changed), "a mutator"
        entries[place] = name, changed(content)
    elif choice == 3:
        entries[place] = random.choice(NAMES), content
    elif choice == 4:
        entries.append((random.choice((name, *NAMES)), random.choice((content, b"", b"\0" * 100_000))))
    elif choice == 5:
        entries.pop(place)
    elif choice == 6:
        random.shuffle(entries)
    else:
        entries += [(f"{number}.txt", b"x") for number in range(random.choice((3, 300, 2000)))]
    out = io.BytesIO()
    method = random.choice(
        (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
    )
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")  # twins are meant
        for one, inside in entries:
            info = zipfile.ZipInfo(one or "x", (2026, 11, 20, 12, 0, 0))
            info.compress_type = method
            archive.writestr(info, inside)
    made = out.getvalue()
    return _crooked(made, random) if random.random() < 0.3 else made


def _crooked(data: bytes, random: Random) -> bytes:
    """Fields of headers set to what they are not: sizes, offsets, flags, methods."""
    marks = [one.start() for one in re.finditer(rb"PK[\x01\x03\x05][\x02\x04\x06]", data)]
    if not marks:
        return data
    out = bytearray(data)
    at = random.choice(marks) + random.randrange(4, 46)
    value = random.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x08\0", b"\x63\0", random.randbytes(2)))
    out[at : at + len(value)] = value
    return bytes(out)


def pdf(data: bytes, random: Random, changed: object) -> bytes | None:
    """Numbers of ByteRange, digits of Contents, revisions and tails; None when it is no PDF."""
    if b"%PDF" not in data[:1024]:
        return None
    choice = random.randrange(6)
    ranges = list(re.finditer(rb"/ByteRange\s*\[([^\]]*)\]", data))
    if choice == 0 and ranges:
        one = random.choice(ranges)
        numbers = one.group(1).split()
        place = random.randrange(max(1, len(numbers)))
        numbers[place : place + 1] = [
            random.choice((b"0", b"-1", b"99999999999", b"1e9", b"x", b"%d" % len(data)))
        ]
        return data[: one.start(1)] + b" ".join(numbers) + data[one.end(1) :]
    contents = list(re.finditer(rb"/Contents\s*<([0-9A-Fa-f]*)>", data))
    if choice <= 2 and contents:
        one = random.choice(contents)
        digits = one.group(1)
        assert callable(changed), "a mutator"
        made = changed(bytes.fromhex(digits[: len(digits) // 2 * 2].decode())).hex().encode()
        return data[: one.start(1)] + made[: len(digits)].ljust(len(digits), b"0") + data[one.end(1) :]
    if choice == 3:
        return data + random.choice(
            (b"\n", b"%%EOF\n", data, b"\n1 0 obj <</Type/Sig>> endobj\n", random.randbytes(50))
        )
    if choice == 4 and ranges:
        one = random.choice(ranges)
        return data[: one.start()] + one.group(0) + data[one.start() :]
    place = random.randrange(len(data))
    return (
        data[:place]
        + random.choice((b"", b"<<", b">>", b"/ByteRange", random.randbytes(3)))
        + data[place + 1 :]
    )


WORDS = (
    b"<x>", b"</ds:Signature>", b"<!DOCTYPE a [<!ENTITY b 'cccccccccc'>]>", b"&b;", b"<!--", b"-->", b"<![CDATA[", b"]]>",
    b"http://www.w3.org/2001/10/xml-exc-c14n#", b"http://www.w3.org/2000/09/xmldsig#sha1",
    b"http://www.w3.org/TR/1999/REC-xslt-19991116", b"#", b"", b'URI=""', b"../../etc/passwd", b"file:///etc/passwd",
)  # fmt: skip


def xml(data: bytes, random: Random) -> bytes | None:
    """Attributes, texts and elements moved about; None when it is no XML."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] != b"<":
        return None
    pieces = list(re.finditer(rb'"[^"<>]*"|>[^<>]+<|<[^<>]+>', data))
    if not pieces:
        return None
    one, other = random.choice(pieces), random.choice(pieces)
    choice = random.randrange(6)
    if choice == 0:
        return data[: one.start()] + other.group(0) + data[one.end() :]
    if choice == 1:
        return data[: one.start()] + data[one.end() :]
    if choice == 2:
        return data[: one.end()] + one.group(0) * random.choice((1, 3, 3000)) + data[one.end() :]
    if choice == 3:
        return data[: one.start() + 1] + random.choice(WORDS) + data[one.end() - 1 :]
    place = random.randrange(len(data))
    if choice == 4:
        return data[:place] + random.choice(WORDS) + data[place:]
    deep = random.choice((10, 300, 5000))
    return data[: one.start()] + b"<x>" * deep + one.group(0) + b"</x>" * deep + data[one.end() :]


def armoured(data: bytes, random: Random, changed: object) -> bytes | None:
    """Text of base64: what it says is changed, or its letters; None when it is no such text."""
    text = data.strip()
    if not re.fullmatch(rb"[A-Za-z0-9+/=\s]{40,}", text):
        return None
    assert callable(changed), "a mutator"
    if random.random() < 0.6:
        try:
            return base64.encodebytes(changed(base64.b64decode(text)))
        except ValueError:
            return None
    place = random.randrange(len(data))
    return (
        data[:place]
        + random.choice((b"=", b"-", b"\n\n", b"-----BEGIN X-----", b"\xff", b"A"))
        + data[place:]
    )
