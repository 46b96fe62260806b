"""A journal of all cards as PDF and as XLSX, made by a real worker: seconds, and what its processes take.

Works in a copy of a filled database whose letters were all put into one journal. A file is asked for as a
person asks for it; seconds run from that moment to the file being ready, memory is that of the worker with
everything it started (shared pages once), looked at ten times a second.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from load import databases
from obih.site import processes, server
from obih.site.config import PROJECT_ROOT

LINES = 100_000
KINDS = ("pdf", "xlsx")
LOOK_EVERY_S = 0.1
MOST_S = 900.0
READY_S = 60.0

_ONE_JOURNAL = (
    "UPDATE registry_registration SET journal_id = %(journal)s WHERE journal_id <> %(journal)s",
    "UPDATE registry_accessrow SET journal_id = %(journal)s WHERE journal_id <> %(journal)s",
    "VACUUM ANALYZE registry_registration",
    "VACUUM ANALYZE registry_accessrow",
)


def measure(documents: int, seconds: float) -> dict[str, object]:
    """Seconds of each kind of file, the worst megabytes of the worker's processes together, and how many
    lines and pages the files have."""
    with databases.copy_of(databases.filled(documents)) as name:
        os.environ["OBIH_DATABASE"] = name
        server.set_up_django()
        from django.db import connection

        actor, journal = _prepared()
        worker = subprocess.Popen(
            [sys.executable, "-m", "obih.site.cli", "worker", "--bare"],
            env=databases.environment(name), cwd=PROJECT_ROOT, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait_for(_worker_is_ready, worker, READY_S)
            rest = processes.resident_mb(processes.descendants(worker.pid))
            runs = {kind: _made(worker, actor, journal, kind) for kind in KINDS}
        finally:
            worker.terminate()
            worker.wait(60)
            connection.close()
    return {
        "lines": min(run["lines"] for run in runs.values()),
        **{f"{kind}_{LINES}_s": round(_for_lines(run), 1) for kind, run in runs.items()},
        "peak_mb": round(max(run["peak"] for run in runs.values()), 1),
        **{f"{kind}_cpu_s": round(run["cpu"], 1) for kind, run in runs.items()},
        **{f"{kind}_peak_mb": round(run["peak"], 1) for kind, run in runs.items()},
        **{f"{kind}_file_mb": round(run["file_mb"], 1) for kind, run in runs.items()},
        "worker_at_rest_mb": round(rest, 1),
        "pages": runs["pdf"]["pages"],
    }


def _for_lines(run: dict[str, Any]) -> float:
    """Seconds as for a hundred thousand lines: the way through is tried on a smaller base."""
    return float(run["seconds"]) * LINES / max(1, min(LINES, run["lines"]))


def _prepared() -> tuple[Any, Any]:
    """The clerk, and the journal that holds every letter of this copy."""
    from obih.people.models import Account
    from obih.people.queries import actor_for
    from obih.registry.models import Journal

    actor = actor_for(Account.objects.get(username="boiko"))
    journal = Journal.objects.get(code="in-rada")
    with psycopg.connect(server.owner_address(), autocommit=True) as connection:
        for statement in _ONE_JOURNAL:
            connection.execute(statement, {"journal": journal.pk} if "%(" in statement else None)
    return actor, journal


def _made(worker: subprocess.Popen[bytes], actor: Any, journal: Any, kind: str) -> dict[str, Any]:
    """Ask for a file and watch the worker make it. Progress that is never seen in between is a fault."""
    from obih.desk.actions import ask_for_file

    began, worked = time.perf_counter(), _cpu_s(worker.pid)
    asked = ask_for_file(journal, kind, "", by=actor)
    peak = 0.0
    seen: set[int] = set()

    def is_made() -> bool:
        nonlocal peak
        peak = max(peak, processes.resident_mb(processes.descendants(worker.pid)))
        asked.refresh_from_db()
        seen.add(asked.done)
        assert not asked.problem, asked.problem
        return asked.made_at is not None

    _wait_for(is_made, worker, MOST_S)
    took = time.perf_counter() - began
    assert len(seen) > 3, f"{kind}: progress was seen {len(seen)} times"
    assert asked.content is not None
    return {
        "seconds": took,
        "cpu": _cpu_s(worker.pid) - worked,
        "peak": peak,
        "lines": asked.total,
        "file_mb": asked.content.size_bytes / 2**20,
        "pages": _pages(asked.content) if kind == "pdf" else 0,
    }


def _cpu_s(pid: int) -> float:
    """Processor seconds of a process and of its children that have ended: what a busy machine does not
    change. PostgreSQL’s own are not in it."""
    told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(int(each) for each in told[11:15]) / os.sysconf("SC_CLK_TCK")


def _pages(content: Any) -> int:
    import pypdfium2

    from obih.files.storage import current_store

    with current_store().open(content.pk) as stored:
        return len(pypdfium2.PdfDocument(stored.read()))


def _worker_is_ready() -> bool:
    """Whether both its lanes look for work."""
    with psycopg.connect(server.app_address()) as connection:
        found = connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
    return bool(found and found[0] >= 2)


def _wait_for(happened: Callable[[], bool], worker: subprocess.Popen[bytes], most_s: float) -> None:
    began = time.monotonic()
    while not happened():
        assert worker.poll() is None, f"the worker ended with {worker.returncode}"
        assert time.monotonic() - began < most_s, f"nothing came of it within {most_s:.0f} s"
        time.sleep(LOOK_EVERY_S)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), float(sys.argv[2])), ensure_ascii=False))
