"""The control board equals a plain count over random tasks, and counts only what the actor sees."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obih.people.actions import note_absence, withdraw_absence
from obih.people.models import Appointment, Substitution
from obih.registry.models import AccessRow
from obih.tasks import actions
from obih.tasks.queries import board as boards
from obih.tasks.queries import control_lists
from obih.tasks.queries.board import BUCKETS, Scope
from obih.tasks.tests.conftest import Office
from obih.tasks.tests.plain_tasks import PlainTask, scatter


def bucket(task: PlainTask, today: date) -> str:
    if task.state in ("reported", "suspended"):
        return task.state
    if task.due_on is None:
        return "undated"
    away = (task.due_on - today).days
    return "overdue" if away < 0 else "today" if away == 0 else "soon" if away <= 7 else "later"


def scope_of(office: Office, **fields: object) -> Scope:
    return Scope((office.house.cast.council.pk,), timezone.localdate(), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_equals_a_plain_count(office: Office, seed: int) -> None:
    today, control = timezone.localdate(), office.actor("tkachenko")
    tasks = [each for each in scatter(office, 150, seed=seed, today=today) if each.is_open]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        told = boards.board(control, scope_of(office))
    assert len(asked) == 1
    plain = Counter((each.unit, each.person, bucket(each, today)) for each in tasks)
    for name in BUCKETS:
        assert getattr(told.total, name) == sum(n for key, n in plain.items() if key[2] == name)
        for unit, counts in told.units.items():
            assert getattr(counts, name) == sum(n for key, n in plain.items() if key[::2] == (unit, name))
        for (person, unit), counts in told.persons.items():
            assert getattr(counts, name) == plain[unit, person, name]
    late = [each.due_on for each in tasks if each.due_on and bucket(each, today) == "overdue"]
    assert told.total.oldest_on == min(late)
    held = [each for each in tasks if each.state not in ("reported", "suspended")]
    assert told.days == Counter(each.due_on for each in held if each.due_on)
    controlled = boards.board(control, scope_of(office, control_only=True))
    assert controlled.total.total == sum(each.on_control for each in tasks)


@pytest.mark.parametrize("which", [*BUCKETS, ""])
def test_a_list_holds_what_its_figure_counts_page_by_page(office: Office, which: str) -> None:
    today, control = timezone.localdate(), office.actor("tkachenko")
    tasks = [each for each in scatter(office, 90, seed=7, today=today) if each.is_open]
    found: list[int] = []
    after = ""
    while True:
        page = control_lists.lines(control, scope_of(office), which, after=after, size=7)
        found += [each.point_id for each in page.rows]
        after = page.after
        if not after:
            break
    wanted = [each for each in tasks if not which or bucket(each, today) == which]
    wanted.sort(key=lambda each: (each.due_on or date.max, each.pk))
    assert found == [each.pk for each in wanted]
    assert control_lists.ids(control, scope_of(office), which, most=5) == found[:5]


def test_lists_narrow_to_unit_person_and_day(office: Office) -> None:
    today, control = timezone.localdate(), office.actor("tkachenko")
    tasks = [each for each in scatter(office, 90, seed=8, today=today) if each.is_open]
    one = next(each for each in tasks if each.due_on)
    for field in ("unit", "person"):
        scope = scope_of(office, **{field: getattr(one, field)})
        rows = control_lists.lines(control, scope, size=200).rows
        assert len(rows) == sum(getattr(each, field) == getattr(one, field) for each in tasks)
        assert boards.board(control, scope).total.total == len(rows)
    rows = control_lists.lines(control, scope_of(office, day=one.due_on), size=200).rows
    assert len(rows) == sum(each.due_on == one.due_on for each in tasks)
    assert not control_lists.lines(control, scope_of(office, unit=0), size=200).rows


def test_nothing_that_the_actor_may_not_see_is_counted(office: Office) -> None:
    today, control = timezone.localdate(), office.actor("tkachenko")
    tasks = scatter(office, 60, seed=9, today=today)
    hidden = tasks[0].document
    AccessRow.objects.filter(document=hidden, principal__in=control.principals).delete()
    seen = [each for each in tasks if each.document != hidden]
    scope = scope_of(office)
    assert boards.board(control, scope).total.total == sum(each.is_open for each in seen)
    assert {each.document_id for each in control_lists.lines(control, scope, size=200).rows}.isdisjoint(
        {hidden}
    )
    waiting = [each for each in seen if each.state == "done" and each.on_control and not each.lifted]
    assert control_lists.to_lift(control, scope).count() == len(waiting)
    for username in ("chuzhynska", "diachenko"):
        stranger = office.actor(username)
        assert boards.board(stranger, scope).total.total == 0
        assert not control_lists.lines(stranger, scope).rows
        assert not control_lists.asked(stranger, scope)


def test_who_asks_for_more_time_and_how_often_one_was_reminded(office: Office) -> None:
    control, executor = office.actor("tkachenko"), office.actor("hrytsenko")
    point = office.task(office.point(text="Перевірити межі", due_on=office.workday(2)))
    actions.ask_extension(point.pk, wanted_on=office.workday(4), reason="Чекаємо акт", by=executor)
    actions.remind_many([point.pk], key="k", by=control)
    scope = scope_of(office)
    (request,) = control_lists.asked(control, scope)
    assert (request.point_id, request.reason, request.wanted_on) == (
        point.pk, "Чекаємо акт", office.workday(4),
    )  # fmt: skip
    (line,) = control_lists.lines(control, scope, "asked").rows
    assert (line.text, line.reminded, line.who) == ("Перевірити межі", 1, request.who)
    assert line.number and line.number == request.number


def test_who_is_away_without_anybody_acting_is_named_too_and_each_once(office: Office) -> None:
    today, by = timezone.localdate(), office.actor("boiko")
    for who, kind in (("levchuk", "leave"), ("koval", "sick"), ("hrytsenko", "trip")):
        note_absence(office.person(who), kind=kind, starts_on=today, ends_on=today, by=by)
    gone = note_absence(office.person("stetsenko"), kind="trip", starts_on=today, ends_on=today, by=by)
    withdraw_absence(gone, by=by)
    post = Appointment.objects.on(today).get(person=office.person("hrytsenko"))
    Substitution.objects.create(
        absent=post, acting=office.person("stetsenko"), starts_on=today, ends_on=today, basis="12-к"
    )
    with CaptureQueriesContext(connection) as asked:
        found = {
            each.name: (each.why, each.acting)
            for each in control_lists.away([office.house.cast.council.pk], today)
        }
    assert len(asked) == 2
    assert found == {
        "Тарас Левчук": ("відпустка", ""),
        "Наталія Коваль": ("", ""),
        "Андрій Гриценко": ("відрядження", "Людмила Стеценко"),
    }


def test_who_is_away_is_named_with_who_acts_for_him(office: Office) -> None:
    today = timezone.localdate()
    post = Appointment.objects.on(today).get(person=office.person("hrytsenko"))
    Substitution.objects.create(
        absent=post, acting=office.person("stetsenko"), starts_on=today + timedelta(days=2),
        ends_on=today + timedelta(days=9), basis="відпустка",
    )  # fmt: skip
    Substitution.objects.create(
        absent=post, acting=office.person("koval"), starts_on=today - timedelta(days=9),
        ends_on=today - timedelta(days=1), basis="минула",
    )  # fmt: skip
    (found,) = control_lists.away([office.house.cast.council.pk], today)
    assert (found.name, found.acting) == ("Андрій Гриценко", "Людмила Стеценко")
    assert not found.is_away_on(today) and found.is_away_on(today + timedelta(days=2))
