"""What the worker does by the clock: takes up what a killed worker left, and the work of the night."""

from __future__ import annotations

import structlog
from procrastinate import App, JobContext, RetryStrategy

log = structlog.get_logger()

ABANDONED_AFTER_S = 20
QUEUE = "nightly"


def register(app: App) -> None:
    """Give the queue its tasks of the clock. Times are of the server, UTC: nights in Ukraine are 22–04."""
    every_half_minute, at_night = app.periodic(cron="* * * * * */30"), app.periodic(cron="40 23 * * *")
    name = "site.take_up_abandoned"
    every_half_minute(
        app.task(name=name, queue="quick", pass_context=True, queueing_lock=name)(take_up_abandoned)
    )
    retry = RetryStrategy(max_attempts=4, linear_wait=600)
    at_night(app.task(name="site.tidy", queue=QUEUE, queueing_lock="site.tidy", retry=retry)(tidy))


async def take_up_abandoned(context: JobContext, timestamp: int) -> None:
    """Jobs whose worker has been silent for 20 s go back to the queue: killed work resumes in a minute."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=ABANDONED_AFTER_S):
        log.warning("job_taken_up_again", task=job.task_name, job=job.id)
        await manager.retry_job(job)


def tidy(timestamp: int) -> None:
    """Drop what has outlived its term: sessions, idempotency keys."""
    from django.core.management import call_command

    from obih.history.idempotency import forget_old_keys

    call_command("clearsessions")
    log.info("tidied", idempotency_keys=forget_old_keys())
