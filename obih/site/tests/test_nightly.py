"""The work of the night: done once, also on a computer that sleeps at night; checkpoints leave the house."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from obih.history.models import Checkpoint, Head
from obih.law.actions import seed_profile
from obih.notices.models import Mail, MailSettings
from obih.people.actors import SYSTEM
from obih.site import nightly

NOON = dt.datetime(2026, 3, 5, 12, 0, tzinfo=nightly.KYIV)
NIGHT = dt.datetime(2026, 3, 5, 2, 7, tzinfo=nightly.KYIV)


@pytest.mark.parametrize(
    ("hours_ago", "now", "due"),
    [
        (None, NOON, True),
        (3, NIGHT, False),
        (23, NIGHT, True),
        (12, NOON, False),
        (25, NOON, False),
        (30, NOON, True),
    ],
)
def test_nightly_work_is_due_at_night_or_when_a_night_was_missed(
    hours_ago: int | None, now: dt.datetime, due: bool
) -> None:
    last = None if hours_ago is None else now - dt.timedelta(hours=hours_ago)
    assert nightly.is_due(last, now) is due


@pytest.mark.django_db
def test_a_checkpoint_is_the_head_and_goes_to_the_mailbox_once() -> None:
    nightly.put_checkpoint()
    assert not Checkpoint.objects.exists()  # nothing has happened yet
    seed_profile(by=SYSTEM)
    MailSettings.objects.create(
        host="mail.example",
        port=587,
        from_address="obih@mail.example",
        report_to="holova@mail.example",
        is_on=True,
    )
    head = Head.objects.get()
    nightly.put_checkpoint()
    point = Checkpoint.objects.get(seq=head.seq)
    assert (point.hash, point.sent_to) == (head.hash, "holova@mail.example")
    letter = Mail.objects.get(to="holova@mail.example")
    assert json.dumps({"seq": head.seq, "hash": head.hash}) in letter.body


def test_the_night_has_its_tasks() -> None:
    from procrastinate.contrib.django import app

    assert {"site.back_up", "site.tidy", "site.look_at_everything", "site.take_up_abandoned"} <= set(
        app.tasks
    )
    assert {task.task.name for task in app.periodic_registry.periodic_tasks.values()} >= {"site.back_up"}


def test_what_the_clock_queues_again_by_itself_is_never_put_back_beside_it() -> None:
    """A second try beside the queued successor cannot be put back: its lock would stay for good."""
    from procrastinate.contrib.django import app

    due = [task.task for task in app.periodic_registry.periodic_tasks.values()]
    assert not [task.name for task in due if task.queueing_lock and task.retry_strategy]
