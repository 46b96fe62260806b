"""A whole Obih over HTTPS in this process, and real Chromium in front of it."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from obih.people.cast import TEST_PASSWORD, TOTP_SECRET
from obih.registry.tests.conftest import House, make_house

# The sync API of Playwright keeps an event loop in this thread; the tests' own queries are harmless there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
TABLE = {"width": 1366, "height": 768}


def make_certificate(folder: Path) -> Path:
    """A key and a certificate for localhost, signed by itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "localhost.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


class _SecureHandler(QuietWSGIRequestHandler):
    def get_environ(self) -> dict[str, Any]:
        return super().get_environ() | {"HTTPS": "on"}


class _SecureThread(LiveServerThread):
    """Django's live server with TLS around its socket."""

    certificate: Path

    def _create_server(self, connections_override: Any = None) -> ThreadedWSGIServer:
        server = ThreadedWSGIServer((self.host, self.port), _SecureHandler, allow_reuse_address=False)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        return server


@pytest.fixture
def house(transactional_db: None) -> House:
    return make_house()


@pytest.fixture
def address(house: House, tmp_path: Path) -> Iterator[str]:
    thread = _SecureThread("localhost", StaticFilesHandler)
    thread.certificate = make_certificate(tmp_path)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert not thread.error, thread.error
    yield f"https://localhost:{thread.port}"
    thread.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    own = os.environ.get("OBIH_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=own, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Someone:
    """A person at a computer: a page, and every key pressed on the keyboard, counted."""

    page: Page
    keys: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def press(self, key: str) -> None:
        """One key, or keys held together: that counts as one for each finger («Ctrl+Enter» is two)."""
        self.keys += key.split("+")
        self.page.wait_for_load_state("load")  # the keys are a module: they work once the page is whole
        self.page.keyboard.press(key.replace("Ctrl", "Control"))

    def type(self, text: str) -> None:
        """Letters one by one, as the hand does."""
        for letter in text:
            self.keys.append(letter)
            self.page.keyboard.type(letter)


class People:
    """Opens a browser for each person of the cast and signs them in at the door."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.contexts: list[BrowserContext] = []

    def at(self, username: str, *, second_factor: bool = False, **context: Any) -> Someone:
        opened = self.browser.new_context(
            **{"viewport": TABLE, "ignore_https_errors": True, "locale": "uk-UA"} | context
        )
        self.contexts.append(opened)
        someone = Someone(opened.new_page())
        someone.page.on("pageerror", lambda fault: someone.faults.append(str(fault)))
        page = someone.page
        page.goto(f"{self.address}/")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(TEST_PASSWORD)
        page.locator("input[name=password]").press("Enter")
        if second_factor:
            code = page.locator("input[name=code]")
            code.wait_for()
            code.fill(format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30)))
            code.press("Enter")
        page.locator(".rail a").first.wait_for()
        return someone


@pytest.fixture
def people(browser: Browser, address: str) -> Iterator[People]:
    crowd = People(browser, address)
    yield crowd
    for context in crowd.contexts:
        context.close()
