"""Programs register contracts with their terms and read them by the same rights as people."""

from __future__ import annotations

import json
from typing import Any

import pytest

from obih.contracts.models import ContractTerms
from obih.registry.models import Document
from obih.registry.tests.conftest import House, make_house
from obih.registry.tests.test_api import Caller, make_caller
from obih.registry.tests.test_api_created import caller_of

TERMS = {
    "party": "ТОВ «Світанок»", "party_number": "77/С", "party_date": "2026-01-15",
    "subject": "Ремонт дороги", "sum": "12500.50", "vat": "with", "starts_on": "2026-02-01",
    "ends_on": "2026-12-31", "warn_days": 45,
}  # fmt: skip


@pytest.fixture
def house(db: None) -> House:
    return make_house()


@pytest.fixture
def caller(house: House) -> tuple[Caller, dict[str, Any]]:
    found, journal = caller_of(house, "con")
    return found, {
        "journal": journal.code, "title": "Про ремонт дороги", "case_index": house.case.index,
        "contract": TERMS,
    }  # fmt: skip


def post(caller: Caller, card: dict[str, Any], key: str = "k") -> Any:
    return caller.client.post(
        "/api/v1/documents/contracts",
        {"card": json.dumps(card)},
        headers={"Authorization": f"Bearer {caller.token}", "Idempotency-Key": key},
    )


def test_a_contract_comes_with_its_terms_and_is_read_with_them(
    house: House, caller: tuple[Caller, dict[str, Any]]
) -> None:
    program, card = caller
    made = post(program, card)
    assert made.status_code == 201, made.content
    assert post(program, card).status_code == 200 and ContractTerms.objects.count() == 1
    told = program.get(f"/documents/{made.json()['id']}/contract").json()
    assert told["party"] == {
        "name": "ТОВ «Світанок»", "edrpou": "", "number": "77/С", "dated_on": "2026-01-15",
    }  # fmt: skip
    assert (told["sum"], told["currency"], told["vat"]) == ("12500.50", "UAH", "with")
    assert (told["starts_on"], told["ends_on"], told["holds_until"]) == (
        "2026-02-01", "2026-12-31", "2026-12-31",
    )  # fmt: skip
    assert told["number"] == made.json()["number"] and told["agreements"] == []


def test_an_agreement_stands_by_its_contract_and_moves_its_end(
    house: House, caller: tuple[Caller, dict[str, Any]]
) -> None:
    program, card = caller
    base = post(program, card).json()
    terms = {"party": "ТОВ «Світанок»", "base": base["number"], "ends_on": "2027-06-30"}
    more = card | {"kind": "additional_agreement", "title": "Про подовження", "contract": terms}
    added = post(program, more, "k2")
    assert added.status_code == 201, added.content
    told = program.get(f"/documents/{base['id']}/contract").json()
    assert told["holds_until"] == "2027-06-30"
    assert [each["document"] for each in told["agreements"]] == [added.json()["id"]]
    registration = program.get(f"/documents/{added.json()['id']}").json()["registrations"][0]
    assert (registration["sequence"], registration["suffix"]) == (1, "/1")


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"sum": "сто"}, "contract.sum"),
        ({"party": ""}, "contract.party"),
        ({"party": [1]}, "contract.party"),
        ({"hocus": 1}, "contract.hocus"),
        ({"ends_on": "2025-01-01"}, "contract.ends_on"),
        ({"currency": "???"}, "contract.currency"),
    ],
)
def test_a_wrong_term_is_told_at_its_name(
    house: House, caller: tuple[Caller, dict[str, Any]], terms: dict[str, Any], field: str
) -> None:
    program, card = caller
    told = post(program, card | {"contract": TERMS | terms})
    assert told.status_code == 422 and field in [each["field"] for each in told.json()["errors"]]
    assert not Document.objects.exists()


def test_other_kinds_and_strangers_learn_nothing_here(
    house: House, caller: tuple[Caller, dict[str, Any]]
) -> None:
    program, card = caller
    assert post(program, card | {"contract": "усе"}).status_code == 422
    letter = house.letter()
    assert program.get(f"/documents/{letter.pk}/contract").status_code == 404
    made = post(program, card).json()["id"]
    stranger = make_caller(house, ["documents:read"], reads=False)
    assert stranger.get(f"/documents/{made}/contract").status_code == 404
