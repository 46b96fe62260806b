"""The worker outlives its database, and never goes on with a lane less than it should have."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attr
import psycopg
import pytest
from django.db import connection
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.jobs import Job
from procrastinate.periodic import PeriodicDeferrer

from obih.site import nightly, testing
from obih.site.commands import worker
from obih.ui import outage

pytestmark = pytest.mark.django_db(transaction=True)


def alone(work: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: browser tests before it in this process leave a running event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result(60)


def cut_all() -> None:
    assert testing._server is not None
    with psycopg.connect(testing._server.address, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            [testing.NAME],
        )


def test_what_comes_due_is_queued_also_after_the_database_was_away() -> None:
    async def before_and_after() -> None:
        app = worker.application()
        async with app.open_async():
            clock = PeriodicDeferrer(app.periodic_registry)
            due = [(task, 1_000_000_000) for task in app.periodic_registry.periodic_tasks.values()]
            await clock.defer_jobs(due[:3])
            await asyncio.to_thread(cut_all)
            await clock.defer_jobs(due[3:])
            jobs = list(await app.job_manager.list_jobs_async())
        assert {job.task_name for job in jobs} == {task.task.name for task, _ in due}
        assert len(due) > 3

    alone(before_and_after())


def test_a_lane_whose_clock_fails_ends_the_whole_worker() -> None:
    async def with_a_broken_clock() -> int:
        app = worker.application()
        clock = app.periodic_registry.periodic_tasks
        key, due = next(iter(clock.items()))
        clock.clear()
        clock[key] = attr.evolve(due, cron="* * * * *")
        # an application that was never opened: what comes due cannot be queued
        due.task.blueprint = App(connector=PsycopgConnector(kwargs=connector_params()))
        async with app.open_async():
            return await worker.until_all_end(worker.start_lanes(app, 1, wait=True), wait=True)

    begun = time.monotonic()
    assert alone(with_a_broken_clock()) == 1
    assert time.monotonic() - begun < 30


def stalled(name: str, worker_id: int, lock: str | None = None) -> int:
    """A job that a worker took and never let go of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, lock, queueing_lock, status)"
            " VALUES ('services', %s, '{}', %s, %s, 'doing') RETURNING id",
            [name, lock, lock],
        )
        job = int(cursor.fetchone()[0])
        cursor.execute("UPDATE procrastinate_jobs SET worker_id = %s WHERE id = %s", [worker_id, job])
        return job


def states() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs")
        return dict(cursor.fetchall())


def test_a_killed_job_whose_work_the_clock_has_queued_again_makes_way_for_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')"
            " RETURNING id"
        )
        dead = int(cursor.fetchone()[0])
    killed = stalled("signatures.raise", dead, "signatures.raise")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, lock, queueing_lock)"
            " VALUES ('services', %(name)s, '{}', %(name)s, %(name)s) RETURNING id",
            {"name": "signatures.raise"},
        )
        queued = int(cursor.fetchone()[0])
    other = stalled("notices.send_mail", dead)

    async def tick() -> None:
        app = worker.application()
        async with app.open_async():
            context = JobContext(
                app=app, job=Job(id=1, queue="quick", lock=None, queueing_lock=None, task_name="x"),
                start_timestamp=0, abort_reason=lambda: None,
            )  # fmt: skip
            await nightly.take_up_abandoned(context, 0)

    alone(tick())
    assert states() == {queued: "todo", other: "todo"} and killed not in states()


def test_work_of_every_minute_that_loses_its_database_is_no_failed_job() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    def lose() -> None:
        cut_all()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    with outage.left_to_the_next_tick("work"):
        lose()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with pytest.raises(ZeroDivisionError), outage.left_to_the_next_tick("work"):
        _ = 1 / 0
