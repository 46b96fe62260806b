"""«Доручено мною»: my tasks at others, with whom they lie; nobody else’s."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obih.people.models import Account
from obih.tasks import actions
from obih.tasks.models import Point
from obih.tasks.queries import given as queries
from obih.tasks.queries.given import given, given_late
from obih.tasks.tests.conftest import Office
from obih.tasks.vocabulary import PointState

pytestmark = pytest.mark.django_db


def page_of(username: str, query: str = "") -> str:
    client = Client()
    account = Account.objects.get(username=username)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(f"/tasks/given/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def test_it_says_what_i_gave_with_whom_it_lies_and_what_is_late(office: Office) -> None:
    today = timezone.localdate()
    late = office.task(office.point(text="Виміряти ділянку"))
    Point.objects.filter(pk=late.pk).update(due_on=today - timedelta(days=2))
    soon = office.task(office.point(text="Дати відповідь", due_on=office.workday(3)))
    below = office.resolve(
        soon.document, office.point(office.to("stetsenko"), text="Зібрати дані"), by="hrytsenko",
        parent_id=soon.pk,
    ).points.get()  # fmt: skip
    head, unit_head = office.actor("melnychenko"), office.actor("hrytsenko")
    assert [(each.line.text, each.below) for each in given(head, "", today).rows] == [
        ("Виміряти ділянку", ""), ("Дати відповідь", "Людмила Стеценко"),
    ]  # fmt: skip
    assert [each.line.point_id for each in given(unit_head, "", today).rows] == [below.pk]
    assert [each.line.point_id for each in given(head, "overdue", today).rows] == [late.pk]
    assert (given_late(head, today), given_late(unit_head, today)) == (1, 0)
    assert given_late(office.actor("stetsenko"), today) is None
    actions.withdraw_task(late.pk, reason="Лист відкликано", by=head)
    assert [each.line.state for each in given(head, "closed", today).rows] == [PointState.WITHDRAWN]
    assert "далі: Людмила Стеценко" in page_of("melnychenko")
    assert "Виміряти ділянку" in page_of("melnychenko", "?which=closed")


def test_strangers_have_given_nothing_and_rubbish_is_the_first_page(office: Office) -> None:
    office.task(office.point(text="Виміряти ділянку"))
    assert "Виміряти" not in page_of("chuzhynska") and "Відкритих доручень немає" in page_of("boiko")
    for query in ("?which=усе&after=:9999999999999999999", "?which=closed&after=абв", "?after=x:y"):
        page_of("melnychenko", query)


def test_pages_follow_one_another_and_cost_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        office.task(office.point(text=f"Завдання {number}"))
    head, today = office.actor("melnychenko"), timezone.localdate()
    whole = [each.line.point_id for each in given(head, "", today).rows]
    monkeypatch.setattr(queries, "PAGE", 2)
    found, after = [], ""
    while True:
        with CaptureQueriesContext(connection) as asked:
            page = given(head, "", today, after=after)
        assert len(asked) == 3
        found += [each.line.point_id for each in page.rows]
        if not (after := page.after):
            break
    assert found == whole and len(found) == 5
