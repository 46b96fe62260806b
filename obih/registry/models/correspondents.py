"""Who writes to us."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from obih.history.keys import uuid7
from obih.people.models import Organisation, Settlement


class Correspondent(models.Model):
    """A legal or natural person of the directory. `short_name` keeps journals readable."""

    is_natural = models.BooleanField("фізична особа", default=False)
    name = models.CharField("назва або прізвище, ім’я, по батькові", max_length=300)
    short_name = models.CharField("коротка назва", max_length=120, blank=True)
    edrpou = models.CharField("код ЄДРПОУ", max_length=10, blank=True)
    rnokpp = models.CharField("РНОКПП", max_length=10, blank=True, db_default="")
    address = models.CharField("адреса", max_length=300, blank=True)
    email = models.EmailField("електронна пошта", blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    settlement = models.ForeignKey(Settlement, models.PROTECT, null=True, blank=True, related_name="+")
    name_key = models.CharField(max_length=300, db_index=True)
    words = SearchVectorField(null=True, editable=False)
    kept_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    """A natural person belongs to the organisation that entered him; legal persons are everybody’s."""
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(fields=["words"], name="correspondent_words", fastupdate=False)]
        constraints = [
            models.UniqueConstraint(
                fields=["edrpou"],
                condition=~models.Q(edrpou="") & models.Q(merged_into=None),
                name="edrpou_belongs_to_one",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class CorrespondentAlias(models.Model):
    """Another name the same correspondent is known or was known by."""

    correspondent = models.ForeignKey(Correspondent, models.CASCADE, related_name="aliases")
    name = models.CharField("інша назва", max_length=300)
    name_key = models.CharField(max_length=300, db_index=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["correspondent", "name_key"], name="alias_is_named_once")
        ]

    def __str__(self) -> str:
        return self.name


class CorrespondentTrigram(models.Model):
    """Three letters of a name or alias: what forgives typos without an extension of the database."""

    trigram = models.CharField(max_length=3)
    correspondent = models.ForeignKey(Correspondent, models.CASCADE, related_name="+", db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trigram", "correspondent"], name="trigram_of_correspondent")
        ]

    def __str__(self) -> str:
        return self.trigram


class CorrespondentMerge(models.Model):
    """Two entries that were one: what moved, so that it can be moved back."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kept = models.ForeignKey(Correspondent, models.PROTECT, related_name="absorbed")
    gone = models.ForeignKey(Correspondent, models.PROTECT, related_name="merges")
    moved: Any = models.JSONField(default=dict)
    reason = models.CharField("чому", max_length=300, blank=True)
    merged_at = models.DateTimeField()
    merged_by_label = models.CharField(max_length=300)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_label = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-merged_at"]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"


class CorrespondentGroup(models.Model):
    """Addressees named by one word: «усі старости», «заклади освіти»."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="correspondent_groups")
    name = models.CharField("назва групи", max_length=120)
    members = models.ManyToManyField(Correspondent, related_name="groups", blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="group_is_named_once")]

    def __str__(self) -> str:
        return self.name
