"""Periodic control: a task that comes back every month does so by itself."""

from __future__ import annotations

from datetime import date

from obih.history.work import unit_of_work
from obih.tasks.actions.control import repeat
from obih.tasks.models import Point
from obih.tasks.vocabulary import Every, PointState


def repeat_what_is_due(today: date) -> int:
    """Make the next occurrence of each periodic task whose day has come, done or not; gives how many.

    Nightly; each in a transaction of its own, once for a series and a day however often it runs. Missed
    nights are made up: a series goes on until its next day lies ahead.
    """
    made = 0
    while due := _due(today):
        before = made
        for point in due:
            with unit_of_work():
                made += repeat(Point.objects.select_for_update(of=("self",)).get(pk=point.pk)) is not None
        if made == before:
            break
    return made


def _due(today: date) -> list[Point]:
    """The last occurrence of each series whose day has come."""
    rows = Point.objects.exclude(every=Every.ONCE).exclude(state__in=[PointState.DRAFT, PointState.WITHDRAWN])
    last: dict[int, Point] = {}
    for point in rows.filter(document__closed_at=None).order_by("due_on"):
        last[point.series_id or point.pk] = point
    return [each for each in last.values() if each.due_on is not None and each.due_on <= today]
