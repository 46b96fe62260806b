"""Whoever a deed concerns is told of it, once, and not of his own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obih.history.models import Event
from obih.history.reactions_registry import listeners
from obih.notices.models import Notice
from obih.tasks import actions
from obih.tasks.actions import ResolutionEntry
from obih.tasks.models import Point
from obih.tasks.tests.conftest import Office
from obih.tasks.vocabulary import Duty


def tell(twice: bool = False, name: str = "tasks.") -> None:
    """Run what the worker would: each event of tasks to those who tell of it."""
    for event in Event.objects.filter(name__startswith=name).order_by("seq"):
        for listener in listeners(event.name):
            if listener.reaction.__module__ == "obih.tasks.telling":
                for _ in range(1 + twice):
                    listener.reaction([event])


def heard(office: Office, username: str) -> list[str]:
    rows = Notice.objects.filter(person=office.person(username)).order_by("pk")
    return [each.text for each in rows]


@pytest.fixture(autouse=True)
def fresh(office: Office) -> Iterator[None]:
    Notice.objects.all().delete()
    yield


def test_executors_readers_and_the_coordinator_learn_of_a_resolution(office: Office) -> None:
    point = office.task(
        office.point(
            office.to("hrytsenko"), office.to("stetsenko", Duty.CO), office.to("koval", Duty.INFO),
            text="Підготувати відповідь пану Іваненку",
        ),
        coordinator=office.person("tkachenko"),
    )  # fmt: skip
    tell(twice=True)
    [main], [co], [reads], [coordinator] = (
        heard(office, each) for each in ("hrytsenko", "stetsenko", "koval", "tkachenko")
    )
    assert main.startswith("Нове завдання за №") and "Доручає Ігор Мельниченко" in main
    assert (
        "(співвиконавець)" in co
        and reads.startswith("До відома")
        and coordinator.startswith("Ви координуєте")
    )
    assert heard(office, "melnychenko") == []
    notice = Notice.objects.get(person=office.person("hrytsenko"))
    assert notice.url == f"/tasks/{point.pk}/" and notice.brief.startswith("нове завдання, строк ")
    for each in Notice.objects.all():
        assert "Іваненк" not in each.text + each.brief + each.in_letter
        assert "№" not in each.brief and "Мельниченко" not in each.brief


def test_the_issuer_hears_of_the_report_and_the_executor_of_the_decision(office: Office) -> None:
    point = office.task()
    executor, head = office.actor("hrytsenko"), office.actor("melnychenko")
    actions.report(point.pk, text="Зроблено", by=executor)
    actions.return_report(point.pk, reason="Немає згоди пана Іваненка", by=head)
    actions.report(point.pk, text="Дороблено", by=executor)
    actions.accept_report(point.pk, by=head)
    tell(twice=True)
    assert [each.split(" за ")[0] for each in heard(office, "melnychenko")] == ["Звіт", "Звіт"]
    assert [each.split(" за ")[0] for each in heard(office, "hrytsenko")] == [
        "Нове завдання", "Завдання", "Звіт",
    ]  # fmt: skip
    returned = Notice.objects.get(text__contains="повернуто")
    assert "Іваненка" in returned.text and "Іваненк" not in returned.in_letter + returned.brief


def test_extensions_are_told_to_who_decides_and_to_who_asked(office: Office) -> None:
    due, later = office.workday(3), office.workday(5)
    point = office.task(office.point(due_on=due))
    executor, head = office.actor("hrytsenko"), office.actor("melnychenko")
    actions.ask_extension(point.pk, wanted_on=later, reason="чекаємо довідку", by=executor)
    actions.refuse_extension(point.pk, because="часу досить", by=head)
    actions.extend(point.pk, on=later, reason="довідка затрималась", by=head)
    tell(twice=True)
    assert "Просять продовжити" in heard(office, "melnychenko")[-1]
    assert "відмовлено" in heard(office, "hrytsenko")[1] and "продовжено до" in heard(office, "hrytsenko")[2]


def test_control_hears_where_the_sender_set_the_term(office: Office) -> None:
    point = office.task(office.point(due_on=office.workday(3)))
    Point.objects.filter(pk=point.pk).update(due_source="letter")
    actions.ask_extension(
        point.pk, wanted_on=office.workday(5), reason="довідка", by=office.actor("hrytsenko")
    )
    tell()
    assert heard(office, "melnychenko") == [] and len(heard(office, "tkachenko")) == 1


def test_a_task_that_went_to_another_is_told_to_both(office: Office) -> None:
    point = office.task()
    tell()
    actions.change_main(point.pk, office.to("koval"), reason="хворіє", by=office.actor("melnychenko"))
    tell(twice=True, name="tasks.main_changed")
    assert [each.split(" за ")[0] for each in heard(office, "koval")] == ["Нове завдання"]
    assert "передано іншому" in heard(office, "hrytsenko")[-1]


def test_the_author_hears_of_a_draft_and_who_prepared_it_of_its_return(office: Office) -> None:
    document = office.letter()
    entry = ResolutionEntry((office.point(),), author=office.person("melnychenko"))
    made = actions.prepare_resolution(document.pk, entry, key="d", by=office.actor("boiko")).resolution
    actions.return_prepared(
        made.pk, because="інший виконавець", version=made.version, by=office.actor("melnychenko")
    )
    tell(twice=True)
    assert "чекає вашого рішення" in heard(office, "melnychenko")[0]
    assert "інший виконавець" in heard(office, "boiko")[0]


def test_who_acts_for_the_absent_is_told_too(office: Office) -> None:
    from obih.people.models import Appointment, Substitution

    today = timezone.localdate()
    Substitution.objects.create(
        absent=Appointment.objects.get(person=office.person("hrytsenko")), acting=office.person("stetsenko"),
        starts_on=today, ends_on=today, basis="розпорядження № 1",
    )  # fmt: skip
    office.task()
    tell()
    assert len(heard(office, "hrytsenko")) == len(heard(office, "stetsenko")) == 1


def test_telling_of_a_resolution_costs_the_same_for_one_point_and_for_five(office: Office) -> None:
    def cost(count: int) -> int:
        Notice.objects.all().delete()
        resolution = office.resolve(office.letter(), *[office.point() for _ in range(count)])
        event = Event.objects.filter(name="tasks.resolution_issued").order_by("seq").last()
        assert event is not None and event.facts["resolution"] == str(resolution.pk)
        with CaptureQueriesContext(connection) as asked:
            [listener] = [
                each for each in listeners(event.name) if each.reaction.__module__ == "obih.tasks.telling"
            ]
            listener.reaction([event])
        assert Notice.objects.count() == count
        return len(asked)

    cost(1)
    assert cost(5) == cost(1) <= 16


def test_a_batch_of_events_is_told_at_once(office: Office) -> None:
    for _ in range(4):
        office.resolve(office.letter())
    happened = list(Event.objects.filter(name="tasks.resolution_issued").order_by("seq"))
    [listener] = [
        each
        for each in listeners("tasks.resolution_issued")
        if each.reaction.__module__ == "obih.tasks.telling"
    ]

    def cost(count: int) -> int:
        Notice.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            listener.reaction(happened[:count])
        assert Notice.objects.count() == count
        return len(asked)

    cost(1)
    assert cost(4) - cost(1) <= 3 * 3, "three more statements an event, not a telling an event"
