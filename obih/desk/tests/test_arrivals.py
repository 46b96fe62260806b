"""Around a number, by plain forms: review, refusal, comparison, a late scan, a move, a wrong file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from obih.desk.tests.conftest import SignedIn
from obih.desk.tests.test_registration import PDF
from obih.registry import actions
from obih.registry.layouts import layout_of
from obih.registry.models import (
    Copy,
    Document,
    DocumentFile,
    FileWithdrawal,
    Journal,
    PendingCard,
    RefusedArrival,
    Registration,
)
from obih.registry.tests.conftest import TODAY, House


@pytest.fixture
def clerk(signed_in: SignedIn) -> Client:
    return signed_in("boiko")


@pytest.fixture
def card(house: House) -> PendingCard:
    return actions.save_pending(
        house.journal,
        {
            "title": "Запрошення на день села",
            "correspondent_text": "Клуб",
            "kind": "letter",
            "channel": "post",
        },
        by=house.clerk,
    )


def scan(name: str = "скан.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def told(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def test_an_arrival_is_reviewed_and_its_clock_stands_on_the_page(card: PendingCard, clerk: Client) -> None:
    PendingCard.objects.update(review_due_at=timezone.now() - timedelta(minutes=1))
    assert "прострочено" in told(clerk, "/waiting/")
    url = f"/waiting/{card.pk}/review/"
    assert clerk.post(url, {"to": "unit"}).status_code == 422
    assert clerk.post(url, {"to": "leadership", "urgent": "on"}).status_code == 302
    page = told(clerk, "/waiting/")
    assert "керівництво" in page and "терміново" in page and "прострочено" not in page


def test_an_arrival_is_refused_by_a_ground_and_the_reply_is_ready(card: PendingCard, clerk: Client) -> None:
    url = f"/waiting/{card.pk}/refusal/"
    assert "Запрошення на день села" in told(clerk, url)
    words = {"channel": "post", "kind": "letter", "title": "Запрошення", "sender_name": "Клуб"}
    assert clerk.post(url, words).status_code == 422
    answer = clerk.post(url, words | {"ground": "unregistered_invitations"}, follow=True)
    page = answer.content.decode()
    assert "не зареєстровано" in page and "запрошення, оголошення" in page
    row = RefusedArrival.objects.get()
    assert row.sender_name == "Клуб"
    assert "Клуб" in told(clerk, f"/journals/{row.journal.code}/refused/")


def test_an_appeal_has_no_grounds(card: PendingCard, clerk: Client) -> None:
    PendingCard.objects.update(fields={"kind": "citizen_appeal"})
    answer = clerk.post(
        f"/waiting/{card.pk}/refusal/", {"channel": "post", "kind": "citizen_appeal", "then": "grounds"}
    )
    assert answer.status_code == 200


def test_the_same_document_once_more_is_added_beside_it(
    house: House, card: PendingCard, clerk: Client
) -> None:
    letter = house.letter(title="Про день села")
    url = f"/waiting/{card.pk}/comparison/{letter.pk}/"
    page = told(clerk, url)
    assert "Запрошення на день села" in page and "Про день села" in page
    answer = clerk.post(url, {"channel": "post", "note": "оригінал"})
    assert answer.status_code == 302
    assert Copy.objects.filter(document=letter).count() == 2 and Registration.objects.count() == 1
    assert "Надходив 2\u00a0рази" in told(clerk, f"/documents/{letter.pk}/")


def test_from_registration_itself_it_goes_in_one_press(
    house: House, card: PendingCard, clerk: Client, signed_in: SignedIn
) -> None:
    letter = house.letter()
    words = {"again": str(letter.pk), "channel": "post"}
    assert signed_in("chuzhynska").post(f"/waiting/{card.pk}/arrival/", words).status_code in (404, 422)
    for _ in range(2):
        assert clerk.post(f"/waiting/{card.pk}/arrival/", words).status_code == 302
    assert Copy.objects.filter(document=letter).count() == 2
    assert not PendingCard.objects.exists()


def test_a_scan_that_comes_later_is_given_from_the_queue(house: House, clerk: Client) -> None:
    letter = house.letter(form="paper")
    page = told(clerk, "/waiting/without-scan/")
    assert letter.title in page and "Без скану" in told(clerk, "/")
    answer = clerk.post("/waiting/without-scan/", {"document": str(letter.pk), "files": scan()}, follow=True)
    assert "Скан додано" in answer.content.decode()
    assert not Document.objects.get().awaits_scan
    assert "Усі скани на місці" in told(clerk, "/waiting/without-scan/")


def test_a_document_is_moved_and_its_old_number_leads_on(house: House, clerk: Client) -> None:
    letter, to = house.letter(), house.second_journal()
    url = f"/documents/{letter.pk}/movement/"
    assert to.title in told(clerk, url)
    words = {"journal": str(to.pk), "reason": "Не туди", "idempotency_key": "one"}
    assert clerk.post(url, words | {"reason": ""}).status_code == 422
    page = clerk.post(url, words, follow=True).content.decode()
    assert "ЗВ-1" in page and "Раніше" in page and "1/02-10" in page
    assert Registration.objects.count() == 2
    journal = told(clerk, f"/journals/{house.journal.code}/")
    assert "Перенесено" in journal and "ЗВ-1" in journal


def test_the_stub_in_the_journal_does_not_tell_the_title(house: House, signed_in: SignedIn) -> None:
    letter = house.letter(title="Таємниця усиновлення")
    actions.move_registration(letter.pk, house.second_journal(), reason="Не туди", by=house.clerk)
    page = told(signed_in("tkachenko"), f"/journals/{house.journal.code}/")
    assert "ЗВ-1" in page and "Таємниця" not in page and str(letter.pk) not in page


def test_a_wrong_file_is_struck_on_the_card(house: House, clerk: Client) -> None:
    letter = house.letter()
    clerk.post(f"/documents/{letter.pk}/files/", {"files": scan("чужий.pdf"), "role": "main"})
    row = DocumentFile.objects.get(document=letter)
    url = f"/files/{row.pk}/withdrawal/"
    assert "чужий.pdf" in told(clerk, url)
    assert clerk.post(url, {"reason": ""}).status_code == 422
    page = clerk.post(url, {"reason": "Скан іншого листа"}, follow=True).content.decode()
    assert FileWithdrawal.objects.get().file_id == row.pk
    assert "Скан іншого листа" in page and "<s>" in page


def test_paper_and_sheets_tell_of_a_withdrawn_file(house: House, clerk: Client) -> None:
    """The card names it with the day and the reason; what counts files counts those that stand and says how
    many were put aside."""
    letter, code = house.letter(), house.journal.code
    for name in ("чужий.pdf", "свій.pdf"):
        clerk.post(f"/documents/{letter.pk}/files/", {"files": scan(name), "role": "main"})
    assert "вилучено" not in told(clerk, f"/documents/{letter.pk}/print/")
    row = DocumentFile.objects.get(document=letter, name="чужий.pdf")
    clerk.post(f"/files/{row.pk}/withdrawal/", {"reason": "Скан іншого листа"})
    named = f"чужий.pdf (вилучено {timezone.localdate():%d.%m.%Y}, Галина Бойко: Скан іншого листа)"
    assert named in told(clerk, f"/documents/{letter.pk}/print/")
    pdf = pypdfium2.PdfDocument(clerk.get(f"/documents/{letter.pk}/print.pdf").content)
    paper = " ".join(" ".join(each.get_textpage().get_text_bounded() for each in pdf).split())
    assert named in paper and "Файли: свій.pdf" in paper
    assert "Файл «чужий.pdf» вилучено з картки. Причина: Скан іншого листа" in told(
        clerk, f"/documents/{letter.pk}/"
    )
    assert "1, вилучено: 1" in told(clerk, f"/journals/{code}/?cols=files")
    heading, *lines = csv.reader(
        io.StringIO(
            b"".join(clerk.get(f"/journals/{code}/journal.csv").streaming_content).decode("utf-8-sig")
        ),
        delimiter=";",
    )
    assert [line[heading.index("Файлів")] for line in lines] == ["1, вилучено: 1"]
    form = layout_of(house.journal.stream)
    form.columns = [*form.columns, {"title": "Файли", "width": 1, "parts": ["files"]}]
    form.save()
    assert "<td>1, вилучено: 1</td>" in told(clerk, f"/journals/{code}/print/")


def test_a_corrected_field_shows_what_it_was_and_why(house: House, clerk: Client) -> None:
    letter = house.letter(their_number="12/3")
    changed = {"correspondent_number": "12/4"}
    actions.correct_card(letter.pk, changed, reason="описка", version=None, by=house.clerk)
    page = told(clerk, f"/documents/{letter.pk}/")
    assert "<s>12/3</s>" in page and "описка" in page


def test_the_guard_offers_three_ways_out(house: House, card: PendingCard, clerk: Client) -> None:
    letter = house.letter(their_number="77")
    said = {
        "correspondent": str(house.sender.pk), "correspondent_text": "ОВА", "correspondent_number": "77",
        "title": "Інше", "idempotency_key": str(card.pk), "kind": "letter",
    }  # fmt: skip
    page = clerk.post(f"/journals/{house.journal.code}/registration/remarks/", said).content.decode()
    assert f"/waiting/{card.pk}/comparison/{letter.pk}/" in page
    assert f"/waiting/{card.pk}/arrival/" in page
    assert "not_duplicate_because" in page


def test_a_similar_title_is_a_warning_only(house: House, clerk: Client) -> None:
    letter = house.letter(title="Про ремонт дороги на вулиці Шевченка")
    said = {
        "correspondent": str(house.sender.pk), "correspondent_text": "ОВА", "correspondent_number": "78",
        "title": "Про ремонт дороги вулиці", "kind": "letter",
    }  # fmt: skip
    page = clerk.post(f"/journals/{house.journal.code}/registration/remarks/", said).content.decode()
    assert "Схоже за змістом" in page and letter.title in page


def test_after_the_term_the_page_of_correction_keeps_what_is_given_in_work(
    house: House, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = house.letter()
    yesterday = TODAY - timedelta(days=1)
    monkeypatch.setattr("obih.registry.access.last_day_to_correct", lambda entered_at: yesterday)
    monkeypatch.setattr("obih.registry.access._surely_within", lambda entered_at: False)
    url = f"/documents/{letter.pk}/correction/"
    page = told(clerk, url)
    assert "Строк виправлення минув" in page and 'name="title"' not in page
    assert 'name="first_reviewer"' in page
    reviewer = house.cast.melnychenko.person
    words = {"first_reviewer": str(reviewer.pk), "case_index": str(house.case.pk), "version": "1"}
    words |= {"access_level": "general", "reason": "доручено", "title": "Хитрість"}
    assert clerk.post(url, words).status_code == 302
    letter.refresh_from_db()
    assert letter.first_reviewer == reviewer and letter.title != "Хитрість"


def test_what_the_review_said_stands_in_the_form(house: House, card: PendingCard, clerk: Client) -> None:
    unit = house.cast.units["land"]
    actions.review_arrival(card.pk, to="unit", unit=unit, urgent=True, by=house.clerk)
    clerk.cookies["fold"] = "open"
    page = told(clerk, f"/journals/{house.journal.code}/registration/?card={card.pk}")
    assert f'<option value="{unit.pk}" selected>' in page


def test_journals_of_one_title_are_told_apart_by_the_institution(house: House, clerk: Client) -> None:
    second = house.second_journal()
    page = told(clerk, "/waiting/")
    assert f"Незареєстровані: {house.journal.title}<" in page
    Journal.objects.filter(pk=second.pk).update(title=house.journal.title)
    page = told(clerk, "/waiting/")
    assert f"Незареєстровані: {house.journal.title}, {house.journal.organisation.short_name}<" in page
