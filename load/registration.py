"""Sixteen connections from four processes register in one journal through the action, each with its files.

The files are containers of a few hundred bytes: stored and fsynced like any other, but without pages to draw,
because the figure is about registering. What the worker does afterwards is measured as `queue_drained_s`.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import secrets
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Mapping
from multiprocessing.synchronize import Event as Signal
from typing import Any

from load import databases
from load.measuring import gaps_and_twins, percentile, seconds_until_empty, waiting_jobs
from obih.site import server
from obih.site.config import PROJECT_ROOT

PROCESSES, THREADS = 4, 4
WARM_UP_S = 2.0
DRAIN_MOST_S = 300.0


def measure(documents: int, seconds: float) -> dict[str, object]:
    """Register for `seconds` in a copy of a filled database, then let the worker empty its queue."""
    with databases.copy_of(databases.filled(documents)) as name:
        os.environ["OBIH_DATABASE"] = name
        latencies = _load(seconds)
        address = server.app_address()
        gaps, twins = gaps_and_twins(address)
        backlog = waiting_jobs(address)
        drained = _drain(databases.environment(name), address)
    return {
        "per_s": round(len(latencies) / seconds, 1),
        "p95_ms": round(percentile(latencies, 0.95) * 1000, 1),
        "p50_ms": round(percentile(latencies, 0.5) * 1000, 1),
        "registered": len(latencies),
        "gaps": gaps,
        "twins": twins,
        "backlog": backlog,
        "queue_drained_s": round(drained, 1),
    }


def _load(seconds: float) -> list[float]:
    spawning = multiprocessing.get_context("spawn")
    ready, go = spawning.Semaphore(0), spawning.Event()
    results: multiprocessing.Queue[list[float]] = spawning.Queue()
    clients = [spawning.Process(target=_client, args=(seconds, ready, go, results)) for _ in range(PROCESSES)]
    for client in clients:
        client.start()
    for _ in clients:
        ready.acquire()
    go.set()
    latencies = [each for _ in clients for each in results.get()]
    for client in clients:
        client.join()
    return latencies


def _client(seconds: float, ready: Any, go: Signal, results: Any) -> None:
    server.set_up_django()
    found: list[float] = []
    threads = [threading.Thread(target=_register, args=(seconds, go, found)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    ready.release()
    for thread in threads:
        thread.join()
    results.put(found)


def _register(seconds: float, go: Signal, found: list[float]) -> None:
    from obih.demo.hromada import journal_for_kind, known_journals
    from obih.demo.senders import make_senders
    from obih.people.cast import load_cast
    from obih.registry.models import Correspondent

    cast = load_cast()
    by = cast.actor("boiko")
    journal = journal_for_kind(known_journals(), "letter", cast.council.pk)
    directory = Correspondent.objects.in_bulk([each.id for each in make_senders().bodies[:200]])
    senders = list(directory.values())
    go.wait()
    began = time.monotonic()
    while (now := time.monotonic()) < began + WARM_UP_S + seconds:
        _one(by, journal, senders[secrets.randbelow(len(senders))], cast.melnychenko.person)
        done = time.monotonic()
        if now >= began + WARM_UP_S and done <= began + WARM_UP_S + seconds:
            found.append(done - now)


def _one(by: Any, journal: Any, sender: Any, reviewer: Any) -> None:
    from django.utils import timezone

    from obih.files.actions import receiving
    from obih.registry.actions import register_incoming
    from obih.registry.cards import CardFile, IncomingCard

    mark = secrets.token_hex(8)
    with receiving() as receive:
        stored = receive(container(mark), f"{mark}.zip")
        card = IncomingCard(
            journal=journal,
            kind_code="letter",
            title=f"Про перевірку швидкості реєстрації, {mark}",
            received_at=timezone.now(),
            correspondent=sender,
            their_number=f"01-{mark}",
            their_date=timezone.localdate(),
            signer="Керівник Олександр ПОКАЗОВИЙ",
            first_reviewer=reviewer,
            sheets_main=1,
            files=(CardFile(stored, stored.name),),
        )
        register_incoming(card, key=mark, by=by)


def container(mark: str, size_bytes: int = 0) -> bytes:
    """A container that no other registration has, of about so many bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("lyst.txt", f"Лист {mark}\n" * 8)
        if size_bytes:
            archive.writestr("dodatok.bin", os.urandom(size_bytes))
    return made.getvalue()


def _drain(told: Mapping[str, str], address: str) -> float:
    worker = subprocess.Popen(
        [sys.executable, "-m", "obih.site.cli", "worker", "--bare"],
        env=dict(told), cwd=PROJECT_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        return seconds_until_empty(address, DRAIN_MOST_S)
    finally:
        worker.terminate()
        worker.wait()


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), float(sys.argv[2]))))
