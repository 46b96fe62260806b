"""The general department’s report: ready text with figures, on the screen, as PDF and as DOCX to edit."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document as Docx

from obih.desk.department import department_report, period_of, periods
from obih.desk.department_words import (
    DepartmentFacts,
    UnitDiscipline,
    citizens,
    decisions,
    document_flow,
    execution,
)
from obih.desk.tests.conftest import SignedIn
from obih.people.models import Body, Sitting
from obih.registry.paper import Paper, Table, heading, paper_docx, paper_pdf, paper_rows
from obih.registry.tests.conftest import TODAY, House

FACTS = DepartmentFacts(
    period="листопад 2026 року", registered=1234, before=1100,
    streams=[("вхідні", 800), ("вихідні", 434)], electronic=617,
    sittings=[("Виконавчий комітет", 4, 2), ("Сільська рада", 1, 0)], decisions=177,
    decision_topics=[(f"Тема {n}", 20 - n) for n in range(9)], orders=[("Основна діяльність", 12)],
    appeals=31, requests=12, request_channels=[("електронна пошта", 8), ("особисто", 4)], forwarded=2,
    prolonged=1, assigned=100, on_time=70, late=10, in_progress=20, late_now=5, extended=8,
    average_days=6.5, share=82, reminders=21,
    units=[UnitDiscipline("Відділ освіти", 40, 5, 70), UnitDiscipline("Юридичний відділ", 9, 0, 100)],
)  # fmt: skip


def said(lines: list[str]) -> str:
    return " ".join(lines).replace("\u00a0", " ")


def test_figures_become_sentences() -> None:
    assert said(document_flow(FACTS)).startswith(
        "За листопад 2026 року зареєстровано 1 234 документи, на 12 % більше, ніж за попередній період"
        " (1 100)."
    )
    assert "В електронній формі — 617 (50 %)." in said(document_flow(FACTS))
    told = said(decisions(FACTS))
    assert "Відбулося 5 засідань: Виконавчий комітет — 4, з них позачергових 2; Сільська рада — 1." in told
    assert "Зареєстровано 177 рішень." in told and "інше — 39" in told
    assert "31 звернення громадян" in said(citizens(FACTS)) and "особисто — 4" in said(citizens(FACTS))
    assert "Переслано за належністю звернень і запитів — 2; строк розгляду продовжено — 1." in citizens(FACTS)
    told = said(execution(FACTS))
    assert (
        "100 завдань: вчасно виконано 70, із запізненням 10, на виконанні 20 (з них прострочено 5)." in told
    )
    assert "Вчасність становить 82 %; середній час виконання — 6,5 дня;" in told and "21 нагадування" in told
    assert told.endswith("Найбільше прострочених завдань: Відділ освіти — 5.")


def test_an_empty_period_is_said_to_be_empty() -> None:
    empty = DepartmentFacts(period="2026 рік")
    assert said(document_flow(empty)) == "За 2026 рік документів не реєстрували."
    assert "не реєстрували" in said(decisions(empty)) and "не надходило" in said(citizens(empty))
    assert "не було" in said(execution(empty))


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("дурниця", date(2026, 11, 1), date(2026, 11, 30)),
        ("9999", date(2026, 11, 1), date(2026, 11, 30)),
        ("", date(2026, 11, 1), date(2026, 11, 30)),
    ],
)
def test_a_period_is_a_month_or_a_year(text: str, since: date, until: date) -> None:
    found = period_of(text, date(2026, 11, 23))
    assert (found.since, found.until) == (since, until)


def test_the_period_before_is_as_long() -> None:
    assert period_of("2026-01", TODAY).before == (date(2025, 12, 1), date(2025, 12, 31))
    assert period_of("2026", TODAY).before == (date(2025, 1, 1), date(2025, 12, 31))
    assert len({each.key for each in periods(TODAY)}) == 14


def test_the_report_tells_what_was_registered_and_decided(house: House) -> None:
    house.letter()
    house.letter(access_level="restricted", access_basis="ст. 6", title="Закрита назва")
    body = Body.objects.create(
        organisation=house.cast.council, kind="executive", name="Виконком", opened_on=date(2020, 1, 1)
    )
    Sitting.objects.create(body=body, held_on=TODAY, number="1", form="позачергове")
    period = period_of(f"{TODAY:%Y-%m}", TODAY)
    made = department_report(house.cast.actor("boiko"), house.cast.council, period)
    assert made.facts.registered == 2 and ("Виконком", 1, 1) in made.facts.sittings
    words = "".join(map(str, made.paper.blocks))
    assert "2 документи" in words.replace("\u00a0", " ") and "Закрита" not in words


@pytest.mark.parametrize("name", ["boiko", "melnychenko", "tkachenko"])
def test_it_is_shown_printed_and_given_to_edit(house: House, signed_in: SignedIn, name: str) -> None:
    house.letter()
    client = signed_in(name)
    page = client.get(f"/control/reports/department/?period={TODAY:%Y}").content.decode()
    assert "Документообіг" in page and "Виконання документів" in page
    assert client.get("/control/reports/department.pdf").content.startswith(b"%PDF")
    made = Docx(io.BytesIO(client.get("/control/reports/department.docx").content))
    assert any("зареєстровано" in each.text for each in made.paragraphs)
    assert client.get("/control/reports/department.doc").status_code == 404
    for wrong in ("period=9999-99&organisation=x", "period=&organisation=99999"):
        assert client.get(f"/control/reports/department/?{wrong}").status_code == 200


@pytest.mark.parametrize("name", ["chuzhynska", "stetsenko", "savchuk"])
def test_others_do_not_get_it(house: House, signed_in: SignedIn, name: str) -> None:
    for address in ("department/", "department.pdf", "department.docx", "department.x"):
        assert signed_in(name).get(f"/control/reports/{address}").status_code == 422


def test_a_paper_bears_any_letters_in_every_form() -> None:
    nasty = "=1+1 \x00\x0b#panic() <b> \ud800 $x$"
    paper = Paper(
        nasty, nasty, "", (heading(nasty), nasty, Table(nasty, ("а", "б"), (1, 2), ((nasty, "2"),))), "", True
    )
    assert paper_docx(paper).startswith(b"PK")
    assert (nasty, "2") in paper_rows(paper)
    printable = nasty.replace("\ud800", "")
    assert paper_pdf(Paper(printable, printable, "", (printable,), "")).startswith(b"%PDF")
