"""The page of numbers: who opens it, what it shows, what can be done there and printed from it."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from obih.desk.tests.conftest import SignedIn
from obih.desk.tests.test_registration import TODAY, filled
from obih.people import principals
from obih.registry import actions
from obih.registry.models import Registration, Reservation
from obih.registry.tests.conftest import House
from obih.ui.words import short_date


def page_of(house: House) -> str:
    return f"/journals/{house.journal.code}/numbers/"


def reserve(client: Client, house: House, **more: str):
    data = {"count": "2", "holder": "Андрій Гриценко", "purpose": "held", "idempotency_key": str(uuid4())}
    return client.post(page_of(house), data | more)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_numbers_are_reserved_returned_and_voided_by_plain_forms(house: House, signed_in: SignedIn) -> None:
    client, page = signed_in("boiko"), page_of(house)
    assert reserve(client, house, until=short_date(TODAY + timedelta(days=5))).status_code == 302
    shown = text_of(client, page)
    assert "Андрій Гриценко" in shown and short_date(TODAY + timedelta(days=5)) in shown
    first, second = Reservation.objects.order_by("allocation__sequence")
    assert client.post(f"{page}reservations/{first.pk}/return/").status_code == 302
    assert "Повернуті, вільні" in text_of(client, page)
    assert client.post(f"{page}reservations/{first.pk}/return/").status_code == 422
    voiding = f"{page}{second.allocation_id}/annulment/"
    assert "анульовано" not in text_of(client, voiding).split("<form")[-1].lower()
    assert client.post(voiding, {"reason": " "}).status_code == 422
    assert client.post(voiding, {"reason": "зіпсовано бланк"}).status_code == 302
    assert "зіпсовано бланк" in text_of(client, page)
    assert client.post(voiding, {"reason": "ще раз"}).status_code == 422


def test_what_is_wrong_is_said_at_the_field(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    for more, sentence in (
        ({"count": "0"}, "Щонайменше один"),
        ({"count": "201"}, "щонайбільше 200"),
        ({"holder": ""}, "Напишіть, за ким номер"),
        ({"until": short_date(TODAY - timedelta(days=1))}, "вже минув|уже минув"),
    ):
        response = reserve(client, house, **more)
        assert response.status_code == 422
        assert any(each in response.content.decode() for each in sentence.split("|")), more
    assert not Reservation.objects.exists()


def test_the_same_form_sent_twice_reserves_once(house: House, signed_in: SignedIn) -> None:
    client, key = signed_in("boiko"), str(uuid4())
    for _ in range(2):
        assert reserve(client, house, idempotency_key=key).status_code == 302
    assert Reservation.objects.count() == 2
    other = reserve(client, house, idempotency_key=key, holder="хтось інший")
    assert other.status_code == 422 and key not in other.content.decode()


def test_readers_look_and_strangers_find_nothing(house: House, signed_in: SignedIn) -> None:
    reserve(signed_in("boiko"), house)
    held = Reservation.objects.first()
    assert held
    head = text_of(signed_in("melnychenko"), page_of(house))
    assert "Внести за номером" not in head and "реєструє діловод" in head
    house.letter(responsible_unit=house.cast.units["land"])
    for name in ("chuzhynska", "stetsenko"):
        client = signed_in(name)
        for address in ("", "void/print/", "void.pdf", "outage.pdf", f"{held.allocation_id}/annulment/"):
            assert client.get(page_of(house) + address).status_code == 404, (name, address)
        assert reserve(client, house).status_code == 404
        assert client.post(f"{page_of(house)}reservations/{held.pk}/return/").status_code == 404


def test_an_outage_is_entered_afterwards_from_the_page(house: House, signed_in: SignedIn) -> None:
    client, page = signed_in("boiko"), page_of(house)
    assert client.get(f"{page}outage.pdf").status_code == 422
    reserve(client, house, purpose="outage", holder="чергова зміна")
    sheet = client.get(f"{page}outage.pdf")
    assert sheet.status_code == 200 and sheet.content.startswith(b"%PDF")
    number = Reservation.objects.order_by("allocation__sequence").first()
    assert number
    entry = f"/journals/{house.journal.code}/registration/"
    opened = text_of(client, f"{entry}?number={number.allocation_id}")
    assert f'value="{number.allocation_id}" selected' in opened and '<details id="number" open' in opened
    yesterday = TODAY - timedelta(days=1)
    chosen = {
        "number_from": "held", "number_held": str(number.allocation_id), "received_at": short_date(yesterday),
        "received_time": "09:05",
    }  # fmt: skip
    refused = client.post(entry, filled(house, **chosen))
    assert refused.status_code == 422 and "що записано на ньому" in refused.content.decode()
    late = {
        "registered_on": short_date(yesterday),
        "registered_time": "09:10",
        "late_reason": "не було світла",
    }
    form = filled(house, **chosen, **late)
    assert client.post(entry, form).status_code == 302
    assert client.post(entry, form).status_code == 302, "the same again is the same"
    made = Registration.objects.get()
    local = timezone.localtime(made.registered_at)
    assert (made.sequence, local.date(), f"{local:%H:%M}") == (1, yesterday, "09:10")
    shown = text_of(client, page)
    assert "не було світла" in shown and "Внесено пізніше <small>1" in shown


def test_an_annulled_document_says_so_everywhere(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    letter = house.letter(title="Про бруківку")
    address = f"/documents/{letter.pk}/"
    allocation = letter.registrations.get().allocation_id
    assert f"{page_of(house)}{allocation}/annulment/" in text_of(client, address)
    assert client.post(f"{page_of(house)}{allocation}/annulment/", {"reason": "двічі"}).status_code == 302
    card = text_of(client, address)
    assert "Номер анульовано" in card and "Анульовано" in card and "Відновити" not in card
    journal = text_of(client, f"/journals/{house.journal.code}/")
    assert "data-void" in journal
    assert "за номером було зареєстровано документ" in text_of(client, page_of(house))


def test_a_restricted_documents_number_is_not_voided_by_who_does_not_see_it(
    house: House, signed_in: SignedIn
) -> None:
    from obih.people.actors import SYSTEM

    actions.set_reader(
        house.journal, principals.of_person(house.cast.koval.person.pk), may_register=True, by=SYSTEM
    )
    secret = house.letter(access_level="restricted", access_basis="ст. 6").registrations.get()
    client = signed_in("koval")
    for allocation in (secret.allocation_id, uuid4()):
        address = f"{page_of(house)}{allocation}/annulment/"
        assert client.get(address).status_code == client.post(address, {"reason": "так"}).status_code == 404


def test_registers_are_printed_on_screen_as_pdf_and_as_a_sheet(house: House, signed_in: SignedIn) -> None:
    client, page = signed_in("boiko"), page_of(house)
    reserve(client, house, holder="=1+1", note="для сесії")
    first = Reservation.objects.order_by("allocation__sequence").first()
    assert first
    actions.void_number(first.allocation_id, reason="зіпсовано <бланк>", by=house.clerk)
    assert "зіпсовано &lt;бланк&gt;" in text_of(client, f"{page}void/print/")
    printed = text_of(client, f"{page}reserved/print/?period={TODAY.year}")
    assert "для сесії" in printed and "анульовано" in printed
    text_of(client, f"{page}late/print/")
    for sort in ("reserved", "void", "late"):
        pdf = client.get(f"{page}{sort}.pdf")
        assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF"), sort
    sheet = client.get(f"{page}reserved.xlsx")
    with zipfile.ZipFile(io.BytesIO(b"".join(sheet.streaming_content))) as book:
        cells = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml")).decode()
    assert "=1+1" in cells and "<f>" not in cells, "a text stays a text"
    assert client.get(f"{page}nonsense.pdf").status_code == 404
    assert client.get(f"{page}void.docx").status_code == 404
