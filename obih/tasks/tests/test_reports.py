"""Reports on discipline equal a plain count over random tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obih.tasks.queries.board import Scope
from obih.tasks.queries.reports import Discipline, discipline
from obih.tasks.tests.conftest import Office
from obih.tasks.tests.plain_tasks import PlainTask, scatter

WITH_EXECUTOR = ("assigned", "accepted", "returned")


def plain(tasks: list[PlainTask], today: date) -> Discipline:
    """The same report, counted by hand."""
    told = Discipline()
    for each in tasks:
        assert each.due_on is not None
        if each.state == "withdrawn":
            told.withdrawn += 1
            continue
        told.assigned += 1
        told.extended += each.extensions > 0
        done_on = each.reported_on or each.closed_on
        if each.state == "done" and done_on:
            told.days += (done_on - each.assigned_on).days
            if done_on <= each.due_on:
                told.on_time += 1
            else:
                told.late += 1
        else:
            told.in_progress += 1
            told.in_progress_late += each.state in WITH_EXECUTOR and each.due_on < today
    return told


@pytest.mark.parametrize("seed", [11, 12, 13])
@pytest.mark.parametrize(
    ("by", "key"),
    [
        ("unit", lambda each: each.unit),
        ("person", lambda each: each.person),
        ("author", lambda each: 0),
    ],
)
def test_every_line_equals_a_plain_count(
    office: Office, seed: int, by: str, key: Callable[[PlainTask], object]
) -> None:
    today, control = timezone.localdate(), office.actor("tkachenko")
    since, until = today - timedelta(days=25), today + timedelta(days=12)
    everything = scatter(office, 160, seed=seed, today=today)
    tasks = [each for each in everything if each.due_on and since <= each.due_on <= until]
    scope = Scope((office.house.cast.council.pk,), today)
    with CaptureQueriesContext(connection) as asked:
        told = discipline(control, scope, since, until, by=by)
    assert len(asked) <= 3
    assert told.total == plain(tasks, today)
    head = office.person("melnychenko").pk
    for line in told.lines:
        wanted = [each for each in tasks if (head if by == "author" else key(each)) == line.key]
        assert line.figures == plain(wanted, today), line.name
    assert sum(line.figures.assigned for line in told.lines) == told.total.assigned
    for month, figures in told.months:
        wanted = [each for each in tasks if each.due_on and each.due_on.replace(day=1) == month]
        assert figures == plain(wanted, today)


def test_share_and_average_are_of_what_had_to_be_done() -> None:
    assert Discipline().share is None and Discipline().average_days is None
    told = Discipline(assigned=10, on_time=6, late=1, in_progress=3, in_progress_late=1, days=70)
    assert told.share == 75 and told.average_days == 10.0


def test_hidden_documents_and_drafts_are_in_no_report(office: Office) -> None:
    today = timezone.localdate()
    scatter(office, 40, seed=3, today=today)
    scope = Scope((office.house.cast.council.pk,), today)
    told = discipline(
        office.actor("chuzhynska"), scope, today - timedelta(days=90), today + timedelta(days=90)
    )
    assert told.total == Discipline() and not told.lines and not told.months
