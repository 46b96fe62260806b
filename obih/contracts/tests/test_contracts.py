"""Contracts: sums as typed, ends that hold today, warnings once, terms corrected with what stood before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from obih.contracts.actions import TermsEntry, change_terms, register_contract, warn_of_endings
from obih.contracts.models import ContractTerms, EndWarning
from obih.contracts.queries import COLUMNS, cells_of, near_count, near_ends, panel_of
from obih.contracts.rules import (
    SumProblem,
    current_end,
    effective_end,
    ending_of,
    months_later,
    parse_sum,
    sum_in_words,
)
from obih.history.idempotency import KeyReused
from obih.history.models import Event
from obih.notices.models import Notice
from obih.registry import actions
from obih.registry.cards import CreatedCard, PartyEntry
from obih.registry.models import Document, Journal
from obih.registry.queries.card import document_card
from obih.registry.tests.conftest import House, make_house
from obih.registry.tests.panels import panel as panel_by
from obih.registry.vocabulary import PartyRole
from obih.ui.refusals import Refused

TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12 500,50", "12500.50"), ("12500.5", "12500.50"), ("1 200 000", "1200000.00"), ("0", "0.00"),
        ("7 грн", "7.00"),
    ],
)  # fmt: skip
def test_a_sum_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert parse_sum(typed) == Decimal(kept)


@pytest.mark.parametrize("typed", ["сто", "-1", "1,234", "1e99", "NaN", "1..2"])
def test_what_is_no_sum_is_refused(typed: str) -> None:
    with pytest.raises(SumProblem):
        parse_sum(typed)


@given(st.decimals(0, 10**12, places=2))
def test_a_sum_told_and_read_again_is_the_same(value: Decimal) -> None:
    assert parse_sum(sum_in_words(value, "UAH")) == value


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(1, 60),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_a_contract_that_prolongs_itself_has_its_end_ahead(end: date, months: int, today: date) -> None:
    found = current_end(end, months, today)
    assert found >= today or found == end
    assert current_end(end, 0, today) == end


def test_months_end_with_the_last_of_a_short_month() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2027, 11, 30), 3) == date(2028, 2, 29)


def test_an_agreement_moves_the_end_only_if_it_names_one() -> None:
    assert effective_end(date(2026, 1, 1), [None, date(2027, 1, 1), None]) == date(2027, 1, 1)
    assert effective_end(None, []) is None
    assert ending_of(date(2026, 1, 10), 30, 0, date(2026, 1, 20)).state == "late"


Contract = Callable[..., Document]


@pytest.fixture
def house(db: None) -> House:
    found = make_house()
    actions.seed_sample_journals(found.cast.council, TODAY.year)
    return found


@pytest.fixture
def contract(house: House) -> Contract:
    journal = Journal.objects.get(code=f"con-{house.cast.council.code}")

    def made(days: int | None = 10, *, kind: str = "contract", **terms: Any) -> Document:
        house.counted.append(1)
        card = CreatedCard(
            journal=journal, kind_code=kind, title="Про постачання палива", case=house.case,
            parties=(PartyEntry(PartyRole.PARTY, house.sender, number="77-П"),),
            added={"main_executor": house.cast.levchuk.person.pk},
        )  # fmt: skip
        entry = TermsEntry(ends_on=TODAY + timedelta(days=days) if days is not None else None, **terms)
        done = register_contract(card, entry, key=f"contract-{len(house.counted)}", by=house.clerk)
        return Document.objects.get(pk=done.document_id)

    return made


def test_an_end_is_told_once_however_often_the_job_runs(house: House, contract: Contract) -> None:
    near = contract(10)
    contract(90), contract(None)  # type: ignore[func-returns-value]
    assert [warn_of_endings(TODAY) for _ in range(3)] == [1, 0, 0]
    notice = Notice.objects.get()
    assert notice.person == house.cast.levchuk.person and str(near.pk) in notice.url
    assert EndWarning.objects.get().ends_on == TODAY + timedelta(days=10)
    told = Event.objects.about("registry.document", near.pk).get(name="contracts.end_warned")
    assert "Тарас Левчук" in told.tell()


def test_a_moved_end_is_told_anew_and_a_closed_contract_never(house: House, contract: Contract) -> None:
    first = contract(10)
    assert warn_of_endings(TODAY) == 1
    contract(20, kind="additional_agreement", base_id=first.pk)
    assert [each.ending.on for each in near_ends(TODAY)] == [TODAY + timedelta(days=20)]
    assert warn_of_endings(TODAY) == 1
    actions.close_document(first.pk, note="виконано", by=house.clerk)
    assert near_ends(TODAY) == [] and warn_of_endings(TODAY) == 0


def test_each_sees_the_ends_of_contracts_he_may_see(house: House, contract: Contract) -> None:
    contract(10)
    assert near_count(house.clerk) == near_count(house.cast.actor("levchuk")) == 1
    assert near_count(house.stranger) == 0 and near_ends(TODAY, house.stranger) == []


def test_an_agreement_without_its_contract_is_refused(contract: Contract) -> None:
    with pytest.raises(Refused, match="номер договору"):
        contract(10, kind="additional_agreement")
    assert not Document.objects.exists()


def test_the_same_key_with_other_terms_is_no_repeat(house: House, contract: Contract) -> None:
    document = contract(10, subject="паливо")
    house.counted.pop()
    with pytest.raises(KeyReused):
        contract(10, subject="вугілля")
    house.counted.pop()
    assert contract(10, subject="паливо") == document
    assert ContractTerms.objects.get().subject == "паливо"


def test_corrected_terms_keep_what_stood_there(house: House, contract: Contract) -> None:
    document = contract(10, sum=Decimal("100.00"))
    change_terms(document.pk, {"sum": Decimal("250.50")}, reason="описка", by=house.clerk)
    card = document_card(house.clerk, document.pk)
    assert card is not None
    (change,) = card.timeline[0].changes
    assert (change.label, change.old, change.new) == ("Сума", "100,00 грн", "250,50 грн")
    with pytest.raises(Refused):
        change_terms(document.pk, {"sum": None}, reason="", by=house.clerk)
    with pytest.raises(Refused):
        change_terms(document.pk, {"sum": None}, reason="описка", by=house.cast.actor("levchuk"))


def test_terms_of_a_contract_that_came_without_them_are_written_down_later(house: House) -> None:
    journal = Journal.objects.get(code=f"con-{house.cast.council.code}")
    bare = CreatedCard(journal=journal, kind_code="contract", title="Про оренду", case=house.case)
    document = actions.register_created(bare, key="bare", by=house.clerk).document_id
    panel = panel_by(panel_of, document, house.clerk)
    assert panel is not None and panel.terms_url and not panel.ending
    change_terms(document, {"ends_on": TODAY}, reason="за договором", by=house.clerk)
    assert [each.document_id for each in near_ends(TODAY)] == [document]


def test_the_sheet_of_contracts_has_their_terms(house: House, contract: Contract) -> None:
    first = contract(10, sum=Decimal("100.00"), vat="with")
    agreement = contract(20, kind="additional_agreement", base_id=first.pk)
    cells = cells_of([first.pk, agreement.pk])
    assert all(len(each) == len(COLUMNS) for each in cells.values())
    told = dict(zip(COLUMNS, cells[first.pk], strict=True))
    assert (told["Сторона"], told["Номер сторони"], told["Сума"]) == ("Черкаська ОВА", "77-П", "100,00")
    assert cells[agreement.pk][-1] == "1"


def test_the_panel_leads_to_what_one_may_see(house: House, contract: Contract) -> None:
    first = contract(10)
    agreement = contract(20, kind="additional_agreement", base_id=first.pk)
    panel = panel_by(panel_of, first.pk, house.clerk)
    assert panel is not None and [each.document_id for each in panel.agreements] == [agreement.pk]
    assert panel.terms_url and "base=1" in panel.agreement_url
    assert ("Сторона", "Черкаська обласна військова адміністрація; їхній № 77-П") in panel.lines
    assert panel_by(panel_of, house.letter().pk, house.clerk) is None
