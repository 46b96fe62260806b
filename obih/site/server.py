"""The database server of this installation, whether embedded or given by DATABASE_URL."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from obih.site.cluster import Cluster
from obih.site.config import Config, env_name, read_config


def cluster(config: Config | None = None) -> Cluster | None:
    """The embedded cluster, or None when a real server is given."""
    config = config or read_config()
    return Cluster(config.data_dir) if config.embedded else None


@contextlib.contextmanager
def running() -> Iterator[Cluster | None]:
    """The database can be used inside: an embedded one is started or joined, and let go afterwards."""
    embedded = cluster()
    if embedded is None:
        yield None
        return
    with embedded:
        yield embedded


def owner_address() -> str:
    """The address of the role that owns the tables."""
    config = read_config()
    if config.embedded:
        return Cluster(config.data_dir).dsn("owner", env_name())
    return config.owner_database_url or config.database_url or ""


def app_address() -> str:
    """The address of the role that the application works under."""
    config = read_config()
    return config.database_url or Cluster(config.data_dir).dsn("app", env_name())


def set_up_django(role: str = "app") -> None:
    """Load Django in this process under a database role; once per process."""
    os.environ["OBIH_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "obih.site.settings")
    import django

    django.setup()


def data_dir() -> Path:
    return read_config().data_dir


def backups_dir() -> Path:
    """Where nightly backups go: `OBIH_BACKUPS`, best on another disk, or `backups/` in the data folder."""
    return Path(os.environ.get("OBIH_BACKUPS") or data_dir() / "backups")
