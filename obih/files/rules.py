"""Names, sizes and addresses of files: pure, without the database."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 200
MEGABYTE = 1024 * 1024

SWEEP_LOCK = 0x0B1_5EE9
"""Advisory lock of the whole store: the sweeper takes it exclusively, a backup shares it."""

_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_HEX = re.compile(r"[0-9a-f]{64}")


def safe_name(name: str, fallback: str = "файл") -> str:
    """A file's name that no system stumbles over and nobody is deceived by.

    Normalised to NFC (a decomposed «й» becomes one letter); folders, control, invisible and
    direction-changing characters are gone; names that Windows keeps for devices get a «_» before them; at
    most 200 characters, the extension kept.
    """
    plain = unicodedata.normalize("NFC", name)
    plain = "".join(
        each for each in plain if unicodedata.category(each) not in _INVISIBLE or each in "\t\n\r"
    )
    plain = re.split(r"[/\\]", plain)[-1]
    plain = " ".join(plain.split()).translate(_FORBIDDEN).strip(". ")
    if not plain:
        return fallback
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    if len(plain) > LONGEST_NAME:
        stem, dot, suffix = plain.rpartition(".")
        if dot and len(suffix) <= 10:
            plain = f"{stem[: LONGEST_NAME - len(suffix) - 1].rstrip('. ')}.{suffix}"
        else:
            plain = plain[:LONGEST_NAME].rstrip(". ")
    return plain


# Cc control, Cf format (bidi marks, zero width), Cs lone surrogates, Co private use, Zl/Zp line separators
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def extension_of(name: str) -> str:
    """The extension in lower case without its dot: «Лист.PDF» → «pdf»; empty when there is none."""
    stem, dot, suffix = name.rpartition(".")
    return suffix.lower() if dot and stem and len(suffix) <= 10 and " " not in suffix else ""


def size_in_words(size_bytes: int) -> str:
    """«640 байт», «48 КБ», «3,5 МБ», «48 МБ»."""
    if size_bytes < 1024:
        return f"{size_bytes} байт"
    if size_bytes < MEGABYTE:
        return f"{size_bytes / 1024:.0f} КБ"
    megabytes = size_bytes / MEGABYTE
    return (
        f"{megabytes:.0f} МБ"
        if megabytes >= 10
        else f"{megabytes:.1f} МБ".replace(".", ",").replace(",0 ", " ")
    )


def too_big(size_bytes: int | None, limit_bytes: int) -> str:
    """Why a file of this size is not taken; `None` when only «more than the limit» is known."""
    limit = size_in_words(limit_bytes)
    if size_bytes is None or size_in_words(size_bytes) == limit:
        return f"Файл більший за {limit}. Приймаємо до {limit}: розділіть скан на частини"
    return f"Файл {size_in_words(size_bytes)}. Приймаємо до {limit}: розділіть скан на частини"


def is_sha256(text: str) -> bool:
    """True for 64 lower-case hexadecimal digits: only such a text ever becomes part of a path."""
    return _HEX.fullmatch(text) is not None


def place_of(sha256: str) -> str:
    """Where a content lies in the store: «ab/cd/abcd…»."""
    assert is_sha256(sha256), "a content is named by its SHA-256"
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def lock_key(sha256: str) -> int:
    """The advisory lock of a content: its first 8 bytes as PostgreSQL's signed bigint."""
    return int.from_bytes(bytes.fromhex(sha256[:16]), "big", signed=True)
