"""A document that answers: sent and final, it closes the task by itself; an interim one closes nothing."""

from __future__ import annotations

from django.utils import timezone

from obih.history.models import Event
from obih.registry import actions as registry
from obih.registry.actions.dispatch import Sending, note_sent
from obih.registry.cards import CreatedCard, PartyEntry
from obih.registry.models import Document, Journal
from obih.registry.vocabulary import PartyRole
from obih.tasks import actions, reactions
from obih.tasks.models import Answer, Point, Step
from obih.tasks.queries.my_tasks import my_tasks
from obih.tasks.tests.conftest import Office
from obih.tasks.vocabulary import PointState


def letter_out(office: Office, key: str) -> Document:
    """A letter to the sender, not yet sent."""
    registry.seed_sample_journals(office.house.cast.council, timezone.localdate().year)
    journal = Journal.objects.get(code=f"out-{office.house.cast.council.code}")
    to = PartyEntry(PartyRole.ADDRESSEE, correspondent=office.house.sender)
    card = CreatedCard(
        journal=journal, kind_code="out_letter", title="Про стан доріг", case=office.house.case,
        channel_code="post", parties=(to,), responsible_unit=office.house.cast.units["land"],
    )  # fmt: skip
    done = registry.register_created(card, key=key, by=office.house.clerk)
    return Document.objects.get(pk=done.document_id)


def send(office: Office, document: Document) -> None:
    """The clerk marks it sent; the worker does what follows, and does it again."""
    copies = [Sending(each.pk) for each in document.copies.all()]
    note_sent(document.pk, copies, sent_at=timezone.now(), by=office.house.clerk)
    happened = list(Event.objects.filter(name="registry.document_sent", about_key=str(document.pk)))
    assert happened
    for _ in range(2):
        reactions.close_what_it_answers(happened)


def test_a_final_answer_that_was_sent_closes_the_task_once(office: Office) -> None:
    point, answer = office.task(), letter_out(office, "out")
    actions.report(point.pk, text="Відповідь", answers=[answer.pk], by=office.actor("hrytsenko"))
    assert Point.objects.get().state == PointState.REPORTED
    send(office, answer)
    point.refresh_from_db()
    assert point.state == PointState.DONE and point.lifted_at is None, "control is lifted by control only"
    assert Step.objects.filter(point=point, kind="answered").count() == 1
    assert my_tasks(office.actor("melnychenko")).decide == []


def test_an_interim_answer_that_was_sent_lifts_and_closes_nothing(office: Office) -> None:
    point, answer = office.task(), letter_out(office, "out")
    actions.report(point.pk, text="Триває", answers=[answer.pk], interim=True, by=office.actor("hrytsenko"))
    send(office, answer)
    point.refresh_from_db()
    assert point.state == PointState.ASSIGNED and Answer.objects.get().sent_at is not None
    assert [each.id for each in my_tasks(office.actor("hrytsenko")).todo] == [point.pk]


def test_a_suspended_task_is_not_closed_behind_its_issuers_back(office: Office) -> None:
    point, answer = office.task(), letter_out(office, "out")
    actions.name_answer(point.pk, answer.pk, final=True, by=office.actor("hrytsenko"))
    actions.suspend_task(point.pk, reason="Суд", by=office.actor("melnychenko"))
    send(office, answer)
    point.refresh_from_db()
    assert point.state == PointState.SUSPENDED
