"""Announcing what happened."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import models
from django.utils import timezone

from obih.history.keys import uuid7
from obih.history.reactions_registry import queues_for
from obih.history.rules import canonical_json, private_hash
from obih.history.vocabulary import EventType
from obih.history.work import current_work


class Acting(Protocol):
    """Whoever acts: `people.actors.Actor` in practice."""

    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...


def about_of(subject: models.Model | tuple[str, object]) -> tuple[str, str]:
    """How an event names its subject: («registry.document», its key)."""
    if isinstance(subject, tuple):
        return subject[0], str(subject[1])
    return subject._meta.label_lower, str(subject.pk)


def record(
    event: EventType,
    *,
    by: Acting,
    about: models.Model | tuple[str, object],
    private: Mapping[str, object] | None = None,
    at: datetime | None = None,
    number_from: int | None = None,
    **facts: object,
) -> UUID:
    """Announce that something happened; it is written when the unit of work ends.

    `private` is personal data: it is stored beside the chain, the chain holds its salted hash.
    `number_from` is the place, in this unit of work, of an allocation whose number the event will carry.
    Gives back the event's key.
    """
    work = current_work()
    key = uuid7()
    kind, about_key = about_of(about)
    content: dict[str, object] = {
        "key": key,
        "name": event.name,
        "at": at or timezone.now(),
        "by": {"kind": by.kind, "key": by.key, "label": by.label},
        "about": {"kind": kind, "key": about_key},
        "facts": facts,
    }
    row: dict[str, object] = {}
    if private:
        salt, kept = secrets.token_hex(16), canonical_json(private)
        content["private"] = private_hash(salt, kept)
        row |= {"salt": salt, "private": kept}
    row |= {"canonical": canonical_json(content), "number_from": number_from}
    work.events.append(row)
    for queue in queues_for(event.name):
        work.jobs.append((queue, {"event": str(key), "name": event.name, "about": about_key}))
    return key
