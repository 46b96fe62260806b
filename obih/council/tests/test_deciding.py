"""A decision registered by itself carries its sitting, item, votes and rapporteur all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from obih.council import actions
from obih.council.actions import DecisionEntry
from obih.council.models import AgendaItem, Decision
from obih.council.rules import Votes
from obih.council.tests.conftest import Chamber
from obih.council.tests.test_pages import at  # noqa: F401 - a fixture
from obih.history.idempotency import KeyReused
from obih.people.models import Sitting
from obih.registry.actions import register_created
from obih.registry.cards import CreatedCard
from obih.registry.models import Document
from obih.ui.refusals import Refused

pytestmark = pytest.mark.django_db
VOTES = Votes(20, 1, 2, 0, 27)


def entry_of(chamber: Chamber, item: str = "9", **more: Any) -> DecisionEntry:
    told: dict[str, Any] = {"number": "48", "held_on": chamber.held_on, "votes": VOTES} | more
    return DecisionEntry(
        body=chamber.house.cast.council_body, item=item, rapporteur_name="Андрій Гриценко", **told
    )


def card_of(chamber: Chamber, title: str = "Про окреме рішення") -> CreatedCard:
    return CreatedCard(journal=chamber.journal, kind_code="council_decision", title=title)


def test_it_is_numbered_with_all_that_its_sitting_says(chamber: Chamber) -> None:
    done = actions.register_decision(card_of(chamber), entry_of(chamber), key="k", by=chamber.clerk)
    again = actions.register_decision(card_of(chamber), entry_of(chamber), key="k", by=chamber.clerk)
    assert again.document_id == done.document_id and again.again
    assert done.registration.document.dated_on == chamber.held_on
    decision = Decision.objects.get(document=done.document_id)
    assert (decision.sitting, decision.item.number, decision.votes) == (chamber.sitting, "9", VOTES)
    assert decision.item.speaker == "Андрій Гриценко"
    assert Document.objects.get(pk=done.document_id).registrations.get().number == "1-48/VIII"
    with pytest.raises(KeyReused):
        other = entry_of(chamber, votes=Votes(21, 0, 2, 0, 27))
        actions.register_decision(card_of(chamber), other, key="k", by=chamber.clerk)


def test_an_item_of_the_agenda_is_that_item_and_has_one_decision(chamber: Chamber) -> None:
    first, *_ = chamber.agenda()
    actions.register_decision(card_of(chamber), entry_of(chamber, "1"), key="k", by=chamber.clerk)
    assert Decision.objects.get(item=first).document is not None
    with pytest.raises(Refused, match="вже має рішення"):
        actions.register_decision(card_of(chamber, "Інше"), entry_of(chamber, "1"), key="z", by=chamber.clerk)
    assert Document.objects.count() == 1 and AgendaItem.objects.count() == 4


def test_what_was_not_adopted_gets_no_number_and_opens_no_sitting(chamber: Chamber) -> None:
    lost = entry_of(chamber, votes=Votes(10, 9, 2, 0, 27), held_on=chamber.held_on - timedelta(days=9))
    with pytest.raises(Refused, match="не прийнято"):
        actions.register_decision(card_of(chamber), replace(lost, number="401"), key="k", by=chamber.clerk)
    assert not Document.objects.exists() and not Sitting.objects.filter(number="401").exists()


def test_a_sitting_nobody_has_noted_is_opened(chamber: Chamber) -> None:
    earlier = entry_of(chamber, number="407", held_on=chamber.held_on - timedelta(days=30))
    for title in ("Про одне", "Про друге"):
        item = entry_of(chamber, title[4:8], number="407", held_on=earlier.held_on)
        actions.register_decision(card_of(chamber, title), item, key=title, by=chamber.clerk)
    assert Sitting.objects.get(number="407").agenda.count() == 2


def test_the_sitting_of_a_registered_decision_is_written_down_later(
    chamber: Chamber,
    at: Callable[[str], Client],  # noqa: F811
) -> None:
    values = {"sitting": "48", "convocation": "VIII"}
    card = replace(card_of(chamber), number_values=values)
    document = register_created(card, key="k", by=chamber.clerk).document_id
    client = at("boiko")
    page = client.get(f"/documents/{document}/").content.decode()
    assert f"/documents/{document}/sitting/" in page and "extract.pdf" not in page
    told = {
        "decision_sitting": str(chamber.sitting.pk), "decision_item": "5", "decision_rapporteur": "Ольга",
        "decision_in_favour": "20", "decision_against": "1", "decision_composition": "27",
    }  # fmt: skip
    wrong = client.post(f"/documents/{document}/sitting/", told | {"decision_in_favour": "5"})
    assert wrong.status_code == 422
    assert client.post(f"/documents/{document}/sitting/", told).status_code == 302
    page = client.get(f"/documents/{document}/").content.decode()
    assert "extract.pdf" in page and "Голосування" in page and "Ольга" in page
    assert client.get(f"/documents/{document}/extract.pdf").status_code == 200
    item = Decision.objects.get().item_id
    assert client.get(f"/sittings/{chamber.sitting.pk}/items/{item}/mailing/").status_code == 200
    assert client.get(f"/documents/{document}/sitting/").status_code == 404
    assert at("chuzhynska").get(f"/documents/{document}/sitting/").status_code == 404


def test_the_form_of_registration_asks_for_the_sitting_and_the_votes(
    chamber: Chamber,
    at: Callable[[str], Client],  # noqa: F811
) -> None:
    client, url = at("boiko"), f"/journals/{chamber.journal.code}/registration/"
    page = client.get(url).content.decode()
    for name in ("decision_sitting", "decision_item", "decision_in_favour", "decision_rapporteur"):
        assert f'name="{name}"' in page
    said = {
        "kind": "council_decision", "title": "Про окреме", "case_index": str(chamber.house.case.pk),
        "form": "paper", "access_level": "general", "decision_sitting": str(chamber.sitting.pk),
        "decision_item": "3", "decision_rapporteur": "Ольга Ткаченко", "decision_composition": "27",
        "idempotency_key": "01a205a6-b9ca-754d-aa44-48b79096a329",
    }  # fmt: skip
    assert client.post(url, said).status_code == 422
    lost = client.post(url, said | {"decision_in_favour": "3", "decision_against": "17"})
    assert lost.status_code == 422 and "щонайменше 14" in lost.content.decode()
    done = client.post(url, said | {"decision_in_favour": "20"})
    assert done.status_code == 302, done.content.decode()
    again = client.post(url, said | {"decision_in_favour": "20"})
    assert again.status_code == 302 and Document.objects.count() == 1
    decision = Decision.objects.get()
    assert (decision.item.number, decision.in_favour, decision.item.speaker) == ("3", 20, "Ольга Ткаченко")
    tomorrow = timezone.localdate() + timedelta(days=1)
    other = {
        "decision_sitting": "new",
        "decision_held_on": f"{tomorrow:%d.%m.%Y}",
        "decision_in_favour": "20",
    }
    unsaid = client.post(url, said | other | {"idempotency_key": "01a205a6-b9ca-754d-aa44-48b79096a330"})
    assert unsaid.status_code == 422
