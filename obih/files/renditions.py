"""Having a file turned into page images and text by a fenced process, believing nothing unchecked."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import structlog

from obih.files import convert, kinds
from obih.files.apart import last_words, read_bounded, run_apart

log = structlog.get_logger()

TIMEOUT_S = 60
MOST_IMAGE_BYTES = 512 * 1024
NOT_SHOWN = "Файли цього виду тут не показуються: завантажте файл, щоб відкрити його"
CRASHED = "Файл не вдалося показати: він пошкоджений або завеликий. Завантажте його, щоб відкрити"
SLOW = "Файл надто складний для перегляду. Завантажте його, щоб відкрити"
_TEXTS = frozenset({kinds.TEXT.media_type, kinds.XML.media_type, kinds.EML.media_type})
_SHOWN = frozenset({kinds.PDF.media_type}) | kinds.DRAWN_IMAGES | kinds.OFFICE.keys() | _TEXTS


@dataclass(frozen=True)
class Page:
    number: int
    width: int
    height: int
    webp: bytes


@dataclass
class Made:
    """What came of a conversion; `temporary` when it may be tried again after a program is installed."""

    pages: int = 0
    images: list[Page] = field(default_factory=list)
    text: str = ""
    refused: str = ""
    temporary: bool = False


def is_shown(media_type: str) -> bool:
    """True for kinds of which pages or text can be made at all."""
    return media_type in _SHOWN


def make(source: BinaryIO, media_type: str, hidden: list[Path]) -> Made:
    """Convert an open file. Never raises for what is in the file: the reason stands in `refused`.

    Takes up to 60 s, then the whole process group is killed. `hidden` are folders the process may not see.
    """
    if not is_shown(media_type):
        return Made(refused=NOT_SHOWN)
    with tempfile.TemporaryDirectory(prefix="obih-preview-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        refused = _run(source, media_type, hidden, work)
        return Made(refused=refused) if refused else _read(work)


def _run(source: BinaryIO, media_type: str, hidden: list[Path], work: Path) -> str:
    """Start the converter and wait; gives why there is nothing to read, or ""."""
    with _as_file(source, work) as stdin:
        code = run_apart(
            "obih.files.convert", [media_type, *map(str, hidden)], work, timeout_s=TIMEOUT_S, stdin=stdin
        )
    if code is None:
        return SLOW
    if code or not (work / "result.json").is_file():
        log.warning("preview_failed", media_type=media_type, code=code, told=last_words(work))
        return CRASHED
    return ""


@contextlib.contextmanager
def _as_file(source: BinaryIO, work: Path) -> Any:
    """Something with a descriptor: the store's own file, or a copy of what came from a bucket."""
    try:
        source.fileno()
    except (OSError, AttributeError):
        pass
    else:
        yield source
        return
    with (work / "input").open("w+b") as copy:
        shutil.copyfileobj(source, copy)
        copy.seek(0)
        yield copy


def _read(work: Path) -> Made:
    """What the process left, as if an enemy had left it: plain files only, bounded, of the right kind."""
    try:
        facts = json.loads(read_bounded(work / "result.json", 1024 * 1024))
        made = Made(
            pages=min(int(facts["pages"]), 1_000_000),
            text=read_bounded(work / "text.txt", 9_000_000).decode("utf-8", "replace").replace("\0", ""),
            refused=str(facts["refused"])[:300],
            temporary=bool(facts["temporary"]),
        )
        if facts.get("unfenced"):
            log.info("preview_unfenced", missing=facts["unfenced"])
        for number, width, height in facts["images"][: convert.MOST_PAGES]:
            webp = read_bounded(work / f"{int(number)}.webp", MOST_IMAGE_BYTES)
            if webp[:4] != b"RIFF" or webp[8:12] != b"WEBP":
                return Made(refused=CRASHED)
            made.images.append(Page(int(number), min(int(width), 5000), min(int(height), 5000), webp))
    except (OSError, ValueError, KeyError, TypeError):
        return Made(refused=CRASHED)
    return made
