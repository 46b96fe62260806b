"""Points of an act: what is read from its text, and that they become tasks in one step."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from obih.tasks.acts import MOST, points_of
from obih.tasks.models import Point
from obih.tasks.queries.executors import named_in_text
from obih.tasks.tests.conftest import Office
from obih.tasks.tests.test_acquaintance import _client
from obih.tasks.vocabulary import Origin

NAMES = [
    ("unit:1", "Відділ земельних відносин та екології"),
    ("unit:2", "Юридичний відділ"),
    ("person:7", "Левчук"),
]
ORDER = """РОЗПОРЯДЖЕННЯ
Про підготовку до опалювального сезону
1. Відділу земельних відносин та екології (Гриценко А. М.) провести огляд
котелень до 15 грудня 2026 року.
2. Юридичному відділу щомісяця подавати звіт до 01.12.2026;
3. Левчуку Т. підготувати договори.
4. Контроль за виконанням розпорядження покласти на керуючу справами.
"""


def test_points_days_and_executors_are_read_and_control_is_left_out() -> None:
    first, second, third = points_of(ORDER, NAMES)
    assert (first.number, first.due_on, first.executor) == ("1", date(2026, 12, 15), "unit:1")
    assert first.text.endswith("котелень до 15 грудня 2026 року.")
    assert (second.due_on, second.every, second.executor) == (date(2026, 12, 1), "month", "unit:2")
    assert (third.executor, third.due_on) == ("person:7", None)


@pytest.mark.parametrize("text", ["", "   ", "4. Контроль за виконанням покласти на голову."])
def test_nothing_is_made_of_nothing(text: str) -> None:
    assert points_of(text, NAMES) == []


def test_a_day_that_does_not_exist_is_no_day() -> None:
    assert points_of("1. Зробити до 31.02.2026", [])[0].due_on is None


@given(st.text(max_size=400))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    found = points_of(text, NAMES)
    assert len(found) <= MOST and all(each.text for each in found)


def test_an_act_becomes_tasks_in_one_step(office: Office) -> None:
    document, clerk = office.letter(), _client(office, "boiko")
    address = f"/documents/{document.pk}/points/"
    head = str(office.person("melnychenko").pk)
    unit = {name: value for value, name in named_in_text(office.actor("boiko"), timezone.localdate())}
    text = (
        "1. Відділу земельних відносин та екології надати звіт.\n2. Юридичному відділу підготувати договір."
    )
    page = clerk.post(address, {"then": "read", "author": head, "text": text}).content.decode()
    value = unit["Відділ земельних відносин та екології"]
    assert f'value="{value}" selected' in page and "points-1-text" in page
    sent = {
        "then": "give", "author": head, "count": "2", "idempotency_key": "act",
        "points-0-taken": "on", "points-0-text": "Надати звіт", "points-0-executor": value,
        "points-0-number": "1",
        "points-0-on_control": "on",
        "points-1-taken": "on", "points-1-text": "Підготувати договір", "points-1-executor": "",
    }  # fmt: skip
    refused = clerk.post(address, sent)
    assert refused.status_code == 422 and "Назвіть головного виконавця" in refused.content.decode()
    assert not Point.objects.exists()
    sent["points-1-executor"] = f"person:{office.person('levchuk').pk}"
    assert clerk.post(address, sent).status_code == 302 and clerk.post(address, sent).status_code == 302
    assert Point.objects.count() == 2
    resolution = Point.objects.first().resolution  # type: ignore[union-attr]
    assert resolution.origin == Origin.ACT and resolution.author == office.person("melnychenko")
    assert resolution.prepared_label.startswith("Галина Бойко")
    document.refresh_from_db()
    assert document.reviewed_at is None, "an act’s points are no review of a letter"
