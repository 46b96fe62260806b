"""Services of trust are called as strangers are: only where they are known, never for long."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from obih.notices import connecting
from obih.signatures import calling
from obih.signatures.calling import Caller, NotCalled
from obih.signatures.crypto.evidence.asking import about_bytes
from obih.signatures.crypto.evidence.services import host_of
from obih.signatures.crypto.hashes import GOST_34311
from obih.signatures.testpki.services import Services


@pytest.fixture
def services() -> Iterator[Services]:
    with Services() as made:
        yield made


def caller(services: Services) -> Caller:
    return Caller(frozenset({host_of(services.base)}), find=lambda host, port: ("127.0.0.1", port))


def asked(services: Services, path: str = "/authority.cer", kind: str = "list", body: bytes = b"") -> bytes:
    return caller(services).ask(kind, f"{services.base}{path}", body)


def test_the_answer_comes_as_it_was_sent(services: Services) -> None:
    found = services.answer("/authority.cer", b"")
    assert found and asked(services) == found[1]
    assert services.asked == ["GET /authority.cer"]


def test_only_hosts_of_trust_material_are_called(services: Services) -> None:
    with pytest.raises(NotCalled, match="кому віримо"):
        caller(services).ask("list", "http://127.0.0.1:1/authority.cer", b"")
    with pytest.raises(NotCalled, match="кому віримо"):
        caller(services).ask("list", "file:///etc/passwd", b"")
    assert services.asked == []


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fc00::1", "::ffff:10.0.0.1"]
)
def test_a_known_name_that_leads_inside_is_not_called(
    services: Services, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def found(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("93.184.216.34", 80)), (0, 0, 0, "", (address, 80))]

    monkeypatch.setattr(connecting.socket, "getaddrinfo", found)
    with pytest.raises(NotCalled, match="не в інтернеті"):
        Caller(frozenset({"ca.example.ua:80"})).ask("status", "http://ca.example.ua/ocsp", b"x")


def test_by_default_nothing_on_this_computer_is_called(services: Services) -> None:
    with pytest.raises(NotCalled, match="не в інтернеті"):
        Caller(frozenset({host_of(services.base)})).ask("list", f"{services.base}/authority.cer", b"")
    assert services.asked == []


def test_the_address_that_was_looked_at_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    called = []

    def connect(where: tuple[str, int], timeout: float) -> None:
        called.append(where)
        raise OSError

    monkeypatch.setattr(calling.socket, "create_connection", connect)
    monkeypatch.setattr(
        connecting.socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("93.184.216.34", 80))]
    )
    for address in ("http://ca.example.ua:80/ocsp", "https://ca.example.ua/ocsp"):
        with pytest.raises(NotCalled, match="не відповідає"):
            Caller(frozenset({"ca.example.ua:80", "ca.example.ua:443"})).ask("status", address, b"x")
    assert called == [("93.184.216.34", 80), ("93.184.216.34", 443)]


def test_no_redirect_is_followed(services: Services) -> None:
    services.faults.redirect = f"{services.base}/authority.crl"
    with pytest.raises(NotCalled, match="302"):
        asked(services)
    assert services.asked == ["GET /authority.cer"]


def test_an_error_is_no_answer(services: Services) -> None:
    services.faults.status = 503
    with pytest.raises(NotCalled, match="503"):
        asked(services)


def test_a_huge_answer_is_put_away(services: Services) -> None:
    services.faults.extra_bytes = calling.MOST_ANSWER
    with pytest.raises(NotCalled, match="задовгим"):
        asked(services, "/tsp", "stamp", about_bytes(b"x", GOST_34311, bytes(16)).encoded)


def test_a_service_that_drips_is_cut_off(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    services.faults.trickle = True
    monkeypatch.setattr(calling, "WHOLE_LIST_S", 0.5)
    began = time.monotonic()
    with pytest.raises(NotCalled):
        asked(services)
    assert time.monotonic() - began < 3


def test_a_service_that_says_nothing_is_left(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    services.faults.delay_s = 3
    monkeypatch.setattr(calling, "WHOLE_LIST_S", 0.4)
    began = time.monotonic()
    with pytest.raises(NotCalled, match="не відповідає"):
        asked(services)
    assert time.monotonic() - began < 2.5


def test_a_service_that_is_away_is_told_of_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    away = Caller(frozenset({f"127.0.0.1:{port}"}), find=lambda host, port: ("127.0.0.1", port))
    with pytest.raises(NotCalled, match="не відповідає"):
        away.ask("status", f"http://127.0.0.1:{port}/ocsp", b"x")
