"""The database goes away under the running pages, really: each door says so and the next request works."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import OperationalError, close_old_connections, connection
from django.db.utils import InterfaceError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from obih.people.models import Account
from obih.registry.models import Document, Registration
from obih.registry.tests.conftest import House, make_house
from obih.site import testing
from obih.ui.outage import database_is_away

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def clerk(house: House) -> Client:
    client = Client(raise_request_exception=False)
    account = Account.objects.get(username="boiko")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def letter(house: House) -> dict[str, str]:
    return {
        "idempotency_key": str(uuid4()),
        "journal": house.journal.code,
        "then": "register",
        "correspondent": str(house.sender.pk),
        "correspondent_number": "4271/5",
        "correspondent_date": f"{timezone.localdate():%d.%m.%Y}",
        "title": "Про ремонт доріг",
        "summary": "Рядок перший\r\n\r\n«Рядок» <другий>",
        "kind": "letter",
        "received_at": f"{timezone.localdate():%d.%m.%Y}",
        "received_time": "00:01",
        "access_level": "general",
        "form": "paper",
        "channel": "post",
        "case_index": str(house.case.pk),
    }


@contextmanager
def stopped() -> Iterator[None]:
    """The tests’ own cluster is down inside."""
    server = testing._server
    if server is None or server.cluster is None or not testing.TEMPORARY:
        pytest.skip("only a server of this run alone may be stopped")
    server.cluster.stop("fast", even_if_used=True)
    try:
        yield
    finally:
        server.cluster.start()


@contextmanager
def cut_at(words: str) -> Iterator[None]:
    """The server ends this connection just before the statement that has these words."""
    assert testing._server is not None
    address, done = testing._server.address, []

    def cut(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if words in sql and not done:
            done.append(sql)
            pid = connection.connection.info.backend_pid
            with psycopg.connect(address, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(cut):
        yield
    assert done, f"no statement with {words}"


def says_away(answer: Any) -> str:
    assert answer.status_code == 503, answer.status_code
    assert int(answer["Retry-After"]) > 0
    text: str = answer.content.decode()
    assert "База даних зараз не відповідає" in text
    return text


def hidden_fields(page: str) -> dict[str, str]:
    """What the button «Надіслати ще раз» sends, as a browser reads it."""
    form = page.split("<form", 1)[1].split("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found}


def test_while_the_database_is_stopped_every_door_says_so_and_afterwards_all_works(
    house: House, clerk: Client
) -> None:
    register = f"/journals/{house.journal.code}/registration/"
    words = letter(house)
    assert clerk.get("/").status_code == 200
    with stopped():
        for url in ("/", register, "/state/"):
            page = says_away(clerk.get(url))
            assert "Спробувати ще раз" in page and "<html" in page
        typed = says_away(clerk.post(register, words))
        assert "Введене збережено на цій сторінці" in typed
        fragment = clerk.post(register, words, headers={"HX-Request": "true"})
        assert "<html" not in says_away(fragment) and "Введене на місці" in fragment.content.decode()
        assert fragment["HX-Retarget"] == "#says"
        draft = clerk.post(f"/waiting/{uuid4()}/", words, headers={"X-Requested-With": "obih"})
        assert "<html" not in says_away(draft)
        program = clerk.get("/api/v1/documents", headers={"Authorization": "Bearer x"})
        assert program["Content-Type"] == "application/problem+json"
        told = program.json()
        assert (program.status_code, told["status"], told["title"]) == (
            503,
            503,
            "База даних зараз не відповідає",
        )
        assert int(program["Retry-After"]) > 0
        sign_in = Client(raise_request_exception=False).post(
            "/accounts/login/", {"login": "boiko", "password": "таємне слово"}
        )
        assert "таємне слово" not in says_away(sign_in)
    assert clerk.get("/").status_code == 200
    again = hidden_fields(typed)
    assert again == words
    assert clerk.post(register, again).status_code == 302
    assert Registration.objects.get().document.summary == words["summary"]


@pytest.mark.parametrize(
    "place", ['INSERT INTO "registry_document"', "django_session", "procrastinate_defer_jobs"]
)
def test_a_connection_lost_in_the_middle_is_told_and_the_next_request_works_at_once(
    house: House, clerk: Client, place: str
) -> None:
    register, words = f"/journals/{house.journal.code}/registration/", letter(house)
    with cut_at(place):
        page = clerk.post(register, words)
    assert hidden_fields(says_away(page)) == words
    assert not Document.objects.exists()
    answer: HttpResponse = clerk.post(register, words)
    assert answer.status_code == 302 and Registration.objects.count() == 1


def test_a_connection_cut_while_idle_is_noticed_by_nobody(clerk: Client) -> None:
    assert testing._server is not None
    assert clerk.get("/").status_code == 200
    with psycopg.connect(testing._server.address, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [testing.NAME]
        )
    close_old_connections()  # as each real request begins; the test client leaves it out
    assert clerk.get("/").status_code == 200


def test_answers_of_a_database_that_is_there_are_other_faults() -> None:
    with pytest.raises(OperationalError) as late, connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 20")
        cursor.execute("SELECT pg_sleep(3)")
    assert not database_is_away(late.value)
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert not database_is_away(InterfaceError("cursor already closed"))
    assert not database_is_away(ZeroDivisionError())
