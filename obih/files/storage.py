"""Where bytes lie: named by their SHA-256, written once, durable before the database refers to them.

A file is written beside its future place, hashed on the way, fsynced, renamed, and the folders that name it
are fsynced: after `place` returns, a power cut cannot take it away. Nothing here knows the database.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Protocol

from obih.files.problems import ContentMissing, FileProblem, NoRoom
from obih.files.rules import is_sha256, place_of, too_big

CHUNK_BYTES = 1024 * 1024
INCOMING = ".incoming"
_FULL = (errno.ENOSPC, errno.EDQUOT)
_RESERVE_BYTES = 64 * 1024 * 1024


class Source(Protocol):
    """Anything that is read from: an uploaded file, an open file, a mail attachment."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True)
class Draft:
    """A file that has arrived whole and lies where nobody looks for it yet."""

    path: Path
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class StoredContent:
    """A file whose bytes are safe in the store; its row comes with the transaction that uses it."""

    sha256: str
    size_bytes: int
    media_type: str
    name: str = ""
    """The name it came with, made safe."""


@dataclass(frozen=True)
class Blob:
    """A file in the store, whether the database knows it or not."""

    sha256: str
    size_bytes: int
    age_seconds: float


class Store(Protocol):
    """What local disk and S3 both do."""

    def receive(self, source: Source, limit_bytes: int) -> contextlib.AbstractContextManager[Draft]: ...
    def place(self, draft: Draft) -> None: ...
    def open(self, sha256: str) -> BinaryIO: ...
    def size_of(self, sha256: str) -> int | None: ...
    def remove(self, sha256: str) -> None: ...
    def each(self) -> Iterator[Blob]: ...
    def forget_drafts(self, older_than_seconds: float) -> int: ...


class Drafts:
    """The folder where files arrive; a crash leaves a draft there, never half a content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def receive(self, source: Source, limit_bytes: int) -> Iterator[Draft]:
        """Read a source to its end. The draft is gone when the block ends, placed or not.

        Raises FileProblem over `limit_bytes` and NoRoom when the disk is full.
        """
        path: Path | None = None
        try:
            with _full_disk_said_plainly():
                self.folder.mkdir(parents=True, exist_ok=True, mode=0o750)
                self._refuse_nearly_full()
                descriptor, made = tempfile.mkstemp(dir=self.folder)
                path = Path(made)
                with os.fdopen(descriptor, "wb") as file:
                    sha256, size = _copy(source, file, limit_bytes)
            yield Draft(path, sha256, size)
        finally:
            if path:
                path.unlink(missing_ok=True)

    def _refuse_nearly_full(self) -> None:
        """Leave the last of the disk to the database: it may not stop because of somebody's scan."""
        disk = os.statvfs(self.folder)
        total, free = disk.f_blocks * disk.f_frsize, disk.f_bavail * disk.f_frsize
        if free < min(_RESERVE_BYTES, total // 100):
            raise NoRoom

    def forget(self, older_than_seconds: float) -> int:
        """Remove what a crash left behind; gives how many. Drafts come and go while it looks."""
        count = 0
        for path in self.folder.glob("*") if self.folder.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > older_than_seconds:
                    path.unlink()
                    count += 1
        return count


def _copy(source: Source, file: IO[bytes], limit_bytes: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    promised = getattr(source, "size", None)
    if isinstance(promised, int) and promised > limit_bytes:
        raise FileProblem(too_big(promised, limit_bytes))
    while chunk := source.read(CHUNK_BYTES):
        size += len(chunk)
        if size > limit_bytes:
            raise FileProblem(too_big(None, limit_bytes))
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    os.fchmod(file.fileno(), 0o440)
    return digest.hexdigest(), size


@contextmanager
def _full_disk_said_plainly() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno in _FULL:
            raise NoRoom from problem
        raise


class LocalStore:
    """A folder: `ab/cd/abcd…`, files read-only."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.drafts = Drafts(root / INCOMING)
        self._durable: set[Path] = set()

    def receive(self, source: Source, limit_bytes: int) -> contextlib.AbstractContextManager[Draft]:
        return self.drafts.receive(source, limit_bytes)

    def place(self, draft: Draft) -> None:
        """Make a draft durable and give it its name; afterwards the content survives a power cut.

        A content that is there already stays as it is: equal name, equal bytes. One whose size is wrong
        (a disk that lied) is healed by the good copy in hand. What another process has renamed but not yet
        fsynced is fsynced here too, because our row may commit before it gets there.
        """
        target = self.path_of(draft.sha256)
        with _full_disk_said_plainly():
            self._make_folders(target.parent)
            if self.size_of(draft.sha256) != draft.size_bytes:
                _fsync(draft.path, os.O_RDONLY)
                os.rename(draft.path, target)  # noqa: PTH104 - the system call that the proof looks for
            _fsync(target.parent)

    def _make_folders(self, folder: Path) -> None:
        """The folders down to `folder`, each named durably in the one above; once for each process."""
        if folder in self._durable:
            return
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        for above in (folder.parent, self.root, self.root.parent):
            _fsync(above)
        self._durable.add(folder)

    def path_of(self, sha256: str) -> Path:
        return self.root / place_of(sha256)

    def open(self, sha256: str) -> BinaryIO:
        try:
            return self.path_of(sha256).open("rb")
        except FileNotFoundError:
            raise ContentMissing(sha256) from None

    def size_of(self, sha256: str) -> int | None:
        try:
            return self.path_of(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def remove(self, sha256: str) -> None:
        """Only the sweeper calls this, under the content's exclusive lock."""
        path = self.path_of(sha256)
        path.unlink(missing_ok=True)
        _fsync(path.parent)

    def each(self) -> Iterator[Blob]:
        """Everything in the store, in order of hash."""
        for upper in _hex_folders(self.root):
            for lower in _hex_folders(upper):
                for entry in sorted(os.scandir(lower), key=lambda entry: entry.name):
                    if is_sha256(entry.name):
                        try:
                            found = entry.stat()
                        except FileNotFoundError:  # another sweeper was here
                            continue
                        yield Blob(entry.name, found.st_size, time.time() - found.st_mtime)

    def forget_drafts(self, older_than_seconds: float) -> int:
        return self.drafts.forget(older_than_seconds)


def _hex_folders(above: Path) -> list[Path]:
    if not above.is_dir():
        return []
    return sorted(each for each in above.iterdir() if len(each.name) == 2 and each.is_dir())


def _fsync(path: Path, flags: int = os.O_RDONLY | os.O_DIRECTORY) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_stores: dict[object, Store] = {}


def current_store() -> Store:
    """The store this installation is set to: a folder, or a bucket when `OBIH_S3_BUCKET` is given."""
    from django.conf import settings

    bucket = settings.FILES_S3
    key = (bucket, settings.FILES_ROOT)
    if key not in _stores:
        if bucket:
            from obih.files.s3 import S3Store

            _stores[key] = S3Store(bucket, settings.FILES_ROOT)
        else:
            _stores[key] = LocalStore(Path(settings.FILES_ROOT))
    return _stores[key]
