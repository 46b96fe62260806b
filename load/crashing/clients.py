"""Sixteen registering programs in one process; another process keeps the log of acknowledgements, fsynced."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from multiprocessing.synchronize import Event as Signal
from pathlib import Path
from random import Random
from typing import Any

from load.api import NEVER_ACKNOWLEDGED, Client, Letter, letter
from load.head import Browser, Window

THREADS = 16
TIMEOUT_S = 10.0
FINISH_WITHIN_S = 60.0


RESOLVED_OF = 3
"""The head resolves every third letter."""


@dataclass(frozen=True)
class Acknowledged:
    """What the server said when it said «registered», and what had been sent; `resolved` when the head’s
    resolution on it was acknowledged too."""

    key: str
    number: str
    document: str
    title: str
    sha256: str
    resolved: bool = False


@dataclass(frozen=True)
class Doors:
    """Where the programs go and as whom: another program’s token, the head’s browser."""

    port: int
    token: str
    journal: str
    browser: Browser


def register(doors: Doors, stop: Signal, last: Any, ledger: Any, refusals: Any) -> None:
    """Keep registering until told to stop; what is under way then is finished. Runs in its own process."""
    threads = [
        threading.Thread(target=_client, args=(doors, place, stop, last, ledger, refusals))
        for place in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger.put(None)


def _client(doors: Doors, place: int, stop: Signal, last: Any, ledger: Any, refusals: Any) -> None:
    client = Client(doors.port, doors.token, TIMEOUT_S)
    window = Window(doors.port, doors.browser, TIMEOUT_S)
    rng = Random(place)
    while not stop.is_set():
        sent = letter(doors.journal, rng.choice((0, 2_000, 30_000, 300_000)))
        known = _until_acknowledged(client, sent, stop, last, refusals)
        if known is None:
            continue
        if rng.randrange(RESOLVED_OF) == 0:
            known = _until_resolved(window, known, stop, refusals)
        ledger.put(known)


def _until_acknowledged(
    client: Client, sent: Letter, stop: Signal, last: Any, refusals: Any
) -> Acknowledged | None:
    """The same key and the same bytes again and again: what a program must do when no answer comes."""
    patience = _Patience(stop)
    while patience.lasts():
        asked = time.monotonic()
        try:
            status, answer = client.register(sent)
        except NEVER_ACKNOWLEDGED:
            status, answer = 0, {}
        if status in (200, 201):
            with last.get_lock():
                last.value = max(last.value, asked)
            return Acknowledged(
                sent.key,
                str(answer["number"]),
                str(answer["id"]),
                str(sent.card["title"]),
                hashlib.sha256(sent.content).hexdigest(),
            )
        if status:
            refusals.put((status, str(answer.get("detail", ""))[:200]))
        time.sleep(0.1)
    return None


def _until_resolved(window: Window, known: Acknowledged, stop: Signal, refusals: Any) -> Acknowledged:
    """The head presses his button until the page says that it is done; the key makes it one resolution."""
    patience = _Patience(stop)
    while patience.lasts():
        status = window.resolve(known.document, known.key)
        if status == 302:
            return replace(known, resolved=True)
        if status:
            refusals.put((status, "resolution"))
        time.sleep(0.1)
    return known


class _Patience:
    """Lasts while the run does, and a minute longer for what is under way."""

    def __init__(self, stop: Signal) -> None:
        self._stop = stop
        self._until: float | None = None

    def lasts(self) -> bool:
        if self._stop.is_set():
            self._until = self._until or time.monotonic() + FINISH_WITHIN_S
        return self._until is None or time.monotonic() < self._until


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
