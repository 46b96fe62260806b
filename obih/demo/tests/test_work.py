"""The last month of work: believable, in every state, and nothing of it breaks a promise."""

from __future__ import annotations

from datetime import date

import pytest

from obih.demo.hromada import make_hromada, register_letters
from obih.demo.loading import _year
from obih.registry import access_rows
from obih.tasks.models import Acquainted, Assignment, Extension, Point, Resolution
from obih.tasks.queries.my_tasks import my_tasks
from obih.tasks.vocabulary import Duty, PointState, ResolutionState

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    """One load for the whole file, rolled back after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        hromada = make_hromada()
        register_letters(hromada, spread=True, besides=_year(hromada, date.today()))
        yield hromada
        transaction.set_rollback(True)


def test_tasks_stand_in_all_states_that_a_month_leaves(loaded: object) -> None:
    states = set(Point.objects.values_list("state", flat=True))
    assert {PointState.ACCEPTED, PointState.DONE} <= states and len(states) >= 4, states
    assert Point.objects.count() >= 30, "a month of work; which letters fall into it depends on the day"
    assert Point.objects.filter(closed_at=None, due_on__lt=date.today()).exclude(state="draft").exists()
    assert Point.objects.exclude(lifted_at=None).count() >= 5
    assert Extension.objects.exists() and Point.objects.exclude(parent=None).exists()
    assert Resolution.objects.filter(mode="paper").exists()


def test_drafts_wait_for_the_head_and_an_order_waits_to_be_read(loaded: object) -> None:
    assert Resolution.objects.filter(state=ResolutionState.PREPARED).count() >= 2
    assert (
        Acquainted.objects.filter(read_at=None).exists() and Acquainted.objects.exclude(read_at=None).exists()
    )


def test_each_task_has_one_main_executor_who_sees_his_document(loaded) -> None:  # type: ignore[no-untyped-def]
    for point in Point.objects.exclude(state=PointState.DRAFT):
        assert Assignment.objects.filter(point=point, duty=Duty.MAIN, ended_at=None).count() == 1
    assert access_rows.verify() == []
    cast = loaded.cast
    assert my_tasks(cast.actor("hrytsenko")).todo and not my_tasks(cast.actor("chuzhynska")).todo
