"""The web server as `obih serve` starts it, over a bench’s database."""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import time
from collections.abc import Iterator, Mapping

from load.api import NEVER_ACKNOWLEDGED, Client, free_port
from obih.site.config import PROJECT_ROOT
from obih.site.serving import Door, _granian

READY_WITHIN_S = 60.0


@contextlib.contextmanager
def running(told: Mapping[str, str]) -> Iterator[int]:
    """The port of a web server that answers."""
    port = free_port()
    door = Door("127.0.0.1", port, f"http://127.0.0.1:{port}/")
    process = subprocess.Popen(
        _granian(door, argparse.Namespace(workers=None)),
        env=dict(told) | {"MALLOC_ARENA_MAX": "2"}, cwd=PROJECT_ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        with contextlib.suppress(*NEVER_ACKNOWLEDGED):
            Client(port, "").ask("GET", "/robots.txt")
            return
        time.sleep(0.1)
    raise TimeoutError("the web server does not answer")
