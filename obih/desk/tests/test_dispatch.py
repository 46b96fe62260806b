"""Copies are noted as sent by hand, one by one or many at once, each line by itself."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.utils import timezone

from obih.desk.tests.conftest import SignedIn
from obih.history.models import Event
from obih.registry import actions
from obih.registry.actions.dispatch import Sending
from obih.registry.cards import CreatedCard, PartyEntry
from obih.registry.models import Copy, Document, Journal
from obih.registry.tests.conftest import House
from obih.registry.vocabulary import PartyRole
from obih.ui.refusals import Refused

TODAY = timezone.localdate()


@pytest.fixture
def out(house: House) -> Journal:
    actions.seed_sample_journals(house.cast.council, TODAY.year)
    return Journal.objects.get(code=f"out-{house.cast.council.code}")


def letter_out(house: House, out: Journal, *names: str, **fields: Any) -> Document:
    house.counted.append(1)
    parties = [PartyEntry(PartyRole.ADDRESSEE, name=each) for each in names]
    card = CreatedCard(
        journal=out, kind_code="out_letter", title="Про ремонт доріг", channel_code="post", case=house.case,
        parties=tuple(parties), **fields,
    )  # fmt: skip
    done = actions.register_created(card, key=f"out-{len(house.counted)}", by=house.clerk)
    return Document.objects.get(pk=done.document_id)


def sent_events(document: Document) -> list[Event]:
    about = Event.objects.about("registry.document", document.pk)
    return list(about.filter(name="registry.document_sent").order_by("seq"))


def test_copies_are_noted_as_sent_and_it_is_announced_once(house: House, out: Journal) -> None:
    letter = letter_out(house, out, "ОВА", "ДПС")
    copies = list(letter.copies.order_by("pk"))
    sendings = [Sending(copies[0].pk, tracking_number="RB123"), Sending(copies[1].pk, "email")]
    now = timezone.now()
    for expected in (2, 0):
        assert actions.note_sent(letter.pk, sendings, sent_at=now, by=house.clerk) == expected
    (event,) = sent_events(letter)
    assert event.facts["copies"] == [each.pk for each in copies]
    assert "пошта, електронна пошта" in event.tell() and "Примірників: 2" in event.tell()
    copies[1].refresh_from_db()
    assert copies[1].channel_code == "email" and copies[1].sent_at == now
    assert actions.note_sent(
        letter.pk, [Sending(copies[0].pk, tracking_number="RB124")], sent_at=now, by=house.clerk
    )
    assert len(sent_events(letter)) == 2


def test_what_has_not_happened_is_not_noted(house: House, out: Journal) -> None:
    letter = letter_out(house, out, "ОВА")
    copy, tomorrow = letter.copies.get(), timezone.now() + timedelta(days=1)
    with pytest.raises(Refused, match="не настав"):
        actions.note_sent(letter.pk, [Sending(copy.pk)], sent_at=tomorrow, by=house.clerk)
    with pytest.raises(Refused, match="Спершу позначте"):
        actions.note_delivered(letter.pk, copy.pk, delivered_at=timezone.now(), by=house.clerk)
    with pytest.raises(Refused, match="немає"):
        actions.note_sent(letter.pk, [Sending(copy.pk + 1)], sent_at=timezone.now(), by=house.clerk)
    with pytest.raises(Refused):
        actions.note_sent(letter.pk, [Sending(copy.pk)], sent_at=timezone.now(), by=house.stranger)
    assert not sent_events(letter)


def test_of_many_documents_one_refused_line_stops_no_other(
    house: House, out: Journal, signed_in: SignedIn
) -> None:
    first, second = letter_out(house, out, "ОВА"), letter_out(house, out, "ДПС")
    mine, theirs = first.copies.get(), second.copies.get()
    client = signed_in("boiko")
    page = client.get("/dispatch/").content.decode()
    assert f'value="{mine.pk}"' in page and f'value="{theirs.pk}"' in page
    answer = client.post(
        "/dispatch/", {"sent_on": "сьогодні", "copy": [mine.pk, 999_999], f"tracking-{mine.pk}": "RB1"}
    )
    text = answer.content.decode().replace("\u00a0", " ")
    assert answer.status_code == 422 and "Не позначено: 1 рядок" in text
    assert "Надісланими позначено 1 примірник" in text and f'id="copy-{mine.pk}"' not in text
    mine.refresh_from_db()
    assert mine.sent_at and mine.tracking_number == "RB1"
    tomorrow = f"{TODAY + timedelta(days=1):%d.%m.%Y}"
    answer = client.post("/dispatch/", {"sent_on": tomorrow, "copy": [theirs.pk]})
    assert answer.status_code == 422 and "ще не настав" in answer.content.decode()
    assert Copy.objects.filter(sent_at=None, party__isnull=False).count() == 1


def test_the_page_of_copies_notes_what_was_filled_in(house: House, out: Journal, signed_in: SignedIn) -> None:
    letter = letter_out(house, out, "ОВА", "ДПС")
    one, two = letter.copies.order_by("pk")
    client, url = signed_in("boiko"), f"/documents/{letter.pk}/copies/"
    day = f"{TODAY:%d.%m.%Y}"
    told = {
        "sent_on": day, f"c{one.pk}-send": "on", f"c{one.pk}-channel": "post", f"c{one.pk}-tracking": "RB7",
        f"c{one.pk}-number_there": "1455/01", f"c{one.pk}-dated_there_on": day, f"c{two.pk}-channel": "post",
    }  # fmt: skip
    answer = client.post(url, told, follow=True)
    page = answer.content.decode()
    assert "1455/01" in page and "RB7" in page and "не надіслано" in page
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.sent_at and one.number_there == "1455/01" and not two.sent_at
    refused = {"sent_on": day, f"c{two.pk}-refused_on": day}
    assert "Напишіть, чому не прийнято" in client.post(url, refused).content.decode()
    client.post(url, refused | {f"c{two.pk}-refused_because": "адресат вибув"})
    names = [each.name for each in Event.objects.about("registry.document", letter.pk).order_by("seq")]
    assert names[1:] == [
        "registry.document_sent", "registry.copy_registered_there", "registry.copy_refused",
    ]  # fmt: skip
    assert signed_in("chuzhynska").get(url).status_code == 404


def test_the_list_for_the_post_holds_what_went_that_day(
    house: House, out: Journal, signed_in: SignedIn
) -> None:
    letter = letter_out(house, out, "ОВА", "ДПС", sheets_main=3)
    one, two = letter.copies.order_by("pk")
    yesterday = timezone.now() - timedelta(days=1)
    actions.note_sent(letter.pk, [Sending(one.pk, tracking_number="RB7")], sent_at=yesterday, by=house.clerk)
    actions.note_sent(letter.pk, [Sending(two.pk, "email")], sent_at=timezone.now(), by=house.clerk)
    client = signed_in("boiko")
    page = client.get(f"/dispatch/list/?on={TODAY - timedelta(days=1):%d.%m.%Y}").content.decode()
    assert "RB7" in page and "ОВА" in page and "ДПС" not in page
    assert "Цього дня нічого не надсилали" in client.get("/dispatch/list/").content.decode()
    assert "ДПС" in client.get("/dispatch/list/?channel=email").content.decode()


def test_the_list_for_the_post_is_a_file_with_lines_to_sign(
    house: House, out: Journal, signed_in: SignedIn
) -> None:
    letter = letter_out(house, out, "=ОВА", "ДПС", sheets_main=3)
    one, two = letter.copies.order_by("pk")
    now = timezone.now()
    sendings = [Sending(one.pk, tracking_number="RB7"), Sending(two.pk, "email")]
    actions.note_sent(letter.pk, sendings, sent_at=now, by=house.clerk)
    client = signed_in("boiko")
    made = client.get("/dispatch/list.pdf")
    assert made.headers["Content-Type"] == "application/pdf"
    text = pypdfium2.PdfDocument(made.content)[0].get_textpage().get_text_bounded()
    for told in (
        "Реєстр відправлень за",
        "=ОВА",
        "RB7",
        "відправлень: 1, аркушів: 3",
        "Здав(ла)",
        "Прийняв(ла)",
    ):
        assert told in text, told
    assert "ДПС" not in text, "it went by another way"
    with zipfile.ZipFile(io.BytesIO(client.get("/dispatch/list.xlsx?channel=").content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    for told in ("=ОВА", "ДПС", "електронна пошта", "Спосіб", "Прийняв(ла)"):
        assert told in sheet, told
    assert "<f>" not in sheet
    page = client.get("/dispatch/list/?channel=email").content.decode()
    assert "/dispatch/list.pdf?on=" in page and "channel=email" in page
    for kind in ("pdf", "xlsx"):
        assert client.get(f"/dispatch/list.{kind}?on=01.01.2020").status_code == 200, "an empty day is a list"
        assert signed_in("stetsenko").get(f"/dispatch/list.{kind}").status_code in (403, 404, 422)


def test_the_journal_tells_to_whom_and_whether_it_went(
    house: House, out: Journal, signed_in: SignedIn
) -> None:
    letter = letter_out(house, out, "ОВА", "ДПС", "НАЗК", "ГУНП", "РДА")
    client, url = signed_in("boiko"), f"/journals/{out.code}/"
    page = client.get(url).content.decode()
    assert "Кому" in page and "ОВА, ДПС, НАЗК і ще 2" in page and "не надіслано" in page
    copies = list(letter.copies.order_by("pk"))
    actions.note_sent(
        letter.pk, [Sending(each.pk) for each in copies[:2]], sent_at=timezone.now(), by=house.clerk
    )
    assert "надіслано 2 з 5" in client.get(url).content.decode()
    assert str(letter.pk) in client.get(f"{url}?dispatch=waiting").content.decode()
    assert str(letter.pk) not in client.get(f"{url}?dispatch=refused").content.decode()
