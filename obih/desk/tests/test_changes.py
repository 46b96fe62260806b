"""What people change on a card and around it, by plain forms."""

from __future__ import annotations

import re
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import timezone

from obih.desk.tests.conftest import SignedIn
from obih.desk.tests.test_registration import PDF
from obih.people import principals
from obih.people.models import Account, Person
from obih.registry.models import Correspondent, Document, Journal, JournalReader
from obih.registry.tests.conftest import House

TODAY = timezone.localdate()


def person(house: House, username: str) -> Person:
    return Account.objects.get(username=username).person


def as_it_stands(house: House, document: Document, **changed: str) -> dict[str, str]:
    """The form of correction as a browser sends it back, with the fields that were changed."""
    received = timezone.localtime(document.registrations.get().received_at)
    shown = {
        "correspondent": str(house.sender.pk),
        "correspondent_text": "Черкаська ОВА",
        "kind": "letter",
        "received_at": f"{received:%d.%m.%Y}",
        "received_time": f"{received:%H:%M}",
        "form": "paper",
        "access_level": "general",
        "title": document.title,
        "case_index": str(house.case.pk),
    }
    return shown | changed


def test_a_field_is_corrected_with_a_reason_and_told_in_the_timeline(
    house: House, signed_in: SignedIn
) -> None:
    document = house.letter(title="Про ремонт дорг")
    client, url = signed_in("boiko"), f"/documents/{document.pk}/correction/"
    words = as_it_stands(house, document, title="Про ремонт доріг", reason="описка", version="1")
    assert client.post(url, words | {"reason": ""}).status_code == 422
    answer = client.post(url, words, follow=True)
    page = answer.content.decode()
    assert Document.objects.get().title == "Про ремонт доріг"
    assert "описка" in page


def test_a_conflict_shows_both_values_and_a_second_press_decides(house: House, signed_in: SignedIn) -> None:
    document = house.letter(title="Про ремонт дорг")
    client, url = signed_in("boiko"), f"/documents/{document.pk}/correction/"
    words = as_it_stands(house, document, title="Про ремонт доріг", reason="описка", version="1")
    client.post(url, words)
    later = words | {"title": "Про ремонт мосту", "reason": "уточнення"}
    late = client.post(url, later)
    page = late.content.decode()
    assert late.status_code == 409
    assert "Про ремонт доріг" in page and "Про ремонт мосту" in page
    assert 'name="version" value="2"' in page
    client.post(url, later | {"version": "2"})
    assert Document.objects.get().title == "Про ремонт мосту"


def test_files_are_added_and_served_only_to_those_who_see(house: House, signed_in: SignedIn) -> None:
    document = house.letter()
    client = signed_in("boiko")
    scan = SimpleUploadedFile("Додаток.pdf", PDF, "application/pdf")
    client.post(
        f"/documents/{document.pk}/files/", {"files": [scan], "role": "annex", "idempotency_key": "a"}
    )
    file = document.files.get()
    answer = client.get(f"/files/{file.pk}/")
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/files/{file.pk}/pages/9.webp").status_code == 404
    assert signed_in("chuzhynska").get(f"/files/{file.pk}/").status_code == 404
    assert client.post(f"/documents/{document.pk}/files/", {}).status_code == 422


def test_other_files_under_a_spent_key_are_refused_and_may_be_sent_once_more(
    house: House, signed_in: SignedIn
) -> None:
    document = house.letter()
    client, url = signed_in("boiko"), f"/documents/{document.pk}/files/"

    def send(content: bytes, key: str) -> HttpResponse:
        scan = SimpleUploadedFile("Додаток.pdf", content, "application/pdf")
        answer: HttpResponse = client.post(url, {"files": [scan], "role": "envelope", "idempotency_key": key})
        return answer

    assert send(PDF, "a").status_code == 302
    refused = send(PDF + b"%", "a")
    page = refused.content.decode()
    assert refused.status_code == 422 and "вже надіслано з іншим змістом" in page
    assert "Файли виберіть знову" in page and 'value="envelope" selected' in page
    fresh = re.search(r'name="idempotency_key" value="([^"]+)"', page)
    assert fresh and send(PDF + b"%", fresh[1]).status_code == 302
    assert document.files.count() == 2


def test_a_deadline_is_moved_with_its_reason(house: House, signed_in: SignedIn) -> None:
    document = house.letter()
    deadline = document.deadlines.get()
    client, url = signed_in("boiko"), f"/documents/{document.pk}/deadlines/{deadline.pk}/"
    assert client.post(url, {"on": "3113", "reason": ""}).status_code == 422
    earlier = deadline.effective_on - timedelta(days=1)
    client.post(url, {"on": f"{earlier:%d.%m.%Y}", "reason": "просить голова", "agreed_by": "голова"})
    deadline.refresh_from_db()
    assert deadline.effective_on == earlier
    assert "просить голова" in client.get(f"/documents/{document.pk}/").content.decode()


