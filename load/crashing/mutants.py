"""Programs that break the promise on purpose, in the harness's own database and processes only."""

from __future__ import annotations

import re

import psycopg

NO_LOCK, ROW_BEFORE_FILE = "no-lock", "row-before-file"
NAMES = (NO_LOCK, ROW_BEFORE_FILE)
_LOCKED = re.compile(r"UPDATE registry_counter SET value = value \+ 1.*?END IF;", re.DOTALL)
_UNLOCKED = """
        SELECT coalesce(max(a.sequence), 0) + 1 INTO taken FROM registry_allocation AS a
         WHERE a.journal_id = request.journal_id AND a.period = request.period;
        UPDATE registry_counter SET value = greatest(value, taken)
         WHERE journal_id = request.journal_id AND period = request.period;
"""


def settings_of(mutant: str | None) -> dict[str, str]:
    """What the tree of a mutant is told besides."""
    late = {"DJANGO_SETTINGS_MODULE": "load.crashing.late_files"}
    return late if mutant == ROW_BEFORE_FILE else {}


def remove_lock(address: str) -> None:
    """Numbers by max() + 1 without the counter's lock, and without the constraint that would notice."""
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT pg_get_functiondef('registry_close'::regproc)").fetchone()
        assert row is not None
        unlocked, count = _LOCKED.subn(_UNLOCKED, row[0])
        assert count == 1, "the closing statement has changed, its mutant has not"
        connection.execute(unlocked)
        connection.execute("ALTER TABLE registry_allocation DROP CONSTRAINT number_is_given_once")
