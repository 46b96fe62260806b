"""Every field of the profile leaves with the journal: the sheets are read back by another program."""

from __future__ import annotations

import csv
import io

import pytest
from django.http import QueryDict
from python_calamine import CalamineWorkbook

from obih.contracts.queries import COLUMNS
from obih.desk import exporting
from obih.registry.queries import JournalFilter, document_card
from obih.registry.tests.conftest import TODAY, House
from obih.registry.tests.test_profile_walk import CREATED, KINDS, Walk, register


@pytest.mark.parametrize("kind", [*KINDS, *CREATED])
def test_each_field_of_the_card_is_exported(house: House, kind: str) -> None:
    walk = Walk(house, kind)
    document = register(walk)
    card = document_card(house.clerk, document.pk, today=TODAY)
    assert card is not None
    shown = {each.code: each.text for each in card.values}
    filters = JournalFilter(QueryDict(), actor=house.clerk, journal=walk.journal, today=TODAY)
    heading, line = exporting.lines(house.clerk, walk.journal, filters, [document.pk])
    fields = exporting.fields_of(walk.journal.stream)
    more = COLUMNS if walk.journal.stream == "contracts" else ()
    assert heading == ["Номер", *(field.title for field in fields), exporting.FILES, *more]
    told = dict(zip([field.code for field in fields], line[1 : len(fields) + 1], strict=True))
    assert {code: told[code] for code in shown} == shown

    sheet = b"".join(exporting.respond("csv", "журнал.csv", iter([heading, line])))
    rows = list(csv.reader(io.StringIO(sheet.decode("utf-8-sig")), delimiter=";"))
    assert [cell.removeprefix("'") for cell in rows[1]] == line

    book = CalamineWorkbook.from_filelike(
        io.BytesIO(b"".join(exporting.respond("xlsx", "журнал.xlsx", iter([heading, line]))))
    )
    assert [str(cell) for cell in book.get_sheet_by_index(0).to_python()[1]] == line
