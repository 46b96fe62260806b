"""The forms of journals: what a hromada starts from, what it makes of them, what stands in the columns."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from obih.history.models import Event
from obih.law.queries import profile
from obih.registry import actions
from obih.registry.actions.layouts import change_layout, reset_layout
from obih.registry.layout_parts import labels_for
from obih.registry.layouts import FORMS, layout_of, layouts
from obih.registry.models import JournalLayout
from obih.registry.printing import journal_pdf, printed_journal
from obih.registry.queries import JournalFilter
from obih.registry.sheets import write_xlsx
from obih.registry.tests.conftest import TODAY, House
from obih.registry.tests.test_periods import LAST_YEAR, late_letter
from obih.registry.vocabulary import Stream
from obih.ui.refusals import Refused

pytestmark = pytest.mark.django_db


def printed(house: House, **asked: str):
    filters = JournalFilter(asked, actor=house.clerk, journal=house.journal)
    return printed_journal(house.clerk, house.journal, filters, today=TODAY)


def test_each_stream_has_a_form_and_every_part_of_it_is_known(house: House) -> None:
    assert set(Stream.values) <= set(FORMS)
    for layout in layouts():
        known = labels_for(layout.stream, profile())
        for column in layout.columns:
            unknown = [part for part in column["parts"] if part not in known]
            assert not unknown, (layout.stream, column["title"], unknown)
    labels = labels_for("incoming", profile())
    assert len(set(labels.values())) == len(labels), "a label names one part"


def test_the_form_of_incoming_is_that_of_the_rules() -> None:
    assert [each["title"] for each in FORMS["incoming"]["columns"]] == [
        "Дата надходження та реєстраційний індекс документа",
        "Кореспондент, дата та індекс одержаного документа",
        "Короткий зміст",
        "Резолюція або кому надіслано документ",
        "Відмітка про одержання документа",
        "Відмітка про виконання документа",
    ]
    assert len(FORMS["outgoing"]["columns"]) == 4


def test_void_and_moved_numbers_stand_where_they_belong_and_the_summary_counts_them(house: House) -> None:
    house.letter(title="Про перше")
    held = actions.reserve_numbers(house.journal, holder="сесія", by=house.clerk)[0]
    house.letter(title="Про третє")
    from obih.registry.models import Reservation

    allocation = Reservation.objects.get(pk=held).allocation_id
    actions.void_number(allocation, reason="зіпсовано бланк", by=house.clerk)
    made = printed(house)
    assert ["зіпсовано" in "".join(line) for line in made.lines] == [False, True, False]
    assert "анульовано 1 (один) номер" in made.summary and "2 (два) документи" in made.summary
    assert [len(line) for line in made.lines] == [6, 6, 6]
    assert len(printed(house, q="перше").lines) == 1, "asked for words, only documents are shown"


def test_a_closed_year_is_printed_with_its_own_summary(house: House) -> None:
    late_letter(house)
    house.letter()
    actions.close_journal_period(house.journal, LAST_YEAR, by=house.clerk)
    made = printed(house, year=LAST_YEAR)
    assert len(made.lines) == 1 and made.finished and made.started == made.finished
    assert made.summary.startswith(f"Усього за {LAST_YEAR} рік") and "Перейшло невиконаними" in made.summary
    going_on = printed(house, year=str(TODAY.year))
    assert going_on.started and not going_on.finished
    assert journal_pdf(made).startswith(b"%PDF")


def test_a_clerk_changes_the_columns_and_goes_back(house: House) -> None:
    house.letter(title="Про дороги")
    columns = [
        {"title": "№", "width": 1, "parts": ["number"]},
        {"title": "Про що і канал", "width": 3, "parts": ["title", "channel"]},
    ]
    told = {"title": "Журнал", "legal_basis": "Інструкція", "confidence": "H", "columns": columns}
    change_layout("incoming", by=house.clerk, **told)
    change_layout("incoming", by=house.clerk, **told)
    assert Event.objects.filter(name="registry.layout_changed").count() == 1
    (line,) = printed(house).lines
    assert line[0].endswith("/02-10") and line[1].startswith("Про дороги")
    reset_layout("incoming", by=house.clerk)
    assert layout_of("incoming").title == FORMS["incoming"]["title"]
    assert not JournalLayout.objects.filter(stream="incoming").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": []},
        {"title": ""},
        {"confidence": "X"},
        {"columns": [{"title": "а", "width": 99, "parts": []}]},
        {"columns": [{"title": "а", "width": 1, "parts": ["__class__"]}]},
    ],
)
def test_what_is_wrong_in_a_form_is_refused(house: House, wrong: dict[str, object]) -> None:
    told = {
        "title": "Журнал", "legal_basis": "", "confidence": "M",
        "columns": [{"title": "№", "width": 1, "parts": ["number"]}],
    }  # fmt: skip
    with pytest.raises(Refused):
        change_layout("incoming", by=house.clerk, **(told | wrong))
    for name in ("chuzhynska", "stetsenko", "melnychenko"):
        with pytest.raises(Refused):
            change_layout("incoming", by=house.cast.actor(name), **told)


def test_a_cell_that_begins_a_formula_stays_text() -> None:
    made = io.BytesIO()
    write_xlsx(made, [["Номер"], ["=1+1"], ["+380"], ["-5"], ["@a"], ["http://a.ua"]], widths=[1])
    with zipfile.ZipFile(made) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "=1+1" in sheet and "hyperlink" not in sheet


def test_days_that_are_asked_for_bound_the_void_numbers_too(house: House) -> None:
    held = actions.reserve_numbers(
        house.journal, holder="сесія", on=date(int(LAST_YEAR), 12, 1), by=house.clerk
    )
    assert held
    late_letter(house)
    actions.close_journal_period(house.journal, LAST_YEAR, by=house.clerk)
    assert len(printed(house, since="01.01.2000", until="01.01.2001").lines) == 0
