"""Files in a bucket: backed up, tried out and restored over the same S3 server as an office would use."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from obih.files.bucket import Bucket
from obih.files.s3 import S3Store
from obih.site.backups import keeping
from obih.site.tests.conftest import Installation

CONTENTS = ("Заява про земельну ділянку".encode(), b"scan")


@pytest.fixture
def filled(installation: Installation, new_bucket: Callable[[], Bucket]) -> Installation:
    """A little history and two files, both in the bucket only."""
    installation.bucket = new_bucket()
    with installation.cluster:
        for content in CONTENTS:
            installation.store_file(content)
        for text in ("перша", "друга", "третя"):
            installation.append_event(text)
    assert not [path for path in (installation.data / "files").rglob("*") if path.is_file()]
    return installation


def make_backup(one: Installation) -> Path:
    one.obih("backup")
    found = keeping.newest(one.data / "backups")
    assert found is not None
    return found


def contents_of(one: Installation) -> set[bytes]:
    found = set()
    for blob in one.store.each():
        with one.store.open(blob.sha256) as file:
            found.add(file.read())
    return found


def test_a_backup_of_a_bucket_is_whole_without_it_and_restores_into_another(
    filled: Installation, new_bucket: Callable[[], Bucket], tmp_path: Path
) -> None:
    copy = make_backup(filled)
    alone = Installation(tmp_path / "without-bucket")
    told = alone.obih("backup", "--verify", str(copy)).stdout
    assert "придатна" in told
    assert "файлів 2, подій 3" in told
    fresh = Installation(tmp_path / "another", new_bucket())
    fresh.obih("restore", str(copy))
    assert contents_of(fresh) == set(CONTENTS)
    assert "подій 3" in fresh.obih("history", "verify").stdout
    with fresh.cluster as cluster, psycopg.connect(cluster.dsn("app")) as connection:
        assert connection.execute("SELECT count(*) FROM files_content").fetchone() == (2,)


def test_one_can_move_from_a_bucket_to_a_disk_and_back(
    filled: Installation, new_bucket: Callable[[], Bucket], tmp_path: Path
) -> None:
    on_disk = Installation(tmp_path / "disk")
    on_disk.obih("restore", str(make_backup(filled)))
    assert contents_of(on_disk) == set(CONTENTS)
    back = Installation(tmp_path / "bucket", new_bucket())
    back.obih("restore", str(make_backup(on_disk)))
    assert contents_of(back) == set(CONTENTS)


def test_a_second_backup_takes_what_it_has_from_the_first(filled: Installation) -> None:
    first = make_backup(filled)
    shutil.move(first, first.with_name("obih-20260101-000000"))
    first = first.with_name("obih-20260101-000000")
    second = make_backup(filled)
    one, other = ({path.name: path.stat().st_ino for path in (each / "files").rglob("*") if path.is_file()}
                  for each in (first, second))  # fmt: skip
    assert len(one) == 2
    assert one == other


def test_what_is_lost_or_changed_in_the_bucket_is_found(filled: Installation, tmp_path: Path) -> None:
    store = filled.store
    assert isinstance(store, S3Store)
    (lost, changed) = sorted(blob.sha256 for blob in store.each())
    make_backup(filled)
    store.remove(lost)
    shutil.rmtree(filled.data / "backups")
    told = filled.obih("backup", "--verify", str(make_backup(filled)), check=False)
    assert told.returncode == 1
    assert lost in told.stdout
    store.client.put_object(**store._where(changed), Body=b"scaN")
    shutil.rmtree(filled.data / "backups")
    refused = filled.obih("backup", check=False)
    assert refused.returncode == 1
    assert f"Файл {changed} пошкоджено" in refused.stderr


def test_a_bucket_that_does_not_answer_is_a_sentence_and_no_backup(filled: Installation) -> None:
    assert filled.bucket
    filled.bucket = Bucket("papers", "http://127.0.0.1:9", "us-east-1", "", "k", "s")
    refused = filled.obih("backup", check=False)
    assert refused.returncode == 1
    assert "Сховище файлів не відповідає" in refused.stderr
    assert "http://127.0.0.1:9" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert keeping.newest(filled.data / "backups") is None
