"""Before and beside a number: the preliminary review, a second arrival, a refusal, a wrong file."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone

from obih.files.actions import receiving
from obih.files.sweeping import unreferenced
from obih.history.models import Event
from obih.registry import actions
from obih.registry.actions.arrivals import Refusal, files_of
from obih.registry.cards import CardFile
from obih.registry.models import Copy, DocumentFile, PendingCard, RefusedArrival, Registration
from obih.registry.queries import pending_cards, records
from obih.registry.queries.arrivals import (
    awaiting_scan,
    order_of_review,
    refused_arrivals,
    similar_lately,
    stubs_between,
)
from obih.registry.queries.records import SECTIONS
from obih.registry.tests.conftest import TODAY, House
from obih.ui.refusals import Refused


@pytest.fixture
def arrival(house: House) -> PendingCard:
    card = actions.save_pending(
        house.journal, {"title": "Запрошення на день села", "kind": "letter"}, by=house.clerk
    )
    with receiving() as receive:
        stored = receive(BytesIO(b"letter"), "скан.txt")
        actions.attach_pending_file(card.pk, stored, "скан.txt", by=house.clerk)
    return card


def file_of(words: bytes, name: str = "лист.txt") -> CardFile:
    with receiving() as receive:
        return CardFile(receive(BytesIO(words), name), name)


# ── the preliminary review ────────────────────────────────────────────


def test_an_arrival_has_its_clock_and_the_review_is_noted(house: House, arrival: PendingCard) -> None:
    assert arrival.received_at is not None and arrival.review_due_at is not None
    unit = house.cast.units["land"]
    actions.review_arrival(arrival.pk, to="unit", unit=unit, urgent=True, by=house.clerk)
    arrival.refresh_from_db()
    assert arrival.review == {"to": "unit", "unit": unit.pk, "urgent": True}
    assert arrival.reviewed_at is not None
    event = Event.objects.get(name="registry.arrival_reviewed")
    assert unit.name in event.tell() and "терміново" in event.tell()


def test_bodies_above_come_first(house: House, arrival: PendingCard) -> None:
    above = actions.save_pending(house.journal, {"kind": "order_above"}, by=house.clerk)
    ordered = sorted(pending_cards(house.clerk), key=lambda card: order_of_review(card, frozenset()))
    assert [card.pk for card in ordered] == [above.pk, arrival.pk]


def test_who_registers_nowhere_reviews_nothing(house: House, arrival: PendingCard) -> None:
    with pytest.raises(Refused):
        actions.review_arrival(arrival.pk, to="leadership", by=house.stranger)


# ── the same once more ────────────────────────────────────────────────


def test_the_paper_after_its_email_is_a_second_copy_of_one_number(house: House, arrival: PendingCard) -> None:
    letter = house.letter(channel_code="email")
    files = files_of(arrival)
    for _ in range(2):
        actions.add_arrival(
            letter.pk, channel_code="post", arrived_at=timezone.now(), files=files,
            pending=arrival.pk, key="once", by=house.clerk,
        )  # fmt: skip
    assert Registration.objects.count() == 1
    copies = Copy.objects.filter(document=letter).order_by("pk")
    assert list(copies.values_list("channel_code", flat=True)) == ["email", "post"]
    assert [each.name for each in records(house.clerk, [letter.pk])[0].files] == ["скан.txt"]
    assert not PendingCard.objects.exists()
    assert Event.objects.filter(name="registry.arrival_added").count() == 1


def test_an_arrival_is_not_added_to_a_card_one_does_not_see(house: House) -> None:
    letter = house.letter()
    with pytest.raises(Refused, match="не доступний"):
        actions.add_arrival(
            letter.pk, channel_code="post", arrived_at=timezone.now(), by=house.stranger
        )  # fmt: skip


def test_a_similar_letter_is_told_only_to_who_sees_it(house: House) -> None:
    letter = house.letter(title="Про ремонт дороги на вулиці Шевченка")
    alike = "Ремонт дороги, вулиця Шевченка"
    assert similar_lately(house.clerk, house.sender, "Про ремонт дороги вулиці").document_id == letter.pk  # type: ignore[union-attr]
    assert similar_lately(house.stranger, house.sender, alike) is None
    assert similar_lately(house.clerk, None, alike) is None


# ── not registered ────────────────────────────────────────────────────


def said(**fields: Any) -> Refusal:
    return Refusal(
        **{"channel_code": "post", "kind_code": "letter", "ground": "unregistered_invitations"} | fields
    )


def test_a_refused_arrival_keeps_what_came(house: House, arrival: PendingCard) -> None:
    row = actions.refuse_arrival(arrival.pk, said(title="Запрошення", sender_name="Клуб"), by=house.clerk)
    again = actions.refuse_arrival(arrival.pk, said(), by=house.clerk)
    assert again.pk == row.pk and RefusedArrival.objects.count() == 1
    kept = row.files.get()
    assert kept.name == "скан.txt" and not unreferenced().filter(pk=kept.content_id).exists()
    assert not PendingCard.objects.exists() and Registration.objects.count() == 0
    assert [each.pk for each in refused_arrivals(house.clerk, house.journal)] == [row.pk]
    assert not refused_arrivals(house.stranger, house.journal).exists()


@pytest.mark.parametrize("kind", ["citizen_appeal", "info_request"])
def test_appeals_and_requests_are_never_refused(house: House, arrival: PendingCard, kind: str) -> None:
    for ground in ("unregistered_invitations", "sev_02_addressee"):
        with pytest.raises(Refused, match="завжди"):
            actions.refuse_arrival(arrival.pk, said(kind_code=kind, ground=ground), by=house.clerk)


def test_a_ground_of_another_channel_does_not_do(house: House, arrival: PendingCard) -> None:
    with pytest.raises(Refused, match="підставу"):
        actions.refuse_arrival(arrival.pk, said(ground="sev_02_addressee"), by=house.clerk)


# ── files ─────────────────────────────────────────────────────────────


def test_a_wrong_file_is_put_aside_and_the_right_one_comes_instead(house: House) -> None:
    wrong = file_of(b"wrong")
    letter = house.letter(files=(wrong,))
    row = DocumentFile.objects.get(document=letter)
    actions.withdraw_file(row.pk, reason="Чужий скан", replacement=[file_of(b"right")], by=house.clerk)
    actions.withdraw_file(row.pk, reason="Ще раз", by=house.clerk)
    record = records(house.clerk, [letter.pk])[0]
    assert [each.sha256 for each in record.files] != [wrong.stored.sha256]
    assert len(record.files) == 1
    aside = records(house.clerk, [letter.pk], SECTIONS | {"withdrawn"})[0].withdrawn
    assert [(each.file_id, each.reason) for each in aside] == [(row.pk, "Чужий скан")]
    assert not unreferenced().filter(pk=wrong.stored.sha256).exists()
    assert Event.objects.filter(name="registry.file_withdrawn").count() == 1
    again = house.letter(files=(wrong,), their_number="9/9")
    assert again.pk != letter.pk, "the guard does not hold on to a file put aside"


def test_a_withdrawn_file_opens_for_who_may_correct_and_leaves_a_trace(house: House) -> None:
    letter = house.letter(files=(file_of(b"wrong"),), responsible_unit=house.cast.units["land"])
    row = DocumentFile.objects.get(document=letter)
    reader = house.cast.actor("stetsenko")
    assert actions.read_file(row.pk, by=reader) is not None
    actions.withdraw_file(row.pk, reason="Чужий скан", by=house.clerk)
    assert actions.read_file(row.pk, by=reader) is None
    assert actions.read_file(row.pk, by=house.clerk) is not None
    assert Event.objects.filter(name="registry.withdrawn_file_read").count() == 1


def test_the_scan_that_comes_later_leaves_the_queue(house: House) -> None:
    letter = house.letter(form="paper")
    electronic = house.letter(form="electronic")
    assert [row.document_id for row in awaiting_scan(house.clerk, [house.journal], today=TODAY)] == [
        letter.pk
    ]
    assert awaiting_scan(house.stranger, [house.journal], today=TODAY) == []
    actions.add_files(letter.pk, [file_of(b"scan")], by=house.clerk)
    assert awaiting_scan(house.clerk, [house.journal], today=TODAY) == []
    row = DocumentFile.objects.get(document=letter)
    actions.withdraw_file(row.pk, reason="Чужий", by=house.clerk)
    assert len(awaiting_scan(house.clerk, [house.journal], today=TODAY)) == 1
    assert electronic.awaits_scan is False


# ── until when the clerk corrects ─────────────────────────────────────


def test_after_the_term_the_clerk_corrects_requisites_no_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = house.letter()
    later = TODAY + timedelta(days=30)
    monkeypatch.setattr(timezone, "localdate", _on(later))
    with pytest.raises(Refused, match="Строк виправлення минув"):
        actions.correct_card(letter.pk, {"title": "Інше"}, reason="Помилка", version=None, by=house.clerk)
    changed = {"responsible_unit": house.cast.units["land"]}
    actions.correct_card(letter.pk, changed, reason="Доручено", version=None, by=house.clerk)
    controller = house.cast.actor("tkachenko")
    after = actions.correct_card(letter.pk, {"title": "Інше"}, reason="Так", version=None, by=controller)
    assert after.document.title == "Інше"


def _on(day: Any) -> Any:
    real = timezone.localdate

    def localdate(value: datetime | None = None, tz: Any = None) -> Any:
        return real(value, tz) if value is not None else day

    return localdate


# ── stubs ─────────────────────────────────────────────────────────────


def test_the_stub_of_a_moved_number_tells_nothing_of_what_it_was(house: House) -> None:
    letter = house.letter()
    actions.move_registration(letter.pk, house.second_journal(), reason="Не туди", by=house.clerk)
    controller = house.cast.actor("tkachenko")
    mine = stubs_between(house.clerk, house.journal, None, None)
    theirs = stubs_between(controller, house.journal, None, None)
    assert [(each.number, each.moved_number, each.document_id) for each in mine] == [
        ("1/02-10", "ЗВ-1", letter.pk)
    ]
    assert [each.document_id for each in theirs] == [None]
    assert stubs_between(house.stranger, house.journal, None, None) == []
