"""How long the server takes for the pages people open all day, as somebody who sees about 1 % of the cards.

Requests go through the whole of Django in one process, one after another: what is measured is the server's
own time, not waiting in a queue. Whoever sees everything (the clerk) is measured beside, under `…_all_…`.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlencode

from load import databases
from load.measuring import percentile
from obih.site import server

REQUESTS = 200
WARM_UP = 10
JOURNAL = "in-rada"


@dataclass(frozen=True)
class Visitor:
    """Somebody with a session: pages are asked for as in a browser."""

    get: Callable[[str], Any]


def measure(documents: int, seconds: float) -> dict[str, object]:
    """The figures; also the most statements that a page of the ordinary user took."""
    os.environ["OBIH_DATABASE"] = databases.filled(documents)
    server.set_up_django()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # the stranger is told «absent» a lot
    from obih.demo.crowd import ordinary_account
    from obih.people.models import Account

    accounts = {
        "ordinary": ordinary_account(),
        "clerk": Account.objects.get(username="boiko"),
        "stranger": Account.objects.get(username="chuzhynska"),
    }
    visitors = {name: _visitor(account) for name, account in accounts.items()}
    ordinary, clerk, stranger = visitors.values()
    program = _program()
    own, everything = _documents(accounts["ordinary"]), _documents(accounts["clerk"])
    plans: dict[str, tuple[Visitor, Sequence[str]]] = {
        "journal": (ordinary, _journal_pages(accounts["ordinary"])),
        "my_work": (ordinary, ["/"]),
        "card": (ordinary, [f"/documents/{key}/" for key in own]),
        "api_list": (program, _api_pages(program)),
        "stranger": (stranger, ["/", "/journals/", f"/journals/{JOURNAL}/", "/find/?q=ремонт"]),
        "find": (ordinary, _finds()),
        "journal_all": (clerk, _journal_pages(accounts["clerk"])),
        "my_work_all": (clerk, ["/"]),
        "card_all": (clerk, [f"/documents/{key}/" for key in everything]),
        "find_all": (clerk, _finds()),
    }
    figures: dict[str, object] = {}
    statements: dict[str, int] = {}
    for name, (visitor, addresses) in plans.items():
        statements[name] = _most_queries(visitor, addresses)
        expected = {200, 404} if visitor is stranger else {200, 302} if name.startswith("find") else {200}
        taken = _times(visitor, addresses, expected)  # a single find leads straight to its card
        figures[f"{name}_p95_ms"] = round(percentile(taken, 0.95) * 1000, 1)
        figures[f"{name}_p50_ms"] = round(percentile(taken, 0.5) * 1000, 1)
    ordinary_most = max(count for name, count in statements.items() if not name.endswith("_all"))
    return figures | {
        "queries_max": ordinary_most,
        "queries_all_max": max(statements.values()),
        "queries": statements,
        "sees": _share(accounts["ordinary"]),
    }


def _visitor(account: Any) -> Visitor:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor"] = account.pk
    session.save()
    return Visitor(client.get)


def _program() -> Visitor:
    """A program's token that reads the department's documents by one row each, as a person does."""
    from django.test import Client

    from obih.demo.crowd import ordinary_account
    from obih.people import principals
    from obih.people.models import Organisation, ServiceToken
    from obih.people.queries import token_hash
    from obih.registry.access import READ
    from obih.registry.models import AccessRow

    token = secrets.token_urlsafe(32)
    council = Organisation.objects.get(code="rada")
    made, is_new = ServiceToken.objects.update_or_create(
        name="bench pages",
        defaults={"token_hash": token_hash(token), "organisation": council, "scopes": [READ], "hint": "…"},
    )
    if is_new:
        unit = ordinary_account().person.appointments.get().position.unit_id
        rows = AccessRow.objects.filter(principal=principals.of_unit(unit))
        AccessRow.objects.bulk_create(
            [
                AccessRow(
                    principal=principals.of_service(made.pk), document_id=row.document_id,
                    journal_id=row.journal_id, dated_at=row.dated_at, reason="shared", source="bench",
                )
                for row in rows.iterator()
            ],
            batch_size=5000,
        )  # fmt: skip
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {token}"})
    return Visitor(client.get)


def _journal_pages(account: Any) -> list[str]:
    """The first page, pages further down, and what people narrow it to."""
    from obih.people.queries import actor_for
    from obih.registry import queries

    actor, base = actor_for(account), f"/journals/{JOURNAL}/"
    journal = queries.journal_for(actor, JOURNAL)
    found, after = [base], None
    for _ in range(8):
        filters = queries.JournalFilter({}, actor=actor, journal=journal)
        after = queries.journal_page(actor, journal, filters, after, counted=False).next
        if not after:
            break
        found.append(f"{base}?{urlencode({'after': after})}")
    narrowed = ({"state": "overdue"}, {"state": "open"}, {"kind": "order_above"}, {"year": "2024"})
    return found + [f"{base}?{urlencode(each)}" for each in narrowed]


def _api_pages(program: Visitor) -> list[str]:
    found, address = [], "/api/v1/documents"
    for _ in range(10):
        found.append(address)
        following = program.get(address).json()["next"]
        if not following:
            break
        address = f"/api/v1/documents?{urlencode({'after': following})}"
    return found


def _finds() -> list[str]:
    sought = ("ремонт дороги", "укриття", "01-15", "водопостачання", "12", "Бондаренко", "звалище Лисичі")
    return [f"/find/?{urlencode({'q': each})}" for each in sought]


def _documents(account: Any) -> list[str]:
    """Cards spread over everything that the account sees."""
    from obih.people.queries import actor_for
    from obih.registry.models import AccessRow

    rows = AccessRow.objects.filter(principal__in=actor_for(account).principals)
    newest = rows.order_by("-dated_at").values_list("document_id", flat=True)[:100]
    oldest = rows.order_by("dated_at").values_list("document_id", flat=True)[:100]
    return [str(each) for each in dict.fromkeys([*newest, *oldest])]


def _times(visitor: Visitor, addresses: Sequence[str], expected: set[int]) -> list[float]:
    assert addresses, "nothing to ask for: the database is not filled"
    found = []
    for place, address in enumerate(islice(cycle(addresses), WARM_UP + REQUESTS)):
        began = time.perf_counter()
        response = visitor.get(address)
        if hasattr(response, "streaming_content"):
            list(response.streaming_content)
        if place >= WARM_UP:
            found.append(time.perf_counter() - began)
        assert response.status_code in expected, (address, response.status_code)
    return found


def _most_queries(visitor: Visitor, addresses: Sequence[str]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most = 0
    for address in addresses[:20]:
        visitor.get(address)
        with CaptureQueriesContext(connection) as caught:
            visitor.get(address)
        most = max(most, sum(1 for each in caught.captured_queries if _is_asked(each["sql"])))
    return most


def _is_asked(sql: str) -> bool:
    return not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))


def _share(account: Any) -> str:
    from obih.people.queries import actor_for
    from obih.registry.models import Document
    from obih.registry.queries import visible_to

    seen = visible_to(actor_for(account)).count()
    return f"{100 * seen / max(Document.objects.count(), 1):.2f} %"


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), float(sys.argv[2])), ensure_ascii=False))