def test_access_is_given_and_taken_back(house: House, signed_in: SignedIn) -> None:
    document = house.letter()
    colleague = principals.of_person(person(house, "koval").pk)
    client, url = signed_in("boiko"), f"/documents/{document.pk}/readers/"
    assert signed_in("koval").get(f"/documents/{document.pk}/").status_code == 404
    client.post(url, {"to": str(colleague), "why": "для висновку"})
    assert signed_in("koval").get(f"/documents/{document.pk}/").status_code == 200
    assert signed_in("koval").post(url, {"to": str(colleague), "why": "мені"}).status_code == 422
    client.post(url, {"remove": str(colleague), "why": "висновок готовий"})
    assert signed_in("koval").get(f"/documents/{document.pk}/").status_code == 404


def test_the_first_reviewer_marks_it_done_and_takes_the_mark_back(house: House, signed_in: SignedIn) -> None:
    document = house.letter(first_reviewer=person(house, "melnychenko"))
    client, url = signed_in("melnychenko"), f"/documents/{document.pk}/closure/"
    assert client.post(url, {"note": ""}).status_code == 422
    client.post(url, {"note": "прийнято до відома"})
    assert Document.objects.get().closed_at is not None
    client.post(url, {"reason": "помилково"})
    assert Document.objects.get().closed_at is None


def test_journals_are_opened_and_read_by_those_who_are_let_in(house: House, signed_in: SignedIn) -> None:
    house.letter(title="Про ремонт доріг")
    admin, code = signed_in("savchuk"), house.journal.code
    fields = {
        "title": "Звернення громадян", "code": "appeals-rada", "organisation": house.cast.council.pk,
        "stream": "appeals", "pattern": "Г-{seq}", "period_kind": "year", "default_access": "restricted",
        "opened_on": f"{TODAY:%d.%m.%Y}",
    }  # fmt: skip
    assert admin.post("/journals/new/", fields | {"pattern": "без номера"}).status_code == 422
    admin.post("/journals/new/", fields)
    assert Journal.objects.filter(code="appeals-rada").exists()
    reader = principals.of_person(person(house, "koval").pk)
    admin.post(f"/journals/{code}/readers/", {"principal": str(reader)})
    assert "Про ремонт доріг" in signed_in("koval").get(f"/journals/{code}/").content.decode()
    admin.post(f"/journals/{code}/readers/", {"remove": str(reader)})
    assert not JournalReader.objects.filter(principal=reader).exists()
    assert signed_in("koval").get(f"/journals/{code}/").status_code == 404
    assert signed_in("boiko").get(f"/journals/{code}/settings/").status_code == 422
    assert "Про ремонт доріг" not in admin.get("/journals/").content.decode()


def test_a_correspondent_is_added_and_changed(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    client.post("/correspondents/new/", {"name": "ТОВ «Теплосервіс»", "edrpou": "12345678"})
    made = Correspondent.objects.get(name="ТОВ «Теплосервіс»")
    client.post(f"/correspondents/{made.pk}/correction/", {"name": made.name, "short_name": "Теплосервіс"})
    made.refresh_from_db()
    assert made.short_name == "Теплосервіс"
    assert client.post("/correspondents/new/", {"name": ""}).status_code == 422
    assert signed_in("koval").get("/correspondents/new/").status_code == 422


def test_a_leavers_work_goes_over_in_one_step(house: House, signed_in: SignedIn) -> None:
    leaver, successor = person(house, "hrytsenko"), person(house, "stetsenko")
    document = house.letter(first_reviewer=leaver)
    gone = signed_in("hrytsenko")
    assert gone.get(f"/documents/{document.pk}/").status_code == 200
    told = {"successor": str(successor.pk), "left_on": f"{TODAY:%d.%m.%Y}", "why": "розпорядження № 112-к"}
    admin = signed_in("savchuk")
    assert admin.post(f"/people/handover/{leaver.pk}/", told | {"why": ""}).status_code == 422
    admin.post(f"/people/handover/{leaver.pk}/", told)
    assert signed_in("stetsenko").get(f"/documents/{document.pk}/").status_code == 200
    assert gone.get("/").status_code == 302
    leaver.refresh_from_db()
    assert leaver.left_on == TODAY
    assert signed_in("boiko").get("/people/handover/").status_code == 422


def test_the_calendar_page_moves_nothing_that_stands_right(house: House, signed_in: SignedIn) -> None:
    house.letter()
    client = signed_in("boiko")
    assert "Усі строки відповідають календарю" in client.get("/calendar/affected/").content.decode()
    assert "Перенесено 0" in client.post("/calendar/affected/", follow=True).content.decode()
    assert signed_in("koval").get("/calendar/affected/").status_code == 422
