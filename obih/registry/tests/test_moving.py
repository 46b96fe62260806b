"""A registration moved to another journal: one number more, a stub that points on, other readers."""

from __future__ import annotations

import pytest

from obih.history.models import Event
from obih.people import principals
from obih.people.actors import SYSTEM
from obih.people.vocabulary import Role
from obih.registry import access_rows, actions
from obih.registry.models import AccessRow, Allocation, Deadline, Journal, Registration
from obih.registry.queries import find, records, visible_to
from obih.registry.tests.conftest import TODAY, House
from obih.registry.vocabulary import Stream
from obih.ui.refusals import Refused


def appeals_of(house: House, **fields: object) -> Journal:
    journal = actions.open_journal(
        {
            "code": "appeals", "organisation": house.cast.council, "stream": Stream.APPEALS,
            "title": "Звернення громадян", "pattern": "{letter}-{seq}", "opened_on": TODAY.replace(day=1),
            "default_access": "restricted",
        }
        | fields,
        by=SYSTEM,
    )  # fmt: skip
    clerk = principals.of_role(Role.CLERK, house.cast.council.pk)
    actions.set_reader(journal, clerk, may_register=True, restricted_too=True, by=SYSTEM)
    return journal


def moved(house: House, **fields: object) -> tuple[Registration, Registration]:
    letter = house.letter(responsible_unit=house.cast.units["land"])
    to = appeals_of(house, pattern="З-{seq}")
    done = actions.move_registration(
        letter.pk, to, reason="Це звернення", kind_code="citizen_appeal",
        access_basis="ст. 10 Закону № 393/96-ВР", by=house.clerk, **fields,
    )  # fmt: skip
    return Registration.objects.get(moved_to=done.registration_id), done.registration


def test_the_first_number_stays_as_a_stub_that_points_on(house: House) -> None:
    old, new = moved(house)
    assert (old.number, new.number) == ("1/02-10", "З-1")
    assert old.moved_to_id == new.pk and old.document_id == new.document_id
    assert new.received_at == old.received_at
    assert Allocation.objects.count() == 2
    event = Event.objects.get(name="registry.registration_moved")
    assert "1/02-10" in event.tell() and "З-1" in event.tell()


def test_readers_of_the_old_journal_see_the_card_no_longer(house: House) -> None:
    controller = house.cast.actor("tkachenko")
    _, new = moved(house)
    assert not visible_to(controller).filter(pk=new.document_id).exists()
    assert not visible_to(house.stranger).filter(pk=new.document_id).exists()
    assert visible_to(house.clerk).filter(pk=new.document_id).exists()
    rows = AccessRow.objects.filter(document=new.document_id)
    assert {row.journal_id for row in rows} == {new.journal_id}
    assert {row.dated_at for row in rows} == {new.registered_at}
    assert access_rows.verify() == []


def test_readers_changed_afterwards_get_nothing_of_the_stub(house: House) -> None:
    old, _ = moved(house)
    stranger = principals.of_person(house.cast.people["chuzhynska"].person.pk)
    actions.set_reader(house.journal, stranger, restricted_too=True, by=SYSTEM)
    assert not visible_to(house.stranger).filter(pk=old.document_id).exists()
    assert access_rows.verify() == []


def test_the_deadline_is_counted_by_the_new_law(house: House) -> None:
    letter = house.letter()
    assert Deadline.objects.get(document=letter).rule_code == "letter_default"
    to = appeals_of(house, pattern="З-{seq}")
    actions.move_registration(
        letter.pk, to, reason="Це звернення", kind_code="citizen_appeal", access_basis="ст. 10",
        by=house.clerk,
    )  # fmt: skip
    assert Deadline.objects.get(document=letter).rule_code.startswith("appeal")


def test_the_card_shows_the_standing_number_and_the_old_one_leads_to_it(house: House) -> None:
    old, new = moved(house)
    record = records(house.clerk, [new.document_id])[0]
    assert record.number == "З-1"
    assert [each.number for each in record.moved] == ["1/02-10"]
    assert [row.number for row in find(house.clerk, old.number)] == ["З-1"]
    assert find(house.stranger, old.number) == []


def test_the_same_request_twice_moves_once(house: House) -> None:
    letter, to = house.letter(), appeals_of(house, pattern="З-{seq}", default_access="general")
    told = {"reason": "Це звернення", "kind_code": "citizen_appeal", "access_basis": "ст. 10"}
    first = actions.move_registration(letter.pk, to, key="once", by=house.clerk, **told)
    again = actions.move_registration(letter.pk, to, key="once", by=house.clerk, **told)
    assert again.again and again.number == first.number
    assert Registration.objects.count() == 2


def test_refuses_and_says_why(house: House) -> None:
    letter, to = house.letter(), appeals_of(house, pattern="З-{seq}")
    with pytest.raises(Refused, match="обмежено"):
        actions.move_registration(
            letter.pk, to, reason="Звернення", kind_code="citizen_appeal", by=house.clerk
        )
    with pytest.raises(Refused, match="вид"):
        actions.move_registration(letter.pk, to, reason="Звернення", by=house.clerk)
    with pytest.raises(Refused, match="чому"):
        actions.move_registration(letter.pk, to, reason=" ", by=house.clerk)
    with pytest.raises(Refused, match="уже в цьому журналі"):
        actions.move_registration(letter.pk, house.journal, reason="Так", by=house.clerk)
    with pytest.raises(Refused, match="немає або він вам не доступний"):
        actions.move_registration(letter.pk, to, reason="Так", by=house.stranger)
    assert Registration.objects.count() == 1
