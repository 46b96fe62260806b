"""Запускає лише фонові завдання (і базу, якщо вона ще не працює)."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import copy
import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from obih.site import server, serving

if TYPE_CHECKING:
    from procrastinate import App

log = structlog.get_logger()

LANES = {"quick": ("quick", "mail"), "slow": ("slow", "nightly"), "services": ("services",)}
"""Which queues stand in which lane; a job of another queue would never be taken (a promise test)."""

PICK_UP_EVERY_S = 15.0
LATE_AFTER_S = 20.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--drain", action="store_true", help="виконати наявні завдання й вийти")
    parser.add_argument("--concurrency", type=int, default=2, help="скільки завдань одночасно")


def run(args: argparse.Namespace) -> int:
    if args.bare:
        return _work(args.concurrency, wait=True)
    if args.drain:
        with server.running():
            return _work(args.concurrency, wait=False)
    return serving.serve(args, ("worker",))


def _work(concurrency: int, *, wait: bool) -> int:
    server.set_up_django()
    return asyncio.run(_run(application(), concurrency, wait=wait))


def application() -> App:
    """The queue’s application for a worker, not yet opened: on a pool of its own, whose idle connections
    are given back (each costs memory). What comes due by the clock is queued over that pool too: Django’s one
    connection of that thread would not outlive a restart of the database."""
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params
    from procrastinate.periodic import PeriodicRegistry, PeriodicTask

    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=8, max_idle=60.0)
    ours = app.with_connector(connector)
    ours.periodic_registry = PeriodicRegistry()
    for key, due in app.periodic_registry.periodic_tasks.items():
        task = copy.copy(due.task)
        task.blueprint = ours
        ours.periodic_registry.periodic_tasks[key] = PeriodicTask(
            task=task, cron=due.cron, periodic_id=due.periodic_id, configure_kwargs=due.configure_kwargs
        )
    return ours


async def _run(app: App, concurrency: int, *, wait: bool) -> int:
    async with app.open_async():
        lanes = start_lanes(app, concurrency, wait=wait)
        for told in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(told, _stop, lanes)
        picking_up = asyncio.create_task(_pick_up())
        code = await until_all_end(lanes, wait=wait)
        picking_up.cancel()
    return code


def start_lanes(app: App, concurrency: int, *, wait: bool) -> list[asyncio.Task[None]]:
    """Lanes in one process: what people wait for never stands behind a conversion, a backup or a stranger’s
    server."""
    return [
        asyncio.create_task(
            app.run_worker_async(
                queues=list(queues),
                name=lane,
                concurrency=concurrency if lane == "quick" else 1,
                wait=wait,
                fetch_job_polling_interval=2.0,
                shutdown_graceful_timeout=15.0,
                delete_jobs="successful",
                update_heartbeat_interval=5.0,
                stalled_worker_timeout=20.0,
                install_signal_handlers=False,
            )
        )
        for lane, queues in LANES.items()
    ]


async def until_all_end(lanes: list[asyncio.Task[None]], *, wait: bool) -> int:
    """The exit code. A lane that should wait for work and ends untold (its heart or its clock failed) stops
    all, and the supervisor begins anew: letters or backups must not wait for a lane that is not there."""
    first = asyncio.FIRST_COMPLETED if wait else asyncio.FIRST_EXCEPTION
    done, _ = await asyncio.wait(lanes, return_when=first)
    untold = [lane for lane in done if not lane.cancelling() and (wait or lane.exception())]
    if untold:
        _stop(lanes)
        _, late = await asyncio.wait(lanes, timeout=LATE_AFTER_S)
        if late:
            # a long job in a thread cannot be ended; killed, it is taken up again in a minute
            log.error("worker_ended_by_force", lanes=len(late))
            os._exit(1)
    await asyncio.gather(*lanes, return_exceptions=True)
    for lane in untold:
        if error := lane.exception():
            raise error
    return 1 if untold else 0


async def _pick_up() -> None:
    """From time to time put back jobs whose end could not be written down; a database that is away is tried
    again the next time."""
    from django.db import DatabaseError

    from obih.site.jobs import take_up_dropped

    while True:
        await asyncio.sleep(PICK_UP_EVERY_S)
        with contextlib.suppress(DatabaseError):
            await asyncio.to_thread(_alone, take_up_dropped)


def _alone(call: Callable[[], object]) -> None:
    """Run it on a connection of its own, closed afterwards."""
    from django.db import connection

    try:
        call()
    finally:
        connection.close()


def _stop(lanes: list[asyncio.Task[None]]) -> None:
    for lane in lanes:
        lane.cancel()
