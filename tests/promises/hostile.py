"""What the tests of bad input share: a letter as it should be, at both doors, and the usual poisons."""

from __future__ import annotations

import json
import os
import re
import uuid
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from obih.ui.words import short_date
from tests.promises.world import World

CYRILLIC = re.compile("[а-яіїєґ]")
MEGABYTE = 1024 * 1024
RTL, NUL = "\u202e", "\x00"
XSS = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>{{7*7}}"


def card(world: World, **fields: Any) -> dict[str, Any]:
    """What a clerk posts for the simplest letter."""
    today = short_date(timezone.localdate())
    said = {
        "idempotency_key": str(uuid.uuid4()),
        "kind": "letter",
        "title": "Про надання інформації",
        "correspondent": str(world.house.sender.pk),
        "correspondent_number": f"{uuid.uuid4().int % 10**9}/5",
        "correspondent_date": today,
        "received_at": today,
        "case_index": str(world.keys["case"]),
        "access_level": "general",
        "form": "paper",
        "channel": "post",
        "language": "uk",
        "regime": "ordinary",
        "sheets_main": "1",
    }
    return said | fields


def api_card(world: World, **fields: Any) -> dict[str, Any]:
    said = {
        "journal": world.journal.code,
        "kind": "letter",
        "title": "Про надання інформації",
        "correspondent": world.house.sender.pk,
        "correspondent_number": f"{uuid.uuid4().int % 10**9}/6",
        "correspondent_date": timezone.localdate().isoformat(),
        "received_at": timezone.localdate().isoformat(),
        "case_index": "02-10",
        "form": "paper",
        "channel": "post",
        "access_level": "general",
        "language": "uk",
        "sheets_main": 1,
    }
    return said | fields


def registration_url(world: World) -> str:
    return reverse("desk:registration", args=[world.journal.code])


def send(
    world: World, said: Any, files: list[Any] | None = None, key: str = "", token: str = "registrar"
) -> Any:
    """A letter by the API; `said` may be a text that is no JSON."""
    told = {"card": said if isinstance(said, str) else json.dumps(said)}
    return Client(raise_request_exception=False).post(
        "/api/v1/documents/incoming",
        told | ({"files": files} if files else {}),
        headers={
            "authorization": f"Bearer {world.tokens[token]}",
            "idempotency-key": key or str(uuid.uuid4()),
        },
    )


def stored() -> int:
    """How many contents lie in the store, drafts of uploads included."""
    return sum(len(files) for _, _, files in os.walk(settings.FILES_ROOT))
