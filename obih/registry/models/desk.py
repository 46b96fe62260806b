"""What waits for registration, and how people like to look at journals."""

from __future__ import annotations

from typing import Any

from django.db import models

from obih.files.models import Content
from obih.history.keys import uuid7
from obih.people.models import Account, Person
from obih.registry.models.journals import Journal
from obih.registry.vocabulary import FileRole


class PendingCard(models.Model):
    """A half-filled card: kept every few seconds, taken up again after a power cut."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    journal = models.ForeignKey(Journal, models.CASCADE, related_name="pending_cards")
    person = models.ForeignKey(Person, models.CASCADE, related_name="pending_cards")
    fields: Any = models.JSONField(default=dict)
    received_at = models.DateTimeField("надійшло", null=True, blank=True)
    review_due_at = models.DateTimeField("розглянути до", null=True, blank=True)
    reviewed_at = models.DateTimeField("розглянуто", null=True, blank=True)
    reviewed_by_label = models.CharField(max_length=300, blank=True, db_default="")
    review: Any = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    """What the preliminary review said: to the leaders or to a unit, urgent or not (№ 55, p. 19)."""
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.fields.get("title", ""))


class PendingFile(models.Model):
    """A file uploaded to a half-filled card; its content is safe from the sweeper while this row stands."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    card = models.ForeignKey(PendingCard, models.CASCADE, related_name="files")
    content = models.ForeignKey(Content, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=FileRole, default=FileRole.MAIN)
    name = models.CharField(max_length=255)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A journal’s filter under a name, for one account."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="saved_views")
    journal = models.ForeignKey(Journal, models.CASCADE, related_name="saved_views")
    name = models.CharField("назва", max_length=60)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["account", "journal", "name"], name="view_is_saved_once")
        ]

    def __str__(self) -> str:
        return self.name
