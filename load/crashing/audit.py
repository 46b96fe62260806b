"""What must be true after everything: asked of the database and the disk, not of the killed program."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from load.crashing.clients import Acknowledged
from load.measuring import gaps_and_twins
from obih.files.rules import place_of
from obih.history.rules import Link, breaks

_CARDS = """
SELECT d.id::text, d.title, r.number, f.content_id
  FROM registry_document d
  LEFT JOIN registry_registration r ON r.document_id = d.id
  LEFT JOIN registry_documentfile f ON f.document_id = d.id
 WHERE d.title = ANY(%s)
"""
_TASKS = """
SELECT p.document_id::text, p.text, count(DISTINCT p.id), count(DISTINCT a.id), count(DISTINCT w.id),
       count(DISTINCT s.id)
  FROM tasks_point p
  LEFT JOIN tasks_assignment a ON a.point_id = p.id AND a.duty = 'main' AND a.ended_at IS NULL
  LEFT JOIN registry_accessrow w
         ON w.document_id = p.document_id AND w.reason = 'task' AND w.source = 'point:' || p.id
        AND w.principal = a.principal
  LEFT JOIN tasks_step s ON s.point_id = p.id AND s.kind = 'assigned'
 WHERE p.text LIKE 'Прошу підготувати відповідь, ________________' GROUP BY 1, 2
"""
_EVENTS = "SELECT seq, number, canonical, previous, hash FROM history_event ORDER BY seq"
_UNDRAWN = """
SELECT count(*) FROM registry_documentfile f JOIN registry_document d ON d.id = f.document_id
 WHERE d.title = ANY(%s) AND NOT EXISTS (SELECT FROM files_rendition r WHERE r.content_id = f.content_id)
"""
_DEAD = """
SELECT task_name || ': ' || status::text FROM procrastinate_jobs
 WHERE status NOT IN ('succeeded', 'todo', 'doing')
"""
_MADE = """
SELECT title, count(*) FROM registry_document WHERE title LIKE 'Про стан %, ________________' GROUP BY title
"""


@dataclass
class Findings:
    """Counts of what is wrong; everything is 0 when the promise holds."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    gaps: int = 0
    twins: int = 0
    wrong_hashes: int = 0
    chain_breaks: int = 0
    reactions_missing: int = 0
    dead_jobs: int = 0
    dead: list[str] = field(default_factory=list)
    """Which ones, and how they ended."""
    resolved: int = 0
    tasks_lost: int = 0
    tasks_doubled: int = 0

    @property
    def holds(self) -> bool:
        return self.acknowledged > 0 and not any(
            (
                self.lost,
                self.doubled,
                self.gaps,
                self.twins,
                self.wrong_hashes,
                self.chain_breaks,
                self.reactions_missing,
                self.dead_jobs,
                self.tasks_lost,
                self.tasks_doubled,
            )
        )


def audit(address: str, files: Path, acknowledged: Iterable[Acknowledged]) -> Findings:
    """Compare what was promised with what is there. `files` is the store's root."""
    promised = list(acknowledged)
    found = Findings(acknowledged=len(promised))
    titles = [each.title for each in promised]
    with psycopg.connect(address) as connection:
        cards: dict[str, list[tuple[str, str, str]]] = {}
        for document, title, number, content in connection.execute(_CARDS, [titles]):
            cards.setdefault(title, []).append((document, number, content))
        for each in promised:
            _check(each, cards.get(each.title, []), files, found)
        found.doubled += sum(count - 1 for _, count in connection.execute(_MADE).fetchall())
        links = (Link(*row) for row in connection.execute(_EVENTS).fetchall())
        found.chain_breaks = sum(1 for _ in breaks(links))
        found.reactions_missing = _count(connection, _UNDRAWN, [titles])
        found.dead = [told for (told,) in connection.execute(_DEAD).fetchall()]
        found.dead_jobs = len(found.dead)
        _check_tasks(connection, promised, found)
    found.doubled += sum(count - 1 for count in Counter(each.number for each in promised).values())
    found.gaps, found.twins = gaps_and_twins(address)
    return found


def _check_tasks(
    connection: psycopg.Connection[Any], promised: Iterable[Acknowledged], found: Findings
) -> None:
    """Each acknowledged resolution is one task with one main executor who sees the document; what was not
    acknowledged may be there, whole and once."""
    rows = connection.execute(_TASKS).fetchall()
    there = {str(row[0]): row[2:] for row in rows}
    resolved = [each.document for each in promised if each.resolved]
    found.resolved = len(resolved)
    found.tasks_lost = sum(1 for each in resolved if each not in there)
    found.tasks_doubled = len(rows) - len(there)
    for tasks, executors, seen, steps in there.values():
        found.tasks_doubled += max(tasks, executors, steps) - 1
        found.tasks_lost += 1 if min(executors, seen, steps) < 1 else 0


def _check(each: Acknowledged, cards: list[tuple[str, str, str]], files: Path, found: Findings) -> None:
    if (each.document, each.number) not in {(document, number) for document, number, _ in cards}:
        found.lost += 1
        return
    if {content for _, _, content in cards} != {each.sha256} or _hash_of(files, each.sha256) != each.sha256:
        found.wrong_hashes += 1


def _hash_of(files: Path, sha256: str) -> str | None:
    try:
        return hashlib.sha256((files / place_of(sha256)).read_bytes()).hexdigest()
    except OSError:
        return None


def _count(connection: psycopg.Connection[tuple[int]], statement: str, parameters: list[object]) -> int:
    row = connection.execute(statement, parameters).fetchone()
    assert row is not None
    return int(row[0])
