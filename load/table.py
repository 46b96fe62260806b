"""Turns lines of `obih bench … --json` into the table of load/README.md.

`python3 -m load.table < LINES` prints it; `make bench WRITE=1` puts its rows into the README itself: a row is
written by its own run or not at all. Standard library only: the launcher's Python reads it, too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from load.targets import TARGETS

HEAD = "| bench | cards | figure | measured | target | | when, load before, loop ms |"
RULE = "|---|---|---|---|---|---|---|"
Place = tuple[int, int]


def rows(lines: Iterable[str]) -> list[str]:
    """The whole table; the last of several runs of one bench at one size stands."""
    found = dict(_told(lines))
    return [HEAD, RULE, *(row for place in sorted(found) for row in found[place])]


def put_into(text: str, lines: Iterable[str]) -> str:
    """The README with these runs in its table; rows of other benches and sizes stay as they are."""
    before, table, after = _parts(text)
    kept: dict[Place, list[str]] = {}
    for row in table[2:]:
        kept.setdefault(_place_of_row(row), []).append(_filled_up(row))
    found = kept | dict(_told(lines))
    return "\n".join([*before, HEAD, RULE, *(row for place in sorted(found) for row in found[place]), *after])


def _told(lines: Iterable[str]) -> Iterator[tuple[Place, list[str]]]:
    for line in lines:
        if line.startswith("{") and '"bench"' in line:
            told = json.loads(line)
            cards = "" if told["bench"] == "crash" else str(told["machine"].get("documents", ""))
            yield _place(told["bench"], cards), list(_of(told, cards))


def _of(told: dict[str, Any], cards: str) -> Iterator[str]:
    figures, machine = told["figures"], told["machine"]
    when = ", ".join(str(machine[each]) for each in ("measured_at", "load_before") if each in machine)
    if "loop_ms" in machine:
        when += ", " + "–".join(str(each) for each in machine["loop_ms"])
    for name, target in TARGETS[told["bench"]].items():
        value = figures.get(name, "—")
        mark = "✓" if target.holds(value) else "✗"
        yield f"| `{told['bench']}` | {cards} | `{name}` | {value} | {target} | {mark} | {when} |"


def _place(bench: str, cards: str) -> Place:
    return list(TARGETS).index(bench), int(cards or 0)


def _place_of_row(row: str) -> Place:
    cells = [cell.strip() for cell in row.split("|")]
    return _place(cells[1].strip("`"), cells[2])


def _filled_up(row: str) -> str:
    """A row of a run before the last column was there."""
    return row if row.count("|") >= HEAD.count("|") else f"{row} |"


def _parts(text: str) -> tuple[list[str], list[str], list[str]]:
    lines = text.split("\n")
    first = next(at for at, line in enumerate(lines) if line.startswith("| bench | cards |"))
    after = next(
        at for at in range(first, len(lines) + 1) if not lines[at : at + 1] or not lines[at].startswith("|")
    )
    return lines[:first], lines[first:after], lines[after:]


if __name__ == "__main__":
    print("\n".join(rows(sys.stdin)))
