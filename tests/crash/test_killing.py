"""The whole tree is killed under load: what was acknowledged is there, and a broken build is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from load.crashing import diskfull, mutants
from load.crashing.harness import killing, run

SEED = 7


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty data folder with a short name: sockets lie in it."""
    made = tmp_path / "data"
    made.mkdir(mode=0o700)
    return made


@pytest.mark.slow
def test_a_few_kills_lose_nothing(folder: Path) -> None:
    outcome = run(folder, killing(6, 120, SEED))
    assert outcome.kills.total() == 6
    assert outcome.findings.holds, outcome.figures()
    assert outcome.findings.resolved, "no resolution was acknowledged: nothing is proven of tasks"
    assert max(outcome.recoveries) <= 15


@pytest.mark.slow
def test_numbers_without_the_lock_are_noticed(folder: Path) -> None:
    outcome = run(folder, killing(1, 60, SEED), mutants.NO_LOCK)
    assert outcome.findings.twins > 0, outcome.figures()
    assert not outcome.findings.holds


@pytest.mark.slow
def test_a_row_committed_before_its_file_is_noticed(folder: Path) -> None:
    outcome = run(folder, killing(6, 120, SEED), mutants.ROW_BEFORE_FILE, drained_within_s=5)
    assert outcome.findings.wrong_hashes > 0, outcome.figures()
    assert not outcome.findings.holds


@pytest.mark.slow
def test_a_full_disk_refuses_and_comes_back_by_itself() -> None:
    told = diskfull.measure()
    if not told["run"] and "holds" not in told:
        pytest.skip(str(told["why"]))
    assert told["holds"], told
