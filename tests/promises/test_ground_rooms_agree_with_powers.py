"""Rooms below `people` name their editors by role; the page «Хто що може» must say the same."""

from __future__ import annotations

import pytest

from obih.law.access import RULE_EDITORS
from obih.nomenclature.access import NOMENCLATURE_EDITORS
from obih.people.access import POWERS, Power
from obih.workdays.access import CALENDAR_EDITORS


@pytest.mark.parametrize(
    ("power", "editors"),
    [
        (Power.MANAGE_LAW, RULE_EDITORS),
        (Power.MANAGE_CALENDAR, CALENDAR_EDITORS),
        (Power.MANAGE_NOMENCLATURE, NOMENCLATURE_EDITORS),
    ],
)
def test_editors_are_those_who_have_the_power(power, editors):
    assert {str(role) for role, powers in POWERS.items() if power in powers} == editors
