"""The tree of `obih serve` in a data folder of its own, and who of it can be killed."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random

import psycopg

from load.api import free_port
from obih.site import processes
from obih.site.cluster import Cluster
from obih.site.config import PROJECT_ROOT

READY_WITHIN_S = 120.0
VICTIMS = (
    ("web_process", 0.25),
    ("web_parent", 0.1),
    ("worker", 0.2),
    ("backend", 0.25),
    ("postmaster", 0.1),
    ("supervisor", 0.1),
)
_BUSY = """
SELECT pid FROM pg_stat_activity
 WHERE datname = 'obih' AND usename = 'obih_app' AND pid <> pg_backend_pid()
   AND (state <> 'idle' OR xact_start IS NOT NULL)
"""
_ANY = "SELECT pid FROM pg_stat_activity WHERE datname = 'obih' AND usename = 'obih_app'"


class Tree:
    """`obih serve`, started again only when its supervisor itself was killed: as systemd does it."""

    def __init__(self, data_dir: Path, extra: Mapping[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self.cluster = Cluster(data_dir)
        self.port = free_port()
        self.extra = dict(extra or {})
        self.process: subprocess.Popen[bytes] | None = None
        self._wanted = self._demo = False

    def environment(self) -> dict[str, str]:
        cleared = ("DATABASE_URL", "OBIH_OWNER_DATABASE_URL", "OBIH_DATABASE", "OBIH_ROLE")
        kept = {key: value for key, value in os.environ.items() if key not in cleared}
        return kept | {"OBIH_DATA": str(self.data_dir), "PYTHONPATH": str(PROJECT_ROOT)} | self.extra

    def start(self, *, demo: bool = False) -> None:
        """Up, and up again whenever it ends, until `stop`; `demo` loads the demonstration first."""
        self._wanted, self._demo = True, demo
        self._launch()
        threading.Thread(target=self._keep_up, daemon=True).start()

    def _keep_up(self) -> None:
        while self._wanted:
            if self.process is not None and self.process.poll() is not None and self._wanted:
                self._launch()
            time.sleep(0.2)

    def _launch(self) -> None:
        demo = ["--demo"] if self._demo else []
        with (self.data_dir / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "obih.site.cli", "serve", "--port", str(self.port), *demo],
                env=self.environment(), cwd=PROJECT_ROOT, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait_until_answers(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline:
            if self.answers():
                return
            time.sleep(0.1)
        raise TimeoutError(f"obih serve does not answer; see {self.data_dir / 'serve.log'}")

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with contextlib.closing(connection):
            try:
                connection.request("GET", "/robots.txt", headers={"Host": "localhost"})
                connection.getresponse().read()
            except (OSError, http.client.HTTPException):
                return False
        return True

    def stop(self) -> None:
        self._wanted = False
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            for pid in processes.descendants(self.process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()

    # ── killing ───────────────────────────────────────────────────────────
    def kill_one(self, rng: Random) -> str | None:
        """Send SIGKILL to somebody drawn by lot; gives who it was, or None if he was not there."""
        names, weights = zip(*VICTIMS, strict=True)
        name = rng.choices(names, weights)[0]
        pid = self._victim(name, rng)
        if pid is None:
            return None
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return None
        return name

    def _victim(self, name: str, rng: Random) -> int | None:
        if self.process is None or self.process.poll() is not None:
            return None
        if name == "supervisor":
            return self.process.pid
        if name == "postmaster":
            return self.cluster.postmaster_pid()
        if name == "backend":
            return self._backend(rng)
        found = [pid for pid in processes.descendants(self.process.pid) if pid != self.process.pid]
        web = [pid for pid in found if "granian" in _command(pid) or "served" in _command(pid)]
        parents = [pid for pid in web if _parent(pid) == self.process.pid]
        if name == "worker":
            workers = [pid for pid in found if "worker" in _command(pid).split() and pid not in web]
            return rng.choice(workers) if workers else None
        if name == "web_parent":
            return parents[0] if parents else None
        children = [pid for pid in found if _parent(pid) in parents]
        return rng.choice(children) if children else None

    def _backend(self, rng: Random) -> int | None:
        """One that is inside a transaction, if there is one: in a commit, a closing statement, a job."""
        try:
            with psycopg.connect(self.cluster.dsn("super", "obih"), connect_timeout=2) as connection:
                found = connection.execute(_BUSY).fetchall() or connection.execute(_ANY).fetchall()
        except psycopg.Error:
            return None
        return rng.choice(found)[0] if found else None


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _parent(pid: int) -> int | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    return int(stat.rpartition(")")[2].split()[1])
