"""What stands before the root element of an XML text, read from its first bytes only."""

from __future__ import annotations

import re

from obih.files.problems import FileProblem

HEAD_BYTES = 64 * 1024
DOCTYPE = "Файл містить опис DOCTYPE, через який читають чужі файли. Збережіть документ наново або як PDF"
STRANGE = "Файл XML починається незвично: до першого елемента забагато зайвого. Такий файл не приймаємо"
ENCODING = "Файл XML у незнайомому кодуванні. Збережіть його в UTF-8"

_KNOWN_ENCODINGS = re.compile(
    r"utf-?8|utf-?16(le|be)?|us-ascii|windows-125[0-9]|cp125[0-9]|iso-8859-\d{1,2}|koi8-[ur]"
)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")


def root_of(head: bytes) -> str:
    """The local name of the root element in lower case, or "" where the text is no XML at all.

    Raises FileProblem for a DOCTYPE (the only door to external entities and to billion laughs), for an
    encoding a parser could read differently from us, and where 64 KiB hold no root.
    """
    text = _as_text(head)
    at = 0
    while True:
        at = _skip_space(text, at)
        if text.startswith("<?", at):
            _refuse_encoding(text, at)
            at = _after(text, "?>", at)
        elif text.startswith("<!--", at):
            at = _after(text, "-->", at + 4)
        elif text.startswith("<!", at):
            raise FileProblem(DOCTYPE)
        else:
            found = _ROOT.match(text, at)
            if found is None and at >= len(text) and len(head) >= HEAD_BYTES:
                raise FileProblem(STRANGE)
            return found[1].rpartition(":")[2].lower() if found else ""


def _as_text(head: bytes) -> str:
    """Enough of a decoding to see the markup: it is ASCII in every encoding that we let pass."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:].replace(b"\0", b"")
    elif b"\0" in head[:4]:
        head = head.replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _after(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    if found < 0:
        raise FileProblem(STRANGE)
    return found + len(mark)


def _refuse_encoding(text: str, at: int) -> None:
    declaration = text[at : text.find("?>", at)][:300].lower()
    if not declaration.startswith("<?xml "):
        return
    said = re.search(r"encoding\s*=\s*[\"']([^\"']*)[\"']", declaration)
    if said and not _KNOWN_ENCODINGS.fullmatch(said[1].strip()):
        raise FileProblem(ENCODING)
