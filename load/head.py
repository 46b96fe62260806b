"""The head’s browser in sixteen windows: a session with its second factor, a resolution’s form, its key."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from load.api import NEVER_ACKNOWLEDGED


@dataclass(frozen=True)
class Browser:
    """What a signed-in browser sends with each form. `executor` is the person it gives tasks to."""

    cookies: str
    token: str
    executor: int


def browser_of(account: Any, executor: int) -> Browser:
    """A session of the account that has passed its second factor. Needs Django."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor"] = account.pk
    session.save()
    token = secrets.token_hex(16)
    told = {name: each.value for name, each in client.cookies.items()} | {"csrftoken": token}
    return Browser("; ".join(f"{name}={value}" for name, value in told.items()), token, executor)


class Window:
    """Keeps its connection; a broken one is opened anew by the next form."""

    def __init__(self, port: int, browser: Browser, timeout: float = 30.0) -> None:
        self.browser = browser
        self.connection = HTTPConnection("127.0.0.1", port, timeout=timeout)

    def resolve(self, document: str, key: str) -> int:
        """Put a resolution of one point on a document; 302 = done, 0 = no answer came."""
        body = urlencode(
            {
                "how": "own",
                "idempotency_key": key,
                "points-0-executor-0": f"person:{self.browser.executor}",
                "points-0-text": f"Прошу підготувати відповідь, {key}",
                "points-0-on_control": "on",
            }
        )
        headers = {
            "Cookie": self.browser.cookies, "Host": "localhost", "X-CSRFToken": self.browser.token,
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        try:
            self.connection.request("POST", f"/documents/{document}/resolution/", body, headers)
            answer = self.connection.getresponse()
            answer.read()
        except NEVER_ACKNOWLEDGED:
            self.connection.close()
            return 0
        return answer.status
