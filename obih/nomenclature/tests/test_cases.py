"""The yearly list of cases: opening, copying, editing, closing."""

from __future__ import annotations

from datetime import date

import pytest

from obih.history.models import Event
from obih.law.tests.actors import ADMINISTRATOR, CLERK, LOOKING_ON, STRANGER
from obih.nomenclature.actions import (
    add_case,
    approve_nomenclature,
    change_case,
    close_case,
    open_nomenclature,
)
from obih.nomenclature.models import CaseIndex
from obih.nomenclature.queries import active_cases, case_history, find_cases, latest_year, summary
from obih.nomenclature.seed import TYPICAL_CASES
from obih.ui.refusals import Refused

pytestmark = pytest.mark.django_db
COUNCIL = "kalynopil"


@pytest.fixture
def year(db):
    return open_nomenclature(COUNCIL, 2026, by=CLERK)


def case(index: str) -> CaseIndex:
    return CaseIndex.objects.get(nomenclature__year=2026, index=index)


def test_a_new_year_starts_with_typical_cases_once(year):
    assert active_cases(2026, COUNCIL).count() == len(TYPICAL_CASES) >= 40
    assert open_nomenclature(COUNCIL, 2026, by=CLERK) == year
    assert Event.objects.filter(name="nomenclature.nomenclature_opened").count() == 1
    assert active_cases(2026, "school").count() == 0


def test_typical_indexes_are_whole_and_unique():
    indexes = [each.index for each in TYPICAL_CASES]
    assert len(indexes) == len(set(indexes))
    assert all(each.unit_code == each.index[:2] and "'" not in each.title for each in TYPICAL_CASES)


def test_the_next_year_copies_what_is_not_closed(year):
    close_case(case("02-15"), closed_on=date(2026, 12, 1), by=CLERK)
    open_nomenclature(COUNCIL, 2027, copy_from=2026, by=CLERK)
    assert active_cases(2027, COUNCIL).count() == len(TYPICAL_CASES) - 1
    assert latest_year(COUNCIL) == 2027
    with pytest.raises(Refused, match="немає номенклатури"):
        open_nomenclature("school", 2027, copy_from=2026, by=CLERK)


def test_a_case_is_added_and_found_by_index_and_words(year):
    values = {"index": "05-05", "title": "Дозволи на видалення дерев", "retention": "5 років"}
    add_case(year, values, by=CLERK)
    assert [each.index for each in find_cases("05-0 дерев", 2026)] == ["05-05"]
    assert [each.index for each in find_cases("02-10", 2026)] == ["02-10"]


def test_a_change_tells_what_was_and_what_is(year):
    change_case(case("02-10"), {"retention": "3 роки"}, by=ADMINISTRATOR)
    event = case_history(case("02-10"))[0]
    assert (event.facts["old"], event.facts["new"]) == (
        {"retention": "5 років ЕПК"},
        {"retention": "3 роки"},
    )
    assert event.tell() == "змінено справу 02-10: «строк зберігання»"
    assert case("02-10").retention_label == "3 роки, ст. 22"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"index": "02-11"}, "має справа «Листування"),
        ({"index": "перша"}, "цифри через дефіс"),
        ({"title": ""}, "порожнім"),
        ({"retention": "5 років ЕПК"}, "Нічого не змінено"),
    ],
)
def test_refuses_and_says_why(year, values, words):
    with pytest.raises(Refused, match=words):
        change_case(case("02-10"), values, by=CLERK)


def test_a_closed_case_takes_no_documents_and_is_not_changed(year):
    close_case(case("02-10"), closed_on=date(2026, 11, 20), by=CLERK)
    assert not find_cases("02-10", 2026)
    with pytest.raises(Refused, match=r"закрито 20\.11\.2026"):
        change_case(case("02-10"), {"title": "інший"}, by=CLERK)
    with pytest.raises(Refused, match="вже закрито"):
        close_case(case("02-10"), closed_on=date(2026, 11, 21), by=CLERK)


def test_approval_is_noted(year):
    approve_nomenclature(year, approved_on=date(2026, 12, 20), by=CLERK)
    year.refresh_from_db()
    assert year.approved_on == date(2026, 12, 20)


def test_a_stranger_and_whoever_looks_on_change_nothing(year):
    for actor in (STRANGER, LOOKING_ON):
        with pytest.raises(Refused):
            change_case(case("02-10"), {"title": "інший"}, by=actor)


def test_the_closing_note_counts_by_length_of_keeping(year):
    found = summary(list(active_cases(2026)))
    assert sum(found.values()) == len(TYPICAL_CASES)
    assert found["тривалого (понад 10 років)"] == 3
