"""The note on the volume of document flow: what it counts and who sees it."""

from __future__ import annotations

from datetime import date

import pytest

from obih.desk.tests.conftest import SignedIn
from obih.registry import actions
from obih.registry.models import Registration
from obih.registry.queries.volumes import volumes
from obih.registry.tests.conftest import TODAY, House

YEAR = (date(TODAY.year, 1, 1), date(TODAY.year, 12, 31))


def test_originals_copies_forms_months_and_kinds_are_counted(house: House) -> None:
    house.letter(form="paper")
    house.letter(form="electronic", access_level="restricted", access_basis="ст. 6")
    void = house.letter()
    allocation = Registration.objects.get(document=void).allocation_id
    actions.void_number(allocation, reason="двічі", by=house.clerk)
    several = house.letter(form="paper")
    several.instances.update(count=3)
    told = volumes(house.cast.council, *YEAR, {"letter": "Лист"})
    (row,) = told.streams
    assert (row.originals, row.copies, row.total, row.paper, row.electronic) == (3, 2, 5, 2, 1)
    assert told.total.total == 5 and told.kinds == [("Лист", 3)]
    assert told.months[0][1][TODAY.month - 1] == 3 == sum(told.months[0][1])
    assert volumes(house.cast.council, date(2001, 1, 1), date(2001, 12, 31), {}).streams == []
    assert volumes(house.cast.school, *YEAR, {}).total.total == 0


def test_the_note_is_shown_printed_and_put_on_a_sheet(house: House, signed_in: SignedIn) -> None:
    house.letter()
    for name in ("boiko", "melnychenko"):
        client = signed_in(name)
        page = client.get("/volumes/").content.decode()
        assert house.cast.council.name in page and "За місяцями" in page
        assert client.get("/volumes/volumes.pdf").content.startswith(b"%PDF")
        assert client.get("/volumes/volumes.xlsx").content.startswith(b"PK")
        assert client.get("/volumes/volumes.doc").status_code == 404
        assert client.get("/volumes/?since=дурниця").status_code == 200
    assert "Обсяг" in signed_in("boiko").get("/journals/").content.decode()


@pytest.mark.parametrize("name", ["chuzhynska", "stetsenko", "koval", "savchuk"])
def test_to_others_it_is_absent(house: House, signed_in: SignedIn, name: str) -> None:
    client = signed_in(name)
    for address in ("/volumes/", "/volumes/volumes.pdf", "/volumes/volumes.xlsx"):
        assert client.get(address).status_code == 404


def test_another_organisations_note_is_absent(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    for wanted in (house.cast.school.pk, 999_999, "абв"):
        assert client.get(f"/volumes/?organisation={wanted}").status_code == 404
