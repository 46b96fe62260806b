"""The same request twice makes one thing; a key of one means nothing to another."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from obih.registry.models import Document, DocumentFile
from tests.promises.hostile import (
    CYRILLIC,
    api_card,
    card,
    registration_url,
    send,
)
from tests.promises.test_addresses import url_of
from tests.promises.world import World, body_of, rolled_back, row_counts, upload


@pytest.fixture(autouse=True)
def _database(world: World, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def test_the_plain_letter_of_these_tests_is_registered_at_both_doors(world: World) -> None:
    with rolled_back():
        response = world.client("clerk").post(registration_url(world), card(world))
        assert response.status_code == 302, _errors(response)
    with rolled_back():
        response = send(world, api_card(world))
        assert response.status_code == 201, body_of(response).decode()


def _errors(response: Any) -> str:
    return "\n".join(re.findall(r'class="[^"]*err[^"]*"[^>]*>([^<]+)', body_of(response).decode()))[:800]


def test_the_same_key_with_another_body_is_refused_by_the_api(world: World) -> None:
    with rolled_back():
        said = api_card(world)
        first = send(world, said, key="k")
        again = send(world, said, key="k")
        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json()["id"] == first.json()["id"] and again.json()["again"]
        before = row_counts()
        for name, value in (
            ("title", "Інше"),
            ("place", "шафа 2"),
            ("sheets_main", 7),
            ("channel", "email"),
            ("urgent", True),
        ):
            other = send(world, said | {name: value}, key="k")
            assert other.status_code == 422, f"{name}: {other.status_code}"
            assert first.json()["number"] not in body_of(other).decode()
        assert row_counts() == before


def test_a_key_of_one_program_means_nothing_to_another(world: World) -> None:
    with rolled_back():
        first = send(world, api_card(world), key="shared")
        stranger = send(world, api_card(world), key="shared", token="outsider")
        assert first.status_code == 201 and stranger.status_code == 422
        assert first.json()["number"] not in body_of(stranger).decode()
        page = world.client("clerk").post(registration_url(world), card(world, idempotency_key="shared"))
        assert first.json()["number"] not in body_of(page).decode()


def test_a_double_press_and_a_changed_repeat_make_one_document(world: World) -> None:
    with rolled_back():
        client, said = world.client("clerk"), card(world)
        first = client.post(registration_url(world), said)
        count = Document.objects.count()
        second = client.post(registration_url(world), said)
        third = client.post(registration_url(world), said | {"title": "Зовсім інше"})
        assert {first.status_code, second.status_code} == {302}
        assert first["Location"] == second["Location"]
        assert third.status_code == 422 and "Зовсім інше" in body_of(third).decode()
        assert Document.objects.count() == count
        assert not Document.objects.filter(title="Зовсім інше").exists()


def test_the_form_keeps_its_key_over_an_error(world: World) -> None:
    with rolled_back():
        said = card(world, title="")
        text = body_of(world.client("clerk").post(registration_url(world), said)).decode()
        assert re.search(rf'name="idempotency_key" value="{said["idempotency_key"]}"', text)


def test_files_added_twice_with_one_key_stand_once(world: World) -> None:
    with rolled_back():
        url, key = url_of(world, "desk:document_files", "general"), str(uuid.uuid4())
        client = world.client("clerk")
        before = DocumentFile.objects.count()
        for content in (b"1", b"1"):
            response = client.post(url, {"files": upload("додаток.txt", content), "idempotency_key": key})
            assert response.status_code == 302
        other = client.post(url, {"files": upload("інший.txt", b"2"), "idempotency_key": key})
        assert other.status_code == 422 and CYRILLIC.search(body_of(other).decode())
        assert DocumentFile.objects.count() == before + 1
