"""Our own supervisor of an embedded PostgreSQL cluster.

What would surprise: the cluster listens on a unix socket only; only the system user that runs it may
connect; a cluster is used by several processes at once (`obih serve`, `obih backup`, tests) and stops when
the last of them lets go. Its traps are described in docs/decisions/0003-embedded-postgresql.md.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg

from obih.site import cluster_settings, databases, postgres_binaries, processes
from obih.site.postgres_binaries import Binaries, ClusterProblem

SUPER, OWNER, APP = "obih_super", "obih_owner", "obih_app"
ROLES = {"super": SUPER, "owner": OWNER, "app": APP}
DATABASE = "obih"
STOP_SIGNALS = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}
READY_WITHIN_S = 300.0  # crash recovery of a large database may take minutes
ORPHANS_LEAVE_WITHIN_S = 5.0


class Cluster:
    """The PostgreSQL cluster of one data folder: `db/`, `run/`, `log/` inside it belong to it."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = Path(data_dir).absolute()
        self.pgdata = self.data_dir / "db"
        self.run_dir = self.data_dir / "run"
        self.log_dir = self.data_dir / "log"
        self._child: subprocess.Popen[bytes] | None = None
        self._joined: int | None = None
        self._use: int | None = None

    # ── what a caller asks ────────────────────────────────────────────────
    @property
    def socket_dir(self) -> Path:
        """Where the socket is; see `cluster_settings.socket_dir` for data folders with long names."""
        return cluster_settings.socket_dir(self.data_dir)

    @property
    def binaries(self) -> Binaries:
        """The programs of this cluster's version (of the newest one before it exists)."""
        version_file = self.pgdata / "PG_VERSION"
        if version_file.exists():
            return postgres_binaries.for_cluster(version_file)
        return postgres_binaries.newest()

    def dsn(self, role: str = "app", database: str = DATABASE) -> str:
        """A connection address; `role` is `app`, `owner` or `super`."""
        user = ROLES.get(role, role)
        return f"postgresql://{user}@/{quote(database)}?host={quote(str(self.socket_dir), safe='')}"

    def postmaster_pid(self) -> int | None:
        """The id of the running postmaster of this folder, or None."""
        if self._child is not None and self._child.poll() is not None:
            self._child = None
        pid = self._recorded_pid()
        return pid if pid is not None and pid in processes.working_in(self.pgdata) else None

    def still_runs(self) -> bool:
        """Cheap look at the server this process started or joined; for a loop that watches it."""
        if self._child is not None:
            return self._child.poll() is None
        return self._joined is not None and processes.is_alive(self._joined)

    def is_ready(self) -> bool:
        """True when a connection is accepted now."""
        try:
            with psycopg.connect(self.dsn("super", "postgres"), connect_timeout=2) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def __enter__(self) -> Cluster:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # ── life ──────────────────────────────────────────────────────────────
    def ensure_initialised(self) -> None:
        """Make an empty cluster when there is none. An existing one is never replaced, whatever it holds."""
        refuse_uid_0()
        self._make_folders()
        if (self.pgdata / "PG_VERSION").exists():
            postgres_binaries.for_cluster(self.pgdata / "PG_VERSION")
            return
        if self.pgdata.exists() and any(self.pgdata.iterdir()):
            raise ClusterProblem(
                f"Тека {self.pgdata} не порожня, але базою не є (немає файла PG_VERSION). Нічого не змінено: "
                "відновіть її з резервної копії командою «obih restore» або приберіть теку власноруч."
            )
        partial = self.data_dir / "db.partial"
        shutil.rmtree(partial, ignore_errors=True)
        self._initdb(postgres_binaries.newest(), partial)
        if self.pgdata.exists():
            self.pgdata.rmdir()
        partial.rename(self.pgdata)
        _fsync_folder(self.data_dir)

    def start(self, *, bound: bool = True) -> None:
        """Bring the cluster up, or join it when it runs already, and return once it accepts connections.

        `bound`: the server shuts down by itself when this process dies, even by SIGKILL (only when called
        from the main thread). After a crash this recovers: a stale `postmaster.pid` is removed, servers left
        without their postmaster are waited for, then ended.
        """
        refuse_uid_0()
        self._make_folders()
        with self._exclusive_start():
            self.ensure_initialised()
            self._hold()
            deadline = time.monotonic() + READY_WITHIN_S
            while not self._running_and_ready(deadline):
                self._clear_remains()
                self._launch(bound=bound)
            self._joined = self.postmaster_pid()
            self._ensure_roles()

    def stop(self, mode: str = "fast", *, even_if_used: bool = False) -> bool:
        """Stop the server; False when another process still uses it and it therefore keeps running."""
        self._let_go()
        if not self.run_dir.is_dir():
            return True
        with self._exclusive_start():
            if not even_if_used and self._used_by_others():
                return False
            pid = self.postmaster_pid()
            if pid is None:
                return True
            os.kill(pid, STOP_SIGNALS[mode])
            if not self._gone_within(pid, 120):
                raise ClusterProblem(
                    f"База даних не зупинилася за 120 с (процес {pid}). Подробиці — у {self.log_dir}."
                )
            cluster_settings.forget_short_socket_dir(self.data_dir)
            return True

    def create_database(self, name: str, template: str | None = None) -> None:
        """A database beside the working one, ready for migrations by the owner (or a copy of `template`)."""
        databases.create(self.dsn("super", "postgres"), name, OWNER, APP, template)

    def drop_database(self, name: str) -> None:
        """Remove a database with everything in it; nothing happens when there is none."""
        databases.drop(self.dsn("super", "postgres"), name)

    # ── how ───────────────────────────────────────────────────────────────
    def _make_folders(self) -> None:
        for folder in (self.data_dir, self.run_dir, self.log_dir):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.run_dir, self.log_dir):
            folder.chmod(0o700)

    def _initdb(self, binaries: Binaries, target: Path) -> None:
        done = subprocess.run(
            [
                binaries.program("initdb"), "--pgdata", str(target), "--username", SUPER,
                "--auth-local", "peer", "--auth-host", "reject", "--encoding", "UTF8",
                "--locale", "C.UTF-8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
                "--data-checksums", "--no-instructions",
            ],
            env=self._environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise ClusterProblem(f"Не вдалося створити базу даних у {target}: {done.stderr.strip()[-600:]}")
        with (target / "postgresql.conf").open("a", encoding="utf-8") as config:
            config.write(cluster_settings.INCLUDES)

    def _environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return kept | {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "TZ": "UTC"}

    def _launch(self, *, bound: bool) -> None:
        binaries = self.binaries
        cluster_settings.write(self.pgdata, self.socket_dir, self.log_dir, binaries.major)
        bound = bound and threading.current_thread() is threading.main_thread()
        with (self.log_dir / "postgres-start.log").open("ab") as log:
            self._child = subprocess.Popen(
                [binaries.program("postgres"), "-D", str(self.pgdata)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._environment(),
                start_new_session=True,
                preexec_fn=processes.bound_to_parent(signal.SIGINT) if bound else None,
            )  # fmt: skip

    def _running_and_ready(self, deadline: float) -> bool:
        """True once it answers; False when no postmaster runs and one has to be launched."""
        launched = self._child
        while time.monotonic() < deadline:
            if launched is not None and launched.poll() is not None:
                self._child = None
                self._refuse_after_failed_launch(launched.returncode)
                return False
            if launched is None and self.postmaster_pid() is None:
                return False
            if self.is_ready():
                return True
            time.sleep(0.03)
        raise ClusterProblem(
            f"База даних не відповіла за {READY_WITHIN_S:.0f} с. Подробиці — у {self.log_dir}."
        )

    def _refuse_after_failed_launch(self, code: int) -> None:
        """A server that ended by an error of its own is not launched again: a person has to look."""
        if code > 0:
            log = (self.log_dir / "postgres-start.log").read_text(encoding="utf-8", errors="replace")
            raise ClusterProblem(
                f"База даних не запустилася (код {code}): {log.strip()[-600:]}\nПодробиці — у {self.log_dir}."
            )

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.pgdata / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None

    def _clear_remains(self) -> None:
        """After SIGKILL of the postmaster: let its servers leave, end those that don't, drop its pid file.

        PostgreSQL itself only asks whether *some* process has the recorded id; after a reboot it often
        has. Here the file is removed once no process works in the data folder, which is the real question.
        """
        began = time.monotonic()
        while orphans := processes.working_in(self.pgdata):
            waited = time.monotonic() - began
            if waited > ORPHANS_LEAVE_WITHIN_S:
                strong = waited > 2 * ORPHANS_LEAVE_WITHIN_S
                for pid in orphans:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL if strong else signal.SIGQUIT)
            if waited > 6 * ORPHANS_LEAVE_WITHIN_S:
                raise ClusterProblem(f"Процеси попереднього запуску бази не завершуються: {orphans}.")
            time.sleep(0.05)
        (self.pgdata / "postmaster.pid").unlink(missing_ok=True)

    def _gone_within(self, pid: int, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._child is not None and self._child.pid == pid:
                self._child.poll()
            if not processes.is_alive(pid):
                self._child = None
                return True
            time.sleep(0.02)
        return False

    def _ensure_roles(self) -> None:
        server = self.dsn("super", "postgres")
        databases.ensure_roles(server, OWNER, APP)
        if not databases.exists(server, DATABASE):
            self.create_database(DATABASE)

    # ── who uses it ───────────────────────────────────────────────────────
    @contextlib.contextmanager
    def _exclusive_start(self) -> Iterator[None]:
        """One process at a time starts or stops the cluster of a folder."""
        handle = os.open(self.run_dir / "cluster.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _users_file(self) -> int:
        return os.open(self.run_dir / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _hold(self) -> None:
        if self._use is None:
            self._use = self._users_file()
            fcntl.flock(self._use, fcntl.LOCK_SH)

    def _let_go(self) -> None:
        if self._use is not None:
            os.close(self._use)
            self._use = None

    def _used_by_others(self) -> bool:
        handle = self._users_file()
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False


def refuse_uid_0() -> None:
    """Nothing of ours runs as root; PostgreSQL would refuse as well, less clearly."""
    if os.geteuid() == 0:
        raise ClusterProblem(
            "Від імені root Обіг не працює. Запустіть «make run» або «bin/obih»: вони самі перейдуть "
            "до службового користувача."
        )


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
