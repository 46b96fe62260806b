"""Taking a backup. Works beside a running installation; nobody has to stop working."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from obih.files.rules import SWEEP_LOCK, is_sha256, place_of
from obih.files.storage import LocalStore, Store
from obih.site import server
from obih.site.backups import keeping, manifest, programs
from obih.site.backups.manifest import Manifest, sha256_of
from obih.site.backups.stores import current
from obih.site.sentences import CommandProblem

PRIVATE_PARTS = ("authority",)


def take(target: Path, reason: str = "вручну") -> Path:
    """Make a backup inside `target` and give its folder. Until it is whole it is called `….partial`."""
    data = server.data_dir()
    name = keeping.name_of(dt.datetime.now(dt.UTC))
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    final, partial = target / name, target / f"{name}.partial"
    _refuse_little_space(target)
    earlier = keeping.newest(target)
    keeping.remove_unfinished(target)
    partial.mkdir(mode=0o700)
    with server.running(), _snapshot() as (connection, snapshot):
        dump = partial / manifest.DUMP
        programs.run(
            [
                programs.program("pg_dump"), "--format=custom", "--compress=6", "--lock-wait-timeout=60s",
                f"--snapshot={snapshot}", f"--file={dump}", f"--dbname={server.owner_address()}",
            ],
            "Зберегти базу даних",
        )  # fmt: skip
        facts = _facts(connection)
        count, size = _take_files(current(), partial, earlier)
    for part in _private_parts(data):
        _copy_private(part, partial / "private" / part.name)
    Manifest(
        made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), reason=reason,
        dump_sha256=sha256_of(dump), list_sha256=sha256_of(partial / manifest.LIST),
        files=count, files_bytes=size, **facts,
    ).write(partial)  # fmt: skip
    _sync_tree(partial)
    partial.rename(final)
    _sync(target)
    return final


@contextlib.contextmanager
def _snapshot() -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """One moment of the database, shared with pg_dump; stored files are not swept meanwhile."""
    options = "-c idle_in_transaction_session_timeout=0"
    with psycopg.connect(server.owner_address(), options=options, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock_shared(%s)", [SWEEP_LOCK])
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield connection, row[0]
        connection.execute("COMMIT")


def _facts(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    ).fetchall()
    rows: dict[str, int] = {}
    for (table,) in tables:
        found = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        ).fetchone()
        rows[table] = found[0] if found else 0
    size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    head = connection.execute("SELECT seq, hash FROM history_head").fetchone()
    version = connection.execute("SHOW server_version").fetchone()
    return {
        "rows": rows,
        "database_bytes": size[0] if size else 0,
        "server_version": version[0] if version else "",
        "checkpoint": {"seq": head[0], "hash": head[1]} if head else {},
    }


def _take_files(store: Store, partial: Path, earlier: Path | None) -> tuple[int, int]:
    """Bring every stored file into the backup: a hard link where the disk allows it, a copy elsewhere.

    Stored files never change, so a link is as good as a copy against everything but a dying disk;
    against that a backup belongs on another disk, where it is a copy by itself. Files of an earlier backup
    in the same place are linked to, so a second backup there costs only what is new.
    """
    count = size = 0
    with (partial / manifest.LIST).open("w", encoding="utf-8") as told:
        for blob in store.each():
            relative = place_of(blob.sha256)
            target = partial / "files" / relative
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _link_or_copy(store, blob.sha256, target, earlier / "files" / relative if earlier else None)
            length = target.stat().st_size
            told.write(f"{blob.sha256}\t{length}\t{relative}\n")
            count, size = count + 1, size + length
    return count, size


def _link_or_copy(store: Store, sha256: str, target: Path, earlier: Path | None) -> None:
    near = store.path_of(sha256) if isinstance(store, LocalStore) else None
    for source in filter(None, (earlier, near)):
        with contextlib.suppress(OSError):
            target.hardlink_to(source)
            return
    with store.open(sha256) as origin, target.open("wb") as copy:
        shutil.copyfileobj(origin, copy, 1024 * 1024)
        copy.flush()
        os.fsync(copy.fileno())
    if sha256_of(target) != sha256:
        raise CommandProblem(
            f"Файл {sha256} пошкоджено: його вміст не відповідає імені. Копію не зроблено; "
            "перевірте диск і відновіть файл із попередньої копії."
        )


def _private_parts(data: Path) -> list[Path]:
    found = [*data.glob("secret*"), *(data / name for name in PRIVATE_PARTS)]
    return [one for one in found if one.exists()]


def _copy_private(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
        target.chmod(0o700)
    else:
        shutil.copy2(source, target)


def _refuse_little_space(target: Path) -> None:
    with server.running(), psycopg.connect(server.owner_address()) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    needed = (row[0] if row else 0) // 2 + 50 * 1024 * 1024
    free = shutil.disk_usage(target).free
    if free < needed:
        raise CommandProblem(
            f"На диску {target} вільно {free // 2**20} МБ, а копії треба щонайменше {needed // 2**20} МБ. "
            "Звільніть місце або вкажіть інший диск."
        )


def _sync_tree(folder: Path) -> None:
    for place, _folders, files in os.walk(folder):
        for name in files:
            if not is_sha256(name):
                _sync(Path(place, name))
        _sync(Path(place))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
