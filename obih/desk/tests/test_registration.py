"""Registration without scripts: a plain form, errors that keep what was typed, one deed for one key."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from obih.desk.tests.conftest import SignedIn
from obih.registry.models import Document, PendingCard, Registration
from obih.registry.tests.conftest import House

TODAY = timezone.localdate()
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def address(house: House) -> str:
    return f"/journals/{house.journal.code}/registration/"


def filled(house: House, **fields: object) -> dict[str, object]:
    usual = {
        "idempotency_key": str(uuid4()),
        "journal": house.journal.code,
        "then": "register",
        "correspondent": str(house.sender.pk),
        "correspondent_text": "Черкаська ОВА",
        "correspondent_number": "4271/5",
        "correspondent_date": f"{TODAY - timedelta(days=2):%d%m}",
        "title": "Про ремонт доріг",
        "kind": "letter",
        "received_at": f"{TODAY:%d.%m.%Y}",
        "received_time": "00:01",
        "access_level": "general",
        "form": "paper",
        "channel": "post",
        "case_index": str(house.case.pk),
    }
    return usual | fields


def test_a_plain_form_gives_the_number(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    answer = client.post(address(house), filled(house), follow=True)
    page = answer.content.decode()
    assert "Зареєстровано:" in page and "<b>1</b>/02-10" in page and "answer_by" not in page
    assert Registration.objects.get().number == "1/02-10"
    assert Document.objects.get().first_reviewer is None


def test_the_same_key_again_is_the_same_letter(house: House, signed_in: SignedIn) -> None:
    client, card = signed_in("boiko"), filled(house)
    for _ in range(2):
        with_scan = card | {"files": SimpleUploadedFile("Лист.pdf", PDF, "application/pdf")}
        answer = client.post(address(house), with_scan, follow=True).content.decode()
        assert "Зареєстровано:" in answer and "<b>1</b>/02-10" in answer
    answer = client.post(address(house), card, follow=True).content.decode()
    assert Registration.objects.count() == 1 and "<b>1</b>/02-10" in answer


def test_the_same_key_with_another_letter_is_refused_and_the_letter_kept(
    house: House, signed_in: SignedIn
) -> None:
    client, card = signed_in("boiko"), filled(house)
    client.post(address(house), card)
    given = Registration.objects.get()
    other = card | {"title": "Про інше", "correspondent_number": "9/1"}
    for _ in range(2):
        answer = client.post(address(house), other)
        page = answer.content.decode()
        assert answer.status_code == 422 and Registration.objects.count() == 1
        assert "Цю картку вже зареєстровано" in page and "<b>1</b>/02-10" in page
        assert 'value="Про інше"' in page and f"/documents/{given.document_id}/correction/" in page
        assert f'name="idempotency_key" value="{card["idempotency_key"]}"' in page
    for changed in ({"files": SimpleUploadedFile("Інший.pdf", PDF + b"%", "application/pdf")}, {"title": ""}):
        assert client.post(address(house), card | changed).status_code == 422
    fresh = re.search(r'name="fresh_key" value="([^"]+)"', page)
    assert fresh and f'data-draft="/waiting/{fresh[1]}/"' in page
    client.post(f"/waiting/{fresh[1]}/", other)
    assert PendingCard.objects.get().fields["title"] == "Про інше"
    for _ in range(2):
        answer = client.post(address(house), other | {"fresh_key": fresh[1], "then": "anew"})
        assert answer.status_code == 302
    assert Registration.objects.count() == 2 and not PendingCard.objects.exists()


def test_another_letter_under_a_spent_key_can_be_put_aside(house: House, signed_in: SignedIn) -> None:
    client, card, fresh = signed_in("boiko"), filled(house), str(uuid4())
    client.post(address(house), card)
    client.post(address(house), card | {"title": "Про інше", "fresh_key": fresh, "then": "postpone"})
    assert PendingCard.objects.get().fields["title"] == "Про інше"
    assert "fresh_key" not in PendingCard.objects.get().fields


def test_an_error_keeps_what_was_typed_and_the_key(house: House, signed_in: SignedIn) -> None:
    card = filled(house, title="", correspondent_date="3113", summary="Не загубіть мене")
    answer = signed_in("boiko").post(address(house), card)
    page = answer.content.decode()
    assert answer.status_code == 422 and not Document.objects.exists()
    assert "Картку не зареєстровано: номера ще немає" in page
    assert "Не загубіть мене" in page and str(card["idempotency_key"]) in page
    assert re.search(r'href="#id_title"', page)


def test_a_twin_stops_registration_until_the_difference_is_told(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    client.post(address(house), filled(house))
    again = filled(house, title="Інший лист")
    answer = client.post(address(house), again)
    assert answer.status_code == 422 and "Схожий на" in answer.content.decode()
    client.post(address(house), again | {"not_duplicate_because": "інший додаток"})
    assert Registration.objects.count() == 2
    for number in ("б/н", ""):
        client.post(address(house), filled(house, correspondent_number=number))
        client.post(address(house), filled(house, correspondent_number=number))
    assert Registration.objects.count() == 6


def test_files_wait_with_the_card_through_an_error(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    card = filled(house, title="")
    scan = SimpleUploadedFile("Лист.pdf", PDF, "application/pdf")
    answer = client.post(address(house), card | {"files": scan})
    assert answer.status_code == 422 and "Лист.pdf" in answer.content.decode()
    pending = PendingCard.objects.get()
    assert str(pending.pk) == card["idempotency_key"]
    client.post(address(house), card | {"title": "Про ремонт доріг"})
    document = Document.objects.get()
    assert document.files.get().name == "Лист.pdf"
    assert not PendingCard.objects.exists()


def test_a_wrong_file_is_told_and_nothing_is_lost(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    program = SimpleUploadedFile("Лист.pdf.exe", b"MZ\x90\x00" + b"\0" * 300)
    answer = client.post(address(house), filled(house) | {"files": program})
    assert answer.status_code == 422 and not Document.objects.exists()
    assert "Про ремонт доріг" in answer.content.decode()


def test_half_filled_cards_are_kept_and_postponed(house: House, signed_in: SignedIn) -> None:
    client, card = signed_in("boiko"), uuid4()
    words = filled(house, title="Про облік")
    assert client.post(f"/waiting/{card}/", words).status_code == 204
    assert client.post(f"/waiting/{card}/", words | {"title": "Про облік дітей"}).status_code == 204
    assert "Про облік дітей" in client.get("/waiting/").content.decode()
    resumed = client.get(f"{address(house)}?card={card}").content.decode()
    assert 'value="Про облік дітей"' in resumed
    client.post(address(house), words | {"idempotency_key": str(card), "then": "postpone"})
    assert PendingCard.objects.get().fields["title"] == "Про облік"
    client.post(address(house), words | {"idempotency_key": str(card)})
    assert client.post(f"/waiting/{card}/", words).status_code == 204
    assert not PendingCard.objects.exists()


def test_a_half_filled_card_outlives_the_session(house: House, signed_in: SignedIn) -> None:
    client, card = signed_in("boiko"), uuid4()
    client.post(f"/waiting/{card}/", filled(house, title="Про облік"))
    assert client.post("/accounts/logout/")["Clear-Site-Data"]
    assert client.get(f"{address(house)}?card={card}").status_code == 302
    page = signed_in("boiko").get(f"{address(house)}?card={card}").content.decode()
    assert 'value="Про облік"' in page


def test_nobody_else_sees_or_takes_a_half_filled_card(house: House, signed_in: SignedIn) -> None:
    card = uuid4()
    signed_in("boiko").post(f"/waiting/{card}/", filled(house, title="Канарка"))
    for username in ("chuzhynska", "hrytsenko", "savchuk"):
        client = signed_in(username)
        assert b"".join(client.get("/waiting/")).decode().count("Канарка") == 0
        for url in (f"/waiting/{card}/keeper/", f"/waiting/{card}/removal/", f"/waiting/{card}/files/"):
            assert client.post(url, {"journal": house.journal.code}).status_code == 404, (username, url)
        assert client.post(f"/waiting/{card}/", filled(house)).status_code == 404
    assert PendingCard.objects.get().fields["title"] == "Канарка"


def test_several_scans_become_cards_and_the_wrong_one_is_named(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    files = [
        SimpleUploadedFile("перший.pdf", PDF, "application/pdf"),
        SimpleUploadedFile("другий.pdf", PDF + b"\n", "application/pdf"),
        SimpleUploadedFile("вірус.exe", b"MZ" + b"\0" * 200),
    ]
    answer = client.post("/waiting/scans/", {"files": files, "where": "each"}, follow=True).content.decode()
    assert PendingCard.objects.count() == 2
    assert "Прийнято 2" in answer and "вірус.exe" in answer
    card = PendingCard.objects.first()
    assert card is not None
    client.post(f"/waiting/{card.pk}/removal/", {"reason": "реклама"})
    assert PendingCard.objects.count() == 1


def test_the_kind_brings_its_fields_and_its_access(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    words = filled(house, kind="admin_application", shown_kind="letter", fold_drawn="1")
    page = client.post(f"{address(house)}fields/", words).content.decode()
    assert "Адміністративна послуга" in page and 'name="access_basis"' in page
    assert re.search(r'<option value="restricted" selected', page)
    again = client.post(f"{address(house)}remarks/", filled(house, kind="admin_application")).content.decode()
    assert "Строк за законом" in again


def test_a_new_correspondent_is_made_inline_and_chosen(house: House, signed_in: SignedIn) -> None:
    client: Client = signed_in("boiko")
    url = f"/journals/{house.journal.code}/correspondents/new/"
    answer = client.post(url, {"new-name": "Громадська спілка «Дорога»", "new-short_name": "ГС «Дорога»"})
    assert answer.status_code == 204 and "obih:chosen" in answer["HX-Trigger"]
    assert client.post(url, {"new-name": ""}).status_code == 422
    assert (
        "Новий: «Ніхто»"
        in client.get(f"/journals/{house.journal.code}/correspondents/?q=Ніхто").content.decode()
    )
