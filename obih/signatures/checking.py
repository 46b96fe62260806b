"""Checking files that somebody has dropped on a page: nothing of them is kept.

A process of its own reads them (`asking.py`), two at a time for each web process and half a minute at most.
What is larger is for `obih signature verify` on one’s own machine, which has no such limits.
"""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import now

from obih.files.rules import safe_name
from obih.signatures.asking import Group, look_at
from obih.signatures.carriers import looks_like_carrier
from obih.signatures.findings import Finding
from obih.signatures.trusting import packed_now
from obih.ui.refusals import Refused
from obih.ui.words import file_size

MOST_FILES = 10
MOST_BYTES = 60 * 1024 * 1024
TIMEOUT_S = 30
WAIT_S = 15
AT_ONCE = 2
SALT = "obih.signatures.protocol"
KEPT_S = 12 * 3600

NOTHING = "Виберіть файл підпису (.p7s, .asice, підписаний PDF), а якщо підпис окремо, то й сам документ"
NO_CARRIER = (
    "Серед файлів немає жодного з підписом: .p7s, .asice чи підписаного PDF. "
    "Додайте файл підпису разом із документом"
)
BUSY = "Зараз перевіряють інші файли. Спробуйте за хвилину: ваші файли лишилися у вас"
BY_COMMAND = "Більші перевіряє команда «obih signature verify» на вашому комп’ютері"

_places = threading.BoundedSemaphore(AT_ONCE)


class Busy(Refused):
    """Too many check at once (503): nothing is wrong with the files."""

    status = 503


@dataclass(frozen=True)
class Checked:
    """What was found in dropped files, and when it was looked at."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    hashes: tuple[str, ...]
    """SHA-256 of each file: what the protocol is about."""
    findings: tuple[Finding, ...]
    at: datetime
    trust_version: int

    @property
    def unsigned(self) -> list[str]:
        """Files that carry no signature and that no signature is over."""
        covered = {each.place for each in self.findings} | {each.document for each in self.findings}
        return [name for place, name in enumerate(self.names) if place not in covered]

    def sealed(self, by: str) -> str:
        """The same as text that only this person can bring back, unchanged, for a printed protocol."""
        told = {
            "by": by, "names": self.names, "sizes": self.sizes, "hashes": self.hashes,
            "at": self.at.isoformat(),
            "trust": self.trust_version, "findings": [each.without_proofs() for each in self.findings],
        }  # fmt: skip
        return signing.dumps(told, salt=SALT, compress=True)

    @classmethod
    def unsealed(cls, text: str, by: str) -> Checked | None:
        """What `sealed` gave to the same person within half a day; None for anything else."""
        try:
            told: dict[str, Any] = signing.loads(text, salt=SALT, max_age=KEPT_S)
        except signing.BadSignature:
            return None
        if told["by"] != by:
            return None
        findings = tuple(Finding.read(each) for each in told["findings"])
        at = datetime.fromisoformat(told["at"])
        names, sizes, hashes = (tuple(told[name]) for name in ("names", "sizes", "hashes"))
        return cls(names, sizes, hashes, findings, at, told["trust"])


def check(files: Sequence[UploadedFile]) -> Checked:
    """Verify files that lie side by side, in any order. Raises Refused with a sentence for the form."""
    _refuse_too_much(files)
    names = tuple(safe_name(each.name or "файл") for each in files)
    carriers = [place for place, each in enumerate(files) if _carries(each)]
    if not carriers:
        raise Refused(NO_CARRIER, field="files")
    pair = 1 - carriers[0] if len(files) == 2 and len(carriers) == 1 else None
    group = Group([partial(_opened, each) for each in files], carriers, pair, names)
    version, trust = packed_now()
    at = now()
    with _place():
        found = look_at([group], trust, timeout_s=TIMEOUT_S, at=at)[0]
    seen = tuple(each for each in found if each.verdict or each.problem)
    if not seen:
        raise Refused(NO_CARRIER, field="files")
    sizes = tuple(each.size or 0 for each in files)
    return Checked(names, sizes, tuple(_hash(each) for each in files), seen, at, version)


def _hash(file: UploadedFile) -> str:
    with _opened(file) as source:
        return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]


def _refuse_too_much(files: Sequence[UploadedFile]) -> None:
    if not files:
        raise Refused(NOTHING, field="files")
    if len(files) > MOST_FILES:
        raise Refused(f"Файлів {len(files)}. За один раз перевіряємо до {MOST_FILES}", field="files")
    for each in files:
        if not each.size:
            raise Refused(f"Файл «{each.name}» порожній", field="files")
        if each.size > settings.MAX_FILE_BYTES:
            most = file_size(settings.MAX_FILE_BYTES)
            sizes = f"Файл «{each.name}» має {file_size(each.size)}. Тут перевіряємо до {most}."
            raise Refused(f"{sizes} {BY_COMMAND}", field="files")
    whole = sum(each.size or 0 for each in files)
    if whole > MOST_BYTES:
        sizes = f"Разом {file_size(whole)}. За один раз перевіряємо до {file_size(MOST_BYTES)}."
        raise Refused(f"{sizes} {BY_COMMAND}", field="files")


def _carries(file: UploadedFile) -> bool:
    with _opened(file) as source:
        return looks_like_carrier(source)


def _opened(file: UploadedFile) -> BinaryIO:
    """A second reader from the beginning, which may be closed: the upload itself stays open."""
    path = getattr(file, "temporary_file_path", None)
    if path is not None:
        return Path(path()).open("rb")
    file.seek(0)
    return io.BytesIO(file.read())


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=WAIT_S):
        raise Busy(BUSY, field="files")
    try:
        yield
    finally:
        _places.release()
