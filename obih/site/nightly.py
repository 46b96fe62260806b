"""What the worker does by the clock: takes up what a killed worker left, and the work of the night."""

from __future__ import annotations

import datetime as dt
import json
from zoneinfo import ZoneInfo

import structlog
from procrastinate import App, JobContext
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status

log = structlog.get_logger()

ABANDONED_AFTER_S = 20
QUEUE = "nightly"
KYIV = ZoneInfo("Europe/Kyiv")
CHECKPOINT_LETTER = """Контрольна точка ланцюга подій. Збережіть лист: із ним видно, чи не обрізано історію.

{line}

Перевірити експорт: збережіть рядок вище у файл і виконайте
python3 obih-verify ТЕКА --checkpoint ФАЙЛ
"""


def register(app: App) -> None:
    """Give the queue its tasks of the clock; each asks every hour whether its time has come. None is tried
    again in between: a try put back beside its successor of the next hour would hold the lock of all."""
    every_half_minute = app.periodic(cron="* * * * * */30")
    name = "site.take_up_abandoned"
    every_half_minute(
        app.task(name=name, queue="quick", pass_context=True, queueing_lock=name)(take_up_abandoned)
    )
    for minute, work in (
        (7, back_up),
        (22, tidy),
        (37, look_at_everything),
        (52, warn_of_contracts),
        (2, repeat_tasks),
        (12, remind_of_tasks),
        (17, tell_of_week),
        (32, renew_evidence),
    ):
        name = f"site.{work.__name__}"
        task = app.task(name=name, queue=QUEUE, lock=QUEUE, queueing_lock=name)(work)
        app.periodic(cron=f"{minute} * * * *")(task)


def is_due(last: dt.datetime | None, now: dt.datetime) -> bool:
    """Nightly work is done at night; on a computer that sleeps at night, in the first hour it is awake."""
    if last is None:
        return True
    hours = (now - last) / dt.timedelta(hours=1)
    return hours > 26 or (hours > 20 and now.astimezone(KYIV).hour < 5)


async def take_up_abandoned(context: JobContext, timestamp: int) -> None:
    """Jobs whose worker has been silent for 20 s go back to the queue: killed work resumes in a minute.

    What the clock has queued anew meanwhile is not queued twice: the killed job makes way for it, else its
    lock would stop that work for good. A database that is away is asked again in half a minute.
    """
    manager = context.app.job_manager
    try:
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=ABANDONED_AFTER_S):
            log.warning("job_taken_up_again", task=job.task_name, job=job.id)
            try:
                await manager.retry_job(job)
            except UniqueViolation:
                await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
    except ConnectorException as problem:
        log.warning("left_to_the_next_tick", work="site.take_up_abandoned", problem=repr(problem.__cause__))


def back_up(timestamp: int) -> None:
    """The nightly backup with a checkpoint of the chain; old ones go by the rule of 7, 4 and 12."""
    from obih.site import server
    from obih.site.backups import keeping, taking

    target, now = server.backups_dir(), dt.datetime.now(dt.UTC)
    last = keeping.newest(target)
    if not is_due(keeping.moment_of(last) if last else None, now):
        return
    put_checkpoint()
    folder = taking.take(target, reason="щоніч")
    log.info("backed_up", folder=folder.name, removed=[one.name for one in keeping.thin(target)])


def put_checkpoint() -> None:
    """Note the head of the chain and send it out of the house: a later truncation contradicts it."""
    from django.utils import timezone

    from obih.history.models import Checkpoint, Head
    from obih.history.work import unit_of_work
    from obih.notices.actions import mail_report

    head = Head.objects.get()
    if not head.seq or Checkpoint.objects.filter(seq=head.seq).exists():
        return
    with unit_of_work():
        body = CHECKPOINT_LETTER.format(line=json.dumps({"seq": head.seq, "hash": head.hash}))
        letter = mail_report(subject=f"Обіг: контрольна точка {head.seq}", body=body)
        Checkpoint.objects.create(
            seq=head.seq, hash=head.hash, made_at=timezone.now(), sent_to=letter.to if letter else ""
        )


def tidy(timestamp: int) -> None:
    """Drop what has outlived its term, and carry the working calendar into the next years."""
    from django.core.management import call_command

    from obih.files.actions import try_refused_again
    from obih.files.sweeping import sweep
    from obih.history.idempotency import forget_old_keys
    from obih.notices.actions import forget_old_notices
    from obih.people.actors import SYSTEM
    from obih.workdays.actions import seed_calendar

    call_command("clearsessions")
    swept = sweep(by=SYSTEM)
    log.info(
        "tidied", idempotency_keys=forget_old_keys(), days_added=seed_calendar(), files_swept=swept.blobs,
        sweeping_waited=swept.waited, previews_made=try_refused_again(),
        notices=forget_old_notices(),
    )  # fmt: skip


def warn_of_contracts(timestamp: int) -> None:
    """Tell those who answer for contracts of the ends that are near; each end is told once."""
    from django.utils import timezone

    from obih.contracts.actions import warn_of_endings

    if told := warn_of_endings(timezone.localdate()):
        log.info("contracts_warned", told=told)


def repeat_tasks(timestamp: int) -> None:
    """Make the next occurrence of each periodic task whose day has come; once, however often this runs."""
    from django.utils import timezone

    from obih.tasks.actions.repeating import repeat_what_is_due

    if made := repeat_what_is_due(timezone.localdate()):
        log.info("tasks_repeated", made=made)


def remind_of_tasks(timestamp: int) -> None:
    """Remind of tasks from six in the morning till evening, so that the letter of 08:30 has it all."""
    from django.utils import timezone

    from obih.tasks.actions.reminding_by_clock import remind_due

    now = timezone.localtime()
    if 6 <= now.hour < 19 and (told := remind_due(now.date())):
        log.info("reminded_of_tasks", told=told)


def tell_of_week(timestamp: int) -> None:
    """Tell heads of the last week on its first working day, or on the first one the computer is awake."""
    from django.utils import timezone

    from obih.tasks.actions.weekly import tell_week

    now = timezone.localtime()
    if 6 <= now.hour < 19 and (told := tell_week(now.date())):
        log.info("week_told", told=told)


def renew_evidence(timestamp: int) -> None:
    """Have signatures whose evidence ages soon stamped anew; the lane of services does it."""
    from obih.signatures.actions.raising import renew_ageing

    if count := renew_ageing():
        log.info("evidence_to_renew", count=count)


def look_at_everything(timestamp: int) -> None:
    """The slow checks of `obih check`, once a night; the state page shows their answers in the morning."""
    from obih.site import health

    if not is_due(health.last_look(), dt.datetime.now(dt.UTC)):
        return
    for finding in health.findings(slow=True):
        if finding.state is not health.State.OK:
            log.warning("found", check=finding.name, state=finding.state, said=finding.sentence)
