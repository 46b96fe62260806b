"""Fuzzing finds nothing in a short run, repeats by its seed, and would notice each kind of fault."""

from __future__ import annotations

import time
from random import Random

import pytest

from obih.signatures.fuzz import running, trees
from obih.signatures.fuzz.mutating import mutated
from obih.signatures.fuzz.running import Corpus, Run

FILES = 400


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus()


def test_strangers_files_neither_crash_nor_hang_nor_pass(corpus: Corpus) -> None:
    outcome = Run(corpus, seed=20261120).go(files=FILES)
    assert outcome.tried == FILES and not outcome.faults, outcome.as_data()["faults"]
    assert {"не читається", "INVALID", "INDETERMINATE"} <= set(outcome.answers)


def test_a_number_gives_the_same_file_always(corpus: Corpus) -> None:
    seeds = list(corpus.files.values())
    assert mutated(seeds, Random("1 7")) == mutated(seeds, Random("1 7")) != mutated(seeds, Random("1 8"))


def test_a_tree_that_is_not_changed_is_written_as_it_was(corpus: Corpus) -> None:
    read = 0
    for name, data in corpus.files.items():
        root = trees.read(data)
        if root is not None:
            read += 1
            assert b"".join(one.written() for one in root) == data, name
    assert read > 20


def test_each_kind_of_fault_is_noticed(corpus: Corpus, monkeypatch) -> None:
    def kinds() -> set[str]:
        run = Run(corpus, seed=3)
        run.go(files=40)
        return {one.kind for one in run.outcome.faults}

    def crash(*_: object) -> None:
        raise KeyError("x")

    with monkeypatch.context() as patched:
        patched.setattr(running, "verify", crash)
        assert kinds() == {"crash"}
    with monkeypatch.context() as patched:
        patched.setattr(running, "HANG_S", 0.05)
        patched.setattr(running, "verify", lambda *_: time.sleep(0.2))
        assert "hang" in kinds()
    with monkeypatch.context() as patched:
        patched.setattr(running, "SLOW_S", 0.0)
        assert "slow" in kinds()
    with monkeypatch.context() as patched:
        patched.setattr(running, "MAX_GROWTH_MB", -1)
        assert "memory" in kinds()
    good = corpus.files["t.p7s"]
    with monkeypatch.context() as patched:
        patched.setattr(running, "mutated", lambda *_: good)
        patched.setattr(corpus, "signed", set())
        assert kinds() == {"false VALID", "false import"}
