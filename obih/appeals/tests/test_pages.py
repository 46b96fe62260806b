"""Screens of receptions and of what becomes of an appeal; who is no clerk of theirs learns nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obih.appeals.models import Answer, CopyingBill, Extension, Forwarding, Reception
from obih.appeals.queries import receptions
from obih.appeals.tests.conftest import KOVALENKO
from obih.appeals.tests.conftest import Reception as Office
from obih.people.models import Account
from obih.registry.models import Deadline, Document, JournalLayout, Link, Registration

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MOST_STATEMENTS = 15
"""A letter’s card takes fifteen; ours adds whose the appeal is, what became of it, what was before."""


def client_of(username: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(
        Account.objects.get(username=username),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def said(office: Office, **more: Any) -> dict[str, Any]:
    return {
        "idempotency_key": str(uuid4()),
        "applicant": KOVALENKO.name,
        "address": KOVALENKO.address,
        "contact": KOVALENKO.contact,
        "substance": "Просить полагодити освітлення вулиці Шевченка",
        "leader": str(office.house.cast.melnychenko.person.pk),
        "unit": str(office.house.cast.units["land"].pk),
        "held_on": f"{TODAY:%d.%m.%Y}",
        "appeal_kind": "3.2",
        **more,
    }


def test_a_reception_gives_a_number_and_a_receipt_at_once(office: Office) -> None:
    client = client_of("boiko")
    page = client.get("/receptions/new/").content.decode()
    assert "autofocus" in page and "Мельниченко" in page
    data = said(office)
    answer = client.post("/receptions/new/", data, follow=True)
    text = answer.content.decode()
    document = Document.objects.get()
    number = Registration.objects.get().number
    assert number == f"К-1/{TODAY:%y}" and number in text.replace("<b>", "").replace("</b>", "")
    assert f"/receptions/{document.pk}/receipt/" in text
    assert document.access_level == "restricted" and not document.awaits_scan
    assert document.added["appeal_type"] == "6.3" and document.added["appeal_form"] == "1.2"
    held = Reception.objects.get()
    assert held.leader_label.startswith("Мельниченко І.") and "голова" in held.leader_label
    client.post("/receptions/new/", data)
    assert Reception.objects.count() == 1, "the same form sent twice is one reception"


def test_the_receipt_tells_no_more_than_it_must(office: Office) -> None:
    client = client_of("boiko")
    client.post("/receptions/new/", said(office))
    document = Document.objects.get()
    page = client.get(f"/receptions/{document.pk}/receipt/").content.decode()
    assert "Коваленко І. П." in page and "Звернення прийнято" in page
    assert "Шевченка" not in page and "067" not in page and "Петрович" not in page
    pdf = client.get(f"/receptions/{document.pk}/receipt.pdf")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")


def test_what_is_missing_is_said_at_its_field(office: Office) -> None:
    answer = client_of("boiko").post("/receptions/new/", said(office, applicant="", address=" "))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Впишіть прізвище" in text and "де живе заявник" in text
    assert "полагодити освітлення" in text, "what was typed stays"


def test_who_came_before_is_told_and_may_be_tied(office: Office) -> None:
    first = office.appeal(KOVALENKO)
    client = client_of("boiko")
    told = client.post("/receptions/remarks/", said(office)).content.decode()
    assert "Схоже на повторне" in told and str(first.pk) in told
    client.post("/receptions/new/", said(office, repeats=str(first.pk)))
    second = Document.objects.exclude(pk=first.pk).get()
    assert second.added["appeal_sign"] == "2.2"
    assert Link.objects.get(source=second).target_id == first.pk
    answer = client.post("/receptions/new/", said(office, repeats=str(uuid4())))
    assert answer.status_code == 422 and "не доступний" in answer.content.decode()


def test_a_field_reception_of_yesterday_keeps_its_day_and_place(office: Office) -> None:
    yesterday = TODAY - timedelta(days=1)
    data = said(office, held_on=f"{yesterday:%d.%m.%Y}", place="с. Вільне, клуб", written="on")
    client_of("boiko").post("/receptions/new/", data)
    held = Reception.objects.get()
    assert (held.held_on, held.place) == (yesterday, "с. Вільне, клуб")
    assert timezone.localdate(Registration.objects.get().received_at) == yesterday
    assert Document.objects.get().form == "paper", "a written appeal handed in there is paper"
    tomorrow = client_of("boiko").post(
        "/receptions/new/", said(office, held_on=f"{TODAY + timedelta(days=1):%d.%m.%Y}")
    )
    assert tomorrow.status_code == 422


def test_the_register_has_the_columns_of_its_form_which_are_data(office: Office) -> None:
    client = client_of("boiko")
    client.post("/receptions/new/", said(office))
    page = client.get("/receptions/").content.decode()
    assert "Стислий виклад порушених питань" in page and KOVALENKO.name in page
    JournalLayout.objects.update_or_create(
        stream="personal_reception",
        defaults={
            "title": "Наш журнал",
            "columns": [{"title": "Хто", "width": 1, "parts": ["applicant", "щось"]}],
        },
    )
    printed = client.get("/receptions/print/").content.decode()
    assert "Наш журнал" in printed and "Стислий виклад" not in printed and KOVALENKO.name in printed
    assert client.get("/receptions/print.pdf").content.startswith(b"%PDF")
    assert client.get("/receptions/print.xlsx").content.startswith(b"PK")
    none = client.get("/receptions/?since=01.01.2020&until=02.01.2020").content.decode()
    assert "прийомів немає" in none


@pytest.mark.parametrize("username", ["chuzhynska", "stetsenko", "savchuk", "diachenko"])
def test_others_find_no_register_no_receipt_and_no_deed(office: Office, username: str) -> None:
    client_of("boiko").post("/receptions/new/", said(office))
    document = Document.objects.get()
    client = client_of(username)
    for url in (
        "/receptions/",
        "/receptions/print/",
        "/receptions/print.pdf",
        "/receptions/print.xlsx",
        f"/receptions/{document.pk}/receipt/",
        f"/receptions/{document.pk}/receipt.pdf",
        f"/documents/{document.pk}/answer/",
        f"/documents/{document.pk}/forwardings/",
    ):
        answer = client.get(url)
        assert answer.status_code == 404, url
        assert "Коваленко" not in answer.content.decode()
    told = client.post("/receptions/remarks/", said(office))
    assert told.status_code == 422 and "Схоже" not in told.content.decode()
    assert client.post("/receptions/new/", said(office)).status_code == 422
    assert not receptions(office.house.cast.actor(username)).exists()


def test_the_card_shows_the_panel_and_each_deed_comes_back_to_it(office: Office) -> None:
    client = client_of("boiko")
    document = office.appeal(KOVALENKO)
    card = f"/documents/{document.pk}/"
    assert "Якщо питання не ваше" in client.get(card).content.decode()
    cap = Deadline.objects.get(document=document).cap_on
    today = f"{TODAY:%d.%m.%Y}"
    deeds = {
        "forwardings": {"to_whom": "Черкаська РДА", "sent_on": today, "noticed_on": today},
        "extensions": {
            "on": f"{cap:%d.%m.%Y}", "noticed_on": today, "decided_by": "І. Мельниченко", "reason": "архів",
        },
        "answer": {"result": "9.3", "answered_on": today, "number": "02-12/5"},
    }  # fmt: skip
    for name, data in deeds.items():
        assert client.get(f"{card}{name}/").status_code == 200
        answer = client.post(f"{card}{name}/", data)
        assert (answer.status_code, answer.get("Location")) == (302, card), answer.content.decode()[:2000]
    assert Forwarding.objects.get() and Extension.objects.get() and Answer.objects.get()
    text = client.get(card).content.decode()
    assert "Черкаська РДА" in text and "Дано роз’яснення" in text and "Строк продовжено" in text
    late = client.post(
        f"{card}extensions/", deeds["extensions"] | {"on": f"{cap + timedelta(days=9):%d.%m.%Y}"}
    )
    assert late.status_code == 422 and "не пізніше" in late.content.decode()


def test_the_card_of_an_appeal_costs_few_statements_more(office: Office) -> None:
    client = client_of("boiko")
    document = office.appeal(KOVALENKO)
    office.appeal(KOVALENKO)
    client.get(f"/documents/{document.pk}/")
    with CaptureQueriesContext(connection) as asked:
        assert "писав раніше" in client.get(f"/documents/{document.pk}/").content.decode()
    assert len(asked) <= MOST_STATEMENTS, [each["sql"][:90] for each in asked.captured_queries]


def test_a_request_has_its_bill_and_its_grounds(office: Office) -> None:
    client = client_of("boiko")
    document = office.request(KOVALENKO)
    url = f"/documents/{document.pk}/"
    today = f"{TODAY:%d.%m.%Y}"
    bill = {"pages": "9", "amount": "28,50", "billed_on": today}
    free = client.post(f"{url}copying/", bill)
    assert free.status_code == 422 and "безкоштовно" in free.content.decode()
    assert client.post(f"{url}copying/", bill | {"pages": "24", "paid_on": today}).status_code == 302
    assert CopyingBill.objects.get().paid_on == TODAY
    refused = client.post(f"{url}answer/", {"result": "refused", "answered_on": today})
    assert refused.status_code == 422 and "чотири" in refused.content.decode()
