"""Whichever way a filter is answered, by gathering the few or by walking, the page and its count agree."""

from __future__ import annotations

import pytest

from obih.people.actors import NOBODY
from obih.registry.models import Document
from obih.registry.queries import CappedCount, Cursor, JournalFilter, journal_page, rare
from obih.registry.tests.conftest import TODAY, House

ASKED: tuple[dict[str, str], ...] = (
    {"urgent": "true"},
    {"access_level": "restricted"},
    {"state": "open"},
    {"state": "overdue"},
    {"state": "unassigned"},
    {"copies_count": "3"},
    {"remark": "звірити"},
    {"q": "дорогу"},
    {"urgent": "true", "q": "дорогу"},
    {"year": "2026", "urgent": "true"},
    {"correspondent_date": "03.11.2026"},
    {"outside_id": "А-1"},
    {"kind": "letter"},
    {"regime": "citizens"},
)
WAYS = {"few": {}, "walk": {"FEW": -1}, "short": {"FEW": -1, "LOOKED_THROUGH": 3, "WALKED": 3}}


@pytest.fixture
def filled(house: House) -> House:
    for number in range(12):
        letter = house.letter(
            title="Про дорогу" if number % 3 else "Про воду",
            access_level="general" if number % 4 else "restricted",
            access_basis="" if number % 4 else "ст. 6",
        )
        Document.objects.filter(pk=letter.pk).update(
            urgent=number % 2 == 0,
            added={"copies_count": 3, "remark": "Звірити з оригіналом"} if number % 5 == 0 else {},
        )
    return house


@pytest.mark.parametrize("asked", ASKED, ids=lambda each: "&".join(each))
def test_every_way_gives_the_same_pages(
    filled: House, asked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, list[list[str]]] = {}
    for way, settings in WAYS.items():
        with monkeypatch.context() as patched:
            for name, value in settings.items():
                patched.setattr(rare, name, value)
            told[way] = [
                _pages(filled, actor, asked) for actor in (filled.clerk, filled.cast.actor("melnychenko"))
            ]
    assert told["few"] == told["walk"] == told["short"]
    assert _pages(filled, filled.stranger, asked) == _pages(filled, NOBODY, asked) == []


def _pages(house: House, actor, asked: dict[str, str]) -> list[str]:
    """Every page down to the last and back again."""
    filters = JournalFilter(asked, actor=actor, journal=house.journal, today=TODAY)
    found: list[str] = []
    after: str | None = None
    while True:
        page = journal_page(actor, house.journal, filters, after, 2, today=TODAY)
        found += [row.number for row in page.rows]
        if not page.next:
            break
        assert page.count.value >= 2 if page.count.capped else page.count.value > 2
        after = page.next
    back = page.previous
    seen = [row.number for row in page.rows]
    while back:
        page = journal_page(actor, house.journal, filters, back, 2, today=TODAY)
        seen = [row.number for row in page.rows] + seen
        back = page.previous
    assert seen == found
    return found


def test_a_count_that_was_not_made_to_its_end_names_a_round_number_below() -> None:
    for counted, told in ((51, "понад 50"), (100, "понад 90"), (347, "понад 300"), (1001, "понад 1 000")):
        assert str(CappedCount.at_least(counted)).replace("\xa0", " ") == told
    assert str(CappedCount.of(1000)).replace("\xa0", " ") == "1 000"


def test_a_cursor_cuts_a_list_where_the_index_would(house: House) -> None:
    made = [house.letter() for _ in range(5)]
    places = [(each.created_at, each.pk) for each in reversed(made)]
    middle = Cursor(*places[2])
    assert middle.cut(places) == places[3:]
    assert Cursor(*places[2], backwards=True).cut(places) == places[1::-1]
