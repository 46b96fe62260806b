"""What the installation is told by its environment and by its own data folder."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from obih.files.bucket import Bucket

PROJECT_ROOT = Path(__file__).resolve().parents[2]
OPTIONS = {
    "connect_timeout": "5",
    "options": "-c lock_timeout=5s -c jit=off -c max_parallel_workers_per_gather=0 -c TimeZone=UTC",
}
"""No parallel plans: a page wants fifty rows, and helpers run far past them before they are told."""


@dataclass(frozen=True)
class Config:
    """Settings of one installation; read once, when the process starts."""

    data_dir: Path
    role: str
    """`app` answers requests and owns nothing; `owner` migrates."""
    database_url: str | None
    owner_database_url: str | None
    public_hosts: tuple[str, ...]
    https: bool
    lan: bool
    """HTTPS by the local authority: no browser may be told to insist on it for a year (HSTS)."""
    debug: bool
    asks_trust_services: bool = True
    """Whether the worker asks TSA, OCSP and CRL services for evidence of signatures."""
    address: str = ""
    """How people’s telephones reach us, without a slash at the end; empty when only this computer does."""

    @property
    def embedded(self) -> bool:
        """True when this installation runs its own PostgreSQL."""
        return self.database_url is None

    @property
    def secrets_file(self) -> Path:
        return self.data_dir / "secrets.json"


def read_config() -> Config:
    env = os.environ
    hosts = tuple(host for host in env.get("OBIH_HOSTS", "").split(",") if host)
    https = env.get("OBIH_HTTPS", "") == "1"
    known = f"https://{hosts[0]}" if https and hosts and not hosts[0].startswith(".") else ""
    return Config(
        data_dir=Path(env.get("OBIH_DATA") or PROJECT_ROOT / "var"),
        role=env.get("OBIH_ROLE", "app"),
        database_url=env.get("DATABASE_URL") or None,
        owner_database_url=env.get("OBIH_OWNER_DATABASE_URL") or None,
        public_hosts=hosts,
        https=https,
        lan=env.get("OBIH_LAN", "") == "1",
        debug=env.get("OBIH_DEBUG", "") == "1",
        asks_trust_services=env.get("OBIH_TRUST_SERVICES", "1") != "0",
        address=(env.get("OBIH_ADDRESS") or known).rstrip("/"),
    )


def secret(config: Config, name: str) -> str:
    """A secret of this installation, made at its first use and kept in the data folder.

    Two processes starting at once agree: the file is created exclusively and read back.
    """
    path = config.secrets_file.with_name(f"secret.{name}")
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_urlsafe(50))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return path.read_text().strip()


def socket_dir(config: Config) -> Path:
    """Where the embedded cluster listens; long paths are moved by the cluster and noted beside its data."""
    noted = config.data_dir / "run" / "socket_dir"
    return Path(noted.read_text().strip()) if noted.exists() else config.data_dir / "run"


def database_settings(config: Config) -> dict[str, object]:
    """Django's `DATABASES["default"]` for the role this process works under."""
    url = (
        (config.owner_database_url or config.database_url) if config.role == "owner" else config.database_url
    )
    common: dict[str, object] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": OPTIONS,
    }
    if url is None:
        user = "obih_owner" if config.role == "owner" else "obih_app"
        return common | {"NAME": env_name(), "USER": user, "HOST": str(socket_dir(config)), "PORT": "5432"}
    parts = conninfo_to_dict(url)
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    given = {key: str(parts.pop(name, None) or "") for key, name in named.items()}
    return common | given | {"OPTIONS": OPTIONS | parts}  # sslmode and the like


def bucket() -> Bucket | None:
    """Where files lie when not in the data folder: `OBIH_S3_BUCKET` and its companions."""
    env = os.environ
    if not env.get("OBIH_S3_BUCKET"):
        return None
    return Bucket(
        name=env["OBIH_S3_BUCKET"],
        endpoint=env.get("OBIH_S3_ENDPOINT") or None,
        region=env.get("OBIH_S3_REGION") or None,
        prefix=env.get("OBIH_S3_PREFIX", ""),
        key=env.get("OBIH_S3_KEY") or None,
        secret=env.get("OBIH_S3_SECRET") or None,
    )


def env_name() -> str:
    """The embedded cluster's database: `obih`, or a bench's own one beside it."""
    return os.environ.get("OBIH_DATABASE", "obih")


def files_dir(config: Config) -> Path:
    """Where files lie: `files/`, or a bench's own folder beside it, as its database is beside ours."""
    name = env_name()
    return config.data_dir / (f"files.{name}" if name.startswith("bench") else "files")


def read_json(path: Path) -> dict[str, object]:
    return json.loads(path.read_text()) if path.exists() else {}
