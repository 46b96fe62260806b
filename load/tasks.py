"""Work on documents: the executor’s page, the control board, the year’s report, resolutions, reminders.

Measured in a copy of a filled database that has a task for two cards of five. Pages go through the whole of
Django one after another (as in `pages`); resolutions go through granian as the head’s browser sends them,
sixteen at a time, each a form with its key.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Sequence
from itertools import count
from urllib.parse import urlencode

from load import databases, web
from load.head import Browser, Window, browser_of
from load.measuring import percentile
from load.pages import _times, _visitor
from load.tasks_fill import fill_tasks
from obih.site import server

THREADS = 16
RESOLVING_S = 10.0
REMINDED = 1000


def measure(documents: int, seconds: float) -> dict[str, object]:
    """The figures; tasks are made once in the filled database and stay there for the next run."""
    name = databases.filled(documents)
    os.environ["OBIH_DATABASE"] = name
    tasks = fill_tasks(server.owner_address())
    with databases.copy_of(name) as copy:
        os.environ["OBIH_DATABASE"] = copy
        server.set_up_django()
        figures = _pages() | {"tasks": tasks, "open_tasks": _open_tasks()}
        figures |= _resolutions(copy, min(seconds, RESOLVING_S)) | _reminders()
        from django.db import connection

        connection.close()
    return figures


def _pages() -> dict[str, object]:
    from obih.demo.crowd import ordinary_account
    from obih.people.models import Account

    ordinary = _visitor(ordinary_account())
    control = _visitor(Account.objects.get(username="tkachenko"))
    board = ["/control/", "/control/?unit=", "/control/tasks/?bucket=overdue"]
    report = _times(control, [_year_report()], {200})
    return {
        "my_work_p95_ms": _p95(_times(ordinary, ["/"], {200})),
        "control_board_p95_ms": _p95(_times(control, board, {200})),
        "year_report_ms": _p95(report),
    }


def _year_report() -> str:
    from django.utils import timezone

    year = timezone.localdate().year - 1  # a whole one
    return "/control/reports/?" + urlencode({"since": f"01.01.{year}", "until": f"31.12.{year}"})


def _p95(taken: Sequence[float]) -> float:
    return round(percentile(taken, 0.95) * 1000, 1)


def _open_tasks() -> int:
    from obih.tasks.models import Point

    return Point.objects.filter(closed_at=None).count()


# ── resolutions over HTTP ────────────────────────────────────────────


def _resolutions(database: str, seconds: float) -> dict[str, object]:
    """Forms sent by sixteen windows of the head’s browser; made and lost are counted in the tables."""
    from obih.people.models import Account, Person
    from obih.registry.models import Document
    from obih.tasks.models import Resolution

    head = Account.objects.get(username="melnychenko")
    browser = browser_of(head, Person.objects.get(account__username="hrytsenko").pk)
    rows = Document.objects.filter(first_reviewer=head.person, closed_at=None, access_level="general")
    papers = [str(each) for each in rows.values_list("pk", flat=True)[:2000]]
    assert papers, "nothing waits for the head"
    before = Resolution.objects.count()
    taken: list[float] = []
    refused: list[int] = []
    with web.running(databases.environment(database)) as port:
        place, until = count(), time.monotonic() + seconds
        threads = [
            threading.Thread(target=_send, args=(port, browser, papers, place, until, taken, refused))
            for _ in range(THREADS)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    return {
        "resolutions_http_per_s": round(len(taken) / seconds, 1),
        "resolutions_http_p95_ms": _p95(taken) if taken else None,
        "resolutions_refused": len(refused),
        "resolutions_lost": len(taken) - (Resolution.objects.count() - before),
    }


def _send(
    port: int, browser: Browser, papers: Sequence[str], place: count[int], until: float, taken: list[float],
    refused: list[int],
) -> None:  # fmt: skip
    window = Window(port, browser)
    while time.monotonic() < until:
        number = next(place)
        asked = time.monotonic()
        status = window.resolve(papers[number % len(papers)], f"bench-{number}")
        if status == 302:
            taken.append(time.monotonic() - asked)
        elif status:
            refused.append(status)


# ── reminders ────────────────────────────────────────────────────────


def _reminders() -> dict[str, object]:
    """A thousand tasks whose day is the next working one: the worker tells each executor once."""
    from django.utils import timezone

    from obih.tasks.actions.reminding_by_clock import remind_due
    from obih.tasks.models import Assignment, Point, Reminder
    from obih.workdays.queries import calendar_for

    calendar = calendar_for()
    today = timezone.localdate()
    day = today if calendar.is_working(today) else calendar.next_working_day(today)
    Point.objects.filter(closed_at=None).update(due_on=None, limit_on=None)
    chosen = list(
        Point.objects.filter(state__in=["assigned", "accepted"]).values_list("pk", flat=True)[:REMINDED]
    )
    missing = REMINDED - len(chosen)
    if missing > 0:  # a small database has fewer open tasks: closed ones are opened again in this copy
        more = Point.objects.filter(state="done").order_by("-pk").values_list("pk", flat=True)[:missing]
        Point.objects.filter(pk__in=list(more)).update(state="accepted", closed_at=None)
        chosen += list(more)
    due_on = calendar.add_working_days(day, 1)
    Point.objects.filter(pk__in=chosen).update(due_on=due_on, limit_on=None)
    Assignment.objects.filter(point__in=chosen, ended_at=None).update(is_waiting=True, due_on=due_on)
    before, began = Reminder.objects.count(), time.perf_counter()
    remind_due(day)
    taken = time.perf_counter() - began
    made = Reminder.objects.count() - before
    remind_due(day)
    return {
        "reminders_1000_s": round(taken * REMINDED / max(made, 1), 2),
        "reminded": made,
        "reminded_twice": Reminder.objects.count() - before - made,
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), float(sys.argv[2])), ensure_ascii=False))
