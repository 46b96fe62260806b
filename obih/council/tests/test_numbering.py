"""The decisions of a sitting get their numbers in one step."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from obih.council import actions
from obih.council.models import AgendaFile, Decision
from obih.council.rules import Votes
from obih.council.tests.conftest import Chamber
from obih.council.vocabulary import ItemKind
from obih.files.actions import receiving
from obih.files.tests.samples import pdf
from obih.history.models import Event
from obih.people.actors import SYSTEM
from obih.people.models import Sitting
from obih.registry.actions import seed_sample_journals, set_reader
from obih.registry.models import Deadline, Document, Journal, Registration
from obih.registry.vocabulary import PeriodKind
from obih.ui.refusals import Refused

pytestmark = pytest.mark.django_db
REJECTED = Votes(10, 8, 5, 0, 27)


def numbers_of(sitting: Sitting) -> list[str]:
    rows = Registration.objects.filter(document__decision__sitting=sitting)
    return list(rows.order_by("document__decision__item__order").values_list("number", flat=True))


def test_adopted_decisions_are_numbered_in_the_order_of_the_agenda_and_dated_by_the_sitting(
    chamber: Chamber,
) -> None:
    items = chamber.agenda()
    chamber.vote(*items)
    given = chamber.number()
    assert [each.number for each in given] == [f"{n}-48/VIII" for n in range(1, 5)]
    assert numbers_of(chamber.sitting) == [each.number for each in given]
    documents = Document.objects.filter(pk__in=[each.document_id for each in given])
    assert {each.dated_on for each in documents} == {chamber.held_on}
    assert {each.kind_code for each in documents} == {"council_decision"}
    assert not Deadline.objects.filter(document__in=documents).exists()


def test_one_that_was_not_adopted_gets_no_number_and_one_withdrawn_stops_nothing(chamber: Chamber) -> None:
    first, second, third, fourth = chamber.agenda()
    chamber.vote(first, fourth)
    chamber.vote(second, votes=REJECTED)
    entry = actions.AgendaEntry("3", third.title, kind=ItemKind.WITHDRAWN, item_id=third.pk)
    actions.put_agenda(chamber.sitting, [entry], by=chamber.clerk)
    given = chamber.number()
    assert {each.item for each in given} == {"1", "4"}
    assert Decision.objects.get(item=second).document_id is None


def test_it_is_refused_while_votes_are_missing_and_says_which(chamber: Chamber) -> None:
    items = chamber.agenda()
    chamber.vote(*items[:2])
    with pytest.raises(Refused, match="пунктів: 3, 4"):
        chamber.number()
    assert not Document.objects.filter(kind_code="council_decision").exists()


def test_pressed_twice_it_numbers_once(chamber: Chamber) -> None:
    chamber.vote(*chamber.agenda())
    first = chamber.number()
    events = Event.objects.count()
    for key in ("once", "another"):
        again = chamber.number(key)
        assert [each.number for each in again] == [each.number for each in first]
        assert all(each.again for each in again)
    assert Event.objects.count() == events
    assert Registration.objects.filter(journal=chamber.journal).count() == 4


def test_one_step_is_one_event_of_the_sitting_beside_those_of_its_documents(chamber: Chamber) -> None:
    chamber.vote(*chamber.agenda())
    chamber.number()
    names = list(Event.objects.values_list("name", flat=True))
    assert names.count("council.decisions_numbered") == 1
    assert names.count("registry.document_registered") == 4


def test_a_draft_becomes_the_file_of_its_document(chamber: Chamber) -> None:
    items = chamber.agenda()
    with receiving() as receive:
        actions.attach_draft(items[0], receive(pdf("draft"), "проєкт.pdf"), by=chamber.clerk)
    chamber.vote(*items)
    given = chamber.number()
    document = Document.objects.get(pk=given[0].document_id)
    assert document.files.get().name == "проєкт.pdf" and not document.awaits_scan
    assert Document.objects.get(pk=given[1].document_id).awaits_scan
    assert not AgendaFile.objects.exists()


def test_an_executive_committee_numbers_by_the_year(chamber: Chamber) -> None:
    cast = chamber.house.cast
    seed_sample_journals(cast.executive, chamber.held_on.year)
    journal = Journal.objects.get(code=f"dec-{cast.executive.code}")
    clerks = chamber.journal.readers.get(may_register=True).principal
    set_reader(journal, clerks, may_register=True, by=SYSTEM)
    sitting = actions.open_sitting(
        cast.executive_body, number="12", held_on=chamber.held_on, by=chamber.clerk
    )
    actions.put_agenda(sitting, [actions.AgendaEntry("1", "Про опіку")], by=chamber.clerk)
    actions.record_votes(
        sitting, [actions.VoteEntry(sitting.agenda.get().pk, Votes(6, 0, 0, 0, 11))], by=chamber.clerk
    )
    (given,) = actions.number_decisions(sitting, journal, key="e", by=chamber.clerk)
    assert given.number == "1"
    assert Registration.objects.get(journal=journal).period == str(chamber.held_on.year)
    assert Document.objects.get(pk=given.document_id).kind_code == "executive_decision"


def test_a_council_that_numbers_by_the_sitting_begins_anew_at_each(chamber: Chamber) -> None:
    chamber.journal.period_kind, chamber.journal.pattern = PeriodKind.SITTING, "{sitting}-{seq}/{convocation}"
    chamber.journal.save()
    for number, day in (("48", 2), ("49", 1)):
        if number == "49":
            held_on = chamber.held_on + timedelta(days=day)
            chamber.sitting = actions.open_sitting(
                chamber.sitting.body, number=number, held_on=held_on, by=chamber.clerk
            )
        chamber.vote(*chamber.agenda("Про одне", "Про друге"))
        given = chamber.number(number)
        assert [each.number for each in given] == [f"{number}-1/VIII", f"{number}-2/VIII"]


def test_only_who_keeps_the_journal_numbers_and_only_in_a_journal_of_this_body(chamber: Chamber) -> None:
    chamber.vote(*chamber.agenda())
    with pytest.raises(Refused, match="реєструє діловод"):
        actions.number_decisions(
            chamber.sitting, chamber.journal, key="s", by=chamber.house.cast.actor("stetsenko")
        )
    with pytest.raises(Refused, match="іншого органу"):
        actions.number_decisions(chamber.sitting, chamber.house.journal, key="j", by=chamber.clerk)


def test_signing_comes_after_and_not_before_the_sitting(chamber: Chamber) -> None:
    chamber.vote(*chamber.agenda())
    with pytest.raises(Refused, match="спершу пронумеруйте"):
        actions.note_signing(chamber.sitting, on=chamber.held_on, by=chamber.clerk)
    chamber.number()
    with pytest.raises(Refused, match="не раніше"):
        actions.note_signing(chamber.sitting, on=chamber.held_on - timedelta(days=1), by=chamber.clerk)
    assert actions.note_signing(chamber.sitting, on=chamber.held_on, by=chamber.clerk) == 4


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_number_once(live_chamber: Chamber) -> None:
    live_chamber.vote(*live_chamber.agenda())
    given: list[list[str]] = []

    def press(key: str) -> None:
        try:
            given.append([each.number for each in live_chamber.number(key)])
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(key,)) for key in ("one", "two")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert given[0] == given[1] == [f"{n}-48/VIII" for n in range(1, 5)]
    assert Registration.objects.filter(journal=live_chamber.journal).count() == 4
