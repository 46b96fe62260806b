"""What the embedded cluster is told, written anew before every start so that an upgrade changes it too."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import stat
import tempfile
from pathlib import Path

SOCKET_NAME = ".s.PGSQL.5432.lock"
SOCKET_PATH_BYTES = 107  # sun_path of Linux without its closing zero
RECORD = "run/socket_dir"

INCLUDES = """
# Обіг: obih.conf переписується під час кожного запуску; власні налаштування пишіть у local.conf.
include_if_exists = 'obih.conf'
include_if_exists = 'local.conf'
"""

# Sized for an office PC of two cores and 4 GB. Everything that an acknowledged number hangs on is on.
SETTINGS: dict[str, str] = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "cluster_name": "obih",
    "max_connections": "60",
    "superuser_reserved_connections": "3",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "huge_pages": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_compression": "on",
    "commit_delay": "0",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "max_logical_replication_workers": "0",
    "min_wal_size": "80MB",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "5min",
    "random_page_cost": "1.3",
    "jit": "off",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "1",
    "autovacuum_max_workers": "2",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
    "log_timezone": "Europe/Kyiv",
    "lc_messages": "C.UTF-8",
    "default_text_search_config": "pg_catalog.simple",
    "logging_collector": "on",
    "log_filename": "postgres-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_file_mode": "0600",
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_min_duration_statement": "2s",
    "log_lock_waits": "on",
    "log_parameter_max_length": "0",  # people's data stays out of the log
    "log_parameter_max_length_on_error": "0",
}
SINCE_18 = {"io_method": "sync"}  # saves three processes that a small installation never keeps busy


def socket_dir(data_dir: Path) -> Path:
    """The folder of the socket: `run/` inside the data folder.

    A path of a socket has at most 107 bytes. For a data folder with a longer name a short private folder
    is made in XDG_RUNTIME_DIR or /tmp and written down in `run/socket_dir`, so that everyone finds the same.
    """
    usual = data_dir / "run"
    if len(os.fsencode(usual / SOCKET_NAME)) <= SOCKET_PATH_BYTES:
        return usual
    record = data_dir / RECORD
    if record.exists():
        kept = Path(record.read_text(encoding="utf-8").strip())
        if _is_private(kept):
            return kept
    chosen = _short_folder(data_dir)
    record.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    record.write_text(f"{chosen}\n", encoding="utf-8")
    return chosen


def forget_short_socket_dir(data_dir: Path) -> None:
    """Remove the short folder of a stopped cluster; the next start makes one again."""
    record = data_dir / RECORD
    if record.exists():
        with contextlib.suppress(OSError):
            Path(record.read_text(encoding="utf-8").strip()).rmdir()
            record.unlink()


def write(pgdata: Path, sockets: Path, log_dir: Path, major: int) -> None:
    """Write the settings and the rules of who may connect: the system user of this process, nobody else."""
    settings = SETTINGS | (SINCE_18 if major >= 18 else {})
    settings = settings | {"unix_socket_directories": str(sockets), "log_directory": str(log_dir)}
    lines = [f"{key} = '{value.replace(chr(39), chr(39) * 2)}'" for key, value in settings.items()]
    user = pwd.getpwuid(os.geteuid()).pw_name
    _replace(pgdata / "obih.conf", "\n".join(lines) + "\n")
    _replace(pgdata / "pg_hba.conf", "local all all peer map=obih\n")
    _replace(pgdata / "pg_ident.conf", f'obih "{user}" all\n')


def _replace(target: Path, text: str) -> None:
    fresh = target.with_suffix(".fresh")
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(0o600)
    fresh.replace(target)


def _short_folder(data_dir: Path) -> Path:
    name = f"obih-{os.geteuid()}-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:10]}"
    for base in (os.environ.get("XDG_RUNTIME_DIR"), "/tmp"):  # noqa: S108 - private, checked below
        if not base or not os.access(base, os.W_OK) or len(os.fsencode(base)) > 60:
            continue
        folder = Path(base) / name
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            if not _is_private(folder):  # somebody else took the name
                return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=base))
        return folder
    return Path(tempfile.mkdtemp(prefix="obih-"))


def _is_private(folder: Path) -> bool:
    try:
        facts = folder.lstat()
    except OSError:
        return False
    return (
        stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid() and stat.S_IMODE(facts.st_mode) == 0o700
    )
