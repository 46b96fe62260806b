"""Requests that no form of ours would make: raw bytes, addresses, JSON, fields that are not declared."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from obih.registry.models import Document
from tests.promises.hostile import (
    CYRILLIC,
    api_card,
    card,
    registration_url,
    send,
)
from tests.promises.test_addresses import url_of
from tests.promises.world import World, body_of, rolled_back, row_counts


@pytest.fixture(autouse=True)
def _database(world: World, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


RAW = [
    b"title=%ED%A0%80%FF%FE&kind=letter",
    b"title=%00&kind=%00&correspondent=%00&idempotency_key=%00",
    b"title=a&title=b&kind=letter&kind=other&journal=x&journal=y",
    b"received_at=%D0%A0&received_time=99:99&sheets_main=--1",
    b"idempotency_key=" + b"a" * 5000,
    b"name=%00a&query=%00q=1&reason=%00&note=%00&why=%00&to=%00&on=%00&asked=%00&login=%00&password=%00",
    b"then=next&then=postpone&idempotency_key[]=1&card=1",
]


@pytest.mark.parametrize("body", RAW, ids=range(len(RAW)))
def test_raw_bytes_at_the_doors_of_the_clerk_are_never_a_fault(world: World, body: bytes) -> None:
    names = (
        "desk:registration", "desk:registration_fields", "desk:registration_remarks", "desk:draft", "desk:scans",
        "desk:correspondent_new", "desk:correspondent_inline", "desk:journal_views", "desk:removal", "desk:draft_files",
        "desk:correction", "desk:deadline", "desk:closure", "desk:document_readers", "desk:document_files",
        "workdays:day", "workdays:hours", "workdays:martial_law", "nomenclature:addition", "people:profile",
        "people:password", "ui:look", "notices:ask_link", "account_login",
    )  # fmt: skip
    for name in names:
        with rolled_back():
            response = world.ask("clerk", "POST", url_of(world, name, "general"), body)
            assert response.status_code < 500, name


@pytest.mark.parametrize(
    "told",
    ["%00", "%FF%FE", "%ED%A0%80", "a" * 3000, "'%20OR%201=1--", "%25s%25(x)s", "{{7*7}}", "%E2%80%AE"],
)
def test_whatever_stands_in_an_address_is_never_a_fault(world: World, told: str) -> None:
    journal = f"/journals/{world.journal.code}/"
    for path in (
        "/find/", "/find/suggestions/", "/correspondents/", "/people/", "/people/name-preview/", "/people/title-preview/",
        journal, f"{journal}filters/", f"{journal}correspondents/", f"{journal}registration/", "/calendar/", "/law/terms/",
        "/nomenclature/", "/",
    ):  # fmt: skip
        with rolled_back():
            response = world.get("clerk", path + "?" + "&".join(f"{name}={told}" for name in ASKED))
            assert response.status_code < 500, f"{path}: {told[:20]}"
    for path in (
        f"/journals/{told[:60]}/",
        f"/law/{told[:60]}/",
        f"/calendar/days/{told[:60]}/",
        f"/link/{told[:60]}/",
    ):
        assert world.get("clerk", path).status_code < 500, path


ASKED = (
    "q",
    "title",
    "month",
    "on",
    "after",
    "cols",
    "card",
    "done",
    "name",
    "surname",
    "state",
    "since",
    "page",
    "unit",
)
JSON = [
    "", "[]", "null", "1", '"x"', "{", "[" * 100_000, '{"journal": {"a": 1}}', '{"journal": ["in-rada"]}', "NaN",
    '{"journal": "\\ud800"}', '{"title": "\\ud800"}', '{"external_id": "\\udfff"}', '{"confirm": [1]}', '{"roles": {}}',
    '{"title": ' + "9" * 5000 + "}", '{"title": 1e999}', '{"links": [[[]]]}', '{"title": {"$ne": 1}}', '{"__class__": "x"}',
    '{"id": "0", "document": "x", "number": "1", "sequence": 5, "organisation": 1, "registered_at": "2020-01-01"}',
    '{"correspondent": {"id": true}}', '{"\\ud800": 1}', '{"confirm": ["\\ud800"]}', '{"title": "a", "title": "б"}',
]  # fmt: skip


@pytest.mark.parametrize("said", JSON, ids=lambda said: said[:24])
def test_strange_json_is_told_and_changes_nothing(world: World, said: str) -> None:
    """Alone, and as more fields of a card that would be registered without them."""
    tries = [said]
    if said.startswith("{") and len(said) > 2:
        whole = json.dumps(api_card(world))
        tries.append(whole[:-1] + ", " + said[1:])
    for each in tries:
        with rolled_back():
            before = row_counts()
            response = send(world, each)
            told = body_of(response).decode()
            if response.status_code == 201:
                assert '"title": "a"' in said, told
                continue
            assert response.status_code in (400, 422), f"{response.status_code} {told[:300]}"
            assert CYRILLIC.search(response.json()["detail"])
            assert row_counts() == before


# ── nothing but the declared fields ──────────────────────────────────


def test_fields_that_no_form_declares_change_nothing(world: World) -> None:
    """Names of columns posted to forms: identity, numbers, owners, roles stay."""
    extra = {
        "id": str(uuid.uuid4()), "pk": "1", "document": "x", "number": "1/1", "sequence": "777", "registered_by": "1",
        "organisation": str(world.house.cast.school.pk), "journal": world.foreign.code, "profile_version": "99",
        "version": "99", "external_id": "x", "created_at": "2020-01-01", "closed_at": "2020-01-01", "words": "x",
        "is_active": "", "role": "administrator", "roles": "administrator", "person": "1", "session_epoch": "99",
        "must_change_password": "1", "is_superuser": "1", "username": "root",
    }  # fmt: skip
    with rolled_back():
        response = world.client("clerk").post(registration_url(world), card(world) | extra)
        assert response.status_code == 302
        made = Document.objects.latest("created_at")
        registration = made.registrations.get()
        assert registration.journal_id == world.journal.pk and registration.sequence != 777
        assert (
            made.closed_at is None
            and made.external_id == ""
            and made.organisation_id == world.journal.organisation_id
        )
    with rolled_back():
        client = world.client("stranger")
        client.post(reverse("people:profile"), extra | {"text_size": "plus"})
        account = world.house.cast.chuzhynska.account
        account.refresh_from_db()
        assert account.text_size == "plus" and account.username == "chuzhynska" and account.session_epoch == 0
        assert account.is_active and not account.must_change_password and not account.roles.exists()


def test_a_half_filled_card_of_another_clerk_is_not_written_over(world: World) -> None:
    with rolled_back():
        url = url_of(world, "desk:draft", "general")
        for role in ("school_clerk", "executor", "stranger"):
            response = world.client(role).post(url, {"journal": world.foreign.code, "title": "Чуже"})
            assert response.status_code in (404, 422), role
        page = body_of(world.get("clerk", "/waiting/")).decode()
        assert "Недописане" in page and "Чуже" not in page
