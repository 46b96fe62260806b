"""A session’s end is known beforehand, one press puts it off; after sign-out the browser keeps nothing."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from obih.people.cast import Cast, make_cast

pytestmark = pytest.mark.django_db
SESSION = "/_ui/session/"
BY_HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.koval.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def ends_in(minutes: float) -> None:
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=minutes))


def left() -> float:
    return (Session.objects.get().expire_date - timezone.now()).total_seconds()


def test_each_page_says_how_long_the_session_goes_on_and_looking_does_not_prolong_it(client: Client) -> None:
    client.get("/people/")
    ends_in(7)
    found = re.search(r'data-left="(\d+)"', client.get("/people/").content.decode())
    assert found and 400 < int(found[1]) <= 420
    assert 400 < int(client.get(SESSION).content) <= 420
    assert left() <= 420


def test_one_press_begins_its_time_anew(client: Client, settings: Any) -> None:
    client.get("/people/")
    ends_in(7)
    answer = client.post(SESSION, **BY_HTMX)
    assert answer.status_code == 200 and "Роботу продовжено" in answer.content.decode()
    assert json.loads(answer["HX-Trigger"])["obih:session"]["left"] == settings.SESSION_COOKIE_AGE
    assert left() > settings.SESSION_COOKIE_AGE - 60


def test_a_session_that_is_over_cannot_be_put_off(client: Client) -> None:
    client.get("/people/")
    ends_in(-1)
    for answer in (
        client.post(SESSION, **BY_HTMX),
        client.get(SESSION, headers={"X-Requested-With": "obih"}),
    ):
        assert answer.status_code == 401 and "Введене лишається" in answer.content.decode()


def test_whoever_looks_with_other_eyes_may_go_on_looking(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.savchuk.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(reverse("people:view_as", args=[cast.koval.person.pk]))
    assert client.post(SESSION, **BY_HTMX).status_code == 200


def test_signing_out_leaves_nothing_in_the_browser(client: Client) -> None:
    assert "Clear-Site-Data" not in client.get("/accounts/logout/")
    answer = client.post("/accounts/logout/")
    assert answer.status_code == 302
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(expire_date__gt=timezone.now()).exists()
