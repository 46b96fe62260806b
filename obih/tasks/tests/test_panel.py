"""The card says aloud where the letter lies; the tree shows who holds what, and both dates."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obih.registry import actions as registry
from obih.registry.models import Document
from obih.registry.tests.panels import panel
from obih.tasks import actions
from obih.tasks.actions import ResolutionEntry
from obih.tasks.models import Point
from obih.tasks.queries.panel import Panel, panel_of
from obih.tasks.queries.tree import tree_of
from obih.tasks.tests.conftest import Office
from obih.tasks.tests.test_task_pages import client_of, send
from obih.tasks.vocabulary import DueSource, Duty


def card(office: Office, document: Document, username: str = "melnychenko") -> Panel:
    found: Panel = panel(panel_of, document.pk, office.actor(username))
    return found


def test_where_the_letter_lies_is_one_sentence_at_every_station(office: Office) -> None:
    document = office.letter()
    assert card(office, document).where == "Зараз: на розгляді, Ігор Мельниченко, резолюції ще немає."
    point = office.resolve(document).points.get()
    assert card(office, document).where.startswith("Зараз: доручено: Андрій Гриценко, начальник")
    actions.accept_task(point.pk, by=office.actor("hrytsenko"))
    below = office.resolve(
        document, office.point(office.to("stetsenko")), by="hrytsenko", parent_id=point.pk
    ).points.get()
    assert "Людмила Стеценко" in card(office, document).where, "it lies with whom it was passed on to"
    actions.report(below.pk, text="Готово", by=office.actor("stetsenko"))
    actions.accept_report(below.pk, by=office.actor("hrytsenko"))
    actions.report(point.pk, text="Готово", by=office.actor("hrytsenko"))
    assert "звіт розглядає автор резолюції" in card(office, document).where
    actions.accept_report(point.pk, by=office.actor("melnychenko"))
    assert card(office, document).where == "Завдання виконано, результат звіряє контролер."
    actions.lift_control(point.pk, note="№ 1", by=office.actor("tkachenko"))
    assert card(office, document).where == "Завдання виконано. Лишилося списати документ до справи."
    registry.close_document(document.pk, note="До справи", by=office.actor("melnychenko"))
    assert card(office, document).where.startswith("Виконано і списано до справи")


def test_the_tree_is_one_statement_however_deep_it_is(office: Office) -> None:
    point = office.task(office.point(office.to("hrytsenko"), office.to("levchuk", Duty.CO)))
    office.resolve(point.document, office.point(office.to("stetsenko")), by="hrytsenko", parent_id=point.pk)
    with CaptureQueriesContext(connection) as asked:
        tree = tree_of(point.document_id)
    assert len(asked) == 1
    [root] = tree.roots
    [node] = root.points
    assert node.holder.startswith("Андрій Гриценко") and [each.duty for each in node.others] == [Duty.CO]
    assert node.below[0].points[0].holder.startswith("Людмила Стеценко")
    assert node.point.due_on == point.due_on and node.point.assigned_at is not None


def test_a_draft_is_opened_by_its_author_and_who_prepares_and_only_seen_by_others(office: Office) -> None:
    document = office.letter(responsible_unit=office.house.cast.units["land"])
    entry = ResolutionEntry((office.point(),), author=office.person("melnychenko"))
    draft = actions.prepare_resolution(document.pk, entry, key="draft", by=office.actor("boiko")).resolution
    for username in ("melnychenko", "boiko"):
        assert card(office, document, username).drafts[0].url == f"/resolutions/{draft.pk}/"
    assert card(office, document, "hrytsenko").drafts[0].url == ""
    assert "проєкт резолюції підготовлено" in card(office, document).where


def test_both_dates_stand_where_the_author_named_an_earlier_one(office: Office) -> None:
    document = office.letter()
    office.resolve(document, office.point(due_on=office.workday(2)))
    shown = card(office, document).roots[0].points[0]
    assert shown.has_two_dates and shown.due is not None
    page = client_of("melnychenko").get(f"/documents/{document.pk}/").content.decode()
    assert "за законом не пізніше" in page and "На виконанні" in page


def test_a_term_set_by_the_sender_is_moved_by_his_letter_which_control_enters(office: Office) -> None:
    document = office.letter(answer_by=office.workday(3))
    point = office.resolve(document).points.get()
    assert point.due_source == DueSource.LETTER and point.due_on is not None
    later = f"{point.due_on + timedelta(days=4):%d.%m.%Y}"
    told = {"on": later, "reason": "Збір даних"}
    refused = client_of("melnychenko").get(f"/tasks/{point.pk}/term/")
    assert refused.status_code == 422 and "автор листа" in refused.content.decode()
    unnamed = send("tkachenko", point, "term", **told)
    assert unnamed.status_code == 422 and "яким листом" in unnamed.content.decode()
    agreed = {"agreed_by": "Черкаська ОВА", "agreed_letter": "№ 7 від сьогодні"}
    assert send("tkachenko", point, "term", **told, **agreed).status_code == 302
    point = Point.objects.get()
    assert f"{point.due_on:%d.%m.%Y}" == later and point.extensions == 1
    page = client_of("tkachenko").get(f"/tasks/{point.pk}/").content.decode()
    assert "Черкаська ОВА, № 7" in page and point.due_on > timezone.localdate()  # type: ignore[operator]
