"""Programs register what is made here by the same form, action and rights as people."""

from __future__ import annotations

import json
from datetime import UTC, timedelta
from typing import Any

from django.utils import timezone

from obih.people.actors import SYSTEM
from obih.registry import actions
from obih.registry.models import Copy, Document, Journal, Reservation
from obih.registry.tests.conftest import House
from obih.registry.tests.test_api import Caller, make_caller

BOTH = ["documents:read", "documents:register"]


def caller_of(house: House, code: str) -> tuple[Caller, Journal]:
    actions.seed_sample_journals(house.cast.council, timezone.localdate().year)
    journal = Journal.objects.get(code=f"{code}-{house.cast.council.code}")
    return make_caller(house, BOTH, may_register=True, restricted_too=True, journal=journal), journal


def post(caller: Caller, card: dict[str, Any], key: str = "k") -> Any:
    return caller.client.post(
        "/api/v1/documents/created",
        {"card": json.dumps(card)},
        headers={"Authorization": f"Bearer {caller.token}", "Idempotency-Key": key},
    )


def test_a_letter_out_gets_its_number_and_copies(house: House) -> None:
    caller, journal = caller_of(house, "out")
    card = {
        "journal": journal.code, "title": "Про ремонт", "case_index": house.case.index,
        "addressees": [house.sender.pk, "Громада"], "channel": "email",
    }  # fmt: skip
    first = post(caller, card)
    assert first.status_code == 201, first.content
    assert first.json()["number"].endswith("/1")
    assert post(caller, card).status_code == 200 and Document.objects.count() == 1
    assert list(Copy.objects.values_list("channel_code", flat=True)) == ["email", "email"]


def test_what_is_wrong_is_told_at_its_field(house: House) -> None:
    caller, journal = caller_of(house, "out")
    told = post(caller, {"journal": journal.code, "title": "Про ремонт", "case_index": house.case.index})
    assert told.status_code == 422 and "addressees" in told.content.decode()
    assert post(caller, {"journal": journal.code, "addressees": "один"}).status_code == 422
    assert post(caller, {"journal": house.journal.code, "title": "Лист"}).status_code == 422
    assert post(caller, {"journal": journal.code, "hocus": "pocus"}).status_code == 422
    assert not Document.objects.exists()


def test_a_late_entry_and_a_held_number_come_by_rest_and_are_told(house: House) -> None:
    caller, journal = caller_of(house, "out")
    card = {
        "journal": journal.code, "title": "Про ремонт", "case_index": house.case.index,
        "addressees": ["Громада"],
    }  # fmt: skip
    values = {"case": house.case.index}
    held, *_ = actions.reserve_numbers(journal, holder="Портал", number_values=values, by=SYSTEM)
    kept = Reservation.objects.get(pk=held).allocation
    yesterday = timezone.localtime() - timedelta(days=1)
    late = {
        "number_held": kept.number, "registered_at": yesterday.isoformat(), "late_reason": "не було світла",
    }  # fmt: skip
    made = post(caller, card | late)
    assert made.status_code == 201, made.content
    assert made.json()["number"] == kept.number
    assert post(caller, card | late).status_code == 200
    told = caller.get(f"/documents/{made.json()['id']}").json()["registrations"][0]
    assert told["late_reason"] == "не було світла" and told["entered_at"] and told["void_at"] is None
    assert told["registered_at"][:16] == yesterday.astimezone(UTC).isoformat()[:16]
    letter = post(caller, card | {"number_from": "letter", "number_base": 1, "title": "Про друге"}, "k2")
    assert letter.status_code == 201, letter.content
    told = caller.get(f"/documents/{letter.json()['id']}").json()["registrations"][0]
    assert told["sequence"] == 1 and told["suffix"]
    assert post(caller, card | {"number_held": "404/404"}, "k3").status_code == 422
