"""Sixteen programs register over /api/v1, each with one file of 100 KB, over connections they keep."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import threading
import time
from multiprocessing.synchronize import Event as Signal
from typing import Any

from load import databases, web
from load.api import Client, letter, make_token
from load.measuring import gaps_and_twins, percentile
from obih.site import server

PROCESSES, THREADS = 2, 8
FILE_BYTES = 100_000
WARM_UP_S = 3.0


def measure(documents: int, seconds: float) -> dict[str, object]:
    """Register for `seconds` in a copy of a filled database."""
    with databases.copy_of(databases.filled(documents)) as name:
        os.environ["OBIH_DATABASE"] = name
        server.set_up_django()
        token, journal = make_token()
        with web.running(databases.environment(name)) as port:
            latencies, refused = _load(port, token, journal, seconds)
        gaps, twins = gaps_and_twins(server.app_address())
        from django.db import connection

        connection.close()
    return {
        "per_s": round(len(latencies) / seconds, 1),
        "p95_ms": round(percentile(latencies, 0.95) * 1000, 1),
        "p50_ms": round(percentile(latencies, 0.5) * 1000, 1),
        "registered": len(latencies),
        "refused": refused,
        "gaps": gaps,
        "twins": twins,
    }


def _load(port: int, token: str, journal: str, seconds: float) -> tuple[list[float], int]:
    spawning = multiprocessing.get_context("spawn")
    ready, go = spawning.Semaphore(0), spawning.Event()
    results: Any = spawning.Queue()
    clients = [
        spawning.Process(target=_program, args=(port, token, journal, seconds, ready, go, results))
        for _ in range(PROCESSES)
    ]
    for client in clients:
        client.start()
    for _ in clients:
        ready.acquire()
    go.set()
    gathered = [results.get() for _ in clients]
    for client in clients:
        client.join()
    return [each for found, _ in gathered for each in found], sum(refused for _, refused in gathered)


def _program(
    port: int, token: str, journal: str, seconds: float, ready: Any, go: Signal, results: Any
) -> None:
    found: list[float] = []
    refused: list[int] = []
    threads = [
        threading.Thread(target=_send, args=(Client(port, token), journal, seconds, go, found, refused))
        for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    ready.release()
    for thread in threads:
        thread.join()
    results.put((found, len(refused)))


def _send(
    client: Client, journal: str, seconds: float, go: Signal, found: list[float], refused: list[int]
) -> None:
    go.wait()
    began = time.monotonic()
    while time.monotonic() < began + WARM_UP_S + seconds:
        sent = letter(journal, FILE_BYTES)
        asked = time.monotonic()
        status, _ = client.register(sent)
        done = time.monotonic()
        if status != 201:
            refused.append(status)
        elif asked >= began + WARM_UP_S and done <= began + WARM_UP_S + seconds:
            found.append(done - asked)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), float(sys.argv[2]))))
