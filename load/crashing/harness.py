"""One run: a tree, sixteen programs, trouble, then the audit."""

from __future__ import annotations

import json
import multiprocessing
import queue
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from load.crashing import clients, mutants
from load.crashing.audit import Findings, audit
from load.crashing.tree import Tree
from load.head import Browser
from load.measuring import seconds_until_empty
from obih.site.config import PROJECT_ROOT

BACK_MOST_S = 120.0
DRAIN_MOST_S = 300.0
WARM_UP_S = 3.0


@dataclass
class Outcome:
    """What happened and what was found."""

    findings: Findings = field(default_factory=Findings)
    kills: Counter[str] = field(default_factory=Counter)
    recoveries: list[float] = field(default_factory=list)
    slowest: str = ""
    """Whose end it took longest to recover from."""
    refusals: Counter[int] = field(default_factory=Counter)
    queue_drained_s: float = 0.0

    def recovered(self, victim: str, seconds: float) -> None:
        if seconds >= max(self.recoveries, default=0.0):
            self.slowest = victim
        self.kills[victim] += 1
        self.recoveries.append(seconds)

    def figures(self) -> dict[str, object]:
        return {
            "kills": self.kills.total(),
            **asdict(self.findings),
            "recovery_max_s": round(max(self.recoveries, default=0.0), 1),
            "slowest": self.slowest,
            "queue_drained_s": round(self.queue_drained_s, 1),
            "killed": dict(sorted(self.kills.items())),
            "refused": {str(status): count for status, count in sorted(self.refusals.items())},
        }


class Watch:
    """Looks at the programs: when did they last get through?"""

    def __init__(self, last: Any) -> None:
        self._last = last

    def seconds_until_through(self, since: float, most: float = BACK_MOST_S) -> float:
        """How long after `since` a request sent after it was acknowledged; `most` if none was."""
        while time.monotonic() < since + most:
            if self._last.value > since:
                return time.monotonic() - since
            time.sleep(0.02)
        return most


Trouble = Callable[[Tree, Watch, Outcome], None]


def run(
    data_dir: Path,
    trouble: Trouble,
    mutant: str | None = None,
    ledger: Path | None = None,
    drained_within_s: float = DRAIN_MOST_S,
) -> Outcome:
    """Everything: prepare, register under trouble, let the work finish, audit. The folder must be empty.

    `ledger` is where acknowledgements are written down; in the folder itself unless named.
    """
    ledger = ledger or data_dir / "acknowledged.jsonl"
    tree = Tree(data_dir, mutants.settings_of(mutant))
    outcome = Outcome()
    told = _prepare(tree, mutant)
    tree.start()
    try:
        tree.wait_until_answers()
        with _registering(tree, told, outcome, ledger) as watch:
            time.sleep(WARM_UP_S)
            trouble(tree, watch, outcome)
        address = tree.cluster.dsn("super", "obih")
        outcome.queue_drained_s = seconds_until_empty(address, drained_within_s)
    finally:
        tree.stop()
    with tree.cluster:
        acknowledged = clients.read_ledger(ledger)
        outcome.findings = audit(tree.cluster.dsn("super", "obih"), data_dir / "files", acknowledged)
    return outcome


def killing(kills: int, seconds: float, seed: int) -> Trouble:
    """SIGKILL at random moments until there were so many, or the time is up."""

    def trouble(tree: Tree, watch: Watch, outcome: Outcome) -> None:
        rng = Random(seed)
        until = time.monotonic() + seconds
        while outcome.kills.total() < kills and time.monotonic() < until:
            time.sleep(rng.uniform(0.05, 1.2))
            began = time.monotonic()
            if victim := tree.kill_one(rng):
                outcome.recovered(victim, watch.seconds_until_through(began))

    return trouble


def _prepare(tree: Tree, mutant: str | None) -> dict[str, Any]:
    tree.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    environment = tree.environment() | {"DJANGO_SETTINGS_MODULE": "obih.site.settings"}
    for words in (["obih.site.cli", "migrate"], ["load.crashing.prepare"]):
        done = subprocess.run(
            [sys.executable, "-m", *words], env=environment, cwd=PROJECT_ROOT, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
    if mutant == mutants.NO_LOCK:
        with tree.cluster:
            mutants.remove_lock(tree.cluster.dsn("owner", "obih"))
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


@contextmanager
def _registering(tree: Tree, told: dict[str, Any], outcome: Outcome, path: Path) -> Iterator[Watch]:
    spawning = multiprocessing.get_context("spawn")
    stop, last = spawning.Event(), spawning.Value("d", 0.0)
    ledger, refusals = spawning.Queue(), spawning.Queue()
    keeper = spawning.Process(target=clients.keep_ledger, args=(path, ledger))
    programs = spawning.Process(
        target=clients.register,
        args=(_doors(tree.port, told), stop, last, ledger, refusals),
    )
    keeper.start()
    programs.start()
    try:
        yield Watch(last)
    finally:
        stop.set()
        _gather(refusals, programs, outcome)
        programs.join()
        keeper.join()


def _doors(port: int, told: dict[str, Any]) -> clients.Doors:
    return clients.Doors(port, told["token"], told["journal"], Browser(**told["browser"]))


def _gather(refusals: Any, programs: Any, outcome: Outcome) -> None:
    """Empty the queue until the programs have ended: a full one would keep them from ending."""
    while True:
        try:
            status, _ = refusals.get(timeout=0.2)
            outcome.refusals[status] += 1
        except queue.Empty:
            if not programs.is_alive():
                return
