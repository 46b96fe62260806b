"""Small facts about processes that the supervisor and the cluster both need. Linux only: reads /proc."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(signal_number: int = signal.SIGTERM) -> None:
    """Ask the kernel to send this process a signal when the thread that started it ends."""
    _libc.prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)


def bound_to_parent(signal_number: int = signal.SIGTERM) -> Callable[[], None]:
    """A `preexec_fn` for a child that must not outlive this process.

    The kernel watches the *thread* that forks, so this is only offered to the main thread.
    A parent that is already gone when the child gets here is noticed by comparing its id.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("a bound child is started from the main thread only")
    parent = os.getpid()

    def prepare() -> None:
        die_with_parent(signal_number)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def is_alive(pid: int) -> bool:
    """True for a process that still runs; a zombie is not alive."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.split()[0] not in ("Z", "X")


def working_in(folder: Path) -> list[int]:
    """Ids of live processes of ours whose working directory is `folder`: the servers of a cluster."""
    wanted = os.path.realpath(folder)
    return [pid for pid in _every_pid() if _cwd_of(pid) == wanted and is_alive(pid)]


def left_of(data_dir: Path, *words: str) -> list[int]:
    """Ids of live programs that an earlier supervisor of this data folder started, each word in their
    command. Only the one who holds the folder may ask: another’s children look the same."""
    wanted = {f"OBIH_DATA={data_dir}".encode(), b"OBIH_ROLE=app"}
    needed = {word.encode() for word in words}
    found = []
    for pid in _every_pid():
        try:
            command = set(Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"))
            told = wanted <= set(Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"))
        except OSError:
            continue
        if told and needed <= command and is_alive(pid):
            found.append(pid)
    return found


def descendants(root: int) -> list[int]:
    """The process itself and everything it started, in no particular order."""
    children: dict[int, list[int]] = {}
    for pid in _every_pid():
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(pid)
    found, queue = [], [root]
    while queue:
        pid = queue.pop()
        found.append(pid)
        queue.extend(children.get(pid, []))
    return found


def resident_mb(pids: list[int]) -> float:
    """Memory of the processes together, in megabytes; shared pages are counted once (PSS)."""
    total_kb = 0
    for pid in pids:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total_kb += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total_kb / 1024


def _every_pid() -> Iterator[int]:
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            yield int(entry.name)


def _cwd_of(pid: int) -> str | None:
    try:
        return os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return None
