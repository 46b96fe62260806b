"""The folder of contents: once, whole, read-only, durable."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from obih.files import storage
from obih.files.problems import ContentMissing, FileProblem, NoRoom
from obih.files.storage import LocalStore

LIMIT = 1024 * 1024
TEXT = "Шановна Галино Петрівно!".encode()


def put(store: LocalStore, content: bytes = TEXT) -> str:
    with store.receive(io.BytesIO(content), LIMIT) as draft:
        store.place(draft)
        return draft.sha256


def left_behind(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "files")


def test_bytes_lie_under_their_hash_and_cannot_be_rewritten(store: LocalStore) -> None:
    sha256 = put(store)
    assert sha256 == hashlib.sha256(TEXT).hexdigest()
    path = store.root / sha256[:2] / sha256[2:4] / sha256
    assert path.read_bytes() == TEXT
    assert stat.S_IMODE(path.stat().st_mode) == 0o440
    assert left_behind(store.root) == [path]
    with store.open(sha256) as file:
        assert file.read() == TEXT


def test_the_same_bytes_twice_are_one_file_that_stays_untouched(store: LocalStore) -> None:
    sha256 = put(store)
    before = store.path_of(sha256).stat()
    assert put(store) == sha256
    assert store.path_of(sha256).stat().st_ino == before.st_ino
    assert len(left_behind(store.root)) == 1


def test_a_torn_copy_is_healed_by_a_whole_one(store: LocalStore) -> None:
    path = store.path_of(put(store))
    path.chmod(0o640)
    path.write_bytes(TEXT[:5])
    put(store)
    assert path.read_bytes() == TEXT


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(store: LocalStore) -> None:
    with (
        pytest.raises(FileProblem, match="Приймаємо до 1 МБ"),
        store.receive(io.BytesIO(b"x" * LIMIT * 2), LIMIT),
    ):
        pytest.fail("it was taken")
    assert left_behind(store.root) == []


def test_a_size_known_beforehand_is_refused_before_reading(store: LocalStore) -> None:
    upload: Any = SimpleNamespace(size=48 * LIMIT, read=lambda size: pytest.fail("it was read"))
    with pytest.raises(FileProblem) as refusal, store.receive(upload, 40 * LIMIT):
        pytest.fail("it was taken")
    assert refusal.value.sentence == "Файл 48 МБ. Приймаємо до 40 МБ: розділіть скан на частини"


@pytest.mark.parametrize("failing", ["fsync", "rename", "fchmod"])
def test_a_full_disk_is_said_plainly_and_leaves_nothing(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage.os, failing, full)
    with pytest.raises(NoRoom) as refusal:
        put(store)
    assert refusal.value.sentence.startswith("Немає місця на диску")
    assert refusal.value.status == 507
    assert left_behind(store.root) == []


def test_the_last_of_the_disk_is_left_to_the_database(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SimpleNamespace(f_blocks=1_000_000, f_frsize=4096, f_bavail=1000)
    monkeypatch.setattr(storage.os, "statvfs", lambda folder: disk)
    with pytest.raises(NoRoom):
        put(store)


def test_other_mistakes_of_the_disk_are_not_called_a_full_one(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(storage.os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        put(store)


def test_order_is_fsync_rename_fsync_of_every_new_folder(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    real_fsync, real_rename = os.fsync, os.rename

    def fsync(descriptor: int) -> None:
        calls.append("fsync " + os.readlink(f"/proc/self/fd/{descriptor}").removeprefix(str(store.root)))
        real_fsync(descriptor)

    def rename(source: Path, target: Path) -> None:
        calls.append("rename")
        real_rename(source, target)

    monkeypatch.setattr(storage.os, "fsync", fsync)
    monkeypatch.setattr(storage.os, "rename", rename)
    sha256 = put(store)
    leaf = f"/{sha256[:2]}/{sha256[2:4]}"
    at = calls.index("rename")
    assert calls[at - 1].startswith("fsync /.incoming/")
    assert calls[at + 1 :] == [f"fsync {leaf}"]
    assert {f"fsync /{sha256[:2]}", "fsync "} <= set(calls[:at])


def test_what_a_crash_left_half_received_goes_away(store: LocalStore) -> None:
    store.drafts.folder.mkdir(parents=True)
    (store.drafts.folder / "tmpabc").write_bytes(b"half")
    assert store.forget_drafts(older_than_seconds=3600) == 0
    assert store.forget_drafts(older_than_seconds=-1) == 1
    assert left_behind(store.root) == []


def test_everything_in_the_store_can_be_listed_and_lost_things_are_named(store: LocalStore) -> None:
    hashes = sorted(put(store, f"лист {at}".encode()) for at in range(5))
    assert [blob.sha256 for blob in store.each()] == hashes
    store.remove(hashes[0])
    assert store.size_of(hashes[0]) is None
    with pytest.raises(ContentMissing):
        store.open(hashes[0])
