"""The same request twice makes one thing."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from obih.history.models import IdempotencyKey
from obih.history.record import Acting
from obih.history.rules import canonical_json
from obih.ui.refusals import Refused

KEPT_FOR = timedelta(days=30)


class KeyReused(Refused):
    """The key has been used by this actor for this action with another body."""

    def __init__(self) -> None:
        super().__init__("Цей запит уже надіслано з іншим змістом: перевірте, що вийшло, і почніть заново")


class AlreadyDone(Exception):
    """The request has been carried out before; `result` is what came of it."""

    def __init__(self, result: dict[str, Any]) -> None:
        self.result = result
        super().__init__("already done")


def digest_of(body: dict[str, object]) -> str:
    return hashlib.sha256(canonical_json(body).encode()).hexdigest()


def claim(*, by: Acting, action: str, key: str, digest: str, result: dict[str, Any]) -> None:
    """Take a key inside the unit of work, first of all its rows, with the result known beforehand.

    Of two at once the second waits for the first. Raises AlreadyDone with the first one's result, or
    KeyReused if the body differs. A key is scoped to the actor and the action: it tells nothing to others.
    """
    key = key.replace("\0", "")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO history_idempotencykey (actor, action, key, digest, result, created_at)"
            " VALUES (%s, %s, %s, %s, %s::jsonb, now()) ON CONFLICT DO NOTHING",
            [f"{by.kind}:{by.key}", action, key[:200], digest, json.dumps(result)],
        )
        taken = cursor.rowcount == 1
    if not taken:
        kept = IdempotencyKey.objects.get(actor=f"{by.kind}:{by.key}", action=action, key=key[:200])
        if kept.digest != digest:
            raise KeyReused
        raise AlreadyDone(kept.result)


def earlier(*, by: Acting, action: str, key: str, digest: str) -> dict[str, Any] | None:
    """What came of this request before, or None. Raises KeyReused if the body differs."""
    key = key.replace("\0", "")
    kept = IdempotencyKey.objects.filter(actor=f"{by.kind}:{by.key}", action=action, key=key[:200]).first()
    if kept is None:
        return None
    if kept.digest != digest:
        raise KeyReused
    return kept.result


def forget_old_keys() -> int:
    """Drop keys older than 30 days; gives how many."""
    return IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]
