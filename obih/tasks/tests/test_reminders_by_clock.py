"""Reminders come by the clock, stage by stage, each once from the reader’s view, also under kills."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from obih.history.models import Event
from obih.notices.models import Notice
from obih.people.models import RoleGrant
from obih.people.vocabulary import Role
from obih.registry.models import Registration
from obih.registry.tests.conftest import make_house
from obih.tasks import actions
from obih.tasks.actions.reminding_by_clock import remind_due
from obih.tasks.models import Assignment, Point, Reminder, ReminderStage
from obih.tasks.stages import DEFAULTS, Told, days_late, reached
from obih.tasks.tests.conftest import Office
from obih.tasks.vocabulary import Duty
from obih.workdays.queries import calendar_for


@pytest.mark.parametrize(
    ("late", "code"),
    [
        (-9, None), (-4, None), (-3, "before_3"), (-2, "before_3"), (-1, "before_1"), (0, "today"),
        (1, "late_1"), (2, "late_1"), (3, "late_3"), (7, "late_3"), (8, "late_8"), (12, "late_8"),
        (13, "late_13"), (100, "late_98"),
    ],
)  # fmt: skip
def test_each_day_has_reached_one_stage(late: int, code: str | None) -> None:
    stage = reached(late, DEFAULTS)
    assert (stage.code if stage else None) == code


def test_the_executor_comes_first_then_the_units_head_then_control_and_the_head() -> None:
    told = {late: set(found.told) for late in (-3, 0, 1, 3, 8) if (found := reached(late, DEFAULTS))}
    assert told[-3] == told[0] == {Told.EXECUTOR}
    assert told[1] == {Told.EXECUTOR, Told.UNIT_HEAD}
    assert told[3] == told[8] == set(Told)


def working_day() -> date:
    return calendar_for().next_working_day(timezone.localdate())


def task(office: Office, late: int, today: date, executor: str = "stetsenko") -> Point:
    """A task of the land unit whose day was so many working days ago (lies ahead: negative)."""
    point = office.task(office.point(office.to(executor)))
    calendar = calendar_for()
    due = calendar.working_days_before(today, late) if late > 0 else calendar.add_working_days(today, -late)
    assert days_late(due, today, calendar) == late
    Point.objects.filter(pk=point.pk).update(
        due_on=due, limit_on=None, assigned_at=timezone.now() - timedelta(days=60)
    )
    Assignment.objects.filter(point=point).update(due_on=due)
    point.refresh_from_db()
    return point


def told(point: Point) -> set[tuple[str, str]]:
    rows = Reminder.objects.filter(point=point).select_related("person__account")
    return {(each.stage, each.person.account.username) for each in rows}


def test_the_order_in_the_database_is_that_of_the_rules(office: Office) -> None:
    assert tuple(each.value for each in ReminderStage.objects.all()) == DEFAULTS


def test_a_task_is_reminded_of_at_each_stage_once_and_ever_higher(office: Office) -> None:
    today = working_day()
    ahead, now, late, later = (task(office, each, today) for each in (-3, 0, 1, 3))
    assert remind_due(today) == 1 + 1 + 2 + 4
    assert remind_due(today) == 0
    assert told(ahead) == {("before_3", "stetsenko")}
    assert told(now) == {("today", "stetsenko")}
    assert told(late) == {("late_1", "stetsenko"), ("late_1", "hrytsenko")}
    assert {who for _, who in told(later)} == {"stetsenko", "hrytsenko", "tkachenko", "melnychenko"}
    assert Notice.objects.filter(kind__startswith="task_").count() == 8
    assert Event.objects.filter(name="tasks.reminded").count() == 4, "one event a task, whoever was told"
    head = Notice.objects.get(person=office.person("melnychenko"), kind="task_late")
    assert "Прострочено на 3\xa0робочі дні" in head.text and "Стеценко" in head.text
    assert head.brief == "прострочено завдання"
    assert "доріг" not in head.text, "what the document is about stands in no reminder"


def test_the_days_pass_and_each_stage_comes_once(office: Office) -> None:
    today, calendar = working_day(), calendar_for()
    point = task(office, -3, today)
    for _ in range(17):
        remind_due(today)
        remind_due(today)
        today = calendar.next_working_day(today)
    stages = [stage for stage, who in told(point) if who == "stetsenko"]
    assert sorted(stages) == ["before_1", "before_3", "late_1", "late_13", "late_3", "late_8", "today"]


def test_days_off_are_quiet_and_what_was_missed_is_made_up_by_one_reminder(office: Office) -> None:
    today = working_day()
    point = task(office, 4, today)
    off = today
    while calendar_for().is_working(off):
        off += timedelta(days=1)
    assert remind_due(off) == 0
    remind_due(today)
    assert {stage for stage, _ in told(point)} == {"late_3"}


def test_what_lies_with_the_issuer_or_rests_reminds_nobody(office: Office) -> None:
    today = working_day()
    reported, resting, closed = (task(office, 1, today) for _ in range(3))
    executor, head = office.actor("stetsenko"), office.actor("melnychenko")
    actions.report(reported.pk, text="Зроблено", by=executor)
    actions.suspend_task(resting.pk, reason="суд", by=head)
    actions.withdraw_task(closed.pk, reason="помилково", by=head)
    assert remind_due(today) == 0


def test_after_an_extension_the_stages_begin_anew(office: Office) -> None:
    today = working_day()
    point = task(office, -1, today)
    assert remind_due(today) == 1
    later = calendar_for().add_working_days(today, 3)
    Point.objects.filter(pk=point.pk).update(due_on=later)
    Assignment.objects.filter(point=point).update(due_on=later)
    assert remind_due(today) == 1
    assert sorted(stage for stage, _ in told(point)) == ["before_1", "before_3"]


def test_a_coexecutor_is_reminded_of_his_own_day(office: Office) -> None:
    today, calendar = working_day(), calendar_for()
    point = office.task(office.point(office.to("hrytsenko"), office.to("koval", Duty.CO)))
    main, own = calendar.add_working_days(today, 9), calendar.add_working_days(today, 1)
    Point.objects.update(due_on=main, limit_on=None, assigned_at=timezone.now() - timedelta(days=60))
    Assignment.objects.filter(duty=Duty.MAIN).update(due_on=main)
    Assignment.objects.filter(duty=Duty.CO).update(due_on=own)
    assert remind_due(today) == 1
    assert told(point) == {("before_1", "koval")}


def test_who_oversees_and_does_not_see_the_document_learns_no_number(office: Office) -> None:
    today = working_day()
    point = task(office, 3, today)
    number = Registration.objects.get(document=point.document_id).number
    remind_due(today)
    lines = {each.person.account.username: each for each in Notice.objects.filter(kind="task_late")}
    assert set(lines) == {"stetsenko", "hrytsenko", "tkachenko", "melnychenko"}
    assert number in lines["melnychenko"].text and lines["melnychenko"].url == f"/tasks/{point.pk}/"
    assert number not in lines["hrytsenko"].text and lines["hrytsenko"].url == "/"
    assert "Людмила Стеценко" in lines["hrytsenko"].text


def test_in_a_village_without_a_controller_the_clerk_is_told(office: Office) -> None:
    today = working_day()
    point = task(office, 3, today)
    RoleGrant.objects.filter(role=Role.CONTROLLER).delete()
    remind_due(today)
    assert "boiko" in {who for _, who in told(point)}


def test_the_order_is_data(office: Office) -> None:
    today = working_day()
    point = task(office, 0, today)
    ReminderStage.objects.filter(days=0).update(is_on=False)
    remind_due(today)
    assert told(point) == {("before_1", "stetsenko")}, "the stage before it is made up"


def test_a_thousand_reminders_take_no_more_than_five_seconds(office: Office) -> None:
    today = working_day()
    first = task(office, -1, today)
    main = Assignment.objects.get(point=first)
    copies = [
        Point(
            resolution_id=first.resolution_id, document_id=first.document_id, person_id=first.person_id,
            organisation_id=first.organisation_id, unit_id=first.unit_id, text="Копія", state=first.state,
            due_on=first.due_on, assigned_at=first.assigned_at,
        )
        for _ in range(999)
    ]  # fmt: skip
    Point.objects.bulk_create(copies)
    Assignment.objects.bulk_create(
        [
            Assignment(
                point=each, duty=Duty.MAIN, person_id=main.person_id, position_id=main.position_id,
                principal=main.principal, label=main.label, dative=main.dative, due_on=each.due_on,
                is_waiting=True,
            )
            for each in copies
        ]
    )  # fmt: skip
    began = time.perf_counter()
    assert remind_due(today) == 1000
    took = time.perf_counter() - began
    assert took <= 5


def worker(today: date) -> subprocess.Popen[bytes]:
    code = (
        "import django, datetime; django.setup();"
        "from obih.tasks.actions.reminding_by_clock import remind_due;"
        f"remind_due(datetime.date.fromisoformat('{today}'))"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "obih.site.settings"}
    return subprocess.Popen([sys.executable, "-c", code], env=environment)


@pytest.mark.django_db(transaction=True)
def test_workers_killed_and_workers_side_by_side_tell_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(make_house())
    today = working_day()
    points = [task(office, late, today) for late in (-1, 0, 1, 3) for _ in range(6)]
    expected = 6 * (1 + 1 + 2 + 4)
    for pause in (0.9, 1.2, 1.5):
        killed = worker(today)
        time.sleep(pause)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    monkeypatch.setattr("obih.tasks.actions.reminding_by_clock.BATCH", 3)

    def work() -> None:
        remind_due(today)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    remind_due(today)
    assert Reminder.objects.count() == expected
    assert Notice.objects.filter(once_key__startswith="remind:").count() == expected
    assert Event.objects.filter(name="tasks.reminded").count() == len(points)


def test_the_order_is_set_by_who_controls_and_read_by_everybody(office: Office) -> None:
    from django.test import Client
    from django.urls import reverse

    def browser(username: str) -> Client:
        client = Client()
        client.force_login(
            office.house.cast.people[username].account, "allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    address = reverse("tasks:reminding_order")
    assert "за 3: виконавцеві" in browser("stetsenko").get(address).content.decode()
    typed = {"days_0": "-5", "executor_0": "on", "days_1": "2", "every_1": "2", "head_1": "on"}
    assert browser("stetsenko").post(address, typed).status_code == 422
    control = browser("tkachenko")
    assert control.get(address).status_code == 200
    assert control.post(address, typed).status_code == 302
    assert [(each.days, each.every) for each in ReminderStage.objects.all()] == [(-5, 0), (2, 2)]
    event = Event.objects.get(name="tasks.reminding_ordered")
    assert "через 2 і далі кожні 2: керівникові установи" in event.tell()
    for wrong in ({"days_1": "-5"}, {"every_0": "3"}, {"days_0": "-99"}, {"days_0": "x"}):
        assert control.post(address, typed | wrong).status_code == 422
    assert ReminderStage.objects.count() == 2
