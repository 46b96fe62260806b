"""The turn of the year on the screen: one go for all journals, a line for each, nothing for strangers."""

from __future__ import annotations

from datetime import date

import pytest

from obih.desk.tests.conftest import SignedIn
from obih.registry import actions
from obih.registry.models import JournalPeriod, PeriodClosure
from obih.registry.tests.conftest import TODAY, House
from obih.registry.tests.test_periods import LAST_YEAR, case_of_next_year, late_letter

PAGE = "/year-end/"


def test_a_clerk_closes_last_year_after_seeing_what_it_means(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    letter = late_letter(house, title="Про освітлення вулиць")
    actions.reserve_numbers(house.journal, holder="сесія", on=date(int(LAST_YEAR), 12, 1), by=house.clerk)
    page = client.get(f"{PAGE}?year={LAST_YEAR}").content.decode()
    assert house.journal.title in page and "не закрито" in page
    code = house.journal.code
    seen = client.get(f"{PAGE}closing/?year={LAST_YEAR}&journal={code}").content.decode()
    assert "Про освітлення вулиць" in seen and "сесія" in seen and "1 (один) документ" in seen
    assert not PeriodClosure.objects.exists()
    told = {"year": LAST_YEAR, "journal": [code]}
    assert client.post(f"{PAGE}closing/", told).status_code == 302
    closed = client.get(f"{PAGE}?year={LAST_YEAR}").content.decode()
    assert "Усього за" in closed and "анульовано 1 (один) номер" in closed
    again = client.post(f"{PAGE}closing/", told)
    assert again.status_code == 422 and "уже закрито" in again.content.decode()
    assert f"перехідний з {LAST_YEAR}" in client.get(f"/documents/{letter.pk}/").content.decode()
    address = f"/journals/{code}/carried/{LAST_YEAR}"
    assert "Про освітлення вулиць" in client.get(f"{address}/").content.decode()
    assert client.get(f"{address}.pdf").content.startswith(b"%PDF")
    assert client.get(f"{address}.xlsx").status_code == 200


def test_next_year_is_opened_for_all_journals_with_cases_by_index(
    house: House, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.change_journal(house.journal, {"default_case": house.case}, by=house.cast.actor("savchuk"))
    second = house.second_journal()
    case = case_of_next_year(house)
    client = signed_in("boiko")
    page = client.get(f"{PAGE}?year={TODAY.year}").content.decode()
    assert f"Відкрити {TODAY.year + 1} рік" in page and 'value="02-10"' in page
    told = {"year": str(TODAY.year), "journal": [house.journal.code, second.code]}
    cases = {f"case-{house.journal.code}": "02-10", f"case-{second.code}": "99-99"}
    answer = client.post(f"{PAGE}openings/", told | cases)
    assert answer.status_code == 422 and "немає справи 99-99" in answer.content.decode()
    opened = JournalPeriod.objects.get()
    assert (opened.journal, opened.default_case, opened.period) == (house.journal, case, str(TODAY.year + 1))
    assert client.post(f"{PAGE}openings/", told | cases | {f"case-{second.code}": ""}).status_code == 302
    assert JournalPeriod.objects.count() == 2


@pytest.mark.parametrize("name", ["chuzhynska", "stetsenko", "melnychenko"])
def test_whoever_keeps_no_journal_finds_no_page(house: House, signed_in: SignedIn, name: str) -> None:
    client = signed_in(name)
    told = {"year": LAST_YEAR, "journal": [house.journal.code]}
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}closing/", told).status_code == 404
    assert client.post(f"{PAGE}closing/", told).status_code == 404
    assert client.post(f"{PAGE}openings/", told).status_code == 404
    assert not PeriodClosure.objects.exists() and not JournalPeriod.objects.exists()


def test_another_organisations_journal_is_absent(house: House, signed_in: SignedIn) -> None:
    school = actions.seed_journals(house.cast.school, TODAY.year)
    client = signed_in("boiko")
    for code in (school.code, "no-such"):
        told = {"year": LAST_YEAR, "journal": [house.journal.code, code]}
        assert client.post(f"{PAGE}closing/", told).status_code == 404
    assert client.get(f"{PAGE}?year=abcd").status_code == 404
    assert client.get(f"/journals/{school.code}/carried/{LAST_YEAR}/").status_code == 404
    assert not PeriodClosure.objects.exists()


def test_the_desk_reminds_in_december(
    house: House, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from obih.desk.views import my_work
    from obih.registry.queries.periods import Unready

    client = signed_in("boiko")
    assert "Межа року" not in client.get("/").content.decode() or TODAY.month in (12, 1, 2)
    monkeypatch.setattr(my_work, "unready", lambda journals, today: Unready(2026, not_opened=5))
    assert "Журнали на 2027 рік не відкрито: 5" in client.get("/").content.decode()


def test_a_form_is_changed_on_its_page_and_the_journal_is_printed_in_it(
    house: House, signed_in: SignedIn
) -> None:
    client = signed_in("boiko")
    house.letter(title="=Про дороги")
    page = client.get("/journal-forms/").content.decode()
    assert "Журнал реєстрації вхідних документів" in page and "потребує звірки" in page
    form = client.get("/journal-forms/incoming/").content.decode()
    assert "Короткий зміст" in form and "реєстраційний індекс" in form
    told = {
        "title": "Вхідні за інструкцією", "legal_basis": "Інструкція", "confidence": "H",
        "title-1": "Зміст", "width-1": "2,5", "part-1": ["заголовок і короткий зміст", ""], "place-1": "2",
        "title-2": "Індекс", "width-2": "1", "part-2": ["реєстраційний індекс"], "place-2": "1",
        "title-3": "", "width-3": "1", "part-3": [""],
    }  # fmt: skip
    wrong = client.post("/journal-forms/incoming/", told | {"part-1": ["щось невідоме"]})
    assert wrong.status_code == 422 and "щось невідоме" in wrong.content.decode()
    assert client.post("/journal-forms/incoming/", told).status_code == 302
    address = f"/journals/{house.journal.code}/print"
    printed = client.get(f"{address}/?year={TODAY.year}").content.decode()
    assert "Вхідні за інструкцією" in printed and "Розпочато" in printed and "1 (один) документ" in printed
    assert printed.index("Індекс") < printed.index("Зміст")
    assert client.get(f"{address}.pdf").content.startswith(b"%PDF")
    assert client.get(f"{address}.xlsx").content.startswith(b"PK")
    assert client.post("/journal-forms/incoming/", {"reset": "1"}).status_code == 302
    assert "Вхідні за інструкцією" not in client.get(f"{address}/").content.decode()
    for name in ("stetsenko", "melnychenko", "chuzhynska"):
        other = signed_in(name)
        assert other.get("/journal-forms/").status_code == 404
        assert other.post("/journal-forms/incoming/", told).status_code == 404
    assert client.get("/journal-forms/nothing/").status_code == 404
