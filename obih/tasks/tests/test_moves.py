"""Whatever is done to a task, in whatever order and by whom, what is kept of it agrees with itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from obih.history.models import Event
from obih.registry.queries import visible_to
from obih.tasks import actions, rules
from obih.tasks.models import Assignment, Extension, Point, Step
from obih.tasks.tests.conftest import Office
from obih.tasks.vocabulary import OPEN_STATES, WITH_EXECUTOR, Duty, PointState
from obih.ui.refusals import Refused

PEOPLE = ("melnychenko", "hrytsenko", "stetsenko", "levchuk", "tkachenko", "boiko", "chuzhynska")
Deed = Callable[[Office, Point, Any], object]
DEEDS: dict[str, Deed] = {
    "accept": lambda o, p, by: actions.accept_task(p.pk, by=by),
    "report": lambda o, p, by: actions.report(p.pk, text="Готово", by=by),
    "interim": lambda o, p, by: actions.report(p.pk, text="Триває", interim=True, by=by),
    "part": lambda o, p, by: actions.hand_part(p.pk, part="Моє", by=by),
    "take": lambda o, p, by: actions.accept_report(p.pk, by=by),
    "return": lambda o, p, by: actions.return_report(p.pk, reason="Мало", by=by),
    "suspend": lambda o, p, by: actions.suspend_task(p.pk, reason="Суд", by=by),
    "resume": lambda o, p, by: actions.resume_task(p.pk, due_on=None, by=by),
    "withdraw": lambda o, p, by: actions.withdraw_task(p.pk, reason="Відкликано", by=by),
    "ask": lambda o, p, by: actions.ask_extension(p.pk, wanted_on=_later(p, 2), reason="Дані", by=by),
    "extend": lambda o, p, by: actions.extend(
        p.pk, on=_later(p, 3), reason="Дані", agreed_by="ОВА", agreed_letter="№ 1", by=by
    ),
    "refuse": lambda o, p, by: actions.refuse_extension(p.pk, because="Ні", by=by),
    "control": lambda o, p, by: actions.put_on_control(p.pk, by=by),
    "lift": lambda o, p, by: actions.lift_control(p.pk, note="№ 1", by=by),
    "other": lambda o, p, by: actions.change_main(p.pk, o.to("stetsenko"), reason="Хворий", by=by),
    "back": lambda o, p, by: actions.change_main(p.pk, o.to("hrytsenko"), reason="Одужав", by=by),
    "more": lambda o, p, by: actions.supplement(p.pk, [o.to("koval", Duty.CO)], by=by),
    "read": lambda o, p, by: actions.mark_read(p.pk, by=by),
}
SILENT = {"accept", "control", "lift", "read"}
"""Done twice, they are one: the second time changes nothing."""


def _later(point: Point, days: int) -> Any:
    return point.due_on + timedelta(days=days) if point.due_on else None


EXECUTES = ("accept", "report", "interim", "ask")
DECIDES = ("take", "return", "suspend", "resume", "withdraw", "extend", "refuse", "other", "back", "more")


def _doer(name: str) -> st.SearchStrategy[tuple[str, str]]:
    """Mostly somebody whose move it may be, sometimes anybody."""
    own = ("hrytsenko", "hrytsenko", "stetsenko") if name in EXECUTES else ("tkachenko", "tkachenko")
    own = ("melnychenko", "melnychenko", "tkachenko") if name in DECIDES else own
    own = {"part": ("levchuk",), "read": ("boiko",)}.get(name, own)
    return st.tuples(st.just(name), st.sampled_from([*own * 2, *PEOPLE]))


def moves() -> st.SearchStrategy[list[tuple[str, str]]]:
    """A third of the runs begins with a task that was carried out, so that what follows that is tried too."""
    done = [("report", "hrytsenko"), ("take", "melnychenko")]
    any_of = st.lists(st.sampled_from(sorted(DEEDS)).flatmap(_doer), min_size=8, max_size=25)
    return st.tuples(st.sampled_from([[], [], done]), any_of).map(lambda both: [*both[0], *both[1]])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves())
def test_a_task_agrees_with_its_steps_whatever_is_done(office: Office, done: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        point = office.task(
            office.point(office.to("hrytsenko"), office.to("levchuk", Duty.CO), office.to("boiko", Duty.INFO))
        )
        for name, who in done:
            before, events = Point.objects.get(pk=point.pk), Event.objects.count()
            try:
                with transaction.atomic():
                    DEEDS[name](office, before, office.actor(who))
            except Refused as refused:
                assert refused.sentence and Event.objects.count() == events
                assert Point.objects.get(pk=point.pk).version == before.version
                continue
            now = Point.objects.get(pk=point.pk)
            if name not in SILENT:
                assert now.version > before.version and Event.objects.count() > events
            _agrees(office, now)
        transaction.set_rollback(True)


def _agrees(office: Office, point: Point) -> None:
    assert point.state == _replayed(point)
    main = Assignment.objects.get(point=point, duty=Duty.MAIN, ended_at=None)
    assert main.is_waiting == (point.state in WITH_EXECUTOR)
    assert main.due_on == point.due_on
    assert (point.closed_at is None) == (point.state in OPEN_STATES)
    if point.lifted_at is not None:
        assert point.on_control and point.state in (PointState.DONE, PointState.WITHDRAWN)
    if point.limit_on and point.due_on:
        assert point.due_on <= point.limit_on
    asked = Extension.objects.filter(point=point, state="asked").count()
    assert asked <= (1 if point.state in OPEN_STATES else 0)
    given_to = Assignment.objects.filter(point=point, ended_at=None).values_list("principal", flat=True)
    for username in ("hrytsenko", "stetsenko", "levchuk", "koval"):
        actor = office.actor(username)
        sees = visible_to(actor).filter(pk=point.document_id).exists()
        assert sees == any(each in actor.principals for each in given_to), username
    assert not visible_to(office.house.stranger).filter(pk=point.document_id).exists()


def _replayed(point: Point) -> str:
    """The state that follows from the steps alone; a new main executor has not taken the task yet."""
    state = "assigned"
    for step in Step.objects.filter(point=point).order_by("at", "pk"):
        if step.kind in rules.MOVES:
            after = rules.state_after(state, step.kind)
            assert after is not None, f"{step.kind} after {state}"
            state = after
        elif step.kind == "main_changed" and state == "accepted":
            state = "assigned"
    return state


@given(st.sampled_from(sorted(rules.MOVES)), st.sampled_from([each.value for each in PointState]))
def test_no_step_leads_out_of_a_draft_and_a_withdrawn_task_stays_so(step: str, state: str) -> None:
    after = rules.state_after(state, step)
    assert after is None or after in PointState.values
    if state in ("draft", "withdrawn"):
        assert after is None
    assert rules.said_state(state)
