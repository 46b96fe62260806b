"""The head’s week in five lines: what burns, with whom it lies, his median time, what waits for him, what got
better. Counted over what he sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Count, F, Q

from obih.people.actors import Actor
from obih.registry.models import Document
from obih.registry.queries.visibility import visible_rows
from obih.registry.queries.work import reviewers
from obih.tasks import weekly
from obih.tasks.models import Extension, Point, Resolution, Review
from obih.tasks.queries import control_lists
from obih.tasks.queries.board import Scope, board, watched_organisations
from obih.tasks.queries.names import unit_names
from obih.tasks.vocabulary import ExtensionState, Mode, PointState, ResolutionState
from obih.tasks.weekly import Burning, Mine, Pace, Waiting, Week
from obih.workdays.queries import calendar_for
from obih.workdays.rules import KYIV

MOST = 1000
"""Beyond this the counts of what waits say «понад»; nobody reads further."""


@dataclass(frozen=True)
class _Span:
    """A week, from Monday to Sunday, as moments."""

    starts: datetime
    ends: datetime

    @property
    def before(self) -> _Span:
        return _Span(self.starts - timedelta(days=7), self.starts)


def last_week(today: date) -> tuple[date, date]:
    """Monday and Sunday of the week before the one of this day."""
    monday = today - timedelta(days=today.weekday())
    return monday - timedelta(days=7), monday - timedelta(days=1)


def week_of(actor: Actor, today: date) -> Week:
    """The five lines as of this day, with the last whole week and the one before; the same number of
    statements however much there is."""
    first, last = last_week(today)
    span = _Span(_midnight(first), _midnight(last + timedelta(days=1)))
    organisations = tuple(each.pk for each in watched_organisations(actor))
    scope = Scope(organisations, today)
    told = board(actor, scope)
    worst = sorted(
        ((unit, counts.overdue) for unit, counts in told.units.items() if counts.overdue),
        key=lambda pair: (-pair[1], pair[0] or 0),
    )
    names = unit_names([unit for unit, _ in worst[: weekly.NAMED]], today)
    holders = [(names[unit].name if unit in names else "Поза підрозділами", count) for unit, count in worst]
    burning = _burning(actor, scope, told.total.overdue, told.total.today)
    return Week(
        first, last, burning, tuple(holders), _mine(actor, span), _waits(actor), _pace(actor, scope, span)
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), KYIV)


def _burning(actor: Actor, scope: Scope, overdue: int, today: int) -> Burning:
    if not overdue:
        return Burning(0, today)
    rows = control_lists.lines(actor, scope, "overdue", size=1).rows
    oldest = rows[0] if rows else None
    if oldest is None or oldest.due_on is None:
        return Burning(overdue, today)
    late = calendar_for().count_working_days(oldest.due_on + timedelta(days=1), scope.today)
    return Burning(overdue, today, oldest.number, late)


def _mine(actor: Actor, span: _Span) -> Mine:
    """Hours from registration to my resolution, both weeks in one statement. What was put on paper and typed
    in later says nothing of my time and is left out."""
    rows = Resolution.objects.filter(
        visible_rows(actor, "document_id"), author=actor.person_id, parent=None, mode=Mode.SYSTEM,
        state=ResolutionState.ISSUED, issued_at__gte=span.before.starts, issued_at__lt=span.ends,
    )  # fmt: skip
    times: tuple[list[float], list[float]] = ([], [])
    for issued_at, came_at in rows.values_list("issued_at", "document__created_at")[: 10 * MOST]:
        assert issued_at is not None
        hours = max((issued_at - came_at) / timedelta(hours=1), 0.0)
        times[issued_at < span.starts].append(hours)
    now, before = times
    return Mine(len(now), median(now) if now else None, median(before) if before else None)


def _waits(actor: Actor) -> Waiting:
    people = reviewers(actor)
    seen = visible_rows(actor, "document_id")
    return Waiting(
        reviews=_capped(
            Document.objects.filter(
                visible_rows(actor, "pk"), first_reviewer__in=people, closed_at=None, reviewed_at=None
            )
        )
        + _capped(Review.objects.filter(seen, reviewer__in=people, done_at=None)),
        drafts=_capped(
            Resolution.objects.filter(seen, author__in=people, state=ResolutionState.PREPARED)
        ),
        reports=_capped(
            Point.objects.filter(seen, resolution__author__in=people, state=PointState.REPORTED)
        ),
        extensions=_capped(
            Extension.objects.filter(
                visible_rows(actor, "point__document_id"), point__resolution__author__in=people,
                state=ExtensionState.ASKED,
            )
        ),
    )  # fmt: skip


def _capped(rows: object) -> int:
    return len(rows.order_by().values_list("pk")[:MOST])  # type: ignore[attr-defined]


def _pace(actor: Actor, scope: Scope, span: _Span) -> Pace:
    """How it went in the last week and in the one before: one statement for what was done, one for what is
    late today and was a week ago."""
    own = Point.objects.filter(visible_rows(actor, "document_id"), organisation__in=scope.organisations)
    done = own.filter(state=PointState.DONE, due_on__isnull=False)
    in_time = Q(reported_at__date__lte=F("due_on"))
    now = Q(closed_at__gte=span.starts, closed_at__lt=span.ends)
    before = Q(closed_at__gte=span.before.starts, closed_at__lt=span.starts)
    counted = done.filter(closed_at__gte=span.before.starts, closed_at__lt=span.ends).aggregate(
        done=Count("pk", filter=now), good=Count("pk", filter=now & in_time),
        done_before=Count("pk", filter=before), good_before=Count("pk", filter=before & in_time),
    )  # fmt: skip
    standing = own.exclude(state__in=[PointState.DRAFT, PointState.SUSPENDED]).filter(due_on__lt=scope.today)
    ago = scope.today - timedelta(days=7)
    late = standing.aggregate(
        now=Count("pk", filter=_late_on(scope.today)), before=Count("pk", filter=_late_on(ago))
    )
    return Pace(
        counted["done"], counted["good"], counted["done_before"], counted["good_before"],
        late["now"], late["before"],
    )  # fmt: skip


def _late_on(day: date) -> Q:
    """What lay with an executor past its day when that day ended, by the days that stand now."""
    over = _midnight(day + timedelta(days=1))
    not_closed = Q(closed_at=None) | Q(closed_at__gte=over)
    not_reported = Q(reported_at=None) | Q(reported_at__gte=over)
    return not_closed & not_reported & Q(assigned_at__lt=over, due_on__lt=day)
