"""One tree: the database, the web server and the worker, kept alive and stopped in the right order.

No Django here: this process only watches. Children die with it, whatever kills it.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from obih.site import processes
from obih.site.cluster import Cluster
from obih.site.postgres_binaries import ClusterProblem
from obih.site.sentences import CommandProblem

BACK_OFF_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
KILLED_PAUSE_S = 0.5
"""Before starting again what somebody else ended (the kernel short of memory among them): it did not fail by
itself."""
HEALTHY_AFTER_S = 60.0
GRACE_S = 20.0
LOOK_EVERY_S = 0.25
LOG_LIMIT_BYTES = 20 * 1024 * 1024


@dataclass
class Child:
    """One program of the tree and what has become of it."""

    name: str
    title: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started_at: float = 0.0
    start_again_at: float = 0.0

    def start(self) -> None:
        """Start the program; what it says goes to its log."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self.environment),
                start_new_session=True,  # Ctrl+C reaches only the supervisor, which keeps the order
                preexec_fn=processes.bound_to_parent(signal.SIGTERM),
            )
        self.started_at = time.monotonic()

    def ended(self) -> int | None:
        """Its exit code once it has ended by itself."""
        return self.process.poll() if self.process is not None else None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_or_kill(self, deadline: float) -> None:
        """Wait until the deadline, then end it with everything it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            for pid in processes.descendants(self.process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()
        self.process = None


@dataclass
class Tree:
    """The database (when embedded) and the children over it."""

    cluster: Cluster | None
    children: list[Child]
    say: Callable[[str], None] = field(default=lambda text: print(text, flush=True))  # noqa: T201
    told_to_stop: int = 0

    def listen_to_signals(self) -> None:
        """SIGINT and SIGTERM stop the tree in order; a second one does not wait for unfinished work."""

        def told(_number: int, _frame: FrameType | None) -> None:
            self.told_to_stop += 1

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, told)

    def start_children(self) -> None:
        for child in self.children:
            child.start()

    def watch(self) -> None:
        """Return when told to stop; until then what ends is started again: slower, if it fails by itself."""
        next_trim = time.monotonic()
        while not self.told_to_stop:
            time.sleep(LOOK_EVERY_S)
            self._look_at_database()
            for child in self.children:
                self._look_at(child)
            if time.monotonic() >= next_trim:
                next_trim = time.monotonic() + 600
                for child in self.children:
                    trim_log(child.log)

    def stop(self) -> None:
        """Web first, then the worker with its unfinished job, the database last."""
        grace = GRACE_S if self.told_to_stop < 2 else 0.5
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + grace
        for child in self.children:
            if self.told_to_stop > 1:
                deadline = min(deadline, time.monotonic() + 0.5)
            child.wait_or_kill(deadline)
        if self.cluster is not None:
            self.cluster.stop()

    def _look_at(self, child: Child) -> None:
        code = child.ended()
        now = time.monotonic()
        if code is not None and child.process is not None:
            child.process = None
            killed = code in (0, -signal.SIGKILL, -signal.SIGTERM)
            lived_well = now - child.started_at > HEALTHY_AFTER_S
            child.failures = 0 if lived_well else child.failures + (not killed)
            pause = KILLED_PAUSE_S if killed else BACK_OFF_S[min(child.failures, len(BACK_OFF_S) - 1)]
            child.start_again_at = now + pause
            self.say(f"{child.title}: процес завершився (код {code}), запускаю знову. Журнал: {child.log}")
        if child.process is None and now >= child.start_again_at and not self.told_to_stop:
            child.start()

    def _look_at_database(self) -> None:
        if self.cluster is None or self.cluster.still_runs():
            return
        self.say("База даних зупинилася; відновлюю її роботу.")
        for pause in (*BACK_OFF_S, *[30.0] * 1000):
            try:
                self.cluster.start()
                break
            except ClusterProblem as problem:
                self.say(str(problem))
                self._pause(pause)
                if self.told_to_stop:
                    return
        for child in self.children:
            if child.name == "worker":  # its connections listen for jobs; they are gone
                child.ask_to_stop()

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.told_to_stop:
            time.sleep(LOOK_EVERY_S)


@contextlib.contextmanager
def only_one(data_dir: Path, parts: Sequence[str], facts: Mapping[str, object]) -> Iterator[None]:
    """Inside, this process alone runs these parts over the data folder; its facts stand in `run/`."""
    with contextlib.ExitStack() as held:
        for part in parts:
            path = data_dir / "run" / f"{part}.lock"
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            held.callback(os.close, handle)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CommandProblem(_already_runs(path)) from None
            os.ftruncate(handle, 0)
            os.write(handle, json.dumps({"pid": os.getpid(), **facts}).encode())
        yield


def is_running(data_dir: Path, part: str) -> bool:
    """True while some process holds this part of the installation (`web` or `worker`)."""
    try:
        handle = os.open(data_dir / "run" / f"{part}.lock", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _already_runs(path: Path) -> str:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        facts = {}
    where = f" за адресою {facts['url']}" if facts.get("url") else ""
    return f"Обіг із цими даними вже працює{where} (процес {facts.get('pid', 'невідомий')})."


def trim_log(log: Path) -> None:
    """Keep a log under its limit: the old half moves to `.1`, the file itself stays open in its writer."""
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        shutil.copyfile(log, log.with_suffix(log.suffix + ".1"))
        os.truncate(log, 0)
