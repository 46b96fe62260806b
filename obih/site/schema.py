"""Whether the database already has the tables of this version: asked at every start, so it must be cheap."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator

import psycopg

from obih.site import server
from obih.site.config import PROJECT_ROOT
from obih.site.databases import on_database

MIGRATION_LOCK = 0x0B1_5EE8


def fingerprint() -> str:
    """Changes whenever a migration of ours or a pinned library does."""
    told = hashlib.sha256()
    for path in sorted([*PROJECT_ROOT.glob("obih/*/migrations/*.py"), PROJECT_ROOT / "requirements.txt"]):
        told.update(str(path.relative_to(PROJECT_ROOT)).encode() + b"\0" + path.read_bytes())
    return told.hexdigest()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Several processes or nodes may start at once; one migrates, the others wait for it."""
    with psycopg.connect(server.owner_address(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        yield


def is_current() -> bool:
    """True when this very version has migrated this very database before."""
    with psycopg.connect(server.app_address()) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return row is not None and row[0] == _comment()


def note_current() -> None:
    """Remember it in the database itself, so that a restored one is asked anew."""
    with psycopg.connect(server.owner_address(), autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(
            psycopg.sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                psycopg.sql.Identifier(name), psycopg.sql.Literal(_comment())
            )
        )


def holds_no_accounts(address: str) -> bool:
    """True for a database in which nobody can sign in yet."""
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT NOT EXISTS (SELECT FROM people_account)").fetchone()
    return bool(row and row[0])


def is_reachable(address: str) -> bool:
    try:
        psycopg.connect(on_database(address, "postgres"), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _comment() -> str:
    return f"obih schema {fingerprint()}"
