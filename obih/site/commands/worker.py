"""Запускає лише фонові завдання (і базу, якщо вона ще не працює)."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
from collections.abc import Callable

from obih.site import server, serving

LANES = {"quick": ("quick", "mail"), "slow": ("slow", "nightly"), "services": ("services",)}
"""Which queues stand in which lane; a job of another queue would never be taken (a promise test)."""

PICK_UP_EVERY_S = 15.0


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
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params

    # as app.connector.get_worker_connector(), but idle connections are given back: each costs memory
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=8, max_idle=60.0)
    worker_app = app.with_connector(connector)
    asyncio.run(_run(worker_app, concurrency, wait=wait))
    return 0


async def _run(app: object, concurrency: int, *, wait: bool) -> None:
    """Lanes in one process: what people wait for never stands behind a conversion, a backup or a stranger’s
    server."""
    async with app.open_async():  # type: ignore[attr-defined]
        lanes = [
            asyncio.create_task(
                app.run_worker_async(  # type: ignore[attr-defined]
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
        for told in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(told, _stop, lanes)
        picking_up = asyncio.create_task(_pick_up())
        done, _ = await asyncio.wait(lanes, return_when=asyncio.FIRST_EXCEPTION)
        failed = [lane for lane in done if not lane.cancelled() and lane.exception()]
        if failed:
            _stop(lanes)
        await asyncio.gather(*lanes, return_exceptions=True)
        picking_up.cancel()
        for lane in failed:
            raise lane.exception() or RuntimeError("a lane of the worker stopped")


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
