"""Lists of the board: tasks line by line, what waits to be lifted, who asks for more time, who is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from obih.people.actors import Actor
from obih.people.models import Absence, Appointment, Substitution
from obih.people.queries import lower_first
from obih.registry.models import Registration
from obih.registry.queries.visibility import visible_rows
from obih.tasks.models import Assignment, Extension, Point, Reminder
from obih.tasks.queries.board import BUCKETS, Scope, in_bucket, narrowed, open_points
from obih.tasks.vocabulary import TASK_ADDRESS, WITH_EXECUTOR, Duty, ExtensionState, PointState
from obih.ui.words import counted

PAGE = 50
AHEAD_DAYS = 14


@dataclass(frozen=True)
class BoardLine:
    """A task as a line of the board."""

    point_id: int
    document_id: UUID
    number: str
    title: str
    text: str
    who: str
    unit: str
    author: str
    due_on: date | None
    state: str
    on_control: bool
    extensions: int
    version: int
    reminded: int
    reminded_at: datetime | None

    late_days: int = 0
    """How many days after its day it still lies with the executor."""

    @property
    def url(self) -> str:
        return TASK_ADDRESS.format(self.point_id)

    @property
    def state_text(self) -> str:
        return str(PointState(self.state).label)

    @property
    def is_late(self) -> bool:
        return self.late_days > 0

    @property
    def late_text(self) -> str:
        return counted(self.late_days, "день", "дні", "днів")


@dataclass(frozen=True)
class Lines:
    """A page of lines; `after` is the key of the next page, empty on the last one."""

    rows: list[BoardLine]
    after: str = ""


def lines(actor: Actor, scope: Scope, which: str = "", *, after: str = "", size: int = PAGE) -> Lines:
    """Tasks of the scope, what is due first comes first, those without a day last; two statements.

    `which` is a bucket of the board, «to_lift», «asked», or nothing for every open task.
    """
    keys = _keys(actor, scope, which, after, size + 1)
    found = told_lines(Point.objects.filter(pk__in=keys[:size])) if keys else []
    by_key = {each.point_id: each for each in found}
    rows = [by_key[each] for each in keys[:size] if each in by_key]
    last = rows[-1] if len(keys) > size and rows else None
    return Lines(rows, f"{last.due_on or ''}:{last.point_id}" if last else "")


def ids(actor: Actor, scope: Scope, which: str, *, most: int) -> list[int]:
    """The keys of the same tasks, at most so many: for a deed with all of them."""
    return _keys(actor, scope, which, "", most)


def _keys(actor: Actor, scope: Scope, which: str, after: str, most: int) -> list[int]:
    """The first keys by day: the walk along the index of each organisation stops where there are enough."""
    walks = []
    for each in scope.organisations:
        rows = after_key(_chosen(actor, replace(scope, organisations=(each,)), which), after)
        ordered = rows.order_by(F("due_on").asc(nulls_last=True), "pk")
        walks.append(ordered.values_list("due_on", "pk")[:most])
    if not walks:
        return []
    told = walks[0].union(*walks[1:], all=True) if len(walks) > 1 else walks[0]
    return [key for _, key in sorted(told, key=lambda each: (each[0] or date.max, each[1]))][:most]


def to_lift(actor: Actor, scope: Scope) -> QuerySet[Point]:
    """Done, still under control: the controller compares and lifts."""
    rows = Point.objects.filter(
        state=PointState.DONE, on_control=True, lifted_at=None, organisation__in=scope.organisations
    )
    return narrowed(rows.filter(visible_rows(actor, "document_id")), scope)


def _chosen(actor: Actor, scope: Scope, which: str) -> QuerySet[Point]:
    if which == "to_lift":
        return to_lift(actor, scope)
    rows = open_points(actor, scope)
    if which == "asked":
        return rows.filter(pk__in=Extension.objects.filter(state=ExtensionState.ASKED).values("point"))
    return in_bucket(rows, which, scope.today) if which in BUCKETS else rows


def after_key(rows: QuerySet[Point], after: str) -> QuerySet[Point]:
    """What follows the key «day:id» of a list by day."""
    day, _, key = after.partition(":")
    if not key.isdecimal() or len(key) > 18:
        return rows
    try:
        on = date.fromisoformat(day) if day else None
    except ValueError:
        return rows
    if on is None:
        return rows.filter(due_on=None, pk__gt=int(key))
    return rows.filter(Q(due_on__gt=on) | Q(due_on=on, pk__gt=int(key)) | Q(due_on=None))


def told_lines(rows: QuerySet[Point]) -> list[BoardLine]:
    """Points as lines, with number, main executor and how often they were reminded; one statement."""
    number = Registration.objects.filter(document=OuterRef("document"), moved_to=None)
    main = Assignment.objects.filter(point=OuterRef("pk"), duty=Duty.MAIN, ended_at=None)
    reminded = Reminder.objects.filter(point=OuterRef("pk")).order_by().values("point")
    told = rows.annotate(
        number_told=Subquery(number.order_by("registered_at").values("number")[:1]),
        who=Subquery(main.values("label")[:1]),
        reminded=Coalesce(Subquery(reminded.values(n=Count("pk"))), 0),
        reminded_at=Subquery(reminded.values(n=Max("reminded_at"))),
    )
    today = timezone.localdate()
    values = told.values_list(
        "pk", "document_id", "number_told", "document__title", "text", "who", "unit__name",
        "resolution__author_label", "due_on", "state", "on_control", "extensions", "version", "reminded",
        "reminded_at",
    )  # fmt: skip
    return [
        BoardLine(
            pk, document, number or "", title, text, who or "", unit or "", author, due, state, control,
            extended, version, count, at, (today - due).days if due and state in WITH_EXECUTOR else 0,
        )
        for pk, document, number, title, text, who, unit, author, due, state, control, extended, version,
        count, at in values
    ]  # fmt: skip


def seen_lines(actor: Actor, points: Sequence[int]) -> dict[int, BoardLine]:
    """Those of these tasks that the actor sees, by key; one statement."""
    rows = Point.objects.filter(visible_rows(actor, "document_id"), pk__in=points)
    return {each.point_id: each for each in told_lines(rows)}


@dataclass(frozen=True)
class Asked:
    """A request for a later day, with what its decision needs."""

    point_id: int
    document_id: UUID
    number: str
    who: str
    reason: str
    due_on: date | None
    wanted_on: date

    @property
    def name(self) -> str:
        """Without the post: the line is narrow."""
        return self.who.partition(",")[0]

    @property
    def url(self) -> str:
        return TASK_ADDRESS.format(self.point_id)


def asked(actor: Actor, scope: Scope, *, most: int = 5) -> list[Asked]:
    """Requests for a later day that wait for a decision, the oldest first; one statement."""
    rows = Extension.objects.filter(
        visible_rows(actor, "point__document_id"),
        state=ExtensionState.ASKED,
        point__organisation__in=scope.organisations,
    )
    if scope.unit is not None:
        rows = rows.filter(point__unit=scope.unit or None)
    number = Registration.objects.filter(document=OuterRef("point__document"), moved_to=None)
    told = rows.annotate(number=Subquery(number.order_by("registered_at").values("number")[:1]))
    values = told.order_by("asked_at").values_list(
        "point_id", "point__document_id", "number", "asked_by_label", "reason", "point__due_on", "wanted_on"
    )
    return [
        Asked(key, document, number or "", who, reason, due, wanted)
        for key, document, number, who, reason, due, wanted in values[:most]
    ]


@dataclass(frozen=True)
class Away:
    """Somebody who is absent; `acting` is empty where nobody acts for him, `why` where it is not said."""

    person_id: int
    name: str
    position: str
    unit_id: int | None
    acting: str
    starts_on: date
    ends_on: date
    why: str = ""

    def is_away_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def away(organisations: Sequence[int], today: date) -> list[Away]:
    """Who is absent today or will be within two weeks: those somebody acts for, and those noted as away, each
    once; two statements."""
    soon = today + timedelta(days=AHEAD_DAYS)
    acting = Substitution.objects.filter(
        revoked_at=None,
        ends_on__gte=today,
        starts_on__lte=soon,
        absent__position__organisation__in=organisations,
    ).select_related("absent__person", "absent__position", "acting")
    noted = _noted(organisations, today, soon)
    found = [
        Away(
            each.absent.person_id, each.absent.person.full_name, lower_first(each.absent.position.title),
            each.absent.position.unit_id, each.acting.full_name, each.starts_on, each.ends_on,
            next((one.why for one in noted if _same(one, each)), ""),
        )
        for each in acting
    ]  # fmt: skip
    found += [one for one in noted if not any(_same(one, each) for each in acting)]
    return sorted(found, key=lambda each: (each.starts_on, each.name))


def _same(noted: Away, made: Substitution) -> bool:
    """Whether somebody acts for him through all of these days."""
    same = noted.person_id == made.absent.person_id
    return same and made.starts_on <= noted.starts_on and made.ends_on >= noted.ends_on


def _noted(organisations: Sequence[int], today: date, soon: date) -> list[Away]:
    """Those noted as away who work here, by their first post; one statement."""
    held = Appointment.objects.on(today).filter(
        person=OuterRef("person"), position__organisation__in=organisations
    )
    held = held.order_by("-is_main", "position__rank")
    rows = Absence.objects.filter(withdrawn_at=None, ends_on__gte=today, starts_on__lte=soon)
    told = rows.select_related("person").annotate(
        title=Subquery(held.values("position__title")[:1]), unit=Subquery(held.values("position__unit")[:1])
    )
    return [
        Away(
            each.person_id, each.person.full_name, lower_first(each.title), each.unit, "",
            each.starts_on, each.ends_on, each.why,
        )
        for each in told.exclude(title=None)
    ]  # fmt: skip
