"""«Моя робота»: what I am to do, in the order to do it; all lists are one statement."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obih.tasks import actions
from obih.tasks.models import Assignment, Point
from obih.tasks.queries.my_tasks import my_tasks
from obih.tasks.tests.conftest import Office
from obih.tasks.tests.test_task_pages import client_of, send
from obih.tasks.vocabulary import Duty

MOST_STATEMENTS = 15


def test_tasks_stand_in_the_order_to_do_them(office: Office) -> None:
    far, near = (
        office.task(office.point(text=text, due_on=office.workday(days)))
        for text, days in (("Далі", 4), ("Зараз", 0))
    )
    told = my_tasks(office.actor("hrytsenko"))
    assert [each.id for each in told.todo] == [near.pk, far.pk]
    assert told.todo[0].number and told.todo[0].is_main and told.todo[0].chip == ("new", "ще не взято")
    assert my_tasks(office.house.stranger).todo == [] == my_tasks(office.actor("boiko")).todo


def test_a_task_leaves_the_executors_list_for_the_issuers_and_comes_back(office: Office) -> None:
    point = office.task()
    actions.report(point.pk, text="Дорогу оглянуто", by=office.actor("hrytsenko"))
    assert my_tasks(office.actor("hrytsenko")).todo == []
    [waits] = my_tasks(office.actor("melnychenko")).decide
    assert waits.id == point.pk and waits.about == "Дорогу оглянуто"
    page = client_of("melnychenko").get("/").content.decode()
    assert "Звіти чекають вашого рішення" in page and "1 звіт чекає рішення" in page.replace("\xa0", " ")
    send("melnychenko", point, "return", reason="Немає розрахунку")
    [again] = my_tasks(office.actor("hrytsenko")).todo
    assert again.chip == ("soon", "на доопрацюванні") and my_tasks(office.actor("melnychenko")).decide == []


def test_what_is_only_to_be_read_is_marked_from_the_list(office: Office) -> None:
    point = office.task(office.point(office.to("hrytsenko"), office.to("koval", Duty.INFO)))
    page = client_of("koval").get("/").content.decode()
    assert "Прочитати" in page and f"/tasks/{point.pk}/reading/" in page
    answer = send("koval", point, "reading", back="work")
    assert answer["Location"] == "/" and my_tasks(office.actor("koval")).read == []


def test_my_work_takes_few_statements_however_much_waits(office: Office) -> None:
    entry = office.point(office.to("hrytsenko"), office.to("koval", Duty.INFO), office.to("levchuk", Duty.CO))
    for _ in range(3):
        point = office.task(entry)
        actions.report(point.pk, text="Готово", by=office.actor("hrytsenko"))
        office.task(entry)
        office.letter()
    for username in ("hrytsenko", "melnychenko", "koval", "tkachenko"):
        client = client_of(username)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/").status_code == 200
        assert len(asked) <= MOST_STATEMENTS, f"{username}: {len(asked)}"
    with CaptureQueriesContext(connection) as asked:
        my_tasks(office.actor("melnychenko"))
    assert len(asked) == 1


def test_a_late_task_stands_first_and_is_said_in_the_title(office: Office) -> None:
    point = office.task()
    past = timezone.localdate() - timedelta(days=2)
    Point.objects.filter(pk=point.pk).update(due_on=past)
    Assignment.objects.filter(point=point).update(due_on=past)
    page = client_of("hrytsenko").get("/").content.decode().replace("\xa0", " ")
    assert "1 завдання, прострочено 1 завдання" in page and "на 2 дні" in page
