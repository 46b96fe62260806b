"""One unit of work: a transaction whose events are written at its outermost end.

Order of locks everywhere: business rows, `SET CONSTRAINTS`, counters in the order of their id, the chain's
head, COMMIT. Nothing follows the head: no query, no file, no network.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import DatabaseError, connection, transaction

REACT = "obih.react"
"""The queue's task that hands events to those who listen."""

_local = threading.local()


class Closing(Protocol):
    """What an upper room adds to the last statement: it takes numbers, then appends the events itself.

    `statement` gets all that was requested in this unit of work and must call `history_append` last;
    `on_closed` gets the rows it returned; `refusal` says in words what the statement refused, if it did.
    """

    def statement(self, requests: Sequence[Any], events: str) -> tuple[str, Sequence[Any]]: ...

    def on_closed(self, requests: Sequence[Any], rows: list[tuple[Any, ...]]) -> None: ...

    def refusal(self, error: DatabaseError) -> Exception | None: ...


@dataclass
class Work:
    """What the running transaction will write when it ends."""

    events: list[dict[str, object]] = field(default_factory=list)
    jobs: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    requests: list[object] = field(default_factory=list)
    closing: Closing | None = None
    before_end: list[Callable[[], None]] = field(default_factory=list)
    after_commit: list[Callable[[], None]] = field(default_factory=list)


def current_work() -> Work:
    """The running unit of work; an action outside one is a mistake of ours."""
    work = getattr(_local, "work", None)
    assert work is not None, "record() needs unit_of_work()"
    return work


@contextmanager
def unit_of_work() -> Iterator[Work]:
    """`transaction.atomic` that writes its events, jobs and numbers at its outermost end.

    Use it as a decorator of an action or as a context manager. An inner one joins the outer one; if the
    inner one fails, what it announced is forgotten with its rows.
    """
    outer: Work | None = getattr(_local, "work", None)
    if outer is not None:
        lists: tuple[list[Any], ...] = (
            outer.events,
            outer.jobs,
            outer.requests,
            outer.before_end,
            outer.after_commit,
        )
        marks = [len(each) for each in lists]
        try:
            with transaction.atomic():
                yield outer
        except BaseException:
            for each, mark in zip(lists, marks, strict=True):
                del each[mark:]
            raise
        return
    work = _local.work = Work()
    try:
        with transaction.atomic():
            yield work
            _close(work)
    finally:
        _local.work = None
    for call in work.after_commit:
        call()


def _close(work: Work) -> None:
    for call in work.before_end:
        call()
    if not work.events and not work.requests:
        return
    with connection.cursor() as cursor:
        _defer_jobs(cursor, work)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        events = json.dumps(work.events, ensure_ascii=False)
        if work.closing is None or not work.requests:
            cursor.execute("SELECT history_append(%s::jsonb)", [events])
            return
        sql, parameters = work.closing.statement(work.requests, events)
        try:
            cursor.execute(sql, parameters)
        except DatabaseError as error:
            raise work.closing.refusal(error) or error from error
        work.closing.on_closed(work.requests, cursor.fetchall())


def _defer_jobs(cursor: Any, work: Work) -> None:
    """One statement for all jobs of the transaction."""
    if not work.jobs:
        return
    rows = [
        {"queue_name": queue, "task_name": REACT, "priority": 0, "args": arguments}
        for queue, arguments in work.jobs
    ]
    cursor.execute(
        "SELECT procrastinate_defer_jobs_v1(ARRAY("
        "SELECT jsonb_populate_recordset(NULL::procrastinate_job_to_defer_v1, %s::jsonb)))",
        [json.dumps(rows)],
    )
