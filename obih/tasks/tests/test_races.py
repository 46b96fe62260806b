"""Ten people at one task at the same moment: one of them changes it, nine are told; nothing is doubled."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from obih.history.models import Event
from obih.registry.tests.conftest import make_house
from obih.tasks.models import Point, Report, Step
from obih.tasks.tests.conftest import Office
from obih.tasks.tests.test_task_pages import client_of
from obih.tasks.vocabulary import Duty

pytestmark = pytest.mark.slow
TIMES = 10


@pytest.fixture
def live_office(transactional_db: None) -> Office:
    return Office(make_house())


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """The answers to all of these, sent at the same moment over connections of their own."""
    start, answers = threading.Barrier(len(works)), []

    def run(work: Callable[[], Any]) -> None:
        try:
            start.wait()
            answers.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def press(client: Client, point: Point, name: str, key: str = "", **said: Any) -> Callable[[], Any]:
    data = {"version": point.version, "idempotency_key": key or str(uuid4()), **said}
    return lambda: client.post(f"/tasks/{point.pk}/{name}/", data)


def test_ten_different_deeds_at_once_are_one_and_nine_conflicts(live_office: Office) -> None:
    point = live_office.task()
    head, executor = client_of("melnychenko"), client_of("hrytsenko")
    deeds: list[tuple[Client, str, dict[str, str]]] = [
        (executor, "acceptance", {}),
        (executor, "report", {"kind": "final", "text": "Готово"}),
        (executor, "report", {"kind": "interim", "text": "Триває"}),
        (head, "withdrawal", {"reason": "Лист відкликано"}),
        (head, "suspension", {"reason": "Чекаємо"}),
    ]
    before = Event.objects.count()
    answers = at_once([press(client, point, name, **said) for client, name, said in deeds * 2])
    assert Counter(each.status_code for each in answers) == {302: 1, 409: TIMES - 1}
    now = Point.objects.get()
    assert now.version == point.version + 1
    assert Step.objects.filter(point=point).count() == 2, "assigned, and the one that won"
    assert Event.objects.count() == before + 1
    loser = next(each for each in answers if each.status_code == 409)
    assert "Ви бачили" in loser.content.decode()


def test_ten_presses_of_one_button_are_one_report(live_office: Office) -> None:
    point, client = live_office.task(), client_of("hrytsenko")
    said = {"kind": "final", "text": "Готово"}
    answers = at_once([press(client, point, "report", key="same", **said) for _ in range(TIMES)])
    assert [each.status_code for each in answers] == [302] * TIMES
    assert Report.objects.count() == 1 and Step.objects.filter(kind="reported").count() == 1


def test_co_executors_hand_their_parts_at_once_and_none_is_lost(live_office: Office) -> None:
    entry = live_office.point(
        live_office.to("hrytsenko"),
        *(live_office.to(each, Duty.CO) for each in ("levchuk", "koval", "stetsenko")),
    )
    point = live_office.task(entry)
    works = [
        press(client_of(each), point, "part", part=f"Частина {each}")
        for each in ("levchuk", "koval", "stetsenko")
    ]
    assert [each.status_code for each in at_once(works)] == [302] * 3
    parts = point.assignments.filter(duty=Duty.CO).values_list("part", flat=True)
    assert sorted(parts) == ["Частина koval", "Частина levchuk", "Частина stetsenko"]
    assert Point.objects.get().version == point.version + 3
