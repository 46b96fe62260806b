"""The check of numbers knows what became of each."""

from __future__ import annotations

import pytest

from obih.registry import actions
from obih.registry.models import Reservation
from obih.registry.tests.conftest import House, make_house
from obih.site.health.contents import numbers
from obih.site.health.model import State


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def test_each_number_has_an_outcome_and_the_check_tells_them(house: House) -> None:
    state, sentence, _ = numbers()
    assert state == State.OK and sentence == "Номери в усіх журналах ідуть підряд."
    house.letter()
    ids = actions.reserve_numbers(house.journal, count=3, holder="Гриценко", by=house.clerk)
    actions.return_number(ids[0], by=house.clerk)
    spoilt = Reservation.objects.get(pk=ids[1]).allocation_id
    actions.void_number(spoilt, reason="зіпсовано бланк", by=house.clerk)
    state, sentence, _ = numbers()
    assert state == State.OK
    assert sentence.endswith("ідуть підряд: зарезервовано 1, повернуто 1, анульовано 1.")
