"""A program that registers over /api/v1: one keep-alive connection, multipart by hand, no dependencies."""

from __future__ import annotations

import http.client
import json
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from load.registration import container
from obih.demo.words import AUTHORITIES, MATTERS

TOKEN_NAME = "Навантаження"
NEVER_ACKNOWLEDGED = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Letter:
    """One request: the same key and the same bytes each time it is sent."""

    key: str
    card: Mapping[str, Any]
    name: str
    content: bytes


def letter(journal: str, size_bytes: int = 0) -> Letter:
    """A letter that nobody else sends, with one file of about `size_bytes`."""
    mark = secrets.token_hex(8)
    place = secrets.randbelow(1 << 30)
    card = {
        "journal": journal,
        "kind": "letter",
        "title": f"Про стан {MATTERS[place % len(MATTERS)]}, {mark}",
        "correspondent": AUTHORITIES[place % len(AUTHORITIES)][0],
        "correspondent_number": f"01-{mark}",
        "access_level": "general",
        "form": "electronic",
        "channel": "portal",
    }
    return Letter(mark, card, f"{mark}.zip", container(mark, size_bytes))


class Client:
    """Keeps its connection; a broken one is opened anew by the next request."""

    def __init__(self, port: int, token: str, timeout: float = 30.0) -> None:
        self.token = token
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def register(self, sent: Letter) -> tuple[int, dict[str, Any]]:
        """(status, answer). Raises one of NEVER_ACKNOWLEDGED when no answer came."""
        body, media_type = _multipart(sent)
        headers = {"Content-Type": media_type, "Idempotency-Key": sent.key}
        return self.ask("POST", "/api/v1/documents/incoming", body, headers)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        told = {"Authorization": f"Bearer {self.token}", "Host": "localhost"} | dict(headers or {})
        try:
            self.connection.request(method, path, body, told)
            response = self.connection.getresponse()
            text = response.read()
        except NEVER_ACKNOWLEDGED:
            self.connection.close()
            raise
        try:
            return response.status, json.loads(text)
        except ValueError:
            return response.status, {}


def _multipart(sent: Letter) -> tuple[bytes, str]:
    boundary = f"obih-{sent.key}"
    card = json.dumps(sent.card, ensure_ascii=False).encode()
    body = b"".join(
        (
            f'--{boundary}\r\nContent-Disposition: form-data; name="card"\r\n\r\n'.encode(),
            card,
            f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{sent.name}"\r\n'
            "Content-Type: application/zip\r\n\r\n".encode(),
            sent.content,
            f"\r\n--{boundary}--\r\n".encode(),
        )
    )
    return body, f"multipart/form-data; boundary={boundary}"


def make_token() -> tuple[str, str]:
    """A token that may register and read in the council’s journal, and the journal’s code. Needs Django."""
    from obih.demo.hromada import journal_for_kind, known_journals
    from obih.people import principals
    from obih.people.actions import issue_token
    from obih.people.cast import load_cast
    from obih.registry.access import READ, REGISTER
    from obih.registry.actions import set_reader

    cast = load_cast()
    journal = journal_for_kind(known_journals(), "letter", cast.council.pk)
    by = cast.actor("savchuk")
    made, token = issue_token(name=TOKEN_NAME, organisation=cast.council, scopes=[READ, REGISTER], by=by)
    set_reader(journal, principals.of_service(made.pk), may_register=True, by=by)
    return token, journal.code


def free_port() -> int:
    """A port nobody listens on now, below those that clients are given: one of them, trying to reach a server
    that is down, could otherwise come to hold the very port it calls."""
    while True:
        port = 15_000 + secrets.randbelow(15_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
