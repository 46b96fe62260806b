"""A job whose end could not be written down is taken up again by the process that dropped it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from obih.history.work import REACT
from obih.site import jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hands() -> Iterator[None]:
    jobs._hands.clear()
    jobs._workers.clear()
    yield
    jobs._hands.clear()
    jobs._workers.clear()


def worker() -> int:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        return int(cursor.fetchone()[0])


def doing(of: int, started_s_ago: int = 60) -> int:
    """A job taken by a worker so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " VALUES ('slow', %s, '{}') RETURNING id",
            [REACT],
        )
        job = int(cursor.fetchone()[0])
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [of, job]
        )
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - make_interval(secs => %s) WHERE job_id = %s",
            [started_s_ago, job],
        )
    return job


def status(job: int) -> tuple[str, int | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, worker_id FROM procrastinate_jobs WHERE id = %s", [job])
        found: tuple[str, int | None] = cursor.fetchone()
        return found


def test_only_what_this_process_dropped_goes_back_to_the_queue() -> None:
    mine, other = worker(), worker()
    jobs._workers.add(mine)
    dropped, in_hand, fresh, of_another = doing(mine), doing(mine), doing(mine, 1), doing(other)
    jobs._hands.add(in_hand)
    assert jobs.take_up_dropped() == 1
    assert status(dropped) == ("todo", None)
    assert {status(each)[0] for each in (in_hand, fresh, of_another)} == {"doing"}


def test_jobs_taken_along_are_let_go_of_even_when_their_end_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = worker()
    jobs._workers.add(mine)
    own, along = doing(mine), doing(mine)
    taken = iter([{along: "event"}, {}])
    monkeypatch.setattr(jobs, "_borrow", lambda own, queue: next(taken))
    monkeypatch.setattr(jobs, "handle", lambda keys, queue: None)

    def full(jobs_done: list[int]) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(jobs, "_mark_done", full)
    with pytest.raises(OSError):
        jobs._go_on(own, "slow")
    jobs._hands.add(own)
    assert jobs.take_up_dropped() == 1
    assert status(along)[0] == "todo"
