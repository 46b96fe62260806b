"""Paper originals go from hand to hand: moved, handed by a list, received, given back."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from obih.history.models import Event
from obih.people.actors import Actor
from obih.registry import actions
from obih.registry.codes import code_of, key_of
from obih.registry.models import Document, HandoverList, Instance
from obih.registry.queries import papers
from obih.registry.tests.conftest import House
from obih.registry.vocabulary import Access
from obih.ui.refusals import Refused

pytestmark = pytest.mark.django_db


def paper(house: House, **fields: object) -> Instance:
    values: dict[str, object] = {
        "form": "paper",
        "sheets_main": 2,
        "responsible_unit": house.cast.units["land"],
    }
    document = house.letter(**values | fields)
    return Instance.objects.get(document=document)


def told(document: Document) -> list[str]:
    rows = Event.objects.about("registry.document", document.pk).order_by("seq")
    return [each.name.removeprefix("registry.") for each in rows]


def handed(house: House, *instances: Instance, key: str = "k", by: Actor | None = None) -> HandoverList:
    made, outcomes = actions.make_handover(
        house.cast.units["land"], [each.pk for each in instances], key=key, by=by or house.clerk
    )
    assert made is not None, outcomes
    return made


def test_a_code_stands_for_one_key_and_a_guess_for_none() -> None:
    key = uuid.uuid4()
    assert key_of(code_of(key)) == key and len(code_of(key)) == 22
    for wrong in ("", "a", "їїїїїїїїїїїїїїїїїїїїїї", "A" * 21 + "B", "?" * 22, code_of(key) + "A", "\0" * 22):
        assert key_of(wrong) is None


def test_the_registrar_holds_what_came_on_paper_and_gives_it_to_a_person(house: House) -> None:
    instance = paper(house)
    assert instance.holder == house.cast.boiko.person
    lawyer = house.cast.levchuk.person
    moved = actions.move_original(instance.pk, holder=lawyer, place="шафа  2 ", by=house.clerk)
    assert (moved.holder, moved.unit, moved.place) == (lawyer, None, "шафа 2")
    actions.move_original(instance.pk, holder=lawyer, place="шафа 2", by=house.clerk)
    assert told(instance.document).count("original_moved") == 1
    assert [each.instance.pk for each in papers.held_by(house.clerk)] == []


def test_who_neither_holds_it_nor_keeps_the_journal_moves_nothing(house: House) -> None:
    instance = paper(house)
    with pytest.raises(Refused, match="той, у кого він є, або діловод"):
        actions.move_original(instance.pk, place="у мене", by=house.cast.actor("stetsenko"))
    with pytest.raises(Refused, match="немає або він вам не доступний"):
        actions.move_original(instance.pk, place="у мене", by=house.stranger)
    with pytest.raises(Refused, match="немає або він вам не доступний"):
        actions.move_original(999_999, place="у мене", by=house.stranger)
    with pytest.raises(Refused, match="Вкажіть, де оригінал"):
        actions.move_original(instance.pk, place=" ", by=house.clerk)


def test_a_day_s_list_is_handed_received_and_given_back(house: House) -> None:
    first, second = paper(house), paper(house)
    paper(house, responsible_unit=house.cast.units["legal"])
    land, today = house.cast.units["land"], timezone.localdate()
    chosen = papers.to_hand_over(house.clerk, land, today)
    assert {each.instance.pk for each in chosen} == {first.pk, second.pk}
    assert papers.units_with_work(house.clerk, today)[land.pk] == 2
    made = handed(house, first, second)
    assert papers.to_hand_over(house.clerk, land, today) == []
    assert len(papers.not_received(house.clerk)) == 2
    stetsenko = house.cast.actor("stetsenko")
    line = made.lines.get(instance=first)
    assert actions.receive_originals(made.pk, [line.pk], by=stetsenko) == 1
    assert actions.receive_originals(made.pk, [line.pk], by=stetsenko) == 0
    first.refresh_from_db()
    assert (first.unit, first.holder) == (land, house.cast.stetsenko.person)
    assert actions.receive_originals(made.pk, by=house.clerk) == 1, "signed on paper, noted by the clerk"
    second.refresh_from_db()
    assert (second.unit, second.holder) == (land, None)
    assert len(papers.held_in_units(stetsenko)) == 2
    assert len(papers.not_returned(house.clerk, days=0)) == 2 and not papers.not_returned(house.clerk)
    with pytest.raises(Refused, match="діловод, який приймає"):
        actions.take_back_originals(made.pk, by=stetsenko)
    assert actions.take_back_originals(made.pk, by=house.clerk) == 2
    first.refresh_from_db()
    assert (first.unit, first.holder) == (None, house.cast.boiko.person)
    assert told(first.document)[-3:] == ["original_handed", "original_received", "original_returned"]


def test_an_original_stands_on_one_open_list_and_a_repeat_makes_no_second(house: House) -> None:
    first, second = paper(house), paper(house)
    made = handed(house, first)
    again, outcomes = actions.make_handover(house.cast.units["land"], [first.pk], key="k", by=house.clerk)
    assert again == made and outcomes[0].refusal == ""
    other, outcomes = actions.make_handover(
        house.cast.units["legal"], [first.pk, second.pk], key="k2", by=house.clerk
    )
    assert other is not None and [bool(each.refusal) for each in outcomes] == [True, False]
    assert "Уже в реєстрі від" in outcomes[0].refusal
    none, outcomes = actions.make_handover(house.cast.units["legal"], [first.pk], key="k3", by=house.clerk)
    assert none is None and outcomes[0].refusal
    assert HandoverList.objects.count() == 2


def test_moving_by_hand_settles_the_list(house: House) -> None:
    first, second = paper(house), paper(house)
    made = handed(house, first, second)
    actions.move_original(first.pk, unit=house.cast.units["land"], by=house.clerk)
    actions.move_original(second.pk, unit=house.cast.units["legal"], by=house.clerk)
    rows = {each.instance.pk: each.state_text for each in papers.handover_lines(house.clerk, made)}
    assert rows == {first.pk: "одержано", second.pk: "не передано"}


def test_strangers_hand_over_and_receive_nothing(house: House) -> None:
    instance = paper(house)
    for who in ("chuzhynska", "stetsenko"):
        made, outcomes = actions.make_handover(
            house.cast.units["land"], [instance.pk], key="k", by=house.cast.actor(who)
        )
        assert made is None and outcomes[0].refusal
    made = handed(house, instance)
    with pytest.raises(Refused):
        actions.receive_originals(made.pk, by=house.stranger)
    assert not papers.handovers_for(house.stranger) and not papers.handovers_for(house.cast.actor("koval"))
    assert papers.handovers(house.cast.actor("stetsenko"))[0].waiting == 1  # type: ignore[attr-defined]


def test_a_restricted_document_goes_by_number_and_sheets_alone(house: House) -> None:
    from obih.registry.labels import handover_cells

    hidden = paper(
        house,
        access_level=Access.RESTRICTED,
        access_basis="Персональні дані",
        title="Таємниця",
        case=house.case,
    )
    made = handed(house, hidden, paper(house))
    stetsenko = papers.handover_lines(house.cast.actor("stetsenko"), made)
    assert [each.row is None for each in stetsenko] == [True, False]
    assert stetsenko[0].number and stetsenko[0].sheets == 2
    clerk = papers.handover_lines(house.clerk, made)
    assert clerk[0].row is not None and clerk[0].row.title == "Таємниця"
    assert "Таємниця" not in str(handover_cells(clerk)), "on paper nobody reads it"
    assert not papers.held_in_units(house.cast.actor("stetsenko"))


def test_a_service_or_onlooker_changes_nothing(house: House) -> None:
    from dataclasses import replace

    instance = paper(house)
    watching = replace(house.clerk, read_only=True)
    with pytest.raises(Refused, match="очима іншої людини"):
        actions.move_original(instance.pk, place="тут", by=watching)
    made, outcomes = actions.make_handover(house.cast.units["land"], [instance.pk], key="k", by=watching)
    assert made is None and "очима іншої людини" in outcomes[0].refusal
