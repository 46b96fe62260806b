"""Databases of benches beside the working one: filled ones are kept, working copies are dropped."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import psycopg

from obih.site import databases, schema, server
from obih.site.cluster import APP, OWNER
from obih.site.config import PROJECT_ROOT, read_config
from obih.site.sentences import CommandProblem


def superuser() -> str:
    """Who may make databases: the embedded cluster's own superuser."""
    cluster = server.cluster()
    if cluster is None:
        raise CommandProblem(
            "Вимірювання створюють власну базу, тому працюють лише із вбудованою: приберіть DATABASE_URL."
        )
    return cluster.dsn("super", "postgres")


def environment(database: str) -> dict[str, str]:
    """What a process is told to work in a database of benches."""
    return dict(os.environ) | {"OBIH_DATABASE": database, "OBIH_ROLE": "app", "PYTHONPATH": str(PROJECT_ROOT)}


def filled(documents: int) -> str:
    """The name of a database with so many cards; made anew when there is none of this version."""
    name = f"bench_{documents}"
    if not _is_ready(name):
        fill(name, documents)
    return name


def fill(name: str, documents: int) -> dict[str, float]:
    """Make a database and load it by `obih demo`; gives what the loader measured.

    It gets its name when it is whole: a filling that broke off is never taken for a filled one.
    """
    fresh = f"{name}_filling"
    for each in (fresh, name):
        remove(each)
    databases.create(superuser(), fresh, OWNER, APP)
    told = environment(fresh)
    run(["migrate"], told)
    said = run(["demo", "--documents", str(documents), "--json"], told)
    run(["worker", "--drain"], told)
    databases.rename(superuser(), fresh, name)
    data_dir = read_config().data_dir
    (data_dir / f"files.{fresh}").rename(data_dir / f"files.{name}")
    _note_ready(name)
    measured: dict[str, float] = json.loads(said)["measured"]
    return measured


@contextlib.contextmanager
def copy_of(name: str) -> Iterator[str]:
    """A copy of a filled database to write into; removed afterwards."""
    copy = f"bench_run_{os.getpid()}"
    databases.create(superuser(), copy, OWNER, APP, template=name)
    data_dir = read_config().data_dir
    shutil.copytree(data_dir / f"files.{name}", data_dir / f"files.{copy}", copy_function=os.link)
    try:
        yield copy
    finally:
        remove(copy)


def remove(name: str) -> None:
    """The database and the files that belong to it."""
    databases.drop(superuser(), name)
    shutil.rmtree(read_config().data_dir / f"files.{name}", ignore_errors=True)


def run(words: list[str], told: dict[str, str]) -> str:
    """A command of `obih`; gives what it printed, raises with its last words if it failed."""
    done = subprocess.run(
        [sys.executable, "-m", "obih.site.cli", *words],
        env=told, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CommandProblem(f"«obih {' '.join(words)}»: {done.stderr.strip()[-2000:]}")
    return done.stdout


def _is_ready(name: str) -> bool:
    if not databases.exists(superuser(), name):
        return False
    with psycopg.connect(superuser()) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
    return row is not None and row[0] == _mark()


def _note_ready(name: str) -> None:
    with psycopg.connect(superuser(), autocommit=True) as connection:
        connection.execute(
            psycopg.sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                psycopg.sql.Identifier(name), psycopg.sql.Literal(_mark())
            )
        )


def _mark() -> str:
    return f"obih schema {schema.fingerprint()}"
