"""Executors and addressees of ours see their document; the rule that checks the rows agrees all along."""

from __future__ import annotations

import pytest
from django.utils import timezone

from obih.people import principals
from obih.registry import access_rows, actions
from obih.registry.cards import CreatedCard, PartyEntry
from obih.registry.models import AccessRow, Copy, Document, Journal
from obih.registry.tests.conftest import House
from obih.registry.vocabulary import PartyRole
from obih.ui.refusals import Refused


def memo(house: House) -> Document:
    actions.seed_sample_journals(house.cast.council, timezone.localdate().year)
    journal = Journal.objects.get(code=f"int-{house.cast.council.code}")
    unit, person = house.cast.units["legal"], house.cast.tkachenko.person
    card = CreatedCard(
        journal=journal, kind_code="memo", title="Про закупівлю", channel_code="internal",
        added={"main_executor": house.cast.stetsenko.person.pk},
        parties=(
            PartyEntry(PartyRole.ADDRESSEE, unit=unit, name=unit.name),
            PartyEntry(PartyRole.ADDRESSEE, person=person, name=person.full_name),
        ),
    )  # fmt: skip
    return Document.objects.get(pk=actions.register_created(card, key="memo", by=house.clerk).document_id)


def by_card(document: Document) -> set[tuple[str, int]]:
    rows = AccessRow.objects.filter(document=document, reason__in=("executor", "addressee"))
    return set(rows.values_list("reason", "principal"))


def test_rows_follow_executor_and_addressees(house: House) -> None:
    document, cast = memo(house), house.cast
    unit = principals.of_unit(cast.units["legal"].pk)
    head = principals.of_person(cast.tkachenko.person.pk)
    executor = principals.of_person(cast.stetsenko.person.pk)
    assert by_card(document) == {("addressee", unit), ("addressee", head), ("executor", executor)}
    assert access_rows.verify() == []
    land = cast.units["land"]
    changes = {
        "main_executor": cast.koval.person.pk,
        "addressees": [PartyEntry(PartyRole.ADDRESSEE, unit=land, name=land.name)],
    }
    actions.correct_card(document.pk, changes, reason="не туди", version=None, by=house.clerk)
    assert by_card(document) == {
        ("addressee", principals.of_unit(land.pk)), ("executor", principals.of_person(cast.koval.person.pk)),
    }  # fmt: skip
    assert access_rows.verify() == [] and Copy.objects.filter(document=document).count() == 1
    closed = {"access_level": "restricted", "access_basis": "ст. 6"}
    actions.correct_card(document.pk, closed, reason="службове", version=None, by=house.clerk)
    assert by_card(document) == {("executor", principals.of_person(cast.koval.person.pk))}
    assert access_rows.verify() == []


def test_an_addressee_whose_copy_went_out_stays(house: House) -> None:
    document = memo(house)
    copy = document.copies.order_by("pk").first()
    assert copy is not None
    actions.note_sent(
        document.pk, [actions.dispatch.Sending(copy.pk)], sent_at=timezone.now(), by=house.clerk
    )
    with pytest.raises(Refused, match="уже надіслано"):
        actions.correct_card(document.pk, {"addressees": []}, reason="ні", version=None, by=house.clerk)
    assert Copy.objects.filter(document=document).count() == 2
