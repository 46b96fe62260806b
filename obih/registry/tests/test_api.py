"""The REST API: the same rights, refusals and numbers as on the pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from obih.people import principals
from obih.people.actors import SYSTEM
from obih.people.models import ServiceToken
from obih.people.queries import token_hash
from obih.registry import actions
from obih.registry.models import Document, Journal
from obih.registry.tests.conftest import House

PDF = b"%PDF-1.4 a letter\n%%EOF"


@dataclass
class Caller:
    """Another program with its token."""

    token: str
    client: Client

    def call(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        return self.client.generic(method, f"/api/v1{path}", headers=headers, **more)

    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def register(self, card: dict[str, Any], key: str = "k1", files: list[Any] | None = None) -> Any:
        said = {"card": json.dumps(card)} | ({"files": files} if files else {})
        return self.client.post(
            "/api/v1/documents/incoming",
            said,
            headers={"Authorization": f"Bearer {self.token}", "Idempotency-Key": key},
        )


def make_caller(
    house: House, scopes: list[str], *, reads: bool = True, journal: Journal | None = None, **rights: bool
) -> Caller:
    token = f"token-{ServiceToken.objects.count()}"
    made = ServiceToken.objects.create(
        name="Портал послуг",
        organisation=house.cast.council,
        token_hash=token_hash(token),
        hint="tok",
        scopes=scopes,
    )
    if reads:
        for each in {house.journal, journal or house.journal}:
            actions.set_reader(each, principals.of_service(made.pk), by=SYSTEM, **rights)
    return Caller(token, Client(raise_request_exception=False))


@pytest.fixture
def portal(house: House) -> Caller:
    return make_caller(
        house, ["documents:read", "documents:register"], may_register=True, restricted_too=True
    )


def card(house: House, **fields: Any) -> dict[str, Any]:
    return {
        "journal": house.journal.code,
        "kind": "letter",
        "title": "Про ремонт мосту",
        "received_at": "2026-11-20T10:30:00+02:00",
        "correspondent": house.sender.pk,
        "correspondent_number": "12-3/45",
        "correspondent_date": "2026-11-18",
        "case_index": "02-10",
    } | fields


def test_a_letter_is_registered_read_listed_and_its_file_comes_back(house: House, portal: Caller) -> None:
    done = portal.register(card(house), files=[SimpleUploadedFile("лист.pdf", PDF)])
    assert done.status_code == 201, done.content
    told = done.json()
    assert told["number"] == "1/02-10"
    read = portal.get(f"/documents/{told['id']}").json()
    assert read["fields"]["correspondent_number"]["text"] == "12-3/45"
    assert read["registrations"][0]["received_at"].startswith("2026-11-20T08:30")
    assert [row["id"] for row in portal.get("/documents?q=мост").json()["items"]] == [told["id"]]
    sent = portal.get(f"/files/{read['files'][0]['id']}")
    assert b"".join(sent.streaming_content) == PDF
    assert "attachment" in sent["Content-Disposition"]


def test_the_same_key_gives_the_same_document_and_another_body_422(house: House, portal: Caller) -> None:
    first = portal.register(card(house))
    again = portal.register(card(house))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["id"] == first.json()["id"] and again.json()["again"]
    other = portal.register(card(house, title="Про інше"))
    assert other.status_code == 422 and other["Content-Type"] == "application/problem+json"
    assert Document.objects.count() == 1


def test_a_letter_without_a_moment_is_the_same_over_midnight(
    house: House, portal: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = card(house)
    del said["received_at"], said["correspondent_date"]
    first = portal.register(said)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    again = portal.register(said)
    assert (first.status_code, again.status_code) == (201, 200), again.content
    assert again.json()["id"] == first.json()["id"]


def test_a_duplicate_names_only_what_the_token_sees(house: House, portal: Caller) -> None:
    first = portal.register(card(house)).json()
    twin = portal.register(card(house), key="k2")
    assert twin.status_code == 409
    assert twin.json()["similar"][0]["id"] == first["id"]
    blind = make_caller(house, ["documents:register"], may_register=True)
    hidden = blind.register(card(house), key="k3")
    assert hidden.status_code == 409 and hidden.json()["similar"] == []
    assert first["number"] not in hidden.content.decode()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": "x" * 10_000_00}, "title"),
        ({"title": "Про\0міст"}, "title"),
        ({"title": "Про мicт"}, "title"),
        ({"title": ""}, "title"),
        ({"correspondent_date": "31.02.2026"}, "correspondent_date"),
        ({"received_at": "2199-01-01"}, "received_at"),
        ({"received_at": "2026-11-20T10:30:00"}, "received_at"),
        ({"kind": "no-such-kind"}, "kind"),
        ({"kind": ["letter"]}, "kind"),
        ({"case_index": "99-99"}, "case_index"),
        ({"correspondent": 999999}, "correspondent"),
        ({"sheets_main": 10**30}, "sheets_main"),
        ({"links": ["404/404"]}, "links"),
        ({"no_such_field": "1"}, "no_such_field"),
        ({"journal": "no-such"}, "journal"),
        ({"access_level": "restricted"}, "access_basis"),
    ],
)
def test_bad_input_is_a_sentence_at_its_field_and_nothing_is_half_written(
    house: House, portal: Caller, fields: dict[str, Any], field: str
) -> None:
    answer = portal.register(card(house, **fields))
    assert answer.status_code == 422, answer.content
    assert field in [each["field"] for each in answer.json()["errors"]], answer.json()
    assert Document.objects.count() == 0
    assert portal.register(card(house)).json()["number"] == "1/02-10"


def test_a_warning_is_confirmed(house: House, portal: Caller) -> None:
    assert portal.register(card(house, title="Про мicт", confirm=["title"])).status_code == 201


def test_a_hostile_file_is_refused_with_a_sentence(house: House, portal: Caller) -> None:
    bad = portal.register(card(house), files=[SimpleUploadedFile("лист.pdf", b"%PDF-1.4 cut")])
    assert bad.status_code == 422 and "PDF" in bad.json()["detail"]
    assert Document.objects.count() == 0


def test_a_correction_meets_another(house: House, portal: Caller) -> None:
    made = portal.register(card(house)).json()["id"]
    change = {"version": 1, "reason": "помилка", "fields": {"title": "Про ремонт греблі", "urgent": True}}
    body = {"data": json.dumps(change), "content_type": "application/json"}
    done = portal.call("PATCH", f"/documents/{made}", **body)
    assert done.status_code == 200, done.content
    assert done.json()["title"] == "Про ремонт греблі" and done.json()["fields"]["urgent"]["value"] is True
    change["fields"] = {"title": "Про третє"}
    late = portal.call(
        "PATCH", f"/documents/{made}", data=json.dumps(change), content_type="application/json"
    )
    assert late.status_code == 409 and "Про ремонт греблі" in late.json()["detail"]


def test_files_are_added_once(house: House, portal: Caller) -> None:
    made = portal.register(card(house)).json()["id"]

    def send() -> Any:
        return portal.client.post(
            f"/api/v1/documents/{made}/files",
            {"files": [SimpleUploadedFile("додаток.pdf", PDF)]},
            headers={"Authorization": f"Bearer {portal.token}", "Idempotency-Key": "f1"},
        )

    assert send().status_code == 201
    assert send().status_code == 201
    assert len(portal.get(f"/documents/{made}/files").json()) == 1


def test_events_come_once_and_only_of_what_is_seen(house: House, portal: Caller) -> None:
    made = portal.register(card(house)).json()["id"]
    stranger = make_caller(house, ["documents:read"], reads=False)
    first = portal.get("/events").json()
    assert [each["document"] for each in first["items"]] == [made]
    assert portal.get(f"/events?since={first['cursor']}").json()["items"] == []
    house.letter()
    assert len(portal.get(f"/events?since={first['cursor']}").json()["items"]) == 1
    assert stranger.get("/events").json()["items"] == []
    assert portal.get("/events?since=xx").status_code == 422


def test_a_stranger_learns_nothing(house: House, portal: Caller) -> None:
    made = portal.register(card(house, title="Про канарейку")).json()["id"]
    file = portal.register(
        card(house, title="Про канарейку", correspondent_number="б/н"),
        key="k9", files=[SimpleUploadedFile("канарейка.pdf", PDF)],
    ).json()["id"]  # fmt: skip
    held = portal.get(f"/documents/{file}").json()["files"][0]["id"]
    stranger = make_caller(house, ["documents:read", "documents:register"], reads=False)
    nothing = "00000000-0000-7000-8000-000000000000"
    for path in ("/documents/{}", "/documents/{}/files"):
        hidden, absent = stranger.get(path.format(made)), stranger.get(path.format(nothing))
        assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert stranger.get(f"/files/{held}").content == stranger.get(f"/files/{nothing}").content
    for path in ("/documents", "/documents?q=канарейку", "/journals", "/events"):
        answer = stranger.get(path)
        assert answer.status_code == 200 and "канарейк" not in answer.content.decode()
    assert stranger.get("/documents").json() == {"items": [], "next": None}
    assert stranger.get("/journals").json() == []
    assert stranger.get(f"/documents?journal={house.journal.code}").status_code == 404


def test_scopes_and_tokens_are_asked_for(house: House, portal: Caller) -> None:
    reader = make_caller(house, ["documents:read"])
    assert reader.register(card(house)).status_code == 403
    writer = make_caller(house, ["documents:register"], may_register=True)
    assert writer.get("/documents").status_code == 403
    for token in ("", "no-such", "токен"):
        answer = Client().get(
            "/api/v1/documents", headers={"Authorization": f"Bearer {token}".encode().decode("latin-1")}
        )
        assert answer.status_code == 401 and answer["Content-Type"] == "application/problem+json"
    assert Client().get("/api/v1/no-such").status_code == 404


def test_the_reference_lists_every_operation_without_scripts(house: House) -> None:
    page = Client().get("/api/v1/docs").content.decode()
    for path in ("/documents/incoming", "/events", "/profile/fields"):
        assert path in page
    assert '<script src="http' not in page and "cdn" not in page
