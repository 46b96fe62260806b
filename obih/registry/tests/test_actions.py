"""What people can do, what it leaves behind, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obih.files.receiving import receiving
from obih.history.idempotency import KeyReused
from obih.history.models import Event
from obih.people import principals
from obih.people.actors import SYSTEM
from obih.registry import access_rows, actions
from obih.registry.cards import CardFile
from obih.registry.duplicates import DuplicateFound
from obih.registry.models import AccessRow, Deadline, Document, JournalReader, PendingCard
from obih.registry.queries import Spread, document_card, my_work, pending_cards, spreading, visible_to
from obih.registry.tests.conftest import TODAY, House
from obih.ui.refusals import Conflict, Refused
from obih.workdays.queries import calendar_for
from obih.workdays.rules import DayKind, SpecialDay


def told(document: Document) -> list[str]:
    return [each.tell() for each in Event.objects.about("registry.document", document.pk).order_by("-seq")]


def test_registering_costs_few_statements(house: House) -> None:
    house.letter()
    card = house.card(
        their_number="9", first_reviewer=house.cast.melnychenko.person, signer="Голова Петро КІТ"
    )
    with receiving() as receive:
        stored = receive(b"%PDF-1.4 a letter\n%%EOF", "letter.pdf")
        card = replace(card, files=(CardFile(stored, "letter.pdf"),))
        with CaptureQueriesContext(connection) as caught:
            actions.register_incoming(card, key="counted", by=house.clerk)
    assert len(caught) <= 24, "\n".join(each["sql"][:100] for each in caught)


def test_the_same_key_gives_the_same_number_and_another_card_is_refused(house: House) -> None:
    first = house.letter(key="k", their_number="5")
    card = house.card(their_number="5")
    again = actions.register_incoming(card, key="k", by=house.clerk)
    assert again.again and again.document_id == first.pk
    with pytest.raises(KeyReused):
        actions.register_incoming(replace(card, title="Інший"), key="k", by=house.clerk)
    assert Document.objects.count() == 1


def test_a_twin_is_refused_until_it_is_said_to_be_another(house: House) -> None:
    house.letter(their_number="77/01")
    with pytest.raises(DuplicateFound) as caught:
        house.letter(their_number="№ 77 / 01")
    assert "1/02-10" in caught.value.sentence
    house.letter(their_number="77/01", not_duplicate_because="інший додаток")
    house.letter(their_number="б/н")
    house.letter(their_number="б/н")
    assert Document.objects.count() == 4


def test_a_hidden_twin_is_not_named(house: House) -> None:
    house.letter(their_number="77/01", title="Про таємне")
    service = replace(
        SYSTEM, kind="service", key="1", scopes=frozenset({"documents:register"}), principals=(999 * 8 + 4,)
    )
    JournalReader.objects.create(journal=house.journal, principal=999 * 8 + 4, may_register=True)
    with pytest.raises(DuplicateFound) as caught:
        house.letter(by=service, their_number="77/01")
    assert caught.value.found[0].document_id is None
    assert "1/02-10" not in caught.value.sentence and "таємне" not in caught.value.sentence


def test_only_those_register_who_may_and_the_refusal_says_who_does(house: House) -> None:
    for name in ("koval", "chuzhynska", "savchuk", "melnychenko"):
        with pytest.raises(Refused, match="діловод"):
            house.letter(by=house.cast.actor(name))
    with pytest.raises(Refused, match="очима"):
        house.letter(by=replace(house.clerk, read_only=True))
    assert Document.objects.count() == 0


def test_a_correction_keeps_old_and_new_and_moves_access(house: House) -> None:
    letter = house.letter(responsible_unit=house.cast.units["land"])
    assert visible_to(house.cast.actor("stetsenko")).exists()
    record = actions.correct_card(
        letter.pk,
        {
            "title": "Про стан вулиць", "responsible_unit": house.cast.units["legal"], "remark": "друга тека",
            "signer": "Ганна КІТ", "sheets_main": 3, "urgent": True,
        },
        reason="помилка при наборі", version=1, by=house.clerk,
    )  # fmt: skip
    assert (record.document.title, record.document.version) == ("Про стан вулиць", 2)
    assert not visible_to(house.cast.actor("stetsenko")).exists()
    assert visible_to(house.cast.actor("koval")).exists()
    assert Deadline.objects.filter(document=letter, unit=house.cast.units["legal"]).exists()
    sentence = told(letter)[0]
    assert "«Заголовок»" in sentence and "помилка при наборі" in sentence
    card = document_card(house.clerk, letter.pk, today=TODAY)
    changes = {change.label: (change.old, change.new) for change in card.timeline[0].changes}
    assert changes["Заголовок"] == ("Про надання інформації щодо стану доріг", "Про стан вулиць")
    assert access_rows.verify() == []


def test_two_corrections_of_one_version_meet(house: House) -> None:
    letter = house.letter()
    actions.correct_card(letter.pk, {"title": "Перша"}, reason="так", version=1, by=house.clerk)
    with pytest.raises(Conflict) as caught:
        actions.correct_card(letter.pk, {"title": "Друга"}, reason="так", version=1, by=house.clerk)
    assert "Перша" in caught.value.sentence and "Друга" in caught.value.sentence
    assert "Галина Бойко" in caught.value.sentence
    again = actions.correct_card(letter.pk, {"title": "Перша"}, reason="так", version=1, by=house.clerk)
    assert again.document.title == "Перша"


def test_restricting_a_card_hides_it_from_the_unit(house: House) -> None:
    letter = house.letter(responsible_unit=house.cast.units["land"])
    actions.correct_card(
        letter.pk,
        {"access_level": "restricted", "access_basis": "ст. 6"},
        reason="гриф",
        version=1,
        by=house.clerk,
    )
    assert not visible_to(house.cast.actor("stetsenko")).exists()
    assert visible_to(house.cast.actor("melnychenko")).exists()
    assert actions.read_card(letter.pk, by=house.cast.actor("melnychenko"))
    assert actions.read_card(letter.pk, by=house.cast.actor("melnychenko"))
    assert told(letter).count("Переглянуто документ з обмеженим доступом") == 1


def test_kind_and_receipt_move_the_deadline_by_law(house: House) -> None:
    letter = house.letter(kind_code="letter")
    before = Deadline.objects.get(document=letter)
    record = actions.correct_card(
        letter.pk,
        {"kind": "info_request", "regime": "information"},
        reason="це запит",
        version=1,
        by=house.clerk,
    )
    after = Deadline.objects.get(document=letter)
    assert after.rule_code != before.rule_code and after.effective_on < before.effective_on
    assert record.nearest is not None and record.nearest.effective_on == after.effective_on


def test_a_deadline_never_passes_its_cap_and_tells_who_agreed(house: House) -> None:
    letter = house.letter(kind_code="citizen_appeal", access_basis="ст. 6")
    deadline = Deadline.objects.get(document=letter)
    with pytest.raises(Refused, match="не пізніше"):
        actions.change_deadline(deadline.pk, on=TODAY + timedelta(days=400), reason="довго", by=house.clerk)
    with pytest.raises(Refused, match="причину"):
        actions.change_deadline(
            deadline.pk, on=deadline.effective_on + timedelta(1), reason=" ", by=house.clerk
        )
    moved = actions.change_deadline(
        deadline.pk, on=deadline.effective_on - timedelta(2), reason="просив голова", agreed_by="голова",
        by=house.clerk,
    )  # fmt: skip
    assert moved.changes.get().agreed_by == "голова"
    assert "Строк перенесено" in told(letter)[0]


def test_closing_takes_a_document_off_the_lists_and_reopening_returns_it(house: House) -> None:
    head = house.cast.actor("melnychenko")
    letter = house.letter(first_reviewer=house.cast.melnychenko.person)
    actions.close_document(letter.pk, note="Відповідь 12/02-10", by=head)
    assert my_work(head, TODAY).to_review == []
    assert not Deadline.objects.filter(document=letter, met_at=None).exists()
    with pytest.raises(Refused, match="уже виконано"):
        actions.close_document(letter.pk, note="ще раз", by=head)
    actions.reopen_document(letter.pk, reason="відповідь повернули", by=head)
    assert len(my_work(head, TODAY).to_review) == 1
    assert Deadline.objects.filter(document=letter, met_at=None).exists()


def test_sharing_shows_and_unsharing_hides(house: House) -> None:
    letter = house.letter()
    koval = house.cast.koval
    principal = principals.of_person(koval.person.pk)
    actions.share(letter.pk, principal, why="готує відповідь", by=house.clerk)
    actions.share(letter.pk, principal, why="готує відповідь", by=house.clerk)
    assert visible_to(koval.actor).exists()
    assert "Доступ надано: Наталія Коваль (готує відповідь)" in told(letter)
    actions.unshare(letter.pk, principal, why="уже відповіла", by=house.clerk)
    assert not visible_to(koval.actor).exists()
    with pytest.raises(Refused):
        actions.share(letter.pk, principal, why="хочу", by=koval.actor)
    assert access_rows.verify() == []


def test_a_leavers_open_work_goes_to_the_successor_in_one_step(house: House) -> None:
    leaver, successor = house.cast.melnychenko.person, house.cast.levchuk.person
    opened = house.letter(first_reviewer=leaver)
    closed = house.letter(first_reviewer=leaver)
    actions.close_document(closed.pk, note="виконано", by=house.cast.actor("melnychenko"))
    assert actions.hand_over(leaver, successor, why="звільнення", by=SYSTEM) == 1
    assert [row.document_id for row in my_work(house.cast.actor("levchuk"), TODAY).to_review] == [opened.pk]
    assert not visible_to(house.cast.actor("levchuk")).filter(pk=closed.pk).exists()
    assert access_rows.verify() == []
    assert AccessRow.objects.filter(document=opened, reason="successor").count() == 1


def test_readers_come_and_go_with_the_documents_already_there(house: House) -> None:
    open_one, secret = house.letter(), house.letter(access_level="restricted", access_basis="ст. 6")
    unit = principals.of_unit(house.cast.units["legal"].pk)
    koval = house.cast.actor("koval")
    admin = house.cast.actor("savchuk")
    assert actions.set_reader(house.journal, unit, by=admin) == 1
    assert set(visible_to(koval)) == {open_one}
    actions.set_reader(house.journal, unit, restricted_too=True, by=admin)
    assert set(visible_to(koval)) == {open_one, secret}
    later = house.letter()
    assert visible_to(koval).filter(pk=later.pk).exists()
    actions.set_reader(house.journal, unit, by=admin)
    assert not visible_to(koval).filter(pk=secret.pk).exists()
    actions.remove_reader(house.journal, unit, by=admin)
    assert not visible_to(koval).exists()
    assert access_rows.verify() == []
    with pytest.raises(Refused):
        actions.set_reader(house.journal, unit, by=house.clerk)


def test_the_newest_of_a_long_journal_is_seen_at_once_the_rest_in_batches(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("obih.registry.actions.journals.BATCH", 3)
    monkeypatch.setattr("obih.registry.actions.journals.AT_ONCE", 2)
    made = {house.letter().pk for _ in range(10)}
    unit, koval = principals.of_unit(house.cast.units["legal"].pk), house.cast.actor("koval")
    assert actions.set_reader(house.journal, unit, by=SYSTEM) == 2
    assert spreading(house.journal)[unit] == Spread(2, 10)
    assert actions.spread_reader(house.journal, unit) == 8
    assert actions.spread_reader(house.journal, unit) == 0
    assert actions.set_reader(house.journal, unit, restricted_too=True, by=SYSTEM) == 0
    assert set(visible_to(koval).values_list("pk", flat=True)) == made
    assert actions.remove_reader(house.journal, unit, by=SYSTEM) == 10
    assert actions.spread_reader(house.journal, unit) == 0
    assert not visible_to(koval).exists()


def test_a_half_filled_card_is_kept_taken_over_and_thrown_away_with_a_reason(house: House) -> None:
    card = actions.save_pending(house.journal, {"title": "Про до\0рогу"}, by=house.clerk)
    assert card.fields == {"title": "Про дорогу"}
    actions.save_pending(house.journal, {"title": "Про дорогу в селі"}, card_id=card.pk, by=house.clerk)
    with receiving() as receive:
        stored = receive(b"%PDF-1.4 scan\n%%EOF", "scan.pdf")
        actions.attach_pending_file(card.pk, stored, "scan.pdf", by=house.clerk)
        actions.attach_pending_file(card.pk, stored, "scan.pdf", by=house.clerk)
    assert pending_cards(house.clerk).get().files.count() == 1
    assert not pending_cards(house.stranger).exists()
    with pytest.raises(Refused, match="вже немає"):
        actions.discard(card.pk, reason="чужа", by=house.cast.actor("koval"))
    actions.discard(card.pk, reason="реклама", by=house.clerk)
    assert not PendingCard.objects.exists()


def test_registering_removes_the_half_filled_card(house: House) -> None:
    pending = actions.save_pending(house.journal, {"title": "Про"}, by=house.clerk)
    actions.register_incoming(house.card(), key="p", pending=pending.pk, by=house.clerk)
    assert not PendingCard.objects.exists()


def test_a_changed_calendar_moves_open_deadlines_only(house: House) -> None:
    letter, done = house.letter(), house.letter()
    actions.close_document(done.pk, note="так", by=house.clerk)
    deadline = Deadline.objects.get(document=letter)
    day_off = SpecialDay(DayKind.OFF, "розпорядження")
    changed = calendar_for().changed({deadline.effective_on: day_off}, None, None)
    shown = actions.preview_recount(changed, by=house.clerk)
    assert [(each.was, each.becomes > each.was) for each in shown] == [(deadline.effective_on, True)]
    assert actions.preview_recount(changed, by=house.stranger) == []
    assert actions.recount_deadlines(changed, by=SYSTEM) == 1
    assert Deadline.objects.get(pk=deadline.pk).effective_on > deadline.effective_on
    assert "змінився робочий календар" in told(letter)[0]


def test_what_is_hidden_and_what_is_absent_are_refused_alike(house: House) -> None:
    letter = house.letter()
    sentences = set()
    for document in (letter.pk, house.case_id_that_is_not()):
        with pytest.raises(Refused) as caught:
            actions.correct_card(document, {"title": "X"}, reason="r", version=1, by=house.stranger)
        sentences.add(caught.value.sentence)
    assert len(sentences) == 1


def test_numbers_start_anew_in_the_new_year(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert house.letter().registrations.get().sequence == 1
    assert house.letter().registrations.get().sequence == 2
    new_year = timezone.now() + timedelta(days=366)
    monkeypatch.setattr("obih.registry.actions.registration.timezone.now", lambda: new_year)
    fresh = house.letter(late_reason="надійшло торік").registrations.get()
    assert (fresh.sequence, fresh.period) == (1, str(timezone.localdate(new_year).year))
