"""Turns lines of `obih bench … --json` (from standard input) into the table of README.md."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from load.targets import TARGETS


def rows(lines: Iterable[str]) -> Iterator[str]:
    """A row a figure that has a target, in the order of the targets."""
    yield "| bench | cards | figure | measured | target | |"
    yield "|---|---|---|---|---|---|"
    for line in lines:
        if line.startswith("{") and '"bench"' in line:
            yield from _of(json.loads(line))


def _of(told: dict[str, Any]) -> Iterator[str]:
    figures, cards = told["figures"], told["machine"].get("documents", "")
    for name, target in TARGETS[told["bench"]].items():
        value = figures.get(name, "—")
        mark = "✓" if target.holds(value) else "✗"
        yield f"| `{told['bench']}` | {cards} | `{name}` | {value} | {target} | {mark} |"


if __name__ == "__main__":
    print("\n".join(rows(sys.stdin)))
