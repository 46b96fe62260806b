"""Two requests with one key at the same moment make one letter, at both doors, with real threads and commits."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from obih.people import principals
from obih.people.models import Account, ServiceToken
from obih.people.queries import token_hash
from obih.registry.models import Allocation, Document, JournalReader
from obih.registry.tests.conftest import House, make_house
from tests.promises.hostile import api_card, card, registration_url
from tests.promises.world import BACKEND, World


@pytest.fixture
def live(transactional_db: None) -> World:
    house: House = make_house()
    made = World(house, house.journal, house.journal)
    made.keys["case"] = house.case.pk
    return made


def at_once(work: Callable[[], Any], times: int) -> list[Any]:
    """What each of several threads got for the same request, sent at the same moment."""
    start, answers = threading.Barrier(times), []

    def run() -> None:
        try:
            start.wait()
            answers.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_a_program_that_repeats_itself_registers_once(live: World) -> None:
    token = ServiceToken.objects.create(
        name="Портал", organisation=live.house.cast.council, token_hash=token_hash("t"), hint="t",
        scopes=["documents:read", "documents:register"],
    )  # fmt: skip
    JournalReader.objects.create(
        journal=live.journal, principal=principals.of_service(token.pk), may_register=True
    )
    said = {"card": json.dumps(api_card(live))}
    headers = {"authorization": "Bearer t", "idempotency-key": "k"}

    def post() -> Any:
        return Client(raise_request_exception=False).post("/api/v1/documents/incoming", said, headers=headers)

    answers = at_once(post, 4)
    assert sorted(each.status_code for each in answers) == [200, 200, 200, 201], [
        each.content for each in answers
    ]
    assert len({each.json()["number"] for each in answers}) == 1
    assert Document.objects.count() == Allocation.objects.count() == 1


def test_a_button_pressed_in_two_windows_registers_once(live: World) -> None:
    browser = Client()
    browser.force_login(Account.objects.get(username="boiko"), backend=BACKEND)
    said = card(live, idempotency_key=str(uuid.uuid4()))
    session = browser.cookies["sessionid"].value

    def post() -> Any:
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = session
        return client.post(registration_url(live), said)

    answers = at_once(post, 3)
    assert {each.status_code for each in answers} == {302}, [each.content[-300:] for each in answers]
    assert len({each["Location"] for each in answers}) == 1
    assert Document.objects.count() == Allocation.objects.count() == 1
