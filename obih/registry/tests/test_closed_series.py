"""Orders of staff come up nowhere but in their own journal and by their exact number."""

from __future__ import annotations

import pytest
from django.utils import timezone

from obih.registry import actions, queries
from obih.registry.cards import CreatedCard, PartyEntry
from obih.registry.duplicates import find_duplicates
from obih.registry.models import Document, Journal
from obih.registry.queries.arrivals import similar_lately
from obih.registry.queries.closed_series import closed_series
from obih.registry.tests.conftest import House
from obih.registry.vocabulary import Access, PartyRole


@pytest.fixture
def staff(house: House) -> Journal:
    actions.seed_sample_journals(house.cast.council, timezone.localdate().year)
    return Journal.objects.get(code=f"k-{house.cast.council.code}")


def order(house: House, journal: Journal, title: str = "Про призначення Коваленко") -> Document:
    card = CreatedCard(
        journal=journal, kind_code="order_staff", title=title, access_level=Access.RESTRICTED,
        access_basis="ст. 7", case=house.case,
        parties=(PartyEntry(PartyRole.SENDER, house.sender, number="77-П"),),
    )  # fmt: skip
    done = actions.register_created(card, key=title, by=house.clerk)
    return Document.objects.get(pk=done.document_id)


def found(house: House, text: str) -> list[str]:
    return [row.number for row in queries.find(house.clerk, text)]


def test_words_find_no_order_of_staff_but_its_whole_number_does(house: House, staff: Journal) -> None:
    order(house, staff)
    house.letter(title="Про призначення субсидії")
    assert found(house, "призначення") == ["1/02-10"]
    assert found(house, "Коваленко") == []
    assert found(house, "1") == ["1/02-10"]
    assert found(house, "1-к") == ["1-к"]
    assert queries.find(house.stranger, "1-к") == []


def test_it_is_found_in_its_own_journal(house: House, staff: Journal) -> None:
    order(house, staff)
    filters = queries.JournalFilter({"q": "призначення"}, actor=house.clerk, journal=staff)
    assert [row.number for row in queries.journal_page(house.clerk, staff, filters).rows] == ["1-к"]


def test_it_is_no_twin_and_nothing_similar_of_a_letter(house: House, staff: Journal) -> None:
    order(house, staff, "Про призначення комісії")
    asked = {"correspondent": house.sender, "their_number": "77-П", "their_date": None, "hashes": []}
    assert find_duplicates(**asked, journal=house.journal, actor=house.clerk) == []
    assert find_duplicates(**asked, journal=staff, actor=house.clerk)
    assert similar_lately(house.clerk, house.sender, "Про призначення комісії") is None


def test_the_closed_series_of_a_hromada_are_its_orders_of_staff(house: House, staff: Journal) -> None:
    closed = Journal.objects.filter(pk__in=closed_series())
    titles = {each.title for each in closed if each.stream == "orders"}
    assert titles == {
        "Розпорядження з кадрових питань", "Розпорядження про відпустки", "Розпорядження про відрядження",
    }  # fmt: skip
    assert staff.pk not in closed_series(besides=staff)
