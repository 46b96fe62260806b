"""The feed of events: only about documents the token sees, with a cursor that tells nothing."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import connection

from obih.history.models import Event
from obih.people.actors import Actor
from obih.registry.api.problems import Invalid
from obih.registry.queries.visibility import reading_principals

ABOUT = "registry.document"
WINDOW = 20_000
WINDOWS = 25

_FEED = """
SELECT e.seq FROM history_event e
 WHERE e.seq > %(since)s AND e.seq <= %(until)s AND e.about_kind = %(about)s
   AND EXISTS (SELECT FROM registry_accessrow a
                WHERE a.document_id = e.about_key::uuid AND a.principal = ANY(%(principals)s))
 ORDER BY e.seq LIMIT %(limit)s
"""


def events_since(actor: Actor, cursor: str, limit: int) -> dict[str, Any]:
    """Visible events after the cursor, oldest first. A call looks through at most half a million events:
    an empty answer whose cursor has moved is to be asked again."""
    since = _opened(cursor) if cursor else 0
    head = Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    found: list[int] = []
    place = since
    for _ in range(WINDOWS):
        if place >= head or len(found) >= limit:
            break
        until = min(place + WINDOW, head)
        taken = _window(actor, place, until, limit - len(found))
        found += taken
        place = found[-1] if len(found) >= limit else until
    events = Event.objects.filter(seq__in=found).order_by("seq")
    return {"items": [_told(each) for each in events], "cursor": _sealed(place)}


def _window(actor: Actor, since: int, until: int, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            _FEED,
            {
                "since": since,
                "until": until,
                "about": ABOUT,
                "principals": list(reading_principals(actor)),
                "limit": limit,
            },
        )
        return [row[0] for row in cursor.fetchall()]


def _told(event: Event) -> dict[str, Any]:
    return {
        "id": event.key,
        "name": event.name,
        "at": event.at,
        "by": event.actor_label,
        "document": event.about_key,
        "number": event.number,
        "sentence": event.tell(),
    }


def _fernet() -> Fernet:
    key = hashlib.sha256(f"obih.registry.events:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _sealed(seq: int) -> str:
    """How many events there are is nobody’s business: the place is encrypted, each time anew."""
    return _fernet().encrypt(f"{seq:020d}".encode()).decode()


def _opened(cursor: str) -> int:
    try:
        return int(_fernet().decrypt(cursor.encode()))
    except (InvalidToken, ValueError) as error:
        raise Invalid([("since", "Це не cursor попередньої відповіді")]) from error
