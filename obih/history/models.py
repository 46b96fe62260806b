"""One table of events; what is written stays."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from obih.history.vocabulary import event_type


class Refusing(Exception):
    """Raised where code tries to change what has been written."""


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, kind: str, key: object) -> EventQuerySet:
        return self.filter(about_kind=kind, about_key=str(key))

    def since(self, seq: int) -> EventQuerySet:
        return self.filter(seq__gt=seq).order_by("seq")

    def delete(self) -> Any:
        raise Refusing("події не видаляють")

    def update(self, **kwargs: Any) -> Any:
        raise Refusing("події не змінюють")


class Event(models.Model):
    """Something that happened. Written only by `history_append`, in the transaction of the change.

    `canonical` is the text that is hashed and holds everything; the columns beside it are its index.
    """

    seq = models.BigIntegerField(primary_key=True)
    key = models.UUIDField(unique=True)
    name = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_key = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=40)
    about_key = models.CharField(max_length=40)
    number = models.CharField(max_length=120, blank=True)
    canonical = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["about_kind", "about_key", "seq"], name="event_about"),
            models.Index(fields=["actor_kind", "actor_key", "-seq"], name="event_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise Refusing("події пише лише history_append")

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise Refusing("події не видаляють")

    @property
    def content(self) -> dict[str, Any]:
        return json.loads(self.canonical)

    @property
    def facts(self) -> dict[str, Any]:
        return self.content["facts"]

    @property
    def actor_label(self) -> str:
        """Who did it, as it was written that day: «Галина Бойко, діловод»."""
        return self.content["by"]["label"]

    def tell(self) -> str:
        """What happened, as a sentence."""
        kind = event_type(self.name)
        facts = self.facts | {"number": self.number or self.facts.get("number", "—")}
        return kind.tell(facts) if kind else self.name


class PrivateData(models.Model):
    """Personal data of an event, kept beside the chain: erasing it by law leaves the chain whole."""

    event_key = models.UUIDField(primary_key=True)
    salt = models.CharField(max_length=64)
    canonical = models.TextField()

    def __str__(self) -> str:
        return str(self.event_key)


class Head(models.Model):
    """The last link. One row; the lock that orders all events."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_head")]

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash[:12]}"


class Checkpoint(models.Model):
    """The head as it stood at a moment; sent out of the house so that truncation can be seen."""

    seq = models.BigIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    sent_to = models.CharField(max_length=254, blank=True)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"


class IdempotencyKey(models.Model):
    """A key a client sent with a request, and what came of it. Scoped to actor and action; kept 30 days."""

    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    result = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "action", "key"], name="key_is_used_once"),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotency_age")]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"
