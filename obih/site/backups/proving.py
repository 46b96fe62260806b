"""Trying a backup out: restored into a second, empty cluster, it is compared with what it says of itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from obih.site import databases
from obih.site.backups import manifest
from obih.site.backups.restoring import load_dump
from obih.site.cluster import APP, DATABASE, OWNER, Cluster
from obih.site.config import PROJECT_ROOT
from obih.site.grants import prepare_database


@dataclass
class Proof:
    """What trying a backup out has shown."""

    rows: int = 0
    files: int = 0
    events: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.problems


def prove(source: Path) -> Proof:
    """Compare rows, files and the chain; every difference is a sentence in `problems`."""
    facts = manifest.read(source)
    proof = Proof()
    for name, wanted in ((manifest.DUMP, facts.dump_sha256), (manifest.LIST, facts.list_sha256)):
        if manifest.sha256_of(source / name) != wanted:
            proof.problems.append(f"{name}: контрольна сума не збігається")
    if not proof.holds:
        return proof
    _compare_files(source, facts, proof)
    with tempfile.TemporaryDirectory(prefix="obih-prove-") as name:
        folder = Path(name)
        (folder / "files").symlink_to((source / "files").absolute())
        with Cluster(folder) as cluster:
            address = cluster.dsn("super", "postgres")
            databases.drop(address, DATABASE)
            databases.create(address, DATABASE, OWNER, APP, prepared=False)
            load_dump(source / manifest.DUMP, cluster.dsn("owner"))
            with psycopg.connect(cluster.dsn("super")) as connection, connection.cursor() as cursor:
                prepare_database(cursor, OWNER, APP)
            _compare_rows(cluster, facts, proof)
            _compare_contents(cluster, source, proof)
            _compare_chain(folder, facts, proof)
    return proof


def _compare_files(source: Path, facts: manifest.Manifest, proof: Proof) -> None:
    for sha, size, relative in manifest.listed_files(source):
        path = source / "files" / relative
        if not path.exists():
            proof.problems.append(f"files/{relative}: файла немає")
        elif path.stat().st_size != size or manifest.sha256_of(path) != sha:
            proof.problems.append(f"files/{relative}: вміст змінено")
        else:
            proof.files += 1
    if proof.files != facts.files and proof.holds:
        proof.problems.append(f"файлів {proof.files}, а в описі {facts.files}")


def _compare_rows(cluster: Cluster, facts: manifest.Manifest, proof: Proof) -> None:
    with psycopg.connect(cluster.dsn("super")) as connection:
        for table, wanted in facts.rows.items():
            row = connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            ).fetchone()
            found = row[0] if row else 0
            proof.rows += found
            if found != wanted:
                proof.problems.append(f"таблиця {table}: рядків {found}, а було {wanted}")


def _compare_contents(cluster: Cluster, source: Path, proof: Proof) -> None:
    """Each content that a card refers to must lie in the backup."""
    kept = {sha for sha, _size, _path in manifest.listed_files(source)}
    with psycopg.connect(cluster.dsn("super")) as connection:
        for (sha,) in connection.execute("SELECT sha256 FROM files_content ORDER BY sha256"):
            if sha not in kept:
                proof.problems.append(f"файл {sha} є в базі, а в копії його немає")


def _compare_chain(folder: Path, facts: manifest.Manifest, proof: Proof) -> None:
    """Verify the chain by this version's own code, in a process that works over the second cluster."""
    environment = {key: value for key, value in os.environ.items() if "DATABASE" not in key}
    done = subprocess.run(
        [sys.executable, "-m", "obih.site.cli", "history", "verify", "--json"],
        cwd=PROJECT_ROOT, env=environment | {"OBIH_DATA": str(folder)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    try:
        told = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        proof.problems.append(f"ланцюг подій не перевірено: {done.stderr.strip()[-400:]}")
        return
    proof.events = told["events"]
    proof.problems += [f"ланцюг, подія {one['seq']}: {one['reason']}" for one in told["broken"]]
    wanted = facts.checkpoint
    if wanted and (told["events"], told["head"]) != (wanted["seq"], wanted["hash"]):
        proof.problems.append("кінець ланцюга не той, що був під час копіювання")
