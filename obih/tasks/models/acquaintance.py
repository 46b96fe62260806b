"""Who is to read a document, and who has."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from obih.people.models import Person, Unit
from obih.registry.models import Document
from obih.tasks.vocabulary import Proof


class AcquaintanceList(models.Model):
    """A list of those who are to read a document (№ 55, p. 73): surname and name, received, read."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="acquaintance_lists")
    note = models.CharField("що прочитати", max_length=300, blank=True)
    due_on = models.DateField("ознайомитися до", null=True, blank=True)
    proof = models.CharField("чим засвідчується", max_length=10, choices=Proof, default=Proof.ACCOUNT)
    given_at = models.DateTimeField()
    given_by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["given_at"]

    def __str__(self) -> str:
        return f"{self.document_id}, {self.given_at:%d.%m.%Y}"


class Acquainted(models.Model):
    """A line of the list. `read_by_label` differs from the person where somebody acted for him or where the
    mark was typed in from paper."""

    list = models.ForeignKey(AcquaintanceList, models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, models.PROTECT, related_name="acquaintances")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=300)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by_label = models.CharField(max_length=300, blank=True)
    on_paper = models.BooleanField("підписано на папері", default=False)

    class Meta:
        ordering = ["label"]
        verbose_name_plural = "acquainted"
        constraints = [models.UniqueConstraint(fields=["list", "person"], name="reads_once_in_a_list")]
        indexes = [models.Index(fields=["person"], name="waits_to_be_read", condition=Q(read_at=None))]

    def __str__(self) -> str:
        return self.label


class Reminder(models.Model):
    """Somebody was reminded of a task: once a stage and a day, however often the worker runs."""

    point = models.ForeignKey("tasks.Point", models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    stage = models.CharField(max_length=20)
    """«before_3», «before_1», «today», «late_1», «bulk» …"""
    for_due_on = models.DateField()
    """The due day it spoke of: after an extension the stages begin anew."""
    reminded_at = models.DateTimeField()
    by_label = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["reminded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "person", "stage", "for_due_on"], name="reminded_once_a_stage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage}: {self.point_id}"
