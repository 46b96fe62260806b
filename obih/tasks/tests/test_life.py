"""The whole life of a task, and who may move it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from obih.people.models import Appointment, Substitution
from obih.registry import actions as registry
from obih.registry.models import AccessRow, Deadline, Document
from obih.registry.queries import visible_to
from obih.registry.queries.work import my_work
from obih.tasks import actions
from obih.tasks.actions import ExecutorEntry, ResolutionEntry, TaskConflict
from obih.tasks.models import Assignment, Point, Resolution, Step
from obih.tasks.tests.conftest import Office
from obih.tasks.vocabulary import Duty, Every, Mode, PointState, ResolutionState
from obih.ui.refusals import Refused


def test_a_letter_becomes_a_task_is_reported_accepted_lifted_and_filed(office: Office) -> None:
    document = office.letter()
    head, executor, control = (office.actor(each) for each in ("melnychenko", "hrytsenko", "tkachenko"))
    assert [row.document_id for row in my_work(head, timezone.localdate()).to_review] == [document.pk]
    assert not visible_to(executor).filter(pk=document.pk).exists()

    point = office.resolve(document).points.get()
    assert point.state == PointState.ASSIGNED
    assert point.due_on == Deadline.objects.get(document=document).effective_on == point.limit_on
    assert visible_to(executor).filter(pk=document.pk).exists()
    assert my_work(head, timezone.localdate()).to_review == []
    main = Assignment.objects.get(point=point)
    assert main.dative.startswith("Андрію Гриценку, начальнику відділу") and main.is_waiting

    actions.accept_task(point.pk, by=executor)
    actions.report(point.pk, text="Відповідь підготовлено", by=executor)
    main.refresh_from_db()
    assert not main.is_waiting
    with pytest.raises(Refused, match="невиконані завдання"):
        registry.close_document(document.pk, note="до справи", by=head)
    actions.accept_report(point.pk, by=head)
    with pytest.raises(Refused, match="не знято з контролю"):
        registry.close_document(document.pk, note="до справи", by=head)
    with pytest.raises(Refused, match="лише контролер"):
        actions.lift_control(point.pk, note="виконано", by=head)
    actions.lift_control(point.pk, note="відповідь № 12", by=control)
    registry.close_document(document.pk, note="До справи № 02-10", by=head)
    kinds = list(Step.objects.filter(point=point).values_list("kind", flat=True))
    assert kinds == ["assigned", "accepted", "reported", "acceptance", "lifted"]


def test_a_report_is_returned_with_a_reason(office: Office) -> None:
    point = office.task()
    executor, head = office.actor("hrytsenko"), office.actor("melnychenko")
    actions.report(point.pk, text="Зроблено", by=executor)
    with pytest.raises(Refused, match="чого бракує"):
        actions.return_report(point.pk, reason=" ", by=head)
    actions.return_report(point.pk, reason="Немає розрахунку", by=head)
    point.refresh_from_db()
    assert point.state == PointState.RETURNED and Assignment.objects.get(point=point).is_waiting
    with pytest.raises(Refused, match="головний виконавець"):
        actions.report(point.pk, text="Ось", by=office.actor("boiko"))


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda o: o.point(o.to("hrytsenko"), o.to("levchuk")), "у пункті один"),
        (lambda o: o.point(o.to("hrytsenko", Duty.CO)), "Назвіть головного"),
        (lambda o: o.point(o.to("hrytsenko"), o.to("hrytsenko", Duty.CO)), "двічі"),
        (lambda o: o.point(due_on=o.yesterday), "уже минуло"),
        (lambda o: o.point(due_on=o.yesterday + timedelta(days=300)), "За документом строк"),
        (lambda o: o.point(text=" ", due_on=o.workday(2)), "що зробити"),
        (lambda o: o.point(ExecutorEntry("person", 10**9)), "Такої людини немає"),
        (lambda o: o.point(ExecutorEntry("unit", 10**9)), "підрозділу вже немає"),
        (lambda o: o.point(every=Every.MONTH), "перший строк"),
    ],
)
def test_refuses_and_names_the_point(office: Office, build: object, said: str) -> None:
    document = office.letter()
    with pytest.raises(Refused, match=said) as refused:
        office.resolve(document, office.point(), build(office))  # type: ignore[operator]
    assert refused.value.sentence.startswith("Пункт 2.") and str(refused.value.field).startswith("points-1-")
    assert not Resolution.objects.exists() and not Point.objects.exists()
    assert not AccessRow.objects.filter(reason="task").exists()


def test_whoever_was_dismissed_yesterday_or_holds_no_post_is_no_executor(office: Office) -> None:
    person = office.person("hrytsenko")
    Appointment.objects.filter(person=person).update(ended_on=office.yesterday)
    with pytest.raises(Refused, match="не обіймає посади"):
        office.task()
    type(person).objects.filter(pk=person.pk).update(left_on=office.yesterday)
    with pytest.raises(Refused, match="вже не працює"):
        office.task()


def test_the_same_key_makes_one_resolution(office: Office) -> None:
    document = office.letter()
    entry, head = ResolutionEntry((office.point(),)), office.actor("melnychenko")
    first = actions.issue_resolution(document.pk, entry, key="one", by=head)
    again = actions.issue_resolution(document.pk, entry, key="one", by=head)
    assert again.again and again.resolution.pk == first.resolution.pk and Point.objects.count() == 1


def test_a_draft_is_returned_changed_and_accepted_in_one_step(office: Office) -> None:
    document = office.letter()
    clerk, head = office.actor("boiko"), office.actor("melnychenko")
    entry = ResolutionEntry((office.point(),), author=office.person("melnychenko"))
    draft = actions.prepare_resolution(document.pk, entry, key="draft", by=clerk).resolution
    assert draft.state == ResolutionState.PREPARED and not Assignment.objects.filter(is_waiting=True).exists()
    with pytest.raises(Refused, match="приймає той, чия"):
        actions.accept_prepared(draft.pk, version=draft.version, by=clerk)
    draft = actions.return_prepared(draft.pk, because="Додайте юриста", version=draft.version, by=head)
    better = office.point(office.to("hrytsenko"), office.to("levchuk", Duty.CO))
    draft = actions.change_prepared(draft.pk, [better], version=draft.version, by=clerk)
    actions.accept_prepared(draft.pk, version=draft.version, by=head)
    assert actions.accept_prepared(draft.pk, version=draft.version, by=head).again
    point = Point.objects.get()
    assert point.state == PointState.ASSIGNED and point.resolution.prepared_label.startswith("Галина Бойко")
    co = Assignment.objects.get(point=point, duty=Duty.CO)
    assert co.due_on is not None and point.due_on is not None and co.due_on < point.due_on


def test_a_resolution_from_paper_keeps_its_author_and_who_typed_it(office: Office) -> None:
    resolution = office.resolve(
        office.letter(), office.point(), office.point(office.to("levchuk")), by="boiko",
        author=office.person("melnychenko"), mode=Mode.PAPER,
    )  # fmt: skip
    assert resolution.author_label.startswith("Ігор Мельниченко") and resolution.mode == Mode.PAPER
    assert resolution.prepared_label.startswith("Галина Бойко") and resolution.points.count() == 2
    assert Document.objects.get().reviewed_at is not None


def test_the_unit_head_distributes_and_gathers(office: Office) -> None:
    point = office.task()
    head_of_unit, staff = office.actor("hrytsenko"), office.actor("stetsenko")
    below = office.resolve(
        point.document,
        office.point(office.to("stetsenko"), text="Зібрати дані"),
        by="hrytsenko",
        parent_id=point.pk,
    ).points.get()
    assert below.parent_id == point.pk and below.due_on == point.due_on
    with pytest.raises(Refused, match="За документом строк"):
        office.resolve(
            point.document, office.point(due_on=office.workday(200)), by="hrytsenko", parent_id=point.pk
        )
    with pytest.raises(Refused, match="підлеглих завдань: 1"):
        actions.report(point.pk, text="Готово", by=head_of_unit)
    actions.report(below.pk, text="Дані зібрано", by=staff)
    actions.accept_report(below.pk, by=head_of_unit)
    actions.report(point.pk, text="Готово", by=head_of_unit)
    actions.accept_report(point.pk, by=office.actor("melnychenko"))
    actions.lift_control(point.pk, note="№ 1", by=office.actor("tkachenko"))
    below.refresh_from_db()
    assert below.lifted_at is not None, "what it was distributed into is lifted with it"


def test_ten_people_change_one_task_and_the_second_is_told(office: Office) -> None:
    point = office.task()
    executor = office.actor("hrytsenko")
    actions.accept_task(point.pk, version=point.version, by=executor)
    with pytest.raises(TaskConflict, match="щойно змінено") as conflict:
        actions.report(point.pk, text="Готово", version=point.version, by=executor)
    assert conflict.value.status == 409 and conflict.value.point.state == PointState.ACCEPTED


def test_an_extension_never_passes_the_cap(office: Office) -> None:
    document = office.letter(kind_code="citizen_appeal")
    point = office.resolve(document).points.get()
    executor, head = office.actor("hrytsenko"), office.actor("melnychenko")
    limit = actions.latest_day(point)
    assert limit is not None and point.due_on is not None
    with pytest.raises(Refused, match="За законом не пізніше"):
        actions.ask_extension(point.pk, wanted_on=limit + timedelta(days=1), reason="Збір даних", by=executor)
    actions.ask_extension(point.pk, wanted_on=limit, reason="Збір даних", by=executor)
    with pytest.raises(Refused, match="За законом не пізніше"):
        actions.extend(point.pk, on=limit + timedelta(days=1), reason="Збір даних", by=head)
    point = actions.extend(point.pk, on=limit, reason="Збір даних", by=head)
    assert point.due_on == limit and point.extensions == 1 and point.first_due_on != limit
    assert Deadline.objects.get(document=document).effective_on == limit


def test_an_acting_head_resolves_and_both_names_stay(office: Office) -> None:
    today = timezone.localdate()
    Substitution.objects.create(
        absent=Appointment.objects.get(person=office.person("melnychenko")),
        acting=office.person("tkachenko"),
        starts_on=today, ends_on=today, basis="розпорядження № 1",
    )  # fmt: skip
    resolution = office.resolve(office.letter(), by="tkachenko")
    assert resolution.author_label.startswith("Ігор Мельниченко")
    assert resolution.acted_label.startswith("Ольга Ткаченко")


def test_a_periodic_task_comes_back_once(office: Office) -> None:
    first = office.task(office.point(due_on=office.workday(3), every=Every.MONTH))
    again = actions.repeat(first, by=office.actor("tkachenko"))
    assert again is not None and again.series_id == first.pk and again.due_on is not None
    assert Assignment.objects.get(point=again).is_waiting
    assert [each.due_on for each in Point.objects.filter(series=first)] == [again.due_on]


def test_a_draft_that_waited_too_long_is_changed_not_accepted(office: Office) -> None:
    clerk, head = office.actor("boiko"), office.actor("melnychenko")
    entry = ResolutionEntry((office.point(due_on=office.workday(2)),), author=office.person("melnychenko"))
    draft = actions.prepare_resolution(office.letter().pk, entry, key="stale", by=clerk).resolution
    Point.objects.filter(resolution=draft).update(due_on=office.yesterday)
    with pytest.raises(Refused, match="уже минуло"):
        actions.accept_prepared(draft.pk, version=draft.version, by=head)
    Point.objects.filter(resolution=draft).update(due_on=office.workday(2))
    person = office.person("hrytsenko")
    type(person).objects.filter(pk=person.pk).update(left_on=office.yesterday)
    with pytest.raises(Refused, match="вже не працює"):
        actions.accept_prepared(draft.pk, version=draft.version, by=head)
    assert not Assignment.objects.filter(is_waiting=True).exists()
