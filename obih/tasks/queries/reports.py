"""Executive discipline of a period: what was to be done in it, and how it was done.

A task belongs to the period its due day lies in. It is done on the day its executor reported; until the
report is accepted it is in progress, and late only while it lies with the executor. Withdrawn tasks and
those without a day are told beside, not counted. Only what the actor sees counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from obih.people.actors import Actor
from obih.registry.queries.visibility import visible_rows
from obih.tasks.models import Point, Reminder
from obih.tasks.queries.board import Scope, narrowed
from obih.tasks.queries.names import person_names, unit_names
from obih.tasks.vocabulary import WITH_EXECUTOR, PointState

BY = {"unit": "За підрозділами", "person": "За виконавцями", "author": "За авторами доручень"}


@dataclass
class Discipline:
    """A line of the report; categories of Rules № 55: on time, late, in progress, of these late; extended
    ones stand in one of these as well."""

    assigned: int = 0
    on_time: int = 0
    late: int = 0
    in_progress: int = 0
    in_progress_late: int = 0
    extended: int = 0
    withdrawn: int = 0
    days: int = 0
    """Calendar days from assigning to the report, of everything done."""

    def add(self, other: Discipline) -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def done(self) -> int:
        return self.on_time + self.late

    @property
    def average_days(self) -> float | None:
        return round(self.days / self.done, 1) if self.done else None

    @property
    def share(self) -> int | None:
        """Percent done on time of what had to be done by now."""
        had_to = self.done + self.in_progress_late
        return round(100 * self.on_time / had_to) if had_to else None


@dataclass(frozen=True)
class DisciplineLine:
    key: int | None
    name: str
    note: str
    figures: Discipline


@dataclass
class DisciplineReport:
    lines: list[DisciplineLine] = field(default_factory=list)
    months: list[tuple[date, Discipline]] = field(default_factory=list)
    total: Discipline = field(default_factory=Discipline)


def discipline(actor: Actor, scope: Scope, since: date, until: date, *, by: str = "unit") -> DisciplineReport:
    """The report of a period, both ends included; one statement for all figures, one or two for the names."""
    keys = {"unit": ("unit_id",), "person": ("person_id", "unit_id"), "author": ("resolution__author_id",)}[
        by
    ]
    lines: dict[tuple[int | None, ...], Discipline] = {}
    months: dict[date, Discipline] = {}
    report = DisciplineReport()
    for key, month, figures in _figures(_of_period(actor, scope, since, until), scope.today, keys):
        lines.setdefault(key, Discipline()).add(figures)
        months.setdefault(month, Discipline()).add(figures)
        report.total.add(figures)
    report.months = sorted(months.items())
    report.lines = _named(lines, by, scope.today)
    return report


def _of_period(actor: Actor, scope: Scope, since: date, until: date) -> QuerySet[Point]:
    rows = Point.objects.filter(organisation__in=scope.organisations, due_on__gte=since, due_on__lte=until)
    rows = rows.exclude(state=PointState.DRAFT).filter(visible_rows(actor, "document_id"))
    if scope.control_only:
        rows = rows.filter(on_control=True)
    return narrowed(rows, scope)


_GROUPED = """
SELECT {keys}, first_on, count(*) FILTER (WHERE state <> 'withdrawn'),
       count(*) FILTER (WHERE state = 'done'),
       count(*) FILTER (WHERE state = 'done' AND done_on <= due_on),
       count(*) FILTER (WHERE due_on < %s AND state IN ({waiting})),
       count(*) FILTER (WHERE state <> 'withdrawn' AND extensions > 0),
       count(*) FILTER (WHERE state = 'withdrawn'),
       coalesce(sum(done_on - assigned_on) FILTER (WHERE state = 'done'), 0)
  FROM (SELECT *, due_on - date_part('day', due_on)::int + 1 AS first_on FROM ({told} OFFSET 0) AS told) AS t
 GROUP BY {keys}, first_on
"""
"""OFFSET keeps the inner select apart: the days of a row are made once, not once a count."""


def _figures(
    rows: QuerySet[Point], today: date, keys: Sequence[str]
) -> Iterable[tuple[tuple[int | None, ...], date, Discipline]]:
    told = rows.order_by().annotate(
        key=F(keys[0]), below=F(keys[-1]), done_on=TruncDate(Coalesce("reported_at", "closed_at")),
        assigned_on=TruncDate("assigned_at"),
    )  # fmt: skip
    columns = ("key", "below", "state", "due_on", "extensions", "done_on", "assigned_on")
    statement, params = told.values(*columns).query.sql_with_params()
    waiting = ", ".join(f"'{each.value}'" for each in WITH_EXECUTOR)
    with connection.cursor() as cursor:
        text = _GROUPED.format(keys="key, below", waiting=waiting, told=statement)
        cursor.execute(text, [today, *params])
        found = cursor.fetchall()
    for key, below, month, assigned, done, on_time, late, extended, withdrawn, days in found:
        yield (key, below)[: len(keys)], month, Discipline(
            assigned=assigned, on_time=on_time, late=done - on_time, in_progress=assigned - done,
            in_progress_late=late, extended=extended, withdrawn=withdrawn, days=days,
        )  # fmt: skip


def _named(found: dict[tuple[int | None, ...], Discipline], by: str, today: date) -> list[DisciplineLine]:
    units = unit_names((key[-1] for key in found), today) if by != "author" else {}
    people = person_names(key[0] for key in found) if by != "unit" else {}
    lines = []
    for key, figures in found.items():
        unit = units.get(key[-1] or 0)
        if by == "unit":
            name, note = (unit.name, unit.head) if unit else ("Без підрозділу", "")
        else:
            name = people.get(key[0] or 0, "Доручено підрозділу, комісії або установі")
            note = unit.name if unit else ""
        lines.append(DisciplineLine(key[0], name, note, figures))
    return sorted(lines, key=lambda each: (-each.figures.assigned, each.name))


def reminders_sent(actor: Actor, scope: Scope, since: date, until: date) -> int:
    """How many reminders of tasks were sent in the period; one statement."""
    rows = Reminder.objects.filter(
        visible_rows(actor, "point__document_id"), point__organisation__in=scope.organisations
    )
    return rows.filter(reminded_at__date__gte=since, reminded_at__date__lte=until).count()
