"""By when, counted how, changed by whom."""

from __future__ import annotations

from django.db import models

from obih.people.models import Unit
from obih.registry.models.documents import Document
from obih.registry.vocabulary import DeadlineSource


class Deadline(models.Model):
    """One of a document’s deadlines: it knows its rule, its start, its cap and both its dates."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="deadlines")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    """Repeats the document’s responsible unit, so that a unit’s overdue list is one walk along an index."""
    rule_code = models.CharField("строк", max_length=60)
    source = models.CharField("звідки", max_length=12, choices=DeadlineSource, default=DeadlineSource.LAW)
    starts_at = models.DateTimeField("відлік від")
    nominal_on = models.DateField("за підрахунком")
    effective_on = models.DateField("відповісти до")
    due_at = models.DateTimeField("до години", null=True, blank=True)
    cap_on = models.DateField("не пізніше", null=True, blank=True)
    met_at = models.DateTimeField("виконано", null=True, blank=True)

    class Meta:
        ordering = ["effective_on"]
        indexes = [
            models.Index(
                fields=["effective_on", "document"], name="deadline_open", condition=models.Q(met_at=None)
            ),
            models.Index(
                fields=["unit", "effective_on", "document"],
                name="deadline_open_of_unit",
                condition=models.Q(met_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_code}: {self.effective_on}"


class DeadlineChange(models.Model):
    """A deadline moved: from, to, why, and by which letter it was agreed."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="changes")
    old_on = models.DateField()
    new_on = models.DateField()
    reason = models.CharField(max_length=300)
    agreed_by = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField()
    changed_by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["changed_at"]

    def __str__(self) -> str:
        return f"{self.old_on} → {self.new_on}"
