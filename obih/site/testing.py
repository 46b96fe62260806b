"""pytest plugin: a real PostgreSQL for the tests, worked under the application's role as in real life.

The schema is migrated once by the owner into a template named after the migrations' content; each run works
on a copy of it. A transactional test leaves its copy dirty and gets the next one a fresh copy: nothing is
ever truncated, which the application's role could not do anyway. `OBIH_DATA` names a folder to keep between
runs (the template is found again there); without it a temporary one is made and removed, one for each
process of a parallel run.
`OBIH_TEST_POSTGRES` is a superuser's address of a server to use instead of the embedded one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "obih-tests-only"  # noqa: S105 - of throw-away roles on a test server
NAME = f"test_obih_{os.getpid()}"


def _choose_folder() -> Path | None:
    """Point OBIH_DATA at the tests' own folder before Django reads its settings; return one to remove."""
    os.environ |= {"OBIH_DATABASE": NAME, "OBIH_TRUST_SERVICES": "0"}
    if server := os.environ.get("OBIH_TEST_POSTGRES"):
        os.environ["DATABASE_URL"] = _as_role(server, "obih_app", NAME)
        os.environ["OBIH_OWNER_DATABASE_URL"] = _as_role(server, "obih_owner", NAME)
    beside_others = "PYTEST_XDIST_WORKER" in os.environ and "OBIH_TEST_TEMPORARY" in os.environ
    if os.environ.get("OBIH_DATA") and not beside_others:
        return None
    folder = Path(tempfile.mkdtemp(prefix="obih-test-"))
    os.environ |= {"OBIH_DATA": str(folder), "OBIH_TEST_TEMPORARY": "1"}
    return folder


def _as_role(server: str, role: str, database: str) -> str:
    parts = urlsplit(server)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{PASSWORD}@{host}", path=f"/{database}"))


TEMPORARY = _choose_folder()


class Server:
    """The server that the tests' databases live on."""

    def __init__(self) -> None:
        from obih.site.cluster import Cluster

        self.cluster: Cluster | None = None
        self.address = os.environ.get("OBIH_TEST_POSTGRES", "")
        if not self.address:
            self.cluster = Cluster(Path(os.environ["OBIH_DATA"]))
            self.cluster.ensure_initialised()
            if TEMPORARY:
                (self.cluster.pgdata / "local.conf").write_text("fsync = off\nfull_page_writes = off\n")
            self.cluster.start()
            self.address = self.cluster.dsn("super", "postgres")

    def prepare(self) -> None:
        """The template, migrated by the owner, and this run's copy of it."""
        from obih.site import databases

        databases.ensure_roles(self.address, "obih_owner", "obih_app", password=PASSWORD)
        if not databases.exists(self.address, self.template):
            fresh = f"{self.template}_{os.getpid()}"
            databases.drop(self.address, fresh)
            databases.create(self.address, fresh, "obih_owner", "obih_app")
            _migrate(fresh)
            if databases.exists(self.address, self.template):
                databases.drop(self.address, fresh)
            else:
                databases.rename(self.address, fresh, self.template)
        self.renew()

    def renew(self) -> None:
        from obih.site import databases

        databases.drop(self.address, NAME)
        databases.create(self.address, NAME, "obih_owner", "obih_app", self.template)

    def close(self) -> None:
        from obih.site import databases

        databases.drop(self.address, NAME)
        if self.cluster:
            self.cluster.stop()

    @cached_property
    def template(self) -> str:
        """Named once: migrations that change during a run belong to the next one."""
        told = hashlib.sha256()
        for path in sorted([*ROOT.glob("obih/*/migrations/*.py"), ROOT / "requirements.txt"]):
            told.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
        return f"template_{told.hexdigest()[:16]}"


def _migrate(database: str) -> None:
    environment = os.environ | {"OBIH_ROLE": "owner", "OBIH_DATABASE": database}
    if server := os.environ.get("OBIH_TEST_POSTGRES"):
        environment["OBIH_OWNER_DATABASE_URL"] = _as_role(server, "obih_owner", database)
    done = subprocess.run(
        [sys.executable, "-m", "obih.site.cli", "migrate"],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.exit(f"migrations failed:\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}", returncode=3)


_server: Server | None = None


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's: its database would be made and owned by the application's role."""
    global _server
    _server = Server()
    try:
        _server.prepare()
        yield
        with django_db_blocker.unblock():
            _close_connections()
        _server.close()
    finally:
        _server = None


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _renew_instead_of_truncate(self: Any) -> None:
    """After a transactional test the next one starts from a fresh copy of the template."""
    _close_connections()
    assert _server is not None
    _server.renew()


def pytest_configure(config: pytest.Config) -> None:
    from django.test import TransactionTestCase
    from hypothesis import settings

    settings.register_profile("obih", database=None, deadline=None)  # nothing is written, no flaking by load
    settings.load_profile("obih")
    TransactionTestCase._fixture_teardown = _renew_instead_of_truncate  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    if TEMPORARY:
        shutil.rmtree(TEMPORARY, ignore_errors=True)
