"""The list of cases on a page."""

from __future__ import annotations

import pytest

from obih.law.tests.actors import ADMINISTRATOR, CLERK, LOOKING_ON, STRANGER
from obih.law.tests.pages import page as page
from obih.nomenclature.actions import open_nomenclature
from obih.nomenclature.models import CaseIndex, Nomenclature
from obih.nomenclature.seed import TYPICAL_CASES

pytestmark = pytest.mark.django_db
NEW = {"index": "05-05", "title": "Дозволи на видалення дерев", "retention": "5 років"}


@pytest.fixture
def year(db):
    title = "Калинопільська селищна рада"
    return open_nomenclature("kalynopil", 2026, organisation_title=title, by=CLERK)


def test_an_installation_without_a_list_says_so(page):
    assert "ще немає" in page(CLERK).get("/nomenclature/").text


def test_the_list_is_read_by_everyone_and_counted(page, year):
    for actor in (STRANGER, CLERK):
        answer = page(actor).get("/nomenclature/").text
        assert f"Номенклатура справ на 2026 рік: {len(TYPICAL_CASES)}\u00a0справ" in answer
        assert "Калинопільська селищна рада" in answer
        assert answer.count("/nomenclature/cases/") >= len(TYPICAL_CASES)
    found = page(CLERK).get("/nomenclature/", {"q": "02-10"}).text
    assert "Листування з основних питань" in found and "Статут громади" not in found


def test_a_case_is_added_changed_and_closed(page, year):
    client = page(CLERK)
    assert "Справу 05-05 додано" in client.post(f"/nomenclature/{year.pk}/cases/", NEW, follow=True).text
    case = CaseIndex.objects.get(index="05-05")
    address = f"/nomenclature/cases/{case.pk}/"
    assert client.post(address, NEW | {"volumes": "2"}).status_code == 302
    assert "змінено справу 05-05: «кількість томів»" in client.get(address).text
    assert client.post(address, NEW | {"index": "02-10"}).status_code == 422
    closed = client.post(f"{address}closure/", {"closed_on": "сьогодні"}, follow=True).text
    assert "Справу закрито" in closed
    assert client.post(f"{address}closure/", {"closed_on": "сьогодні"}).status_code == 422


def test_the_list_is_approved_and_copied_to_the_next_year(page, year):
    client = page(ADMINISTRATOR)
    approved = client.post(f"/nomenclature/{year.pk}/approval/", {"approved_on": "20.12.2025"}, follow=True)
    assert "затверджено 20.12.2025" in approved.text
    made = client.post("/nomenclature/years/", {"source": year.pk, "year": "2027"}, follow=True)
    assert "на 2027 рік" in made.text
    assert Nomenclature.objects.get(year=2027).cases.count() == len(TYPICAL_CASES)
    assert client.post("/nomenclature/years/", {"source": "0", "year": "x"}).status_code == 422
    assert client.post(f"/nomenclature/{year.pk}/approval/", {"approved_on": "коли?"}).status_code == 422


@pytest.mark.parametrize("actor", [STRANGER, LOOKING_ON])
def test_nobody_else_changes_the_list(page, year, actor):
    client, case = page(actor), year.cases.first()
    for address, typed in (
        (f"/nomenclature/{year.pk}/cases/", NEW),
        (f"/nomenclature/cases/{case.pk}/", NEW),
        (f"/nomenclature/cases/{case.pk}/closure/", {"closed_on": "сьогодні"}),
        (f"/nomenclature/{year.pk}/approval/", {"approved_on": "сьогодні"}),
        ("/nomenclature/years/", {"source": year.pk, "year": "2027"}),
    ):
        assert client.post(address, typed).status_code == 422
    assert Nomenclature.objects.count() == 1
    assert year.cases.count() == len(TYPICAL_CASES)


@pytest.mark.parametrize("address", ["/nomenclature/999/", "/nomenclature/cases/999/"])
def test_what_is_not_there_is_not_found(page, address):
    assert page(CLERK).get(address).status_code == 404
