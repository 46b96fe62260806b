"""What is put on an agenda, how it is voted, who gets it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from obih.council import actions, queries
from obih.council.actions import Addressee, AgendaEntry, VoteEntry
from obih.council.models import Decision, MailingEntry
from obih.council.rules import CastVote, Votes
from obih.council.tests.conftest import Chamber
from obih.council.vocabulary import ItemKind, Majority, Result
from obih.history.models import Event
from obih.registry import access_rows
from obih.registry.actions.addressees import copies_for
from obih.registry.cards import PartyEntry
from obih.registry.models import Copy, CorrespondentGroup, Party
from obih.registry.vocabulary import PartyRole
from obih.ui.refusals import Refused

pytestmark = pytest.mark.django_db


def numbers(chamber: Chamber) -> list[str]:
    return [each.item.number for each in queries.lines_of(chamber.clerk, chamber.sitting)]


def test_an_agenda_pasted_twice_under_one_key_stands_once(chamber: Chamber) -> None:
    for _ in range(2):
        actions.put_agenda(chamber.sitting, [AgendaEntry("1", "Про опіку")], key="k", by=chamber.clerk)
    assert numbers(chamber) == ["1"]


def test_items_are_put_in_order_mended_and_taken_away(chamber: Chamber) -> None:
    first, second, third, fourth = chamber.agenda()
    actions.put_agenda(
        chamber.sitting,
        [
            AgendaEntry("3", third.title, item_id=third.pk),
            AgendaEntry("1", "Про бюджет", rapporteur_name="Ольга Ткаченко", item_id=first.pk),
        ],
        removed=[second.pk],
        by=chamber.clerk,
    )
    assert numbers(chamber) == ["3", "1", "4"]
    first.refresh_from_db()
    assert (first.title, first.speaker) == ("Про бюджет", "Ольга Ткаченко")
    assert Event.objects.filter(name="council.agenda_put").count() == 2
    assert fourth.pk


def test_two_items_have_no_one_number_and_none_is_without_a_title(chamber: Chamber) -> None:
    with pytest.raises(Refused, match="Пункт 1 двічі"):
        actions.put_agenda(
            chamber.sitting, [AgendaEntry("1", "Про одне"), AgendaEntry("1", "Про друге")], by=chamber.clerk
        )
    with pytest.raises(Refused, match="упишіть заголовок"):
        actions.put_agenda(chamber.sitting, [AgendaEntry("1", " ")], by=chamber.clerk)


def test_what_was_voted_for_is_not_taken_away_and_what_has_a_number_stays(chamber: Chamber) -> None:
    first, *rest = chamber.agenda()
    chamber.vote(first, *rest)
    with pytest.raises(Refused, match="уже записано голоси"):
        actions.put_agenda(chamber.sitting, [], removed=[first.pk], by=chamber.clerk)
    chamber.number()
    with pytest.raises(Refused, match="уже має номер рішення"):
        actions.put_agenda(chamber.sitting, [AgendaEntry("1", "Інше", item_id=first.pk)], by=chamber.clerk)


def test_the_result_follows_from_the_figures_and_the_majority(chamber: Chamber) -> None:
    first, second, *_ = chamber.agenda()
    entry = AgendaEntry("2", second.title, majority=Majority.TWO_THIRDS, item_id=second.pk)
    actions.put_agenda(
        chamber.sitting, [AgendaEntry("1", first.title, item_id=first.pk), entry], by=chamber.clerk
    )
    chamber.vote(first, second, votes=Votes(17, 3, 0, 0, 27))
    results = dict(Decision.objects.values_list("item__number", "result"))
    assert results == {"1": Result.ADOPTED, "2": Result.REJECTED}


def test_figures_of_a_numbered_decision_are_mended_while_it_stays_adopted(chamber: Chamber) -> None:
    items = chamber.agenda()
    chamber.vote(*items)
    chamber.number()
    chamber.vote(items[0], votes=Votes(21, 0, 2, 0, 27))
    assert Decision.objects.get(item=items[0]).in_favour == 21
    with pytest.raises(Refused, match="його не прийнято"):
        chamber.vote(items[0], votes=Votes(5, 10, 3, 0, 27))
    with pytest.raises(Refused, match="не стирають"):
        actions.record_votes(chamber.sitting, [], cleared=[items[0].pk], by=chamber.clerk)


def test_nobody_votes_for_what_is_heard_without_a_decision(chamber: Chamber) -> None:
    actions.put_agenda(chamber.sitting, [AgendaEntry("1", "Про звіт", kind=ItemKind.HEARD)], by=chamber.clerk)
    item = chamber.sitting.agenda.get()
    with pytest.raises(Refused, match="за нього не голосують"):
        actions.record_votes(chamber.sitting, [VoteEntry(item.pk, Votes(20, 0, 0, 0, 27))], by=chamber.clerk)


def test_a_roll_call_gives_the_sums_and_goes_when_other_figures_come(chamber: Chamber) -> None:
    item, *_ = chamber.agenda()
    cast = [CastVote("Ігор Мельниченко", "for"), CastVote("Ольга Ткаченко", "for")]
    decision = actions.record_roll_call(item, cast, composition=3, by=chamber.clerk)
    assert decision.votes == Votes(2, 0, 0, 0, 3) and decision.is_adopted
    assert decision.roll_call.get(order=1).person == chamber.house.cast.melnychenko.person
    chamber.vote(item, votes=Votes(3, 0, 0, 0, 3))
    assert not decision.roll_call.exists()


def test_a_group_of_addressees_is_put_on_every_list_once(chamber: Chamber) -> None:
    items = chamber.agenda()
    chamber.vote(*items)
    group = CorrespondentGroup.objects.create(organisation=chamber.house.cast.council, name="усі старости")
    group.members.add(chamber.house.sender)
    members = [Addressee(correspondent=each) for each in group.members.all()]
    decisions = list(Decision.objects.values_list("pk", flat=True))
    assert actions.add_addressees(chamber.sitting, decisions, members, by=chamber.clerk) == 4
    assert actions.add_addressees(chamber.sitting, decisions, members, by=chamber.clerk) == 0
    with pytest.raises(Refused, match="кому надіслати"):
        actions.add_addressees(chamber.sitting, decisions, [Addressee(name=" ")], by=chamber.clerk)


def test_only_what_has_a_number_is_sent_and_what_was_sent_stays(chamber: Chamber) -> None:
    items = chamber.agenda()
    chamber.vote(*items)
    decisions = list(Decision.objects.values_list("pk", flat=True))
    actions.add_addressees(chamber.sitting, decisions, [Addressee(name="Фінвідділ")], by=chamber.clerk)
    entries = list(MailingEntry.objects.values_list("pk", flat=True))
    assert actions.note_sent(chamber.sitting, entries, by=chamber.clerk) == 0
    chamber.number()
    assert actions.note_sent(chamber.sitting, entries[:2], by=chamber.clerk) == 2
    with pytest.raises(Refused, match="відмітка лишається"):
        actions.remove_addressees(chamber.sitting, entries, by=chamber.clerk)
    assert actions.remove_addressees(chamber.sitting, entries[2:], by=chamber.clerk) == 2


def test_what_is_marked_as_sent_is_a_copy_of_the_document_that_went(chamber: Chamber) -> None:
    """One way to note dispatch: the card of the decision tells the same as its mailing list."""
    items = chamber.agenda()
    chamber.vote(*items)
    given = chamber.number()
    first = Decision.objects.get(document=given[0].document_id)
    unit = chamber.house.cast.units["land"]
    named = [
        Addressee(correspondent=chamber.house.sender, channel_code="post"),
        Addressee(correspondent=chamber.house.sender, paper="copy", channel_code="post"),
        Addressee(unit=unit),
    ]
    actions.add_addressees(chamber.sitting, [first.pk], named, by=chamber.clerk)
    entries = list(first.mailing.values_list("pk", flat=True))
    assert actions.note_sent(chamber.sitting, entries, by=chamber.clerk) == 3
    assert actions.note_sent(chamber.sitting, entries, by=chamber.clerk) == 0
    copies = Copy.objects.filter(document=given[0].document_id)
    assert copies.count() == copies.exclude(sent_at=None).count() == 3
    assert sorted(copies.values_list("channel_code", flat=True)) == ["in_person", "post", "post"]
    assert Party.objects.filter(document=given[0].document_id, role="addressee").count() == 2
    told = Event.objects.about("registry.document", str(given[0].document_id))
    assert told.filter(name="registry.document_sent").count() == 1
    assert access_rows.verify() == []
    assert queries.lines_of(chamber.clerk, chamber.sitting)[0].sent == 3


def test_an_addressee_of_the_card_gets_no_second_copy(chamber: Chamber) -> None:
    chamber.vote(*chamber.agenda())
    document = chamber.number()[0].document_id
    first = Decision.objects.get(document=document)
    entry = PartyEntry(PartyRole.ADDRESSEE, chamber.house.sender, channel_code="email")
    copy, *_ = copies_for(document, [entry], by=chamber.clerk)
    actions.add_addressees(
        chamber.sitting, [first.pk], [Addressee(correspondent=chamber.house.sender)], by=chamber.clerk
    )
    assert actions.note_sent(chamber.sitting, [first.mailing.get().pk], by=chamber.clerk) == 1
    copy.refresh_from_db()
    assert first.mailing.get().copy == copy and copy.sent_at and copy.channel_code == "email"


def test_a_sitting_is_mended_until_it_has_numbers(chamber: Chamber) -> None:
    day = chamber.held_on - timedelta(days=1)
    actions.correct_sitting(chamber.sitting, number="49", held_on=day, form="позачергове", by=chamber.clerk)
    chamber.sitting.refresh_from_db()
    assert (chamber.sitting.number, chamber.sitting.held_on) == ("49", day)
    chamber.vote(*chamber.agenda())
    chamber.number()
    with pytest.raises(Refused, match="вже пронумеровано"):
        actions.correct_sitting(chamber.sitting, number="50", held_on=day, form="чергове", by=chamber.clerk)


@pytest.mark.parametrize("username", ["chuzhynska", "stetsenko", "melnychenko", "diachenko"])
def test_only_who_keeps_the_journal_keeps_its_sittings(chamber: Chamber, username: str) -> None:
    actor = chamber.house.cast.actor(username)
    (item, *_) = chamber.agenda()
    for act in (
        lambda: actions.put_agenda(chamber.sitting, [AgendaEntry("9", "Про своє")], by=actor),
        lambda: actions.record_votes(chamber.sitting, [], cleared=[item.pk], by=actor),
        lambda: actions.set_text(item, text="Своє", by=actor),
        lambda: actions.open_sitting(chamber.sitting.body, number="1", held_on=chamber.held_on, by=actor),
        lambda: actions.note_signing(chamber.sitting, on=chamber.held_on, by=actor),
    ):
        with pytest.raises(Refused, match="веде той, хто реєструє"):
            act()
