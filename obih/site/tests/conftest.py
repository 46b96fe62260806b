"""An installation of its own for tests that start, stop, kill and restore real processes."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from obih.files.bucket import Bucket
from obih.files.s3 import S3Store
from obih.files.storage import LocalStore, Store
from obih.history.rules import canonical_json, private_hash
from obih.site.cluster import Cluster
from obih.site.testing_s3 import bucket_settings

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Installation:
    """A data folder and the `obih` command over it."""

    data: Path
    bucket: Bucket | None = None
    """Where its files lie instead of the data folder."""

    @property
    def environment(self) -> dict[str, str]:
        ours = ("OBIH_", "DATABASE_URL", "PYTEST")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        files = bucket_settings(self.bucket) if self.bucket else {}
        return kept | files | {"OBIH_DATA": str(self.data), "PYTHONDONTWRITEBYTECODE": "1"}

    def obih(self, *words: str, check: bool = True, code: Path = ROOT) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "obih.site.cli", *words],
            cwd=code, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def start(self, *words: str, more: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "obih.site.cli", *words],
            cwd=ROOT, env=self.environment | dict(more or {}), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.data)

    @property
    def store(self) -> Store:
        folder = self.data / "files"
        return S3Store(self.bucket, folder) if self.bucket else LocalStore(folder)

    def store_file(self, content: bytes) -> str:
        """A stored file and its row, without a card; gives its hash."""
        with self.store.receive(io.BytesIO(content), len(content)) as draft:
            self.store.place(draft)
            sha = draft.sha256
        with psycopg.connect(self.cluster.dsn("app")) as connection:
            connection.execute(
                "INSERT INTO files_content (sha256, size_bytes, media_type, stored_at)"
                " VALUES (%s, %s, 'text/plain', now())",
                [sha, len(content)],
            )
        return sha

    def append_event(self, text: str, private: dict[str, str] | None = None) -> None:
        said: dict[str, object] = {
            "key": str(uuid4()), "name": "test.said", "at": "2026-01-05T10:00:00+02:00",
            "facts": {"text": text},
            "by": {"kind": "person", "key": "1", "label": "Галина Бойко, діловод"},
            "about": {"kind": "test.thing", "key": "1"},
        }  # fmt: skip
        row: dict[str, object] = {"number_from": None}
        if private:
            row |= {"salt": "5a17", "private": canonical_json(private)}
            said["private"] = private_hash("5a17", str(row["private"]))
        row["canonical"] = canonical_json(said)
        with psycopg.connect(self.cluster.dsn("app")) as connection:
            connection.execute(
                "SELECT history_append(%s::jsonb)",
                [json.dumps([row])],
            )

    def checkpoint(self) -> None:
        with psycopg.connect(self.cluster.dsn("app")) as connection:
            connection.execute(
                "INSERT INTO history_checkpoint (seq, hash, made_at, sent_to)"
                " SELECT seq, hash, now(), '' FROM history_head"
            )


@pytest.fixture(scope="session")
def migrated_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    one = Installation(tmp_path_factory.mktemp("installation") / "data")
    one.obih("migrate")
    gather = "from obih.site import config, gathering; gathering.gather(config.read_config())"
    subprocess.run([sys.executable, "-c", gather], cwd=ROOT, env=one.environment, check=True)
    return one.data


@pytest.fixture
def installation(migrated_installation: Path, tmp_path: Path) -> Installation:
    """A copy of a freshly migrated installation; nothing of it runs."""
    return Installation(shutil.copytree(migrated_installation, tmp_path / "data", symlinks=True))
