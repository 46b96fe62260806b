"""What benches share: the machine, percentiles, the look at numbers and the queue."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg


def machine() -> dict[str, object]:
    """What it was measured on."""
    return {
        "cpu": _cpu_name(),
        "cores": os.cpu_count() or 1,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "load_before": round(os.getloadavg()[0], 2),
        "measured_at": time.strftime("%Y-%m-%d %H:%M"),
    }


def _cpu_name() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


_NUMBERS = """
SELECT c.value, count(a.id), count(DISTINCT a.sequence), coalesce(min(a.sequence), 0),
       coalesce(max(a.sequence), 0),
       count(a.id) FILTER (WHERE r.id IS NOT NULL OR v.id IS NOT NULL
           OR EXISTS (SELECT FROM registry_reservation h WHERE h.allocation_id = a.id))
  FROM registry_counter c
  LEFT JOIN registry_allocation a
    ON a.journal_id = c.journal_id AND a.period = c.period AND a.suffix = ''
  LEFT JOIN registry_registration r ON r.allocation_id = a.id
  LEFT JOIN registry_voidnumber v ON v.allocation_id = a.id
 GROUP BY c.id
"""


def gaps_and_twins(address: str) -> tuple[int, int]:
    """How many numbers of all journals are missing or have no outcome (a registration, a void number, a
    reservation), and how many stand twice."""
    gaps = twins = 0
    with psycopg.connect(address) as connection:
        for value, rows, distinct, _, highest, told in connection.execute(_NUMBERS):
            gaps += abs(value - distinct) + abs(highest - value) + (rows - told)
            twins += rows - distinct
    return gaps, twins


def waiting_jobs(address: str) -> int:
    """Jobs of events that nobody has finished yet."""
    with psycopg.connect(address) as connection:
        row = connection.execute(
            "SELECT count(*) FROM procrastinate_jobs"
            " WHERE status IN ('todo', 'doing') AND task_name = 'obih.react'"
        ).fetchone()
    assert row is not None
    return int(row[0])


def seconds_until_empty(address: str, most: float) -> float:
    """How long until no event waits; `most` if it never comes to that."""
    began = time.monotonic()
    while time.monotonic() - began < most:
        if waiting_jobs(address) == 0:
            return time.monotonic() - began
        time.sleep(0.2)
    return most
