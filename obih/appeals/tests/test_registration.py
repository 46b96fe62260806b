"""Appeals and requests go through the screen of every other document, with who wrote them first."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from obih.appeals.models import Appeal, InformationRequest
from obih.appeals.queries import applicants_of
from obih.appeals.rules import Applicant
from obih.appeals.tests.conftest import KOVALENKO, Reception
from obih.appeals.tests.test_pages import client_of
from obih.registry.actions import correct_card
from obih.registry.cards import PartyEntry
from obih.registry.models import Deadline, Document, Link, Party, Registration
from obih.registry.vocabulary import PartyRole

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
APPEALS = "/journals/appeals-rada/registration/"
REQUESTS = "/journals/requests-rada/registration/"


def said(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "idempotency_key": str(uuid4()),
        "kind": kind,
        "author": KOVALENKO.name,
        "applicant_address": KOVALENKO.address,
        "title": "Про освітлення вулиці",
        "received_at": f"{TODAY:%d.%m.%Y}",
        "received_time": "00:01",
        "channel": "post",
        "then": "register",
        **more,
    }


def registered(client: Any, url: str, data: dict[str, Any]) -> Document:
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.content.decode()[:6000]
    return Document.objects.order_by("created_at").last()  # type: ignore[return-value]


def test_the_screen_begins_with_the_applicant(office: Reception) -> None:
    page = client_of("boiko").get(APPEALS).content.decode()
    assert "Реєстрація звернення" in page
    assert page.index('name="author"') < page.index('name="title"') < page.index('name="correspondent_text"')
    assert 'name="co_authors"' in page and 'name="urgency_reason"' not in page
    assert 'name="urgency_reason"' in client_of("boiko").get(REQUESTS).content.decode()


def test_an_appeal_needs_only_its_writer_and_what_it_is_about(office: Reception) -> None:
    document = registered(client_of("boiko"), APPEALS, said("citizen_appeal"))
    assert Registration.objects.get().number == f"К-1/{TODAY:%y}"
    assert document.access_level == "restricted" and document.added["appeal_form"] == "1.1"
    assert Appeal.objects.get().applicant_key == "коваленко і п"


def test_without_a_writer_it_must_say_that_it_is_unsigned(office: Reception) -> None:
    client = client_of("boiko")
    answer = client.post(APPEALS, said("citizen_appeal", author=""))
    assert answer.status_code == 422 and "анонімне" in answer.content.decode()
    registered(client, APPEALS, said("citizen_appeal", author="", appeal_subject="5.3"))
    assert Registration.objects.get().number.startswith("БП-")


def test_everybody_who_signed_is_kept(office: Reception) -> None:
    lines = "Мельник Олена; вул. Лесі Українки, 12; 067 1\nБондар Петро"
    document = registered(
        client_of("boiko"), APPEALS, said("citizen_appeal", co_authors=lines, authors_count="12")
    )
    assert Registration.objects.get().number.startswith("КО-")
    assert document.added["authors_count"] == 12
    assert Party.objects.filter(document=document, role="co_author").count() == 2
    card = client_of("boiko").get(f"/documents/{document.pk}/").content.decode()
    assert "Бондар Петро" in card and "067 1" in card


def test_a_corrected_co_author_keeps_the_address_of_the_others(office: Reception) -> None:
    lines = "Мельник Олена; вул. Лесі Українки, 12; 067 1\nТкач Ганна"
    document = registered(client_of("boiko"), APPEALS, said("citizen_appeal", co_authors=lines))
    names = ("Мельник Олена", "Ткач Галина")
    kept = [PartyEntry(PartyRole.CO_AUTHOR, name=name) for name in names]
    correct_card(document.pk, {"parties": kept}, reason="описка", version=None, by=office.clerk)
    told = applicants_of([document.pk])[document.pk]
    assert told[1] == Applicant("Мельник Олена", "вул. Лесі Українки, 12", "067 1")
    assert told[2].name == "Ткач Галина"


def test_a_covering_letter_is_the_sender_with_its_number(office: Reception) -> None:
    sender = office.house.sender
    data = said("citizen_appeal", correspondent=str(sender.pk), correspondent_text=sender.name)
    theirs = {"correspondent_number": "01-15/7", "correspondent_date": f"{TODAY:%d.%m.%Y}"}
    document = registered(client_of("boiko"), APPEALS, data | theirs)
    party = Party.objects.get(document=document, role="sender")
    assert (party.correspondent_id, party.number) == (sender.pk, "01-15/7")
    assert document.added["appeal_form"] == "1.6"


def test_a_repeat_is_told_and_tied(office: Reception) -> None:
    client = client_of("boiko")
    first = registered(client, APPEALS, said("citizen_appeal"))
    told = client.post(f"{APPEALS}remarks/", said("citizen_appeal")).content.decode()
    assert "Схоже на повторне" in told
    second = registered(client, APPEALS, said("citizen_appeal", repeats=str(first.pk)))
    assert Link.objects.get(source=second, kind="repeats").target_id == first.pk
    assert second.added["appeal_sign"] == "2.2"
    assert second.added["previous_appeals"] == f"К-1/{TODAY:%y} від {TODAY:%d.%m.%Y}"


def test_the_same_form_twice_is_one_appeal(office: Reception) -> None:
    client, data = client_of("boiko"), said("citizen_appeal")
    registered(client, APPEALS, data)
    assert client.post(APPEALS, data).status_code == 302
    assert client.post(APPEALS, data | {"title": "Інше"}).status_code == 422
    assert Document.objects.count() == 1


def test_an_urgent_request_needs_its_hour_and_ends_at_it(office: Reception) -> None:
    client = client_of("boiko")
    urgent = said("info_request", urgency_reason="аварія на водогоні, загроза життю")
    late = client.post(REQUESTS, urgent | {"received_time": ""})
    assert late.status_code == 422 and "година" in late.content.decode()
    told = client.post(f"{REQUESTS}remarks/", urgent).content.decode()
    assert "00:01" in told, "the term of 48 hours is told while one types"
    registered(client, REQUESTS, urgent)
    assert InformationRequest.objects.get().is_urgent
    due = Deadline.objects.get()
    assert due.due_at is not None
    assert (due.due_at - due.starts_at).total_seconds() == 48 * 3600
    bare = client.post(REQUESTS, said("info_request", term="info_urgent"))
    assert bare.status_code == 422 and "обґрунтовано" in bare.content.decode()


def test_what_was_begun_as_a_letter_goes_on_as_an_appeal(office: Reception) -> None:
    client = client_of("boiko")
    url = f"/journals/{office.house.journal.code}/registration/"
    data = said("citizen_appeal", author="", shown_kind="letter", correspondent_text=KOVALENKO.name)
    answer = client.post(f"{url}fields/", data)
    page = client.get(answer["HX-Redirect"]).content.decode()
    assert f'value="{KOVALENKO.name}"' in page and 'name="co_authors"' in page
