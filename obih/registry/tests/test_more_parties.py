"""Several outside numbers and covering letters: typed in rows, shown, corrected, given by a program."""

from __future__ import annotations

from datetime import date

from obih.registry import actions
from obih.registry.forms import CorrectionForm, IncomingForm
from obih.registry.models import Document, Party
from obih.registry.queries import document_card, records
from obih.registry.tests.conftest import TODAY, House
from obih.registry.tests.test_api import card, make_caller

ROWS = {
    "parties-0_role": "covering", "parties-0_name": "Черкаська обласна рада", "parties-0_number": "77/1",
    "parties-0_date": "02.02.2026",
    "parties-1_role": "sender", "parties-1_number": "5-к",
    "parties-2_role": "co_author", "parties-2_name": "Спілка садівників",
    "parties-3_role": "co_author", "parties-3_name": " ",
}  # fmt: skip


def registered(house: House) -> Document:
    form = IncomingForm(
        {
            "kind": "letter", "title": "Про межі", "correspondent": str(house.sender.pk),
            "correspondent_text": "ОВА", "correspondent_number": "1/2", "case_index": str(house.case.pk),
        }
        | ROWS,
        actor=house.clerk, journal=house.journal, today=TODAY,
    )  # fmt: skip
    assert form.is_valid(), form.errors
    done = actions.register_incoming(form.to_card(), key="parties", by=house.clerk)
    return Document.objects.get(pk=done.document_id)


def text_of(house: House, document: Document) -> str:
    whole = document_card(house.clerk, document.pk)
    assert whole is not None
    return next(each.text for each in whole.values if each.code == "parties")


def test_each_row_becomes_a_party_with_its_own_number_and_date(house: House) -> None:
    document = registered(house)
    text = text_of(house, document)
    assert "надіслав супровідним: Черкаська обласна рада, № 77/1 від 02.02.2026" in text
    assert f"ще номер відправника: {house.sender.name}, № 5-к" in text
    assert "співавтор: Спілка садівників" in text
    record = records(house.clerk, [document.pk])[0]
    assert record.sender is not None and record.sender.number == "1/2"


def test_the_second_number_stops_a_duplicate_too(house: House) -> None:
    registered(house)
    from obih.registry.duplicates import find_duplicates

    found = find_duplicates(
        correspondent=house.sender, their_number="5-К", their_date=None, hashes=[], journal=house.journal,
        actor=house.clerk,
    )  # fmt: skip
    assert len(found) == 1


def test_rows_are_corrected_and_the_rest_stays(house: House) -> None:
    document = registered(house)
    record = records(house.clerk, [document.pk])[0]
    rows = {name: value for name, value in ROWS.items() if not name.startswith("parties-1")}
    form = CorrectionForm(
        rows | {"kind": "letter", "reason": "зайве", "version": "1"},
        record=record, actor=house.clerk, journal=house.journal, only=["parties"],
    )  # fmt: skip
    assert form.is_valid(), form.errors
    actions.correct_card(document.pk, form.changes(), reason="зайве", version=1, by=house.clerk)
    assert "5-к" not in text_of(house, document)
    assert Party.objects.filter(document=document, role="sender").count() == 1
    again = CorrectionForm(
        rows | {"kind": "letter", "reason": "так само", "version": "2"},
        record=records(house.clerk, [document.pk])[0], actor=house.clerk, journal=house.journal,
        only=["parties"],
    )  # fmt: skip
    assert again.is_valid() and again.changes() == {}


def test_a_program_gives_and_gets_them(house: House) -> None:
    caller = make_caller(house, ["documents:read", "documents:register"], may_register=True)
    said = card(
        house,
        parties=[{"role": "covering", "name": "Облрада", "number": "9", "dated_on": "2026-02-02"}],
    )
    answer = caller.register(said)
    assert answer.status_code == 201, answer.content
    party = Party.objects.get(role="covering")
    assert (party.name, party.number, party.dated_on) == ("Облрада", "9", date(2026, 2, 2))
    told = caller.get(f"/documents/{party.document_id}").json()
    assert ("covering", "9") in [(each["role"], each["number"]) for each in told["parties"]]
