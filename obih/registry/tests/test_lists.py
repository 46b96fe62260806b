"""Lists, the card and quick find show what one may see and nothing else."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from obih.people.actors import NOBODY
from obih.registry.queries import (
    JournalFilter,
    document_card,
    find,
    journal_page,
    journals_for,
    my_work,
    suggest_correspondents,
)
from obih.registry.tests.conftest import TODAY, House


def page(house: House, actor, after=None, size=50, journal=None, **filters):
    narrowed = JournalFilter(filters, actor=actor, journal=house.journal, today=TODAY)
    return journal_page(actor, journal or house.journal, narrowed, after, size, today=TODAY)


def test_a_page_has_the_newest_first_and_leads_to_its_neighbours(house: House) -> None:
    made = [house.letter(title=f"Про дорогу {number}") for number in range(7)]
    first = page(house, house.clerk, size=3)
    assert [row.document_id for row in first.rows] == [each.pk for each in reversed(made)][:3]
    assert first.previous is None and first.next
    second = page(house, house.clerk, first.next, size=3)
    third = page(house, house.clerk, second.next, size=3)
    assert [row.document_id for row in third.rows] == [made[0].pk] and third.next is None
    back = page(house, house.clerk, third.previous, size=3)
    assert [row.document_id for row in back.rows] == [row.document_id for row in second.rows]
    assert str(first.count) == "7"


def test_a_page_costs_six_statements_at_most(house: House) -> None:
    for number in range(5):
        house.letter(title=f"Про дорогу {number}")
    with CaptureQueriesContext(
        connection,
    ) as caught:
        shown = page(house, house.clerk)
    assert len(shown.rows) == 5
    assert len(caught) <= 6, [each["sql"][:80] for each in caught]


def test_the_stranger_sees_nothing_anywhere(house: House) -> None:
    hidden = house.letter(title="Про канарейку", sender_name="")
    for actor in (house.stranger, NOBODY):
        assert page(house, actor).rows == []
        assert page(house, actor).count.value == 0
        assert document_card(actor, hidden.pk) is None
        for text in ("канарейку", "1", "1/02-10", "1/02-11", "rfyfhtqre", "вх 1"):
            assert find(actor, text) == []
        work = my_work(actor, TODAY)
        assert not (work.to_review or work.overdue or work.due_today or work.soon or work.pending)
        assert not journals_for(actor).exists()
    assert find(house.clerk, "канарейку")


def test_what_is_found_by_number_by_words_and_in_the_wrong_layout(house: House) -> None:
    letter = house.letter(title="Про ремонт п’ятої дороги в Ґорянівці", their_number="01-15/234")
    for text in (
        "1", letter.registrations.get().number, "вх 1", "01-15/234", "ремонт", "пятої", "П'ЯТ", "горянівц",
        "черкас", "htvjyn", "дорог ремонт",
    ):  # fmt: skip
        assert [row.document_id for row in find(house.clerk, text, today=TODAY)] == [letter.pk], text
    for text in ("вих 1", "міст", "99", "", "  ", "\0", "''':*", "a & b | !"):
        assert find(house.clerk, text, today=TODAY) == [], text


def test_filters_narrow_and_are_told_in_words(house: House) -> None:
    head = house.cast.melnychenko.person
    urgent = house.letter(title="Про аварію", urgent=True, first_reviewer=head, channel_code="email")
    calm = house.letter(title="Про свято", added={"remark": "зелена тека", "copies_count": 2})
    for wanted, filters in (
        ([urgent], {"urgent": "true"}),
        ([urgent], {"q": "аварі"}),
        ([urgent], {"channel": "email"}),
        ([urgent], {"first_reviewer": str(head.pk)}),
        ([calm], {"state": "unassigned"}),
        ([calm], {"remark": "зелен"}),
        ([calm], {"copies_count": "2"}),
        ([calm, urgent], {"state": "open", "kind": "letter"}),
        ([calm, urgent], {"correspondent": str(house.sender.pk)}),
        ([], {"state": "done"}),
        ([], {"correspondent_number": "777"}),
    ):
        shown = page(house, house.clerk, **filters)
        assert [row.document_id for row in shown.rows] == [each.pk for each in wanted], filters
    narrowed = JournalFilter({"urgent": "true", "kind": "letter"}, actor=house.clerk, today=TODAY)
    assert [(each.label, each.value) for each in narrowed.active()] == [
        ("Вид документа", "лист"),
        ("Терміново", "так"),
    ] or len(narrowed.active()) == 2
    assert "urgent" not in next(each for each in narrowed.active() if each.name == "urgent").query_without


def test_a_filter_that_cannot_be_read_says_so_and_narrows_nothing(house: House) -> None:
    house.letter()
    narrowed = JournalFilter(
        {"own_date": "32.13", "kind": "no-such", "q": "a\0b", "sheets_main": "99999999999", "year": "1"},
        actor=house.clerk,
        today=TODAY,
    )
    assert set(narrowed.form.errors) >= {"own_date", "kind", "q", "year"}
    journal_page(house.clerk, house.journal, narrowed, "garbage", today=TODAY)


def test_the_card_costs_eight_statements_at_most(house: House) -> None:
    letter = house.letter(first_reviewer=house.cast.melnychenko.person, added={"main_executor": 1})
    with CaptureQueriesContext(connection) as caught:
        card = document_card(house.clerk, letter.pk, today=TODAY)
    assert card is not None
    assert len(caught) <= 8, [each["sql"][:90] for each in caught]
    assert card.record.number == "1/02-10"
    assert card.timeline[0].text == "Зареєстровано: 1/02-10"
    assert {seer.who for seer in card.seen_by} >= {"Ігор Мельниченко", "Галина Бойко"}
    assert next(each for each in card.values if each.code == "correspondent").text.startswith("Черкаська")
    assert document_card(house.cast.actor("melnychenko"), letter.pk)


def test_my_work_shows_the_head_what_to_review(house: House) -> None:
    letter = house.letter(first_reviewer=house.cast.melnychenko.person)
    work = my_work(house.cast.actor("melnychenko"), TODAY)
    assert [row.document_id for row in work.to_review] == [letter.pk]
    assert my_work(house.cast.actor("koval"), TODAY).to_review == []


def test_correspondents_are_suggested_by_use_and_natural_persons_are_kept_private(house: House) -> None:
    from obih.registry.actions import add_correspondent

    citizen, _ = add_correspondent({"name": "Петренко Ганна Степанівна", "is_natural": True}, by=house.clerk)
    rare, _ = add_correspondent({"name": "Черкаський обласний архів"}, by=house.clerk)
    house.letter()
    told = suggest_correspondents(house.clerk, "черк", house.journal)
    assert [each.id for each in told] == [house.sender.pk, rare.pk]
    assert [each.id for each in suggest_correspondents(house.clerk, "xthr", house.journal)] == [
        house.sender.pk,
        rare.pk,
    ]
    assert [each.id for each in suggest_correspondents(house.clerk, "петрен", house.journal)] == [citizen.pk]
    assert suggest_correspondents(house.cast.actor("koval"), "петрен", house.journal) == []
    assert suggest_correspondents(house.clerk, "00022", house.journal)[0].id == house.sender.pk
