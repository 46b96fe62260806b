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
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.periodic import PeriodicDeferrer

from obih.site import testing
from obih.site.commands import worker

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
