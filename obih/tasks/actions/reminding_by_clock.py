"""The worker reminds of tasks, stage by stage: before the day, on it, after it; each stage once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.notices.actions import Telling, tell
from obih.notices.vocabulary import Topic
from obih.people import principals
from obih.people.actors import SYSTEM
from obih.people.behind import people_behind
from obih.people.models import Account, Person
from obih.people.queries import actor_for
from obih.people.vocabulary import Role
from obih.registry.models import AccessRow, Registration
from obih.tasks import events, rules, stages
from obih.tasks.models import Assignment, Point, Reminder, ReminderStage
from obih.tasks.stages import Reached, Told
from obih.tasks.vocabulary import TASK_ADDRESS
from obih.ui.words import short_date
from obih.workdays.queries import calendar_for

BATCH = 200


@dataclass
class _Run:
    """What one run knows: the day, and by which principals each overseer reads."""

    today: date
    read_by: dict[int, tuple[int, ...]] = field(default_factory=dict)


def remind_due(today: date) -> int:
    """Remind of every task whose day has come to a stage that was not told; gives how many were told.

    Only on working days. A batch is one transaction and holds its tasks, so workers may run side by side,
    be killed and begin anew: each is told once a stage of a due day. Those who oversee and do not see the
    document learn whose task is late, not its number.
    """
    calendar = calendar_for()
    if not calendar.is_working(today):
        return 0
    order = [each.value for each in ReminderStage.objects.filter(is_on=True)]
    run, told = _Run(today), 0
    for stage, days in _days_by_stage(order, today).items():
        after = 0
        while batch := _next(stage, days, after, today):
            told += _remind(batch, stage, days, run)
            after = batch[-1]
    return told


def _days_by_stage(order: Sequence[stages.Stage], today: date) -> dict[Reached, list[date]]:
    """The due days of open work, each under the stage it has reached."""
    calendar, found = calendar_for(), defaultdict(list)
    first = min((each.days for each in order), default=0)
    horizon = calendar.next_working_day(calendar.add_working_days(today, max(-first, 0)))
    waiting = Assignment.objects.filter(is_waiting=True, due_on__lte=horizon).order_by("due_on")
    for due_on in waiting.values_list("due_on", flat=True).distinct():
        assert due_on is not None
        stage = stages.reached(stages.days_late(due_on, today, calendar), order)
        if stage is not None and stage.told:
            found[stage].append(due_on)
    return found


def _next(stage: Reached, days: Sequence[date], after: int, today: date) -> list[int]:
    """The next tasks of a stage that nobody was told of; what was given today needs none yet."""
    told = Reminder.objects.filter(point=OuterRef("point"), stage=stage.code, for_due_on=OuterRef("due_on"))
    rows = Assignment.objects.filter(~Exists(told), is_waiting=True, due_on__in=days, point__gt=after)
    if stage.days <= 0:
        rows = rows.exclude(point__assigned_at__date=today)
    return list(rows.order_by("point").values_list("point", flat=True).distinct()[:BATCH])


@unit_of_work()
def _remind(batch: Sequence[int], stage: Reached, days: Sequence[date], run: _Run) -> int:
    points = {
        each.pk: each
        for each in Point.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=batch)
    }
    waiting = Assignment.objects.filter(point__in=points, is_waiting=True, due_on__in=days)
    named = _named(list(waiting.order_by("point", "duty")), points, stage, run)
    known = set(
        Reminder.objects.filter(point__in=points, stage=stage.code).values_list(
            "point_id", "person_id", "for_due_on"
        )
    )
    numbers = _numbers(point.document_id for point in points.values())
    rows, tellings, names = [], [], defaultdict(list)
    for (point_id, person_id, due_on), heard in named.items():
        if (point_id, person_id, due_on) in known:
            continue
        rows.append(
            Reminder(
                point_id=point_id, person_id=person_id, stage=stage.code, for_due_on=due_on,
                reminded_at=timezone.now(), by_label=SYSTEM.label,
            )
        )  # fmt: skip
        number = numbers.get(points[point_id].document_id, "")
        tellings.append(_telling(points[point_id], heard, number, due_on, stage, run.today))
        names[point_id].append(heard.person.full_name)
    Reminder.objects.bulk_create(rows, batch_size=500)
    tell(tellings)
    for point_id, who in names.items():
        record(
            events.REMINDED, by=SYSTEM, about=("registry.document", points[point_id].document_id),
            point=point_id, who=", ".join(who), stage=stage.code,
        )  # fmt: skip
    return len(rows)


def _telling(point: Point, heard: _Heard, number: str, due_on: date, stage: Reached, today: date) -> Telling:
    if heard.quality is Told.EXECUTOR:
        text = rules.reminder_line(number, due_on, today)
    else:
        late = stages.days_late(due_on, today, calendar_for())
        text = stages.overseers_line(number if heard.sees else "", heard.holder, due_on, late)
    return Telling(
        heard.person.pk, Topic.LATE if due_on < today else Topic.REMINDER, text,
        brief=stages.brief(due_on, today), url=TASK_ADDRESS.format(point.pk) if heard.sees else "/",
        once=f"remind:{point.pk}:{stage.code}:{short_date(due_on)}", document_key=str(point.document_id),
    )  # fmt: skip


def _numbers(documents: Iterable[UUID]) -> dict[UUID, str]:
    rows = Registration.objects.filter(document__in=set(documents), moved_to=None).order_by("-registered_at")
    return dict(rows.values_list("document_id", "number"))


Key = tuple[int, int, date]


@dataclass(frozen=True)
class _Heard:
    """Who is told, in what quality, with whom the task lies, whether he sees the document."""

    person: Person
    quality: Told
    holder: str
    sees: bool = True


Named = dict[Key, _Heard]


def _named(waiting: Sequence[Assignment], points: dict[int, Point], stage: Reached, run: _Run) -> Named:
    """Who is told of what, each in the first quality that fits him."""
    overseen = [quality for quality in stage.told if quality is not Told.EXECUTOR]
    wanted = {each.principal for each in waiting if Told.EXECUTOR in stage.told}
    above: dict[int, list[tuple[Told, int]]] = {}
    for point in points.values():
        above[point.pk] = [pair for quality in overseen for pair in _above(point, quality)]
        wanted |= {principal for _, principal in above[point.pk]}
    behind = people_behind(wanted, run.today)
    found: Named = {}
    for each in waiting:
        assert each.due_on is not None
        for person in behind.get(each.principal, ()):
            found.setdefault(
                (each.point_id, person.pk, each.due_on), _Heard(person, Told.EXECUTOR, each.label)
            )
    seen = _Seen({point.document_id for point in points.values()}, run)
    for each in waiting:
        assert each.due_on is not None
        document = points[each.point_id].document_id
        for quality, person in _overseers(above[each.point_id], behind):
            heard = _Heard(person, quality, each.label, seen.by(person, document))
            found.setdefault((each.point_id, person.pk, each.due_on), heard)
    return found


def _above(point: Point, quality: Told) -> list[tuple[Told, int]]:
    """The principals of those who answer for the executor. In a village where nobody is controller the clerk
    is told; `_overseers` looks at him only then."""
    if quality is Told.UNIT_HEAD:
        return [(quality, principals.of_unit_head(point.unit_id))] if point.unit_id else []
    roles = {Told.CONTROL: (Role.CONTROLLER, Role.CLERK), Told.HEAD: (Role.HEAD,)}[quality]
    return [(quality, principals.of_role(role, point.organisation_id)) for role in roles]


def _overseers(
    above: Sequence[tuple[Told, int]], behind: dict[int, list[Person]]
) -> Iterable[tuple[Told, Person]]:
    controlled = False
    for quality, principal in above:
        if quality is Told.CONTROL and controlled:
            continue
        for person in behind.get(principal, ()):
            controlled = controlled or quality is Told.CONTROL
            yield quality, person


class _Seen:
    """Which of these documents a person sees; one statement a person a run, one more a new principal set."""

    def __init__(self, documents: set[UUID], run: _Run) -> None:
        self._documents, self._run = documents, run
        self._rows: dict[int, set[UUID]] = {}

    def by(self, person: Person, document: UUID) -> bool:
        if person.pk not in self._run.read_by:
            account = Account.objects.filter(person=person, is_active=True).first()
            self._run.read_by[person.pk] = actor_for(account, self._run.today).principals if account else ()
        if person.pk not in self._rows:
            rows = AccessRow.objects.filter(
                document__in=self._documents, principal__in=self._run.read_by[person.pk]
            )
            self._rows[person.pk] = set(rows.values_list("document_id", flat=True))
        return document in self._rows[person.pk]
