"""What a file is, by its content; and what is never taken, with the sentence that says so.

Works on headers and tables of contents only, within fixed bounds: it runs where requests are answered.
Deep reading happens in `convert.py`, a separate process.
"""

from __future__ import annotations

import base64
import mmap
import re
from pathlib import Path
from typing import BinaryIO

from obih.files import kinds, zips
from obih.files.kinds import Kind
from obih.files.office import MACROS, UNKNOWN, kind_of_ole, kind_of_zip
from obih.files.pixels import refuse_huge_image
from obih.files.problems import FileProblem
from obih.files.rules import extension_of
from obih.files.xml_heads import HEAD_BYTES, root_of

EMPTY = "Файл порожній (0 байтів). Перевірте його на своєму комп’ютері й додайте ще раз"
PROGRAM = "Програми й виконувані файли не приймаємо. Попросіть документ у PDF, DOCX або як скан"
WEB_PAGE = "Вебсторінки (HTML) не приймаємо: вони можуть виконувати програми. Збережіть сторінку як PDF"
DRAWING = "Зображення SVG не приймаємо: воно може містити програму. Збережіть його як PNG або PDF"
BROKEN_PDF = "PDF обірвано: кінця файлу немає. Збережіть, завантажте або відскануйте його ще раз"
RTF_OBJECTS = (
    "RTF містить вбудовані об’єкти, які можуть виконувати програми. Збережіть документ як DOCX або PDF"
)
VIRUS_TEST = "Це тестовий файл для перевірки антивірусів. Такий файл не приймаємо"

_PROGRAM_HEADS = (
    b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa",
    b"L\x00\x00\x00\x01\x14\x02\x00", b"ITSF", b"\x00asm", b"dex\n",
    b"[InternetShortcut]", b"Windows Registry Editor", b"REGEDIT4", b"!<arch>\n",
)  # fmt: skip
_EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR"
_HTML_HEAD = re.compile(
    rb"<(!doctype\s+html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|meta|link|img|form|"
    rb"object|embed)[\s>/]",
    re.IGNORECASE,
)
_MAIL_HEAD = re.compile(
    rb"(received|return-path|delivered-to|from|date|message-id|mime-version|x-[\w-]{1,60}|subject|to|"
    rb"content-type|arc-seal|dkim-signature|authentication-results):[ \t]",
    re.IGNORECASE,
)
_BASE64_HEAD = re.compile(rb"MI[A-Za-z0-9+/]{62}")
_PKCS7 = bytes.fromhex("06092a864886f70d0107")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def sniff(path: Path, name: str) -> Kind:
    """The kind of a file on disk. Raises FileProblem with a sentence when it is not taken.

    The content decides; a name that says otherwise is refused too, so that nobody opens one thing taking it
    for another. A name without an extension is fine.
    """
    size = path.stat().st_size
    if not size:
        raise FileProblem(EMPTY)
    with path.open("rb") as file:
        kind = _by_content(file, size, file.read(4096))
    _refuse_by_name(name)
    _refuse_mismatch(kind, name)
    return kind


