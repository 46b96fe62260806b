"""Notices on devices: read by that browser alone, sent only to the open internet, shown once."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from py_vapid import Vapid02

from obih.notices import actions, connecting, pushing
from obih.notices.actions import Telling, tell
from obih.notices.connecting import NotCalled, is_public, why_not_endpoint
from obih.notices.encrypting import encrypt, from_base64, to_base64
from obih.notices.models import Notice, NoticeSettings, PushDevice, PushKey
from obih.notices.pushing import send_pushes
from obih.notices.tests.push_server import HOST, Browser, PushServer
from obih.notices.tests.test_pages import signed_in
from obih.notices.vocabulary import Topic
from obih.people.cast import Cast, make_cast
from obih.ui.refusals import Refused

ENDPOINT = f"https://{HOST}/send/abc"


def test_the_standards_own_example_comes_out_byte_by_byte() -> None:
    """RFC 8291, appendix A."""
    secret = int.from_bytes(from_base64("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    body = encrypt(
        b"When I grow up, I want to be a watermelon",
        from_base64(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ),
        from_base64("BTBZMqHH6r4Tts7J_aSIgg"),
        own=ec.derive_private_key(secret, ec.SECP256R1()),
        salt=from_base64("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert to_base64(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w"
        "EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.org/x", "https://push.example.org:8443/x", "https://user@push.example.org/x",
        "https://127.0.0.1/x", "https://2130706433/x", "https://0x7f.1/x", "https://0177.0.0.1/x",
        "https://[::1]/x", "https://localhost/x", "https://printer/x", "ftp://push.example.org/x", "",
        "https://push.example.org/\r\nHost: x", "https://push.example.org/#x", "https://push.example.org:x/",
        "https://push.example.org/" + "x" * 1000, "javascript:alert(1)",
    ],
)  # fmt: skip
def test_only_a_name_by_https_is_called(endpoint: str) -> None:
    assert why_not_endpoint(endpoint)
    with pytest.raises(NotCalled):
        connecting.post(endpoint, b"", {})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.7", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.7",
        "64:ff9b::a00:7", "2002:a00:7::1", "ff02::1", "198.18.0.1", "192.0.2.7",
    ],
)  # fmt: skip
def test_no_address_within_the_council_is_called(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_public(address)
    rows = [(0, 0, 0, "", (each, 443)) for each in ("93.184.215.14", address)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("it was called"))
    with pytest.raises(NotCalled, match="не в інтернеті"):
        connecting.post(ENDPOINT, b"", {})


def test_the_address_that_was_looked_at_is_the_one_called(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    rows = [(0, 0, 0, "", ("93.184.215.14", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)

    def connect(where: Any, *_: Any, **__: Any) -> socket.socket:
        asked.append(where)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotCalled):
        connecting.post(ENDPOINT, b"", {})
    assert asked == [("93.184.215.14", 443)]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushServer]:
    """The name of the tests leads to the server of the tests; all else is as it runs."""
    made = PushServer(tmp_path)
    made.thread.start()
    monkeypatch.setattr(connecting, "public_address", lambda host: made.where)
    monkeypatch.setattr(connecting, "trusted", made.trusted)
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def device(cast: Cast, username: str = "koval", endpoint: str = ENDPOINT) -> tuple[Browser, PushDevice]:
    browser, who = Browser(), cast.people[username]
    NoticeSettings.objects.update_or_create(
        person=who.person, defaults={"quiet_from": None, "quiet_to": None, "quiet_days_off": False}
    )
    kept = actions.keep_device(
        endpoint=endpoint, p256dh=browser.p256dh, auth=browser.auth, label="Firefox, Linux", by=who.actor
    )
    return browser, kept


def say(cast: Cast, username: str = "koval", topic: str = Topic.TASK) -> None:
    person = cast.people[username].person.pk
    tell([Telling(person, topic, "Завдання за № 02-10/7: пан Іваненко", "нове завдання", "/tasks/7/")])


def test_a_browser_reads_what_happened_and_others_nothing(cast: Cast, server: PushServer) -> None:
    browser, kept = device(cast)
    say(cast)
    assert send_pushes() == 1 and send_pushes() == 0
    [sent] = server.sent
    notice = Notice.objects.get()
    assert browser.read(sent.body) == {"text": "нове завдання", "url": "/tasks/7/", "tag": f"n{notice.pk}"}
    assert sent.path == "/send/abc" and sent.headers["Topic"] == f"n{notice.pk}"
    token, key = (
        each.split("=", 1)[1] for each in sent.headers["Authorization"].removeprefix("vapid ").split(",")
    )
    assert key == pushing.public_key() and token.count(".") == 2
    assert Vapid02.verify(auth=sent.headers["Authorization"])
    kept.refresh_from_db()
    assert kept.reached_at and not kept.problem


def test_our_key_is_made_once_and_sealed(cast: Cast) -> None:
    first = pushing.public_key()
    assert pushing.public_key() == first and len(from_base64(first)) == 65
    sealed = PushKey.objects.get().sealed_private
    PushKey.objects.update(sealed_private="sealed elsewhere")
    device(cast)
    assert pushing.public_key() != first, "a database from another installation gets a key of its own"
    assert not PushDevice.objects.exists(), "and its browsers are asked anew"
    assert PushKey.objects.get().sealed_private != sealed


def test_a_flood_is_shown_as_one(cast: Cast, server: PushServer) -> None:
    browser, _ = device(cast)
    for _ in range(12):
        say(cast)
    assert send_pushes() == 1
    told = browser.read(server.sent[0].body)
    assert told == {"text": "Нових сповіщень: 12", "url": "/notices/", "tag": "many"}
    assert not Notice.objects.exclude(push_after=None).exists()


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_took_its_leave_is_forgotten(cast: Cast, server: PushServer, status: int) -> None:
    device(cast)
    say(cast)
    server.answer = lambda: status
    assert send_pushes() == 0
    assert not PushDevice.objects.exists() and not Notice.objects.exclude(push_after=None).exists()


@pytest.mark.parametrize("status", [500, 429, -1])
def test_a_server_that_is_away_gets_it_later_and_the_reader_sees_it_once(
    cast: Cast, server: PushServer, status: int
) -> None:
    browser, kept = device(cast)
    say(cast)
    server.answer = lambda: status
    assert send_pushes() == 0
    server.answer = lambda: 201
    assert send_pushes() == 0, "not at once again"
    assert send_pushes(timezone.now() + timedelta(minutes=10)) == 1
    assert len({browser.read(each.body)["tag"] for each in server.sent}) == 1
    kept.refresh_from_db()
    assert kept.problem == ""


def test_a_redirect_is_not_followed_and_a_refusal_is_noted(cast: Cast, server: PushServer) -> None:
    _, kept = device(cast)
    say(cast)
    server.answer = lambda: 307
    assert send_pushes() == 0
    assert len(server.sent) == 1
    kept.refresh_from_db()
    assert "307" in kept.problem


def test_a_server_that_drips_is_left_in_time(
    cast: Cast, server: PushServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "WHOLE_S", 0.5)
    waits = threading.Event()
    server.answer = lambda: 200 + int(waits.wait(5))
    device(cast)
    say(cast)
    began = timezone.now()
    assert send_pushes() == 0
    assert timezone.now() - began < timedelta(seconds=3)
    waits.set()


def test_a_certificate_of_nobody_we_trust_ends_it(
    cast: Cast, server: PushServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ssl

    monkeypatch.setattr(connecting, "trusted", ssl.create_default_context)
    device(cast)
    say(cast)
    assert send_pushes() == 0 and not server.sent


def test_nothing_goes_in_quiet_hours_nor_of_what_was_read_nor_to_who_left(
    cast: Cast, server: PushServer
) -> None:
    device(cast)
    say(cast, topic=Topic.EVENT)
    assert send_pushes() == 0, "the rest is not pushed unless he wants"
    say(cast)
    actions.mark_read(cast.koval.person.pk, by=cast.koval.actor)
    assert send_pushes() == 0
    NoticeSettings.objects.update(quiet_from="00:00", quiet_to="23:59:59")
    say(cast)
    assert send_pushes() == 0
    Notice.objects.update(push_after=timezone.now())
    cast.koval.account.is_active = False
    cast.koval.account.save()
    assert send_pushes() == 0 and not server.sent


def test_devices_are_ones_own(cast: Cast, server: PushServer) -> None:
    browser, kept = device(cast)
    stranger, own = signed_in(cast, "levchuk"), signed_in(cast, "koval")
    for name in ("device_switch", "device_removal", "device_test"):
        address = reverse(f"notices:{name}", args=[kept.pk])
        assert stranger.post(address).status_code == 404
    assert own.post(reverse("notices:device_test", args=[kept.pk])).status_code == 302
    assert browser.read(server.sent[-1].body)["tag"] == "test"
    own.post(reverse("notices:device_switch", args=[kept.pk]), {"on": "0"})
    say(cast)
    assert send_pushes() == 0
    own.post(reverse("notices:device_removal", args=[kept.pk]))
    assert not PushDevice.objects.exists()
    with pytest.raises(Refused):
        actions.switch_device(kept, on=True, by=cast.levchuk.actor)


def test_a_browser_is_added_by_its_script_and_nonsense_is_refused(cast: Cast) -> None:
    client, browser = signed_in(cast, "koval"), Browser()
    said = {"endpoint": ENDPOINT, "p256dh": browser.p256dh, "auth": browser.auth, "label": "Chrome, Android"}
    address = reverse("notices:device_add")
    for _ in range(2):
        assert client.post(address, said).json() == {"back": reverse("notices:settings")}
    assert PushDevice.objects.get().account == cast.koval.account
    bad: list[dict[str, str]] = [{"endpoint": "https://10.0.0.7/"}, {"p256dh": "AAAA"}, {"auth": "щось"}]
    for wrong in [*bad, {"auth": "A"}, {"p256dh": ""}]:
        assert client.post(address, said | wrong).status_code == 422
    assert "Chrome, Android" in client.get(reverse("notices:settings")).content.decode()
    assert signed_in(cast, "levchuk").post(address, said).status_code == 200
    assert PushDevice.objects.get().account == cast.levchuk.account, "one browser, one account"


def test_the_script_of_the_browser_comes_from_our_own_origin(client: Client, db: None) -> None:
    answer = client.get(reverse("notices:worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert b"showNotification" in answer.content and b"fetch" not in answer.content
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
