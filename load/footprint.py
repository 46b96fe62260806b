"""What the whole tree costs while nobody works, and how long it takes to come up, the first time and later.

The first start makes the cluster, the schema and the demonstration hromada; the installation of packages
before it is the network's time, not ours, and is not in the figure.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from load.crashing.tree import Tree
from obih.site import processes
from obih.site.config import read_config

IDLE_S = (60.0, 130.0)
"""After a minute of quiet, and again when whatever the clock does every two minutes has been done."""
WORK_MOST_S = 300.0


def measure(documents: int, seconds: float) -> dict[str, object]:
    """Megabytes of a quiet tree, the most of both looks (shared pages once), and seconds of both starts."""
    folder = Path(tempfile.mkdtemp(prefix="footprint-", dir=read_config().data_dir))
    tree = Tree(folder)
    try:
        first = _start(tree)
        tree.stop()
        later = _start(tree)
        _until_nothing_is_done(tree)
        assert tree.process is not None
        quiet, idle, resident = time.monotonic(), 0.0, 0.0
        for wait in IDLE_S:
            time.sleep(max(0.0, quiet + wait - time.monotonic()))
            pids = processes.descendants(tree.process.pid)
            idle = max(idle, processes.resident_mb(pids))
            resident = max(resident, _resident_mb(pids))
    finally:
        tree.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return {
        "idle_mb": round(idle, 1),
        "idle_rss_mb": round(resident, 1),
        "processes": len(pids),
        "start_s": round(later, 1),
        "first_start_s": round(first, 1),
    }


def _start(tree: Tree) -> float:
    began = time.monotonic()
    tree.start(demo=True)
    tree.wait_until_answers()
    return time.monotonic() - began


def _until_nothing_is_done(tree: Tree) -> None:
    """Until no job that is due waits or runs: previews of the demonstration are work, not quiet."""
    until = time.monotonic() + WORK_MOST_S
    due = (
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
        " OR status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
    )
    with psycopg.connect(tree.cluster.dsn("super", "obih"), autocommit=True) as connection:
        while time.monotonic() < until:
            row = connection.execute(due).fetchone()
            if row is not None and row[0] == 0:
                return
            time.sleep(1)
    raise TimeoutError(f"work did not end within {WORK_MOST_S:.0f} s: this would not be a quiet tree")


def _resident_mb(pids: list[int]) -> float:
    """The same with shared pages counted in each process: an upper bound."""
    total = 0
    for pid in pids:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    return total / 1024


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), float(sys.argv[2])), ensure_ascii=False))