def _by_content(file: BinaryIO, size: int, head: bytes) -> Kind:
    _refuse_program(head)
    if head[:5] == b"%PDF-":
        return _pdf(file)
    if picture := _picture(head):
        refuse_huge_image(picture.media_type, head)
        return picture
    if head[:4] == b"PK\x03\x04":
        return kind_of_zip(file, zips.read_table(file, size))
    if head[:4] == b"PK\x05\x06":
        raise FileProblem("Архів порожній: у ньому немає жодного файлу")
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return kind_of_ole(file)
    if head[:6] == b"7z\xbc\xaf\x27\x1c":
        return kinds.SEVEN_ZIP
    if head[:7] in (b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01"):
        return kinds.RAR
    if head[:5] == b"{\\rtf":
        return _rtf(file)
    if head[:1] == b"\x30" and (signed := _der(head)):
        return signed
    if b"%PDF-" in head[:1024] and head.lstrip()[:1] != b"<":
        return _pdf(file)  # scanners put a few bytes before it, and readers look for it that far
    return _text(file, head)


def _refuse_program(head: bytes) -> None:
    windows = head[:2] == b"MZ" and b"\0" in head[:64]
    if windows or head.startswith(_PROGRAM_HEADS) or b"<?php" in head[:1024].lower():
        raise FileProblem(PROGRAM)
    if _EICAR in head[:256]:
        raise FileProblem(VIRUS_TEST)


def _pdf(file: BinaryIO) -> Kind:
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        if whole.rfind(b"%%EOF") < 0 and whole.rfind(b"startxref") < 0:
            raise FileProblem(BROKEN_PDF)
    return kinds.PDF


def _rtf(file: BinaryIO) -> Kind:
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        if any(whole.find(mark) >= 0 for mark in (rb"\objdata", rb"\objupdate", rb"\objocx")):
            raise FileProblem(RTF_OBJECTS)
    return kinds.RTF


def _picture(head: bytes) -> Kind | None:
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return kinds.PNG
    if head[:3] == b"\xff\xd8\xff":
        return kinds.JPEG
    if head[:4] in (b"II*\x00", b"MM\x00*"):
        return kinds.TIFF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return kinds.WEBP
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return kinds.GIF
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        return kinds.HEIC
    return None


def _der(head: bytes) -> Kind | None:
    """CMS (RFC 5652): a SEQUENCE that starts with the identifier of signed or other PKCS #7 data."""
    if _PKCS7 in head[:40]:
        return kinds.CMS
    if head[1:2] == b"\x82" and head[4:5] == b"\x30":
        return kinds.CERTIFICATE
    return None


def _text(file: BinaryIO, head: bytes) -> Kind:
    file.seek(0)
    text = file.read(HEAD_BYTES)
    if head[:2] not in (b"\xff\xfe", b"\xfe\xff") and _CONTROLS.search(text):
        raise FileProblem(UNKNOWN)
    plain = text.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        plain = text[2:].replace(b"\0", b"").lstrip()
    if plain[:11] in (b"-----BEGIN ", b"---- BEGIN "):
        return kinds.CMS if b"PKCS7" in plain[:40] or b"CMS" in plain[:40] else _certificate(plain)
    if signed := _base64(plain):
        return signed
    if plain[:1] == b"<":
        return _markup(text, plain)
    if _MAIL_HEAD.match(plain):
        return kinds.EML
    return kinds.TEXT


def _base64(plain: bytes) -> Kind | None:
    """Ukrainian signing programs also write CMS as bare Base64 without a heading."""
    start = plain[:200].replace(b"\r", b"").replace(b"\n", b"")[:64]
    return _der(base64.b64decode(start)) if _BASE64_HEAD.fullmatch(start) else None


def _certificate(plain: bytes) -> Kind:
    if b"PRIVATE KEY" in plain[:100]:
        raise FileProblem("Це особистий ключ. Його не можна передавати нікому; такий файл не приймаємо")
    return kinds.CERTIFICATE


def _markup(text: bytes, plain: bytes) -> Kind:
    if _HTML_HEAD.match(plain):
        raise FileProblem(WEB_PAGE)
    root = root_of(text)
    if root == "svg" or b"http://www.w3.org/2000/svg" in plain:
        raise FileProblem(DRAWING)
    if root == "html" or b"http://www.w3.org/1999/xhtml" in plain or b"<script" in plain[:4096].lower():
        raise FileProblem(WEB_PAGE)
    return kinds.XML if root else kinds.TEXT


def _refuse_by_name(name: str) -> None:
    extension = extension_of(name)
    if extension in kinds.PROGRAMS:
        raise FileProblem(PROGRAM)
    if extension in kinds.WITH_MACROS:
        raise FileProblem(MACROS)
    if extension in kinds.WEB_PAGES:
        raise FileProblem(WEB_PAGE)
    if extension in kinds.DRAWINGS:
        raise FileProblem(DRAWING)


def _refuse_mismatch(kind: Kind, name: str) -> None:
    """A known extension must fit the content; an unknown one is let be."""
    extension = extension_of(name)
    if extension in kind.extensions or extension not in kinds.KNOWN_EXTENSIONS:
        return
    raise FileProblem(
        f"Назва закінчується на «.{extension}», а всередині {kind.called}. "
        f"Перейменуйте файл на «.{kind.extensions[0]}» або додайте правильний"
    )
