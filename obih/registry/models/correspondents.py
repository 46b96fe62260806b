"""Who writes to us."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from obih.people.models import Settlement


class Correspondent(models.Model):
    """A legal or natural person of the directory. `short_name` keeps journals readable."""

    is_natural = models.BooleanField("фізична особа", default=False)
    name = models.CharField("назва або прізвище, ім’я, по батькові", max_length=300)
    short_name = models.CharField("коротка назва", max_length=120, blank=True)
    edrpou = models.CharField("код ЄДРПОУ", max_length=10, blank=True)
    address = models.CharField("адреса", max_length=300, blank=True)
    email = models.EmailField("електронна пошта", blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    settlement = models.ForeignKey(Settlement, models.PROTECT, null=True, blank=True, related_name="+")
    name_key = models.CharField(max_length=300, db_index=True)
    words = SearchVectorField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(fields=["words"], name="correspondent_words", fastupdate=False)]
        constraints = [
            models.UniqueConstraint(
                fields=["edrpou"], condition=~models.Q(edrpou=""), name="edrpou_belongs_to_one"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name
