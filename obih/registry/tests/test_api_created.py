"""Programs register what is made here by the same form, action and rights as people."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from obih.registry import actions
from obih.registry.models import Copy, Document, Journal
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
