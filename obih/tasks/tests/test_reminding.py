"""Reminders: once a stage and a day, to whoever is to move now, with a line for each task."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from obih.history.models import Event
from obih.notices.models import Notice
from obih.people.actors import SYSTEM
from obih.people.behind import people_behind
from obih.people.models import Appointment, Substitution
from obih.people.principals import of_person, of_role, of_unit_head
from obih.tasks import actions, rules
from obih.tasks.actions.reminding import bulk_stage
from obih.tasks.models import Reminder
from obih.tasks.tests.conftest import Office
from obih.ui.refusals import Refused

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("due_on", "said"),
    [
        (None, "строку немає"),
        (TODAY - timedelta(days=3), "строк минув 21.11.2026"),
        (TODAY, "строк сьогодні"),
        (TODAY + timedelta(days=1), "строк 25.11.2026"),
    ],
)
def test_a_reminder_names_the_number_and_the_day(due_on: date | None, said: str) -> None:
    assert rules.reminder_line("12/02-10", due_on, TODAY).startswith("Нагадуємо про № 12/02-10: " + said)


def test_a_stage_is_told_once_for_a_due_day_and_leaves_one_event(office: Office) -> None:
    point = office.task(office.point(text="Таємний зміст"))
    person = office.person("hrytsenko")
    assert actions.remind(point, person, "before_3", by=SYSTEM) is not None
    assert actions.remind(point, person, "before_3", by=SYSTEM) is None
    assert actions.remind(point, person, "before_1", by=SYSTEM) is not None
    told = Notice.objects.filter(person=person, kind="task_reminder")
    assert told.count() == 2 and "Таємний" not in told[0].text
    assert told[0].url == f"/tasks/{point.pk}/"
    assert Event.objects.filter(name="tasks.reminded").count() == 2
    point.due_on += timedelta(days=5)
    assert actions.remind(point, person, "before_3", by=SYSTEM) is not None


def test_many_are_reminded_with_a_line_for_each(office: Office) -> None:
    first, second, done = office.task(), office.task(), office.task()
    executor, control = office.actor("hrytsenko"), office.actor("tkachenko")
    actions.report(done.pk, text="Зроблено", by=executor)
    wanted = [first.pk, second.pk, done.pk, 10**9]
    lines = actions.remind_many(wanted, key="all", by=control)
    assert [bool(each.refusal) for each in lines] == [False, False, True, True]
    assert lines[0].told == ("Андрій Гриценко",)
    assert "звіт чекає рішення" in lines[2].refusal and "не для вас" in lines[3].refusal
    again = actions.remind_many(wanted[:2], key="all", by=control)
    assert again == lines[:2]
    other = actions.remind_many(wanted[:2], key="once more", by=control)
    assert [each.refusal for each in other] == ["Сьогодні вже нагадували"] * 2
    assert Reminder.objects.count() == 2 == Notice.objects.filter(kind="task_reminder").count()
    assert Reminder.objects.first().stage == bulk_stage(timezone.localdate())  # type: ignore[union-attr]


def test_only_those_who_see_the_board_remind(office: Office) -> None:
    point = office.task()
    for username in ("hrytsenko", "chuzhynska"):
        with pytest.raises(Refused, match="бачать керівник"):
            actions.remind_many([point.pk], key="k", by=office.actor(username))
    with pytest.raises(Refused, match="хоча б одне"):
        actions.remind_many([], key="k", by=office.actor("tkachenko"))
    with pytest.raises(Refused, match="не більше"):
        actions.remind_many(list(range(400)), key="k", by=office.actor("tkachenko"))
    assert not Reminder.objects.exists()


def test_behind_a_post_stand_its_holder_and_whoever_acts_for_him(office: Office) -> None:
    head, acting = office.person("hrytsenko"), office.person("stetsenko")
    today = timezone.localdate()
    post = Appointment.objects.on(today).get(person=head)
    unit = post.position.unit_id
    assert unit is not None
    wanted = [of_unit_head(unit), of_person(head.pk), of_role("head", post.position.organisation_id)]
    found = people_behind(wanted, today)
    assert found[wanted[0]] == found[wanted[1]] == [head]
    assert office.person("melnychenko") in found[wanted[2]]
    Substitution.objects.create(absent=post, acting=acting, starts_on=today, ends_on=today, basis="відпустка")
    assert people_behind(wanted, today)[wanted[0]] == [head, acting]
    point = office.task()
    lines = actions.remind_many([point.pk], key="k", by=office.actor("tkachenko"))
    assert set(lines[0].told) == {head.full_name, acting.full_name}
