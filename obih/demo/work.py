"""The last month of work of the demonstration hromada: letters resolved, carried out, extended, returned,
lifted, and what of it still waits. Everything by real actions, in the order of their days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from obih.demo.year import Task, Year
from obih.law.rules import KYIV
from obih.people.actions import note_absence
from obih.registry.models import Document
from obih.registry.queries.numbers import void_of
from obih.registry.vocabulary import Stream
from obih.tasks import actions
from obih.tasks.actions import ExecutorEntry, PointEntry, ResolutionEntry
from obih.tasks.actions.acquainting import AcquaintanceEntry
from obih.tasks.models import Assignment, Extension, Phrase, Point, Resolution
from obih.tasks.vocabulary import Duty, Every, ExtensionState, Mode, PointState, ResolutionState
from obih.workdays.queries import calendar_for

DAYS = 30
"""Working days that the month of work has."""
WAITING_DAYS = 2
"""Letters of the last days wait for the head: with drafts for some of them."""
COMES = (Stream.INCOMING, Stream.APPEALS, Stream.INFORMATION)
WHAT = (
    "Підготувати відповідь заявникові",
    "Опрацювати і надати пропозиції",
    "Підготувати проєкт рішення на розгляд виконкому",
    "Обстежити на місці та скласти акт",
    "Надати інформацію у визначений строк",
    "Врахувати в роботі, про виконання доповісти",
)
DONE = (
    "Відповідь підготовлено і передано на підпис.",
    "Обстеження проведено, акт додано до справи.",
    "Пропозиції подано керуючій справами.",
    "Інформацію зібрано й узагальнено.",
)
PHRASES = (
    (1, "Прошу розглянути і підготувати відповідь", 10),
    (2, "До виконання", 5),
    (3, "Прошу надати пропозиції", 3),
    (4, "До відома", None),
    (5, "Прошу обстежити на місці", 7),
    (6, "Підготувати проєкт рішення", 15),
)
UNIT_OF = {"land": "hrytsenko", "legal": "levchuk", "office": "tkachenko"}


def work_of(year: Year) -> Iterator[Task]:
    """Each working day of the last month: in the afternoon the head resolves, an hour later others work."""
    days = list(year.days)[-DAYS:]
    if not days:
        return
    yield Task(datetime.combine(days[0], time(8, 30), KYIV), partial(_phrases, year))
    for place, day in enumerate(days):
        left = len(days) - place
        at = datetime.combine(day, time(17, 30), KYIV)
        if left > WAITING_DAYS:
            yield Task(at, partial(_resolve, year, at))
        yield Task(at + timedelta(minutes=20), partial(_carry_out, year, day, left))
        yield Task(at + timedelta(minutes=40), partial(_decide, year, day, left))
    last = datetime.combine(days[-1], time(18, 20), KYIV)
    yield Task(last, partial(_prepare, year))
    yield Task(last + timedelta(minutes=5), partial(_to_be_read, year))
    yield Task(last + timedelta(minutes=10), partial(_away, year))


def _phrases(year: Year) -> None:
    head = year.cast.melnychenko.person
    for digit, text, days in PHRASES:
        Phrase.objects.get_or_create(person=head, digit=digit, defaults={"text": text, "days": days})


# ── resolutions ──────────────────────────────────────────────────────


def _unresolved(year: Year) -> list[Document]:
    """Letters to the head that wait for his first review, the oldest first."""
    rows = Document.objects.filter(
        first_reviewer=year.cast.melnychenko.person, reviewed_at=None, closed_at=None,
        registrations__journal__stream__in=COMES,
    )  # fmt: skip
    return [each for each in rows.order_by("created_at").distinct() if void_of(each.pk) is None]


def _resolve(year: Year, at: datetime) -> None:
    for document in _unresolved(year):
        if document.created_at > at - timedelta(hours=3) or document.created_at < at - timedelta(days=60):
            continue
        rng = Random(document.title)
        chance = rng.random()
        if chance < 0.08:
            actions.pass_without_resolution(
                document.pk, note="До відома, без резолюції", by=year.cast.actor("melnychenko")
            )
        else:
            _issue(year, document, rng, chance)


def _issue(year: Year, document: Document, rng: Random, chance: float) -> None:
    entry = ResolutionEntry(tuple(_points(year, document, rng)))
    by = "melnychenko"
    if chance > 0.88:  # on paper, typed in by the clerk
        entry = ResolutionEntry(entry.points, author=year.cast.melnychenko.person, mode=Mode.PAPER)
        by = "boiko"
    actions.issue_resolution(document.pk, entry, key=f"demo-{document.pk}", by=year.cast.actor(by))


def _points(year: Year, document: Document, rng: Random) -> Iterator[PointEntry]:
    unit = next(
        (name for name, each in year.cast.units.items() if each.pk == document.responsible_unit_id), ""
    )
    main = UNIT_OF.get(unit) or rng.choice(("hrytsenko", "levchuk", "lysenko"))
    executors = [_to(year, main)]
    if rng.random() < 0.35:
        other = rng.choice([each for each in ("levchuk", "hrytsenko", "lysenko") if each != main])
        executors.append(_to(year, other, Duty.CO))
    if rng.random() < 0.25:
        executors.append(_to(year, "koval", Duty.INFO))
    yield PointEntry(rng.choice(WHAT), tuple(executors), due_on=_day(year, document, rng))
    if rng.random() < 0.15:
        second = "levchuk" if main != "levchuk" else "hrytsenko"
        yield PointEntry("Надати правову оцінку", (_to(year, second),), on_control=False)


def _day(year: Year, document: Document, rng: Random) -> date | None:
    """The author’s own day for every second letter, within the law’s; the others keep the law’s."""
    limit = document.deadlines.filter(met_at=None).order_by("effective_on").first()
    today = _today()
    wanted = calendar_for().add_working_days(today, rng.randrange(3, 12))
    if rng.random() < 0.5 and limit is not None and limit.effective_on >= today:
        return None
    return min(wanted, limit.effective_on) if limit and limit.effective_on >= today else wanted


def _to(year: Year, username: str, duty: str = Duty.MAIN) -> ExecutorEntry:
    return ExecutorEntry("person", year.cast.people[username].person.pk, duty)


def _today() -> date:
    from django.utils import timezone

    return timezone.localdate()


# ── execution ────────────────────────────────────────────────────────


def _carry_out(year: Year, day: date, left: int) -> None:
    """Executors take on, distribute, report, hand their parts, ask for more time; some are late."""
    rows = Point.objects.filter(state__in=[PointState.ASSIGNED, PointState.ACCEPTED, PointState.RETURNED])
    for point in rows.filter(every=Every.ONCE).select_related("document", "resolution").order_by("pk"):
        rng = Random(f"{point.pk}:{day}")
        who = _username(year, point)
        if who is None or point.assigned_at is None:
            continue
        age = (day - point.assigned_at.date()).days
        actor = year.cast.actor(who)
        if point.state == PointState.ASSIGNED and age >= 1:
            actions.accept_task(point.pk, by=actor)
            if who == "hrytsenko" and rng.random() < 0.3 and point.parent_id is None:
                _distribute(year, point)
        elif age >= 3 and rng.random() < 0.22 and not _lazy(point):
            _parts(year, point)
            if not point.children.exclude(state__in=[PointState.DONE, PointState.WITHDRAWN]).exists():
                actions.report(point.pk, text=rng.choice(DONE), by=actor)
        elif age >= 4 and rng.random() < 0.12 and point.due_on and point.due_on > day:
            _ask_more_time(point, day, actor)


def _lazy(point: Point) -> bool:
    """Every fourth task is put off: overdue ones are what a control board is for."""
    return point.pk % 4 == 0


def _distribute(year: Year, point: Point) -> None:
    entry = ResolutionEntry(
        (PointEntry("Підготувати матеріали", (_to(year, "stetsenko"),), on_control=False),),
        parent_id=point.pk,
    )
    actions.issue_resolution(
        point.document_id, entry, key=f"demo-below-{point.pk}", by=year.cast.actor("hrytsenko")
    )


def _parts(year: Year, point: Point) -> None:
    for each in Assignment.objects.filter(point=point, duty=Duty.CO, done_at=None, ended_at=None):
        who = next((name for name, one in year.cast.people.items() if one.person.pk == each.person_id), None)
        if who:
            actions.hand_part(
                point.pk, part="Свою частину опрацьовано, зауважень немає.", by=year.cast.actor(who)
            )


def _ask_more_time(point: Point, day: date, actor: object) -> None:
    latest = actions.latest_day(point)
    wanted = calendar_for().add_working_days(point.due_on or day, 5)
    if latest is not None and wanted > latest:
        return
    if not Extension.objects.filter(point=point).exists():
        actions.ask_extension(
            point.pk,
            wanted_on=wanted,
            reason="Очікуємо даних від управління області",
            by=actor,  # type: ignore[arg-type]
        )


# ── the issuer and control ───────────────────────────────────────────


def _decide(year: Year, day: date, left: int) -> None:
    """Reports accepted or returned, extensions decided, control lifted, not on the last days."""
    if left <= 1:
        return
    head, control = year.cast.actor("melnychenko"), year.cast.actor("tkachenko")
    for point in Point.objects.filter(state=PointState.REPORTED).select_related("resolution").order_by("pk"):
        rng = Random(f"{point.pk}:{day}:word")
        by = head if point.parent_id is None else year.cast.actor("hrytsenko")
        if rng.random() < 0.12:
            actions.return_report(point.pk, reason="Додайте розрахунок і строки", by=by)
        elif rng.random() < 0.7:
            actions.accept_report(point.pk, by=by)
    for asked in Extension.objects.filter(state=ExtensionState.ASKED).select_related("point"):
        if asked.point_id % 4 == 0:
            decides = control if asked.point.due_source == "letter" else head
            actions.refuse_extension(asked.point_id, because="Строк достатній, працюйте", by=decides)
        elif asked.point_id % 4 != 1:
            actions.extend(
                asked.point_id, on=asked.wanted_on, reason=asked.reason, by=control,
                agreed_by="Ігор Мельниченко", agreed_letter="усно",
            )  # fmt: skip
    done = Point.objects.filter(state=PointState.DONE, on_control=True, lifted_at=None).order_by("pk")
    for point in done:
        if Random(f"{point.pk}:{day}:lift").random() < 0.6:
            actions.lift_control(point.pk, note="Виконано, відповідь надано", by=control)


# ── what waits today ─────────────────────────────────────────────────


def _prepare(year: Year) -> None:
    """Drafts for the letters that wait, as the clerk leaves them for the head in the evening."""
    clerk = year.clerk
    for place, document in enumerate(_unresolved(year)[:6]):
        if place % 3 == 2 or Resolution.objects.filter(document=document).exists():
            continue
        rng = Random(document.title)
        entry = ResolutionEntry(tuple(_points(year, document, rng)), author=year.cast.melnychenko.person)
        made = actions.prepare_resolution(document.pk, entry, key=f"demo-draft-{document.pk}", by=clerk)
        assert made.resolution.state == ResolutionState.PREPARED


def _away(year: Year) -> None:
    """One is on leave, another goes on a trip; nobody acts for them."""
    today = _today()
    for username, kind, first, days in (("koval", "leave", 0, 9), ("lysenko", "trip", 3, 1)):
        note_absence(
            year.cast.people[username].person, kind=kind, starts_on=today + timedelta(days=first),
            ends_on=today + timedelta(days=first + days), by=year.clerk,
        )  # fmt: skip


def _to_be_read(year: Year) -> None:
    """A monthly report to the oblast, and an order that everybody reads."""
    orders = Document.objects.filter(registrations__journal__code="od-rada").order_by("-created_at")
    order = orders.exclude(access_level="restricted").first()
    if order is None:
        return
    units = tuple(each.pk for each in year.cast.units.values())
    made = actions.ask_acquaintance(order.pk, AcquaintanceEntry(units=units), key="demo-read", by=year.clerk)
    for line in made.lines.all()[:2]:
        who = next((n for n, one in year.cast.people.items() if one.person.pk == line.person_id), None)
        if who:
            actions.mark_acquainted(line.pk, by=year.cast.actor(who))
    entry = ResolutionEntry(
        (
            PointEntry(
                "Подати звіт про стан діловодства до обласної адміністрації", (_to(year, "tkachenko"),),
                due_on=calendar_for().add_working_days(_today(), 4), every=Every.MONTH, rolls_back=True,
            ),
        ),
        author=year.cast.melnychenko.person, mode=Mode.ORAL,
    )  # fmt: skip
    actions.issue_resolution(order.pk, entry, key="demo-monthly", by=year.clerk)


def _username(year: Year, point: Point) -> str | None:
    return next((name for name, one in year.cast.people.items() if one.person.pk == point.person_id), None)
