"""Reserved, returned, void and late numbers: what becomes of each, who may, and what nobody else learns."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from obih.demo.clock import at_moment
from obih.history.models import Event
from obih.registry import actions
from obih.registry.forms import IncomingForm
from obih.registry.lateness import why_reason_is_asked
from obih.registry.models import Allocation, Deadline, Document, Registration, Reservation, VoidNumber
from obih.registry.queries import document_card
from obih.registry.queries.numbers import held_numbers, late_entries, reservations, stubs
from obih.registry.sources import NumberFrom, after, held
from obih.registry.tests.conftest import TODAY, House
from obih.registry.vocabulary import ReservationPurpose
from obih.ui.refusals import Refused
from obih.ui.words import short_date


def reserve(house: House, count: int = 1, **more) -> list[Reservation]:
    ids = actions.reserve_numbers(
        house.journal, **{"count": count, "holder": "Гриценко", "by": house.clerk} | more
    )
    return [Reservation.objects.select_related("allocation").get(pk=each) for each in ids]


def told() -> list[str]:
    return [each.tell() for each in Event.objects.order_by("-seq")[:5]]


def test_reserved_numbers_follow_each_other_and_the_next_letter_comes_after_them(house: House) -> None:
    house.letter()
    first, second = reserve(house, 2, until=TODAY + timedelta(days=3))
    assert [first.allocation.number, second.allocation.number] == ["2/…", "3/…"]
    assert house.letter().registrations.get().sequence == 4
    assert f"Зарезервовано № 3/…: Гриценко, до {short_date(TODAY + timedelta(days=3))}" in told()
    shown = held_numbers(house.clerk, house.journal)
    assert [(each.number, each.is_free, each.is_overdue) for each in shown] == [
        ("2/…", False, False), ("3/…", False, False),
    ]  # fmt: skip
    later = held_numbers(house.clerk, house.journal, today=TODAY + timedelta(days=4))
    assert all(each.is_overdue for each in later)


def test_a_reserved_number_is_used_once(house: House) -> None:
    number = reserve(house)[0].allocation
    letter = house.letter(number=held(number))
    assert letter.registrations.get().number == "1/02-10"
    kept = Reservation.objects.get()
    assert (kept.outcome, kept.ended_by_label) == ("used", house.clerk.label)
    with pytest.raises(Refused, match="уже зареєстровано"):
        house.letter(number=held(number))
    with pytest.raises(Refused, match="уже зареєстровано"):
        actions.return_number(kept.pk, by=house.clerk)
    assert held_numbers(house.clerk, house.journal) == []


def test_a_returned_number_is_free_for_the_next_who_chooses_it(house: House) -> None:
    reservation = reserve(house)[0]
    actions.return_number(reservation.pk, by=house.clerk)
    assert told()[0] == "Повернуто № 1/…: Гриценко"
    assert [each.is_free for each in held_numbers(house.clerk, house.journal)] == [True]
    assert [each.outcome for each in reservations(house.clerk, house.journal)] == ["returned"]
    with pytest.raises(Refused, match="уже не зарезервовано"):
        actions.return_number(reservation.pk, by=house.clerk)
    assert house.letter(number=held(reservation.allocation)).registrations.get().sequence == 1


def test_a_void_number_keeps_its_stub_and_is_never_given(house: House) -> None:
    number = reserve(house)[0].allocation
    with pytest.raises(Refused, match="чому"):
        actions.void_number(number.pk, reason=" ", by=house.clerk)
    actions.void_number(number.pk, reason="зіпсовано бланк", by=house.clerk)
    assert told()[0] == "Анульовано № 1/…. Причина: зіпсовано бланк"
    for attempt in (lambda: house.letter(number=held(number)),
                    lambda: actions.void_number(number.pk, reason="ще раз", by=house.clerk)):  # fmt: skip
        with pytest.raises(Refused, match="анульовано"):
            attempt()
    stub = stubs(house.clerk, house.journal)[0]
    assert (stub.number, stub.reason, stub.was_registered) == ("1/…", "зіпсовано бланк", False)
    assert house.letter().registrations.get().sequence == 2


def test_an_annulled_document_stays_as_a_stub_without_deadlines(house: House) -> None:
    letter = house.letter(title="Про таємне")
    registration = letter.registrations.get()
    actions.void_number(registration.allocation_id, reason="двічі той самий лист", by=house.clerk)
    letter.refresh_from_db()
    assert letter.closed_at and not Deadline.objects.filter(document=letter, met_at=None).exists()
    card = document_card(house.clerk, letter.pk, today=TODAY)
    assert card is not None and card.timeline[0].text.endswith("Причина: двічі той самий лист")
    stub = stubs(house.clerk, house.journal)[0]
    assert (stub.number, stub.was_registered, stub.document_id) == ("1/02-10", True, letter.pk)
    with pytest.raises(Refused, match="анульовано"):
        actions.reopen_document(letter.pk, reason="помилка", by=house.clerk)
    with pytest.raises(Refused, match="уже анульовано"):
        actions.void_number(registration.allocation_id, reason="ще раз", by=house.clerk)


def test_the_paper_of_an_annulled_document_is_registered_anew_without_a_word(house: House) -> None:
    wrong = house.letter(their_number="77/01")
    actions.void_number(wrong.registrations.get().allocation_id, reason="не той журнал", by=house.clerk)
    assert house.letter(their_number="77/01").registrations.get().sequence == 2


def test_letters_and_fractions_follow_a_number_in_their_order(house: House) -> None:
    house.letter()
    numbers = [
        house.letter(number=after(house.journal, 1, kind)).registrations.get().number
        for kind in (NumberFrom.LETTER, NumberFrom.LETTER, NumberFrom.FRACTION)
    ]
    assert numbers == ["1-а/02-10", "1-б/02-10", "1/1/02-10"]
    with pytest.raises(Refused, match="основного номера"):
        house.letter(number=after(house.journal, 7, NumberFrom.LETTER))


def test_those_who_do_not_register_do_nothing_and_strangers_learn_nothing(house: House) -> None:
    reservation = reserve(house)[0]
    sentences = set()
    for key in (reservation.pk, UUID(int=5)):
        with pytest.raises(Refused) as caught:
            actions.return_number(key, by=house.stranger)
        sentences.add(caught.value.sentence)
    for number in (reservation.allocation_id, UUID(int=5)):
        with pytest.raises(Refused) as caught:
            actions.void_number(number, reason="так", by=house.stranger)
        sentences.add(caught.value.sentence)
    assert len(sentences) == 1
    for name in ("melnychenko", "chuzhynska"):
        with pytest.raises(Refused, match="діловод"):
            actions.reserve_numbers(house.journal, holder="я", by=house.cast.actor(name))
    for ask in (held_numbers, reservations, stubs, late_entries):
        assert ask(house.stranger, house.journal) == []


def test_the_same_key_reserves_once(house: House) -> None:
    ids = [
        actions.reserve_numbers(house.journal, count=2, holder="сесія", key="k", by=house.clerk)
        for _ in range(2)
    ]
    assert ids[0] == ids[1] and Allocation.objects.count() == 2


def test_a_stub_does_not_lead_where_one_may_not_go(house: House) -> None:
    secret = house.letter(access_level="restricted", access_basis="ст. 6")
    actions.void_number(secret.registrations.get().allocation_id, reason="помилка", by=house.clerk)
    from obih.people import principals
    from obih.people.actors import SYSTEM

    actions.set_reader(house.journal, principals.of_person(house.cast.koval.person.pk), by=SYSTEM)
    stub = stubs(house.cast.actor("koval"), house.journal)[0]
    assert (stub.was_registered, stub.document_id) == (True, None)


def test_an_outage_number_is_entered_with_its_true_hour_and_reason(house: House) -> None:
    number = reserve(house, purpose=ReservationPurpose.OUTAGE)[0].allocation
    then = timezone.now() - timedelta(hours=3)
    with pytest.raises(Refused, match="чому"):
        house.letter(number=held(number), registered_at=then, received_at=then)
    letter = house.letter(
        number=held(number), registered_at=then, received_at=then, late_reason="не було світла"
    )
    made = letter.registrations.get()
    assert (made.registered_at, made.received_at) == (then, then)
    assert made.entered_at and made.entered_at > then
    entry = late_entries(house.clerk, house.journal)[0]
    assert (entry.number, entry.reason) == ("1/02-10", "не було світла")
    assert "не було світла" in str(Event.objects.order_by("-seq").first().canonical)
    with pytest.raises(Refused, match="ще не настав"):
        house.letter(registered_at=timezone.now() + timedelta(hours=1), late_reason="так")


def test_a_letter_that_waited_says_why(house: House) -> None:
    moment = datetime(2026, 11, 18, 11, 0, tzinfo=timezone.get_current_timezone())
    yesterday = moment - timedelta(days=1)
    with at_moment(moment):
        with pytest.raises(Refused, match=r"не пізніше 17\.11\.2026"):
            house.letter(received_at=yesterday)
        made = house.letter(received_at=yesterday, late_reason="лежав у скриньці").registrations.get()
        assert (made.registered_at, made.entered_at, made.late_reason) == (moment, moment, "лежав у скриньці")
        from obih.law.queries import profile

        evening = yesterday.replace(hour=20)
        assert why_reason_is_asked(evening, moment, profile()) is None, "after hours counts as the next day"


def test_a_number_of_last_year_is_used_only_with_the_date_of_that_year(house: House) -> None:
    december = datetime(2025, 12, 30, 11, 0, tzinfo=timezone.get_current_timezone())
    with at_moment(december):
        number = reserve(house)[0].allocation
    assert number.period == "2025"
    with pytest.raises(Refused, match="2025 року"):
        house.letter(number=held(number))
    made = house.letter(
        number=held(number), registered_at=december, received_at=december, late_reason="знайшли"
    ).registrations.get()
    assert (made.period, made.sequence) == ("2025", 1)


def test_the_form_offers_free_numbers_and_asks_for_what_is_missing(house: House) -> None:
    number = reserve(house, purpose=ReservationPurpose.OUTAGE)[0].allocation
    typed = {
        "kind": "letter", "title": "Про дорогу", "correspondent": str(house.sender.pk),
        "received_at": short_date(TODAY), "channel": "post", "number_held": str(number.pk),
        "case_index": str(house.case.pk),
    }  # fmt: skip

    def form(**more: str) -> IncomingForm:
        return IncomingForm(typed | more, actor=house.clerk, journal=house.journal, today=TODAY)

    assert "Гриценко" in str(form()["number_held"])
    asked = form()
    assert not asked.is_valid() and set(asked.errors) == {"registered_on"}
    asked = form(registered_on=short_date(TODAY))
    assert not asked.is_valid() and set(asked.errors) == {"registered_time"}
    asked = form(number_held="", number_from="letter")
    assert not asked.is_valid() and set(asked.errors) == {"number_base"}
    other = form(number_held=str(UUID(int=3)))
    assert not other.is_valid() and "number_held" in other.errors
    filled = form(number_held="", number_from="fraction", number_base="1")
    assert filled.is_valid() and filled.to_card().number.marks[0] == "/1"


def test_every_number_has_an_outcome(house: House) -> None:
    house.letter()
    reserve(house, 3)
    assert Registration.objects.count() + Reservation.objects.count() == Allocation.objects.count() == 4
    assert not VoidNumber.objects.exists() and Document.objects.count() == 1
