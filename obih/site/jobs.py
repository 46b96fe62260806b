"""The worker's tasks: hand events to those who listen."""

from __future__ import annotations

import structlog
from django.db import connection
from procrastinate import App, JobContext, RetryStrategy

from obih.history.models import Event
from obih.history.reactions_registry import listeners
from obih.history.work import REACT, unit_of_work

log = structlog.get_logger()
BATCH = 200


def on_app_ready(app: App) -> None:
    """Give the queue its tasks. Called by procrastinate when Django is ready."""
    retry = RetryStrategy(max_attempts=12, exponential_wait=3)
    app.task(name=REACT, queue="quick", pass_context=True, retry=retry)(react)
    from obih.site import nightly

    nightly.register(app)


def react(context: JobContext, **arguments: str) -> None:
    """Run the reactions to one event and, in the same go, to others of its queue that wait.

    A burst is drained in batches: the jobs taken along are locked, their events handled and the jobs marked
    done in one transaction; what fails in a batch is left to its own job and its own retries. A conversion
    takes up to a minute, so the slow queue works one by one and keeps no transaction open.
    """
    job = context.job
    if job.attempts == 0 and job.queue == "quick":
        with unit_of_work():
            taken = _take_waiting(job.queue)
            handle([arguments["event"], *taken.values()], job.queue)
            _mark_done(list(taken))
    else:
        handle([arguments["event"]], job.queue)


def _take_waiting(queue: str) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, args->>'event' FROM procrastinate_jobs"
            " WHERE queue_name = %s AND task_name = %s AND status = 'todo' AND attempts = 0"
            " ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED",
            [queue, REACT, BATCH if queue == "quick" else 0],
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
