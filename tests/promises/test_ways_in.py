"""Sessions, cookies, tokens, links, eyes of another: what lets one in, and what it must not do."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from obih.people.cast import TEST_PASSWORD
from obih.people.models import OneTimeLink, ServiceToken
from obih.site.logs import without_personal_data
from tests.promises.addresses import ADDRESSES, BY_TOKEN, Gate, all_addresses
from tests.promises.test_addresses import LOGIN, url_of
from tests.promises.world import FORM, World, body_of, rolled_back, watching

ROOT = Path(__file__).resolve().parents[2]
WHILE_LOOKING = {"people:view_as_end", "account_logout", "ui:look", "ui:session"}
"""What may be posted while one looks with another’s eyes: to stop looking, to leave, to turn the
light on, to stay signed in."""


@pytest.fixture(autouse=True)
def _database(world: World, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def sign_in(client: Client, name: str, password: str = TEST_PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password}, **more)


def test_a_session_known_before_sign_in_is_worth_nothing_after_it(world: World) -> None:
    with rolled_back():
        client = Client()
        client.get(LOGIN)
        session = client.session
        session["planted"] = "1"
        session.save()
        client.cookies["sessionid"] = session.session_key
        sign_in(client, "koval")
        assert client.cookies["sessionid"].value != session.session_key
        thief = Client()
        thief.cookies["sessionid"] = session.session_key
        assert thief.get("/").status_code == 302


def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    with rolled_back():
        client = Client()
        sign_in(client, "koval")
        key = client.cookies["sessionid"].value
        client.post(reverse("account_logout"))
        thief = Client()
        thief.cookies["sessionid"] = key
        assert thief.get("/").status_code == 302


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    with rolled_back():
        client = world.client("clerk")
        client.get(LOGIN)
        client.get("/waiting/")
        client.get(f"/journals/{world.journal.code}/?cols=title")
        client.post(reverse("ui:look"), {"theme": "dark"})
        assert {"sessionid", "columns"} <= set(client.cookies)
        for name, cookie in client.cookies.items():
            if not cookie["path"]:
                continue
            assert cookie["samesite"] in ("Lax", "Strict"), name
            assert cookie["httponly"] or name == "csrftoken", name
            assert not cookie["domain"], name


def test_over_https_every_cookie_is_secure_and_the_defences_are_on() -> None:
    code = (
        "import json, django; from django.conf import settings as s; django.setup();"
        "print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.ALLOWED_HOSTS,"
        " s.CSRF_TRUSTED_ORIGINS, s.DEBUG, s.SECURE_PROXY_SSL_HEADER]))"
    )
    told = os.environ | {
        "OBIH_HTTPS": "1",
        "OBIH_HOSTS": "obih.example",
        "DJANGO_SETTINGS_MODULE": "obih.site.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=told, cwd=ROOT, capture_output=True, text=True, check=True
    )
    session, csrf, hsts, hosts, origins, debug, proxy = json.loads(done.stdout.splitlines()[-1])
    assert session and csrf and hsts >= 31_536_000 and not debug
    assert "*" not in hosts and hosts[0] == "obih.example" and "https://obih.example" in origins
    assert proxy == ["HTTP_X_FORWARDED_PROTO", "https"]


POSTED = [
    each
    for each in all_addresses()
    if each.name in ADDRESSES
    and ADDRESSES[each.name].writes
    and ADDRESSES[each.name].gate not in BY_TOKEN | {Gate.NOBODY, Gate.PUBLIC}
    and each.name not in WHILE_LOOKING
]


def test_who_looks_with_another_s_eyes_can_post_nowhere(world: World) -> None:
    """As the clerk, who could: every address that writes refuses, and no statement writes."""
    with rolled_back():
        client = world.client("administrator")
        client.post(reverse("people:view_as", args=[world.house.cast.boiko.person.pk]))
        assert POSTED
        for each in POSTED:
            url = url_of(world, each.name, "general")
            with rolled_back(), watching() as written:
                response = client.generic("POST", url, b"x=1&reason=a&note=a", FORM)
            assert response.status_code == 422, each.name
            assert not written, each.name


def test_looking_is_noted_and_ends(world: World) -> None:
    from obih.history.models import Event

    with rolled_back():
        client = world.client("administrator")
        person = world.house.cast.boiko.person
        client.post(reverse("people:view_as", args=[person.pk]))
        assert client.get("/waiting/").status_code == 200
        names = list(Event.objects.about("people.person", person.pk).values_list("name", flat=True))
        assert {"people.view_as_started", "people.viewed_as"} <= set(names), names
        client.post(reverse("people:view_as_end"))
        assert client.get("/waiting/").status_code == 422
        for role in ("clerk", "head", "executor"):
            response = world.client(role).post(reverse("people:view_as", args=[person.pk]))
            assert response.status_code == 404, role


def test_guessing_from_one_place_does_not_shut_the_owner_out_of_another(world: World) -> None:
    with rolled_back():
        guesser = Client()
        for _ in range(7):
            sign_in(guesser, "koval", "wrong-password-1", REMOTE_ADDR="203.0.113.9")
        shut = sign_in(guesser, "koval", REMOTE_ADDR="203.0.113.9")
        assert shut.status_code != 302, "the seventh failure closes this door for a while"
        owner = Client()
        assert sign_in(owner, "koval", REMOTE_ADDR="203.0.113.10").status_code == 302


def test_the_visitor_does_not_choose_his_own_address(world: World) -> None:
    with rolled_back():
        client = Client()
        for at in range(8):
            response = sign_in(
                client, "koval", "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{at}", REMOTE_ADDR="203.0.113.9"
            )
        assert response.status_code != 302
        assert (
            sign_in(
                client, "koval", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="198.51.100.77"
            ).status_code
            != 302
        )


def test_a_one_time_link_dies_with_its_day_and_with_the_account(world: World) -> None:
    url = reverse("people:one_time_link", args=[world.keys["link"]])
    with rolled_back():
        assert Client().get(url).status_code == 200
        OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        over, never = Client().get(url), Client().get(reverse("people:one_time_link", args=["never-made"]))
        assert over.status_code == never.status_code == 404
        assert re.sub(rb'csrf="[^"]*', b"", over.content) == re.sub(rb'csrf="[^"]*', b"", never.content)
    with rolled_back():
        world.house.cast.koval.account.__class__.objects.filter(username="koval").update(is_active=False)
        assert Client().get(url).status_code == 404


def test_secrets_are_kept_as_hashes_only(world: World) -> None:
    tables = {"people_servicetoken", "people_onetimelink", "history_event", "history_privatedata"}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            kept = cursor.fetchone()[0]
            assert world.keys["link"] not in kept, table
            assert not any(token in kept for token in world.tokens.values()), table
    assert all(len(hash_) == 64 for hash_ in ServiceToken.objects.values_list("token_hash", flat=True))


def test_the_hash_of_a_token_is_not_a_token(world: World) -> None:
    hashes = ServiceToken.objects.values_list("token_hash", flat=True)
    with rolled_back():
        for told in (*hashes, "", "null", "obih_", "'", "\u0456" * 10):
            response = world.program(told or "x", "GET", "/api/v1/journals") if told.isascii() else None
            assert response is None or response.status_code == 401


def test_a_dismissed_person_s_next_request_is_at_the_door(world: World) -> None:
    from obih.people import actions

    with rolled_back():
        client = world.client("other_department")
        assert client.get("/").status_code == 200
        actions.dismiss(
            world.house.cast.koval.person, on=timezone.localdate(), by=world.actor("administrator")
        )
        for url in ("/", "/find/?q=1", f"/documents/{world.documents['general'].pk}/"):
            assert client.get(url).status_code == 302
        assert sign_in(Client(), "koval").status_code != 302


def test_answers_at_the_door_tell_nobody_who_works_here(world: World) -> None:
    """Unknown name, wrong password, closed account, link asked for: byte for byte the same."""
    mask = re.compile(rb'(csrfmiddlewaretoken" value="|data-csrf="|value=")[^"]*')
    with rolled_back():
        world.house.cast.levchuk.account.__class__.objects.filter(username="levchuk").update(is_active=False)
        told = []
        for name, password in (
            ("koval", "wrong-password-1"),
            ("nobody-here", "wrong-password-1"),
            ("levchuk", TEST_PASSWORD),
        ):
            response = sign_in(Client(), name, password)
            told.append((response.status_code, mask.sub(b"*", body_of(response))))
        assert told[0] == told[1] == told[2]
        asked = [
            mask.sub(b"*", body_of(Client().post(reverse("notices:ask_link"), {"asked": name})))
            for name in ("koval", "nobody-here", "nobody@nowhere.example")
        ]
        assert len(set(asked)) == 1


def test_log_lines_hold_no_personal_data_and_no_second_line(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    said = "лист від petro@ukr.net, тел. +380671234567, РНОКПП 1234567890, паспорт АА123456\r\nfake line"
    line = dict(without_personal_data(None, "info", {"event": said, "path": said}))
    for leaked in ("petro@ukr.net", "380671234567", "1234567890", "АА123456"):
        assert leaked not in str(line)
    assert "\n" not in json.dumps(line)
    with rolled_back(), caplog.at_level(logging.INFO):
        sign_in(Client(), "petro@ukr.net", "my-secret-password-9")
        Client(raise_request_exception=False).get("/find/?q=1234567890")
        assert "my-secret-password-9" not in caplog.text


def test_a_password_never_stands_in_history(world: World) -> None:
    with rolled_back():
        client = world.client("other_department")
        client.post(
            reverse("people:password"),
            {"old": TEST_PASSWORD, "password": "зелений кінь 77 скаче", "again": "зелений кінь 77 скаче"},
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM history_event WHERE canonical::text LIKE '%%скаче%%'")
            assert cursor.fetchone()[0] == 0


def test_the_look_leads_back_to_our_own_pages_only(world: World) -> None:
    for referer in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        response = Client().post(reverse("ui:look"), {"theme": "dark"}, headers={"referer": referer})
        assert response["Location"] == "/"
