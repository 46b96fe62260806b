"""What comes back every month, and what the profile says of signatures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obih.law import actions as law
from obih.law.models import Proof
from obih.law.queries import profile
from obih.tasks import actions, rules
from obih.tasks.actions.acquainting import AcquaintanceEntry
from obih.tasks.actions.repeating import repeat_what_is_due
from obih.tasks.models import Point
from obih.tasks.tests.conftest import Office
from obih.tasks.vocabulary import Every
from obih.ui.refusals import Refused
from obih.workdays.rules import WorkingCalendar

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


@given(DAYS, st.sampled_from([each for each in Every.values if each]), st.booleans())
def test_the_next_day_is_a_working_one_on_the_right_side(nominal: date, every: str, back: bool) -> None:
    calendar = WorkingCalendar()
    found = rules.next_due(nominal, every, back=back, calendar=calendar)
    assert found is not None
    following, effective = found
    assert following > nominal and calendar.is_working(effective)
    assert (effective <= following) if back else (effective >= following)
    assert abs((effective - following).days) <= 2


@given(DAYS, st.integers(min_value=0, max_value=400))
def test_a_co_executor_is_due_within_the_term_and_earlier(assigned: date, span: int) -> None:
    main = assigned + timedelta(days=span)
    due = rules.co_due(main, assigned, WorkingCalendar())
    assert assigned <= due <= main
    assert span < 10 or due < main


def test_a_monthly_task_comes_back_when_its_day_has_come_and_only_once(office: Office) -> None:
    point = office.task(office.point(due_on=office.workday(1), every=Every.MONTH))
    assert point.due_on is not None
    assert repeat_what_is_due(point.due_on - timedelta(days=1)) == 0
    assert repeat_what_is_due(point.due_on) == 1 and repeat_what_is_due(point.due_on) == 0
    assert repeat_what_is_due(point.due_on + timedelta(days=95)) == 3
    days = list(Point.objects.filter(series=point).order_by("due_on").values_list("due_on", flat=True))
    assert len(days) == len(set(days)) == 4


def test_a_series_ends_by_its_last_day(office: Office) -> None:
    first = office.workday(1)
    point = office.task(office.point(due_on=first, every=Every.MONTH, every_until=first + timedelta(days=40)))
    assert point.due_on is not None
    assert repeat_what_is_due(point.due_on + timedelta(days=300)) == 1


def test_lifting_brings_the_next_occurrence_in_the_same_step(office: Office) -> None:
    point = office.task(office.point(due_on=office.workday(2), every=Every.QUARTER))
    actions.report(point.pk, text="Звіт подано", by=office.actor("hrytsenko"))
    actions.accept_report(point.pk, by=office.actor("melnychenko"))
    actions.lift_control(point.pk, note="звіт № 4", by=office.actor("tkachenko"))
    again = Point.objects.get(series=point)
    assert again.is_open and again.due_on is not None and again.due_on > point.due_on  # type: ignore[operator]


def test_the_profile_says_where_the_account_is_not_enough(office: Office) -> None:
    assert profile().proof_of("resolution") == "account" == profile().proof_of("unheard_of")
    row = Proof.objects.get(code="acquaintance")
    today = office.yesterday + timedelta(days=1)
    values = {"title": row.title, "level": "kep", "legal_basis": "п. 41 інструкції громади"}
    law.change_rule("proofs", row.pk, values, valid_from=today, by=office.actor("savchuk"))
    entry = AcquaintanceEntry(people=(office.person("levchuk").pk,))
    made = actions.ask_acquaintance(office.letter().pk, entry, key="kep", by=office.actor("boiko"))
    with pytest.raises(Refused, match="підпис"):
        actions.mark_acquainted(made.lines.get().pk, by=office.actor("levchuk"))
