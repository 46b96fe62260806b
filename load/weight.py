"""What a browser fetches, as it comes over the wire: the registration screen first, then the journal.

A real Chromium with an empty cache; sizes are `encodedDataLength` of its own network log (gzip, headers too).
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from load import databases, web
from obih.site import server

JOURNAL = "in-rada"
SMALL = 20_000


def measure(documents: int, seconds: float) -> dict[str, object]:
    """Kilobytes of the first visit and of the page after it. The size of the database does not matter."""
    name = databases.filled(min(documents, SMALL))
    os.environ["OBIH_DATABASE"] = name
    server.set_up_django()
    cookie = _session("boiko")
    with web.running(databases.environment(name)) as port:
        pages = _visit(port, cookie, [f"/journals/{JOURNAL}/registration/", f"/journals/{JOURNAL}/"])
    first, following = pages
    return {
        "first_visit_kb": round(sum(first.values()) / 1024, 1),
        "next_page_kb": round(sum(following.values()) / 1024, 1),
        "first_visit_requests": len(first),
        "next_page_requests": len(following),
        "heaviest": _heaviest(first),
    }


def _session(username: str) -> str:
    from django.test import Client

    from obih.people.models import Account

    client = Client(headers={"host": "localhost"})
    account = Account.objects.get(username=username)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor"] = account.pk
    session.save()
    return client.cookies["sessionid"].value


def _visit(port: int, cookie: str, addresses: list[str]) -> list[dict[str, int]]:
    from playwright.sync_api import sync_playwright

    base = f"http://localhost:{port}"
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium())
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": base}])
        page = context.new_page()
        log = context.new_cdp_session(page)
        log.send("Network.enable")
        sizes: dict[str, int] = {}
        named: dict[str, str] = {}
        log.on(
            "Network.responseReceived",
            lambda told: named.update({told["requestId"]: told["response"]["url"]}),
        )
        log.on("Network.loadingFinished", lambda told: _count(told, named, sizes))
        for address in addresses:
            sizes.clear()
            response = page.goto(base + address, wait_until="networkidle")
            assert response is not None and response.status == 200, (address, response and response.status)
            found.append(dict(sizes))
        browser.close()
    return found


def _count(told: dict[str, Any], named: dict[str, str], sizes: dict[str, int]) -> None:
    length = int(told.get("encodedDataLength", 0))
    if length:  # what came from the cache has none
        sizes[named.get(told["requestId"], told["requestId"])] = length


def _chromium() -> str | None:
    """The distribution's browser; Playwright's own when there is none."""
    for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"):
        if os.access(path, os.X_OK):
            return path
    return None


def _heaviest(sizes: dict[str, int]) -> dict[str, float]:
    largest = sorted(sizes.items(), key=lambda each: -each[1])[:6]
    return {
        address.rpartition("/")[2][:40] or address[-40:]: round(size / 1024, 1) for address, size in largest
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), float(sys.argv[2])), ensure_ascii=False))
