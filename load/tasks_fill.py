"""Tasks for a filled database: for two cards of five a resolution with one task, as ten years leave them.

Written by the owner in a few statements. Open are the tasks of cards that are open; everything else has gone
the whole way: reported, accepted, lifted. Access rows stand as a real resolution would leave them; events are
not made up, so the document’s timeline tells of the registration only.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg import sql

STATEMENTS = Path(__file__).with_suffix(".sql")
FILLED = (
    "tasks_resolution", "tasks_point", "tasks_assignment", "tasks_step", "registry_accessrow",
    "registry_document",
)  # fmt: skip


def fill_tasks(owner_address: str) -> int:
    """Make the tasks once, all or nothing; gives how many there are."""
    with psycopg.connect(owner_address) as connection:
        if not (there := _count(connection)):
            connection.execute(STATEMENTS.read_bytes())
            there = _count(connection)
    with psycopg.connect(owner_address, autocommit=True) as connection:
        for table in FILLED:
            connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))
    return there


def _count(connection: psycopg.Connection[tuple[int]]) -> int:
    row = connection.execute("SELECT count(*) FROM tasks_point").fetchone()
    assert row is not None
    return row[0]
