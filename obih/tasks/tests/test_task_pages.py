"""The page of a task: everybody does his part as a plain POST, once; whoever comes second is told."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obih.people.models import Account
from obih.registry.models import Document, Link
from obih.registry.vocabulary import LinkKind
from obih.tasks import actions
from obih.tasks.models import Answer, Assignment, Extension, Point, Report, Step
from obih.tasks.tests.conftest import Office
from obih.tasks.views.deeds import KINDS
from obih.tasks.vocabulary import Duty, PointState
from obih.ui.words import short_date

MOST_STATEMENTS = 15


def client_of(username: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(
        Account.objects.get(username=username),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def send(username: str, point: Point, name: str, *, version: int | None = None, **said: Any) -> Any:
    """The answer to a deed’s form, over the task as it stands unless a version is named."""
    if version is None:
        version = Point.objects.get(pk=point.pk).version
    data = {"version": version, "idempotency_key": str(uuid4()), **said}
    return client_of(username).post(f"/tasks/{point.pk}/{name}/", data)


def state_of(point: Point) -> str:
    return Point.objects.get(pk=point.pk).state


def test_a_task_is_accepted_reported_accepted_lifted_and_filed_from_its_page(office: Office) -> None:
    point = office.task()
    page = client_of("hrytsenko").get(f"/tasks/{point.pk}/").content.decode()
    assert "Взяти до виконання" in page and "ви головний виконавець" in page and "Розподілити" in page
    assert send("hrytsenko", point, "acceptance").status_code == 302
    answer = send("hrytsenko", point, "report", kind="final", text="Дорогу оглянуто", files=BytesIO(b"1"))
    assert answer.status_code == 302 and state_of(point) == PointState.REPORTED
    report = Report.objects.get()
    download = client_of("melnychenko").get(f"/tasks/files/{report.files.get().pk}/")
    assert download.status_code == 200 and "attachment" in download["Content-Disposition"]
    assert client_of("chuzhynska").get(f"/tasks/files/{report.files.get().pk}/").status_code == 404
    assert send("melnychenko", point, "report-acceptance", back="work")["Location"] == "/"
    answer = send("tkachenko", point, "lifting", note="Відповідь № 12", file_too="on")
    assert answer.status_code == 302, answer.content.decode()
    assert Document.objects.get().closed_at is not None
    assert Point.objects.get().lifted_at is not None


def test_the_page_takes_few_statements_however_much_happened(office: Office) -> None:
    point = office.task(office.point(office.to("hrytsenko"), office.to("levchuk", Duty.CO)))
    actions.hand_part(point.pk, part="Моє", by=office.actor("levchuk"))
    for _ in range(4):
        actions.report(point.pk, text="Триває", interim=True, by=office.actor("hrytsenko"))
    client = client_of("hrytsenko")
    client.get(f"/tasks/{point.pk}/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/tasks/{point.pk}/").status_code == 200
    assert len(asked) <= MOST_STATEMENTS, "\n".join(each["sql"][:150] for each in asked)


@pytest.mark.parametrize("name", KINDS)
def test_a_stranger_and_a_colleague_without_the_document_find_nothing(office: Office, name: str) -> None:
    point = office.task()
    for username in ("chuzhynska", "koval"):
        for address in (f"/tasks/{point.pk}/", f"/tasks/{point.pk}/{name}/"):
            assert client_of(username).get(address).status_code == 404
        assert send(username, point, name).status_code == 404
    assert Step.objects.filter(point=point).count() == 1


@pytest.mark.parametrize("name", ["report", "return", "withdrawal", "suspension", "executor", "lifting"])
def test_who_may_not_is_told_why(office: Office, name: str) -> None:
    """The clerk sees the document; neither he nor the co-executor decides or reports."""
    point = office.task(office.point(office.to("hrytsenko"), office.to("levchuk", Duty.CO)))
    answer = client_of("levchuk").get(f"/tasks/{point.pk}/{name}/")
    assert answer.status_code == 422 and 'class="bar' not in answer.content.decode()[:10]
    said = {
        "kind": "final",
        "text": "x",
        "reason": "x",
        "note": "x",
        "executor": f"person:{office.person('koval').pk}",
    }
    answer = send("levchuk", point, name, **said)
    assert answer.status_code == 422 and state_of(point) == PointState.ASSIGNED


def test_the_second_of_two_sees_both_versions_and_keeps_his_words(office: Office) -> None:
    point = office.task()
    page = client_of("melnychenko").get(f"/tasks/{point.pk}/withdrawal/").content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen
    actions.report(point.pk, text="Готово", by=office.actor("hrytsenko"))
    answer = send(
        "melnychenko", point, "withdrawal", version=point.version, reason="Лист відкликано",
        seen=seen[1].replace("&quot;", '"'),
    )  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 409 and "щойно змінено" in text and "Лист відкликано" in text
    assert "ще не взято" in text and "звіт чекає рішення" in text
    assert state_of(point) == PointState.REPORTED
    fresh = Point.objects.get().version
    assert f'name="version" value="{fresh}"' in text
    assert (
        send("melnychenko", point, "withdrawal", version=fresh, reason="Лист відкликано").status_code == 302
    )


def test_the_same_press_twice_is_one_deed(office: Office) -> None:
    point = office.task()
    said = {"kind": "final", "text": "Готово", "version": point.version, "idempotency_key": "one"}
    client = client_of("hrytsenko")
    first, again = (client.post(f"/tasks/{point.pk}/report/", said) for _ in range(2))
    assert (first.status_code, again.status_code) == (302, 302)
    other = client.post(f"/tasks/{point.pk}/report/", said | {"text": "Інше"})
    assert other.status_code == 422 and "Інше" in other.content.decode()
    assert Report.objects.count() == 1 and Step.objects.filter(kind="reported").count() == 1


def test_the_main_executor_gathers_what_the_others_handed(office: Office) -> None:
    point = office.task(office.point(office.to("hrytsenko"), office.to("levchuk", Duty.CO)))
    assert send("levchuk", point, "part", part="Договори перевірено").status_code == 302
    form = client_of("hrytsenko").get(f"/tasks/{point.pk}/report/").content.decode()
    assert "Договори перевірено" in form
    assert not Assignment.objects.get(point=point, duty=Duty.CO).is_waiting


def test_what_answers_is_named_by_its_number_or_offered_as_a_reply(office: Office) -> None:
    point = office.task()
    reply, other = office.letter(responsible_unit=office.house.cast.units["land"]), office.letter()
    Link.objects.create(source=reply, target=point.document, kind=LinkKind.IN_REPLY)
    form = client_of("hrytsenko").get(f"/tasks/{point.pk}/report/").content.decode()
    assert str(reply.pk) in form and str(other.pk) not in form
    hidden = other.registrations.get().number
    answer = send("hrytsenko", point, "report", kind="final", text="Готово", numbers=hidden)
    assert answer.status_code == 422 and "не доступний" in answer.content.decode()
    send("hrytsenko", point, "report", kind="final", text="Готово", replies=[str(reply.pk)])
    assert Answer.objects.get().document_id == reply.pk and state_of(point) == PointState.REPORTED


def test_an_extension_is_asked_refused_asked_again_and_given(office: Office) -> None:
    document = office.letter(kind_code="citizen_appeal")
    point = office.resolve(document).points.get()
    limit = actions.latest_day(point)
    assert limit is not None and point.due_on is not None
    late = send(
        "hrytsenko",
        point,
        "extension",
        wanted_on=f"{limit + timedelta(days=1):%d.%m.%Y}",
        reason="Немає даних",
    )
    assert late.status_code == 422 and f"не пізніше {limit:%d.%m.%Y}" in late.content.decode()
    assert "ст. 20 Закону № 393/96-ВР" in late.content.decode()
    ask = {"wanted_on": f"{limit:%d.%m.%Y}", "reason": "Немає даних"}
    assert send("hrytsenko", point, "extension", **ask).status_code == 302
    assert send("melnychenko", point, "term", decision="refuse", reason="Встигнете").status_code == 302
    assert send("hrytsenko", point, "extension", **ask).status_code == 302
    page = client_of("melnychenko").get(f"/tasks/{point.pk}/").content.decode()
    assert "Вирішити про продовження" in page and "Немає даних" in page
    given = send("melnychenko", point, "term", decision="grant", on=f"{limit:%d.%m.%Y}", reason="Так")
    assert given.status_code == 302 and Point.objects.get().due_on == limit
    assert [each.state for each in Extension.objects.order_by("pk")] == ["refused", "granted"]


def test_the_other_deeds_work_as_plain_posts(office: Office) -> None:
    point = office.task(office.point(office.to("hrytsenko"), office.to("koval", Duty.INFO)))
    assert send("koval", point, "reading").status_code == 302
    assert Assignment.objects.get(duty=Duty.INFO).read_at is not None
    assert send("melnychenko", point, "suspension", reason="Чекаємо на суд").status_code == 302
    assert state_of(point) == PointState.SUSPENDED
    assert send("melnychenko", point, "resumption").status_code == 302
    stetsenko, levchuk = (f"person:{office.person(each).pk}" for each in ("stetsenko", "levchuk"))
    assert send("melnychenko", point, "executor", executor=stetsenko, reason="У відпустці").status_code == 302
    more = {"executor-0": levchuk, "executor-0_duty": "main", "text": "Разом із юристом"}
    assert send("melnychenko", point, "supplement", **more).status_code == 302, "nobody is made main by it"
    told = {each.duty for each in Assignment.objects.filter(point=point, ended_at=None)}
    assert told == {Duty.MAIN, Duty.CO, Duty.INFO}
    assert client_of("hrytsenko").get(f"/tasks/{point.pk}/").status_code in (200, 404)
    send("stetsenko", point, "report", kind="final", text="Готово")
    assert send("melnychenko", point, "return", reason="Немає додатка").status_code == 302
    assert state_of(point) == PointState.RETURNED
    assert send("melnychenko", point, "withdrawal", reason="Лист відкликано").status_code == 302
    assert state_of(point) == PointState.WITHDRAWN


def test_a_task_is_supplemented_by_words_typed_and_a_wrong_one_stands_at_its_field(
    office: Office,
) -> None:
    point = office.task()
    head = client_of("melnychenko")
    page = head.get(f"/tasks/{point.pk}/supplement/").content.decode()
    assert 'role="combobox"' in page and "<option" in page and 'value="main"' not in page
    assert "tasks/executors.js" in page and "Ctrl:" not in page
    back = send("melnychenko", point, "supplement", **{"executor-0_text": "Незнайко"})
    assert back.status_code == 422 and "немає серед виконавців" in back.content.decode()
    day = short_date(office.workday(1))
    typed = {
        "executor-0_text": "левчук", "executor-0_duty": "co", "executor-0_due": day,
        "executor-1_text": "Коваль", "executor-1_duty": "info",
    }  # fmt: skip
    for _ in range(2):  # pressed twice
        assert send("melnychenko", point, "supplement", **typed, idempotency_key="more").status_code == 302
    told = Assignment.objects.filter(point=point).values_list("person__surname", "duty", "due_on")
    assert sorted(told)[1:] == [("Коваль", Duty.INFO, None), ("Левчук", Duty.CO, office.workday(1))]


def test_what_cannot_be_done_now_says_why(office: Office) -> None:
    point = office.task()
    page = client_of("melnychenko").get(f"/tasks/{point.pk}/").content.decode()
    assert "Звіту ще немає" in page and "З контролю знімає лише контролер" in page
    assert client_of("boiko").get(f"/tasks/{point.pk}/").content.decode().count("Ви бачите це завдання") == 1
