"""Sixteen registering programs in one process; another process keeps the log of acknowledgements, fsynced."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from multiprocessing.synchronize import Event as Signal
from pathlib import Path
from random import Random
from typing import Any

from load.api import NEVER_ACKNOWLEDGED, Client, Letter, letter

THREADS = 16
TIMEOUT_S = 10.0
FINISH_WITHIN_S = 60.0


@dataclass(frozen=True)
class Acknowledged:
    """What the server said when it said «registered», and what had been sent."""

    key: str
    number: str
    document: str
    title: str
    sha256: str


def register(
    port: int, token: str, journal: str, stop: Signal, last: Any, ledger: Any, refusals: Any
) -> None:
    """Keep registering until told to stop; what is under way then is finished. Runs in its own process."""
    threads = [
        threading.Thread(target=_client, args=(port, token, journal, place, stop, last, ledger, refusals))
        for place in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger.put(None)


def _client(
    port: int, token: str, journal: str, place: int, stop: Signal, last: Any, ledger: Any, refusals: Any
) -> None:
    client = Client(port, token, TIMEOUT_S)
    rng = Random(place)
    while not stop.is_set():
        sent = letter(journal, rng.choice((0, 2_000, 30_000, 300_000)))
        _until_acknowledged(client, sent, stop, last, ledger, refusals)


def _until_acknowledged(
    client: Client, sent: Letter, stop: Signal, last: Any, ledger: Any, refusals: Any
) -> None:
    """The same key and the same bytes again and again: what a program must do when no answer comes."""
    give_up = None
    while True:
        asked = time.monotonic()
        try:
            status, answer = client.register(sent)
        except NEVER_ACKNOWLEDGED:
            status, answer = 0, {}
        if status in (200, 201):
            ledger.put(
                Acknowledged(
                    sent.key,
                    str(answer["number"]),
                    str(answer["id"]),
                    str(sent.card["title"]),
                    hashlib.sha256(sent.content).hexdigest(),
                )
            )
            with last.get_lock():
                last.value = max(last.value, asked)
            return
        if status:
            refusals.put((status, str(answer.get("detail", ""))[:200]))
        if stop.is_set():
            give_up = give_up or time.monotonic() + FINISH_WITHIN_S
            if time.monotonic() > give_up:
                return
        time.sleep(0.1)


def keep_ledger(path: Path, ledger: Any) -> None:
    """Write each acknowledgement down, durably, before taking the next. Runs in its own process."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    while (told := ledger.get()) is not None:
        os.write(descriptor, (json.dumps(asdict(told), ensure_ascii=False) + "\n").encode())
        os.fsync(descriptor)
    os.close(descriptor)


def read_ledger(path: Path) -> Iterator[Acknowledged]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield Acknowledged(**json.loads(line))
