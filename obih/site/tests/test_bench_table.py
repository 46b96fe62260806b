"""The table of figures: one at the end of a run, and in load/README.md only by what a run has said."""

from __future__ import annotations

import argparse
import json
import time
from typing import Any

import pytest

from load import table
from load.pace import Pace
from load.targets import TARGETS
from obih.site.commands import bench
from obih.site.sentences import CommandProblem
from obih.site.tests.conftest import ROOT


def said(name: str, cards: int, **figures: float) -> str:
    machine = {"documents": cards, "load_before": 0.4, "measured_at": "2026-11-22 21:00"}
    return json.dumps({"bench": name, "machine": machine, "figures": figures, "targets": {}, "ok": True})


def test_a_run_replaces_its_own_rows_and_nobody_elses() -> None:
    text = (
        "# Title\n\n| bench | cards | figure | measured | target | |\n|---|---|---|---|---|---|\n"
        "| `demo` | 1000000 | `cards_per_s` | 1515.0 | ≥ 1200 | ✓ |\n"
        "| `weight` | 20000 | `first_visit_kb` | 51.2 | ≤ 60 | ✓ |\n\nBesides.\n"
    )
    new = table.put_into(text, ["noise\n", said("demo", 100000, cards_per_s=900.5) + "\n"])
    assert new.split("\n") == [
        "# Title",
        "",
        table.HEAD,
        table.RULE,
        "| `demo` | 100000 | `cards_per_s` | 900.5 | ≥ 1200 | ✗ | 2026-11-22 21:00, 0.4 |",
        "| `demo` | 1000000 | `cards_per_s` | 1515.0 | ≥ 1200 | ✓ | |",
        "| `weight` | 20000 | `first_visit_kb` | 51.2 | ≤ 60 | ✓ | |",
        "",
        "Besides.",
        "",
    ]
    assert table.put_into(new, []) == new


def test_beside_a_bench_the_machine_tells_its_own_speed() -> None:
    with Pace() as beside:
        time.sleep(2.5)
    told: Any = beside.told()["loop_ms"]
    assert 0 < told[0] <= told[1] <= told[2]
    machine = {
        "documents": 5,
        "load_before": 0.4,
        "measured_at": "2026-11-22 21:00",
        "loop_ms": [6.2, 7.0, 12.5],
    }
    line = json.dumps({"bench": "demo", "machine": machine, "figures": {"cards_per_s": 1300}})
    assert table.rows([line])[-1].endswith("| ✓ | 2026-11-22 21:00, 0.4, 6.2–7.0–12.5 |")


def test_the_readme_has_a_table_that_a_run_can_be_put_into() -> None:
    text = (ROOT / "load" / "README.md").read_text()
    new = table.put_into(text, [said("crash", 100000, kills=100)])
    assert "| `crash` |  | `kills` | 100 | ≥ 100 | ✓ | 2026-11-22 21:00, 0.4 |" in new
    assert new.count("| `crash` |  |") == len(TARGETS["crash"])


def test_a_bench_that_breaks_off_is_named_and_the_others_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure(name: str, _args: object) -> dict[str, Any]:
        if name == "demo":
            raise CommandProblem("Вимірювання «demo» не завершилося (код 1).")
        return dict.fromkeys(TARGETS[name], 1.0)

    monkeypatch.setattr(bench, "_measure", measure)
    monkeypatch.setattr(bench.gathering, "gather", lambda _config: None)
    monkeypatch.setattr(bench.server, "running", lambda: __import__("contextlib").nullcontext())
    args = argparse.Namespace(name="all", documents=1000, seconds=1.0, json=False, kills=None)
    assert bench.run(args) == 1
    told = capsys.readouterr()
    lines, shown = told.out.split("\n\n")
    assert [json.loads(line)["bench"] for line in lines.splitlines()] == list(bench.NAMES[1:])
    assert shown.startswith(table.HEAD)
    assert "«demo» не завершилося" in told.err


def test_every_bench_with_targets_can_be_asked_for() -> None:
    assert set(TARGETS) == set(bench.NAMES)
