"""Bringing a backup back. Nothing of the present state is lost before the new one stands."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg

from obih.site import databases, server
from obih.site.backups import manifest, programs
from obih.site.backups.stores import current
from obih.site.cluster import APP, DATABASE, OWNER, Cluster
from obih.site.grants import prepare_database
from obih.site.sentences import CommandProblem
from obih.site.supervisor import only_one


def restore(source: Path, *, force: bool = False) -> None:
    """Put the backup's database, files and keys into this installation, which must not be running.

    An installation that holds anything is refused unless `force`; its database is then replaced only after
    the backup's one has been restored beside it.
    """
    facts = manifest.read(source)
    _check_parts(source, facts)
    data = server.data_dir()
    (data / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
    with only_one(data, ("web", "worker"), {}):
        with server.running() as cluster:
            if _holds_anything() and not force:
                raise CommandProblem(
                    f"У цій установці ({data}) вже є дані. Щоб замінити їх копією, додайте --force; "
                    "спершу зробіть копію теперішнього стану: obih backup."
                )
            bring_files(source)
            if cluster is not None:
                _replace_embedded(cluster, source)
            else:
                _fill_given(source)
        _bring_private(source, data)


def load_dump(dump: Path, address: str, jobs: int = 2) -> None:
    """Restore a dump into an empty database that has no rights prepared: the dump brings its own."""
    programs.run(
        [
            programs.program("pg_restore"), "--exit-on-error", "--no-owner", f"--jobs={jobs}",
            f"--dbname={address}", str(dump),
        ],
        "Відновити базу даних",
    )  # fmt: skip


def bring_files(source: Path) -> None:
    """Every stored file of the backup that is not here yet, hashed on the way and durable before its row."""
    store = current()
    for sha, size, relative in manifest.listed_files(source):
        if store.size_of(sha) == size:
            continue
        with (source / "files" / relative).open("rb") as origin, store.receive(origin, size) as draft:
            if draft.sha256 != sha:
                raise CommandProblem(f"Файл {relative} у копії пошкоджено. Візьміть іншу копію.")
            store.place(draft)


def _check_parts(source: Path, facts: manifest.Manifest) -> None:
    for name, wanted in ((manifest.DUMP, facts.dump_sha256), (manifest.LIST, facts.list_sha256)):
        if not (source / name).exists() or manifest.sha256_of(source / name) != wanted:
            raise CommandProblem(f"Файл {name} у копії {source} пошкоджено або бракує. Візьміть іншу копію.")


def _holds_anything() -> bool:
    with psycopg.connect(server.owner_address()) as connection:
        row = connection.execute("SELECT to_regclass('public.history_event') IS NOT NULL").fetchone()
        if not (row and row[0]):
            return False
        found = connection.execute(
            "SELECT EXISTS (SELECT FROM history_event) OR EXISTS (SELECT FROM people_account)"
        ).fetchone()
    return bool(found and found[0])


@contextlib.contextmanager
def _aside(cluster: Cluster) -> Iterator[str]:
    """A fresh database to restore into; it takes the working one's name only if all went well."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d%H%M%S")
    fresh, old = f"{DATABASE}_restoring_{stamp}", f"{DATABASE}_before_{stamp}"
    address = cluster.dsn("super", "postgres")
    databases.create(address, fresh, OWNER, APP, prepared=False)
    try:
        yield fresh
    except BaseException:
        databases.drop(address, fresh)
        raise
    databases.rename(address, DATABASE, old)
    databases.rename(address, fresh, DATABASE)
    databases.drop(address, old)


def _replace_embedded(cluster: Cluster, source: Path) -> None:
    with _aside(cluster) as fresh:
        load_dump(source / manifest.DUMP, cluster.dsn("owner", fresh))
        with psycopg.connect(cluster.dsn("super", fresh)) as connection, connection.cursor() as cursor:
            prepare_database(cursor, OWNER, APP)


def _fill_given(source: Path) -> None:
    """A real server: its database must be empty, because we may not make another one there."""
    address = server.owner_address()
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        if row and row[0]:
            raise CommandProblem(
                "База за DATABASE_URL не порожня. Створіть порожню базу для власника й укажіть її в "
                "DATABASE_URL та OBIH_OWNER_DATABASE_URL, тоді повторіть."
            )
    load_dump(source / manifest.DUMP, address)


def _bring_private(source: Path, data: Path) -> None:
    private = source / "private"
    for part in private.iterdir() if private.is_dir() else ():
        target = data / part.name
        if part.is_dir():
            shutil.copytree(part, target, dirs_exist_ok=True)
        else:
            shutil.copy2(part, target)
