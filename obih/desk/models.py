"""What the desk keeps: files of long journals that are made for one person and go after a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from obih.files.models import Content
from obih.history.keys import uuid7
from obih.people.models import Account
from obih.registry.models import Journal

KEPT_FOR = timedelta(days=1)


class PreparedFile(models.Model):
    """A journal as a file that the worker makes: `done` of `total` lines are in it. Only who asked has it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    journal = models.ForeignKey(Journal, models.CASCADE, related_name="+")
    kind = models.CharField("вид файла", max_length=8)
    query = models.CharField("фільтр", max_length=2000, blank=True)
    total = models.PositiveIntegerField("рядків", default=0)
    done = models.PositiveIntegerField("готово рядків", default=0)
    content = models.ForeignKey(Content, models.PROTECT, null=True, blank=True, related_name="+")
    problem = models.CharField("чому не вийшло", max_length=300, blank=True)
    asked_at = models.DateTimeField("замовлено", default=timezone.now)
    made_at = models.DateTimeField("готово", null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.journal}, {self.kind}"

    @property
    def goes_at(self) -> datetime:
        return (self.made_at or self.asked_at) + KEPT_FOR

    @property
    def percent(self) -> int:
        return min(99, self.done * 100 // self.total) if self.total else 0
