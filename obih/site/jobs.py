"""The worker's tasks: hand events to those who listen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.db import connection
from procrastinate import App, JobContext, RetryStrategy
from procrastinate.jobs import Job

from obih.history.models import Event
from obih.history.reactions_registry import listeners
from obih.history.work import REACT, unit_of_work

log = structlog.get_logger()
BATCH = 200
GO_ON_S = 5.0


def on_app_ready(app: App) -> None:
    """Give the queue its tasks. Called by procrastinate when Django is ready."""
    retry = RetryStrategy(max_attempts=12, exponential_wait=3)
    app.task(name=REACT, queue="quick", pass_context=True, retry=retry)(react)
    from obih.notices import tasks as mail
    from obih.signatures import tasks as evidence
    from obih.site import nightly

    mail.register(app)
    evidence.register(app)
    nightly.register(app)


def react(context: JobContext, **arguments: str) -> None:
    """Run the reactions to one event and, in the same go, to others of its queue that wait.

    A burst is drained in batches: the jobs taken along are locked, their events handled and the jobs marked
    done in one transaction; what fails in a batch is left to its own job and its own retries. A conversion
    takes up to a minute, so the slow queue takes others along one by one and keeps no transaction open.
    """
    job = context.job
    with _in_hand(job):
        if job.attempts == 0 and job.queue == "quick":
            with unit_of_work():
                taken = _take_waiting(job.queue)
                handle([arguments["event"], *taken.values()], job.queue)
                _mark_done(list(taken))
            return
        handle([arguments["event"]], job.queue)
        if job.attempts == 0 and job.id is not None:
            _go_on(job.id, job.queue)


_hands: set[int] = set()
_workers: set[int] = set()
"""Jobs that this process is busy with, and the names under which it takes them."""


@contextmanager
def _in_hand(job: Job) -> Iterator[None]:
    if job.worker_id is not None:
        _workers.add(job.worker_id)
    if job.id is not None:
        _hands.add(job.id)
    try:
        yield
    finally:
        _hands.discard(job.id or 0)


_DROPPED = """
UPDATE procrastinate_jobs j SET status = 'todo', worker_id = NULL
 WHERE j.status = 'doing' AND j.task_name = %(task)s AND j.worker_id = ANY(%(workers)s)
   AND j.id <> ALL(%(hands)s)
   AND NOT EXISTS (SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'started'
                      AND e.at > now() - make_interval(secs => %(grace)s))
"""


def take_up_dropped(grace_s: float = 20.0) -> int:
    """Put back jobs that this process took and is not busy with: their end could not be written down, because
    the disk was full or the database away. A reaction may run twice. Gives how many there were."""
    if not _workers:
        return 0
    told: dict[str, Any] = {"task": REACT, "workers": list(_workers), "hands": list(_hands), "grace": grace_s}
    with connection.cursor() as cursor:
        cursor.execute(_DROPPED, told)
        if cursor.rowcount:
            log.warning("jobs_taken_up_again", count=cursor.rowcount)
        return int(cursor.rowcount)


def _go_on(own: int, queue: str) -> None:
    """Spare the next jobs the way through the queue, for a few seconds.

    They are taken in this worker’s name: if it is killed they are taken up again like its own job.
    """
    until = time.monotonic() + GO_ON_S
    while time.monotonic() < until and (borrowed := _borrow(own, queue)):
        done: list[int] = []
        _hands.update(borrowed)
        try:
            for job, event in borrowed.items():
                if time.monotonic() >= until:
                    break
                handle([event], queue)
                done.append(job)
        except Exception as problem:
            log.warning("left_to_its_own_try", queue=queue, problem=repr(problem))
            return
        finally:
            try:
                _mark_done(done)
                _give_back([job for job in borrowed if job not in done])
            finally:
                _hands.difference_update(borrowed)


_BORROW = """
UPDATE procrastinate_jobs SET status = 'doing',
       worker_id = (SELECT worker_id FROM procrastinate_jobs WHERE id = %(own)s)
 WHERE id IN (SELECT id FROM procrastinate_jobs
               WHERE queue_name = %(queue)s AND task_name = %(task)s AND status = 'todo' AND attempts = 0
               ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id, args->>'event'
"""


def _borrow(own: int, queue: str) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_BORROW, {"own": own, "queue": queue, "task": REACT, "most": BATCH})
        return dict(sorted(cursor.fetchall()))


def _give_back(jobs: list[int]) -> None:
    """Back into the queue. The first of them is where it stopped: its next try is by itself."""
    if jobs:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL,"
                " attempts = attempts + (id = %s)::int WHERE id = ANY(%s)",
                [jobs[0], jobs],
            )


def _take_waiting(queue: str) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, args->>'event' FROM procrastinate_jobs"
            " WHERE queue_name = %s AND task_name = %s AND status = 'todo' AND attempts = 0"
            " ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED",
            [queue, REACT, BATCH],
        )
        return dict(cursor.fetchall())


def _mark_done(jobs: list[int]) -> None:
    if jobs:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [jobs])


def handle(keys: list[str], queue: str) -> None:
    """Call every listener of `queue` with its events, in the order of the chain."""
    by_name: dict[str, list[Event]] = {}
    for event in Event.objects.filter(key__in=keys).order_by("seq"):
        by_name.setdefault(event.name, []).append(event)
    for name, events in by_name.items():
        for listener in listeners(name):
            if listener.queue == queue:
                log.debug("reaction", name=listener.name, events=len(events))
                listener.reaction(events)
