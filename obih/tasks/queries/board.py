"""The control board: how many tasks are late, due today, due soon — by unit, by person, by day.

All counts come of one statement: open tasks of the organisations, only those whose document the actor sees,
walked once and grouped three ways (GROUPING SETS).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection
from django.db.models import Case, CharField, QuerySet, Value, When

from obih.people.access import POWERS, Power
from obih.people.actors import Actor
from obih.people.models import Organisation
from obih.registry.queries.visibility import visible_rows
from obih.tasks.models import Point
from obih.tasks.vocabulary import PointState

SOON_DAYS = 7
BUCKETS = ("overdue", "today", "soon", "later", "undated", "reported", "suspended")
NAMES = {
    "overdue": "Прострочено",
    "today": "Сьогодні",
    "soon": "За 7 днів",
    "later": "Пізніше",
    "undated": "Без строку",
    "reported": "Звіт чекає рішення",
    "suspended": "Призупинено",
}


@dataclass(frozen=True)
class Scope:
    """Whose tasks: organisations that the actor watches; perhaps only what is under control, one unit, one
    person, one day."""

    organisations: tuple[int, ...]
    today: date
    control_only: bool = False
    unit: int | None = None
    person: int | None = None
    day: date | None = None


@dataclass
class Counts:
    """How many open tasks are where; `oldest_on` is the earliest day among the late ones."""

    overdue: int = 0
    today: int = 0
    soon: int = 0
    later: int = 0
    undated: int = 0
    reported: int = 0
    suspended: int = 0
    oldest_on: date | None = None

    def add(self, bucket: str, count: int, oldest_on: date | None) -> None:
        setattr(self, bucket, getattr(self, bucket) + count)
        if bucket == "overdue" and oldest_on:
            self.oldest_on = min(self.oldest_on or oldest_on, oldest_on)

    @property
    def total(self) -> int:
        return sum(getattr(self, each) for each in BUCKETS)


@dataclass
class Board:
    """The whole board; units and persons are keyed by id, `None` is a task of no unit or of no one person."""

    total: Counts = field(default_factory=Counts)
    units: dict[int | None, Counts] = field(default_factory=dict)
    persons: dict[tuple[int | None, int | None], Counts] = field(default_factory=dict)
    """By (person, unit): who works in two units has two lines."""
    days: dict[date, int] = field(default_factory=dict)
    """Tasks that the executors still have, by their day, late ones included."""


def watched_organisations(actor: Actor) -> QuerySet[Organisation]:
    """Organisations whose execution the actor may watch."""
    where = {place for role, place in actor.roles if Power.SEE_CONTROL in POWERS.get(role, ())}
    return Organisation.objects.filter(pk__in=where).order_by("pk")


def open_points(actor: Actor, scope: Scope) -> QuerySet[Point]:
    """Open tasks of the scope whose document the actor sees. Every number of the board starts here."""
    rows = Point.objects.filter(closed_at=None, organisation__in=scope.organisations)
    rows = rows.exclude(state=PointState.DRAFT).filter(visible_rows(actor, "document_id"))
    return narrowed(rows, scope)


def narrowed(rows: QuerySet[Point], scope: Scope) -> QuerySet[Point]:
    """The unit, the person, the day of the scope; 0 stands for «of none»."""
    if scope.control_only:
        rows = rows.filter(on_control=True)
    if scope.unit is not None:
        rows = rows.filter(unit=scope.unit or None)
    if scope.person is not None:
        rows = rows.filter(person=scope.person or None)
    return rows if scope.day is None else rows.filter(due_on=scope.day)


def bucket_of(today: date) -> Case:
    """Where an open task stands: with its issuer, suspended, or by its day."""
    return Case(
        When(state=PointState.REPORTED, then=Value("reported")),
        When(state=PointState.SUSPENDED, then=Value("suspended")),
        When(due_on=None, then=Value("undated")),
        When(due_on__lt=today, then=Value("overdue")),
        When(due_on=today, then=Value("today")),
        When(due_on__lte=today + timedelta(days=SOON_DAYS), then=Value("soon")),
        default=Value("later"),
        output_field=CharField(),
    )


def in_bucket(rows: QuerySet[Point], bucket: str, today: date) -> QuerySet[Point]:
    """The same as a condition, so that a list walks the index by days."""
    with_executor = rows.exclude(state__in=[PointState.REPORTED, PointState.SUSPENDED])
    until = today + timedelta(days=SOON_DAYS)
    return {
        "overdue": lambda: with_executor.filter(due_on__lt=today),
        "today": lambda: with_executor.filter(due_on=today),
        "soon": lambda: with_executor.filter(due_on__gt=today, due_on__lte=until),
        "later": lambda: with_executor.filter(due_on__gt=until),
        "undated": lambda: with_executor.filter(due_on=None),
        "reported": lambda: rows.filter(state=PointState.REPORTED),
        "suspended": lambda: rows.filter(state=PointState.SUSPENDED),
    }[bucket]()


_GROUPED = """
WITH told AS MATERIALIZED ({})
SELECT GROUPING(person_id), GROUPING(due_on), unit_id, person_id, due_on, bucket, count(*), min(due)
  FROM (SELECT *, due_on AS due FROM told) AS t
 GROUP BY GROUPING SETS ((unit_id, bucket), (unit_id, person_id, bucket), (due_on, bucket))
"""


def board(actor: Actor, scope: Scope) -> Board:
    """Everything that is counted, in one statement."""
    rows = open_points(actor, scope).order_by()
    told = rows.annotate(bucket=bucket_of(scope.today))
    statement, params = told.values("unit_id", "person_id", "due_on", "bucket").query.sql_with_params()
    found = Board()
    with connection.cursor() as cursor:
        cursor.execute(_GROUPED.format(statement), params)
        for by_whom, by_day, unit, person, due_on, bucket, count, oldest in cursor.fetchall():
            if not by_day:
                if due_on is not None and bucket not in ("reported", "suspended"):
                    found.days[due_on] = found.days.get(due_on, 0) + count
            elif by_whom:
                found.units.setdefault(unit, Counts()).add(bucket, count, oldest)
                found.total.add(bucket, count, oldest)
            else:
                found.persons.setdefault((person, unit), Counts()).add(bucket, count, oldest)
    return found
