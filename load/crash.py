"""The crash harness as a bench: kills on the real disk, then a full disk, then what was found."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from load.crashing import diskfull, mutants
from load.crashing.harness import killing, run
from load.targets import missed
from obih.site.config import read_config

DEFAULT_KILLS, DEFAULT_SECONDS = 100, 900.0


def measure(
    kills: int, seconds: float, mutant: str | None = None, seed: int | None = None
) -> dict[str, object]:
    """The figures of one run. A mutant is only killed: its disk is never full."""
    seed = int(time.time()) if seed is None else seed
    folder = Path(tempfile.mkdtemp(prefix="crash-", dir=_parent()))
    try:
        outcome = run(folder, killing(kills, seconds, seed), mutant)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    figures = outcome.figures() | {"seed": seed}
    if mutant is None:
        figures["disk_full"] = diskfull.measure()
    return figures | {"holds": outcome.findings.holds}


def _parent() -> Path:
    """Beside the installation's data, on the same disk."""
    parent = read_config().data_dir
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return parent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kills", type=int, default=DEFAULT_KILLS, help="скільки разів убити (звичайно 100)")
    parser.add_argument("--seconds", type=float, default=DEFAULT_SECONDS, help="не довше, ніж стільки секунд")
    parser.add_argument(
        "--mutant", choices=mutants.NAMES, help="зламаний примірник: перевірка має це помітити"
    )
    parser.add_argument("--seed", type=int, default=None, help="повторити ті самі випадковості")


def good(figures: dict[str, object]) -> list[str]:
    """What is wrong, by name; nothing when every promise held."""
    wrong = missed("crash", figures)
    wrong += [name for name in ("reactions_missing", "dead_jobs") if figures.get(name)]
    full = figures.get("disk_full")
    if isinstance(full, dict) and not full.get("holds", True):
        wrong.append("disk_full")
    return wrong


if __name__ == "__main__":
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else DEFAULT_KILLS
    print(json.dumps(measure(wanted, DEFAULT_SECONDS), ensure_ascii=False))
