"""The paper’s way from hand to hand, and arrivals that were not registered."""

from __future__ import annotations

from typing import Any

from django.db import models

from obih.files.models import Content
from obih.history.keys import uuid7
from obih.people.models import Organisation, Person, Unit
from obih.registry.models.correspondents import Correspondent
from obih.registry.models.documents import Document, Instance
from obih.registry.models.journals import Journal


class HandoverList(models.Model):
    """Paper originals handed to a unit in one go, signed for line by line (№ 1000/5)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="handover_lists")
    made_on = models.DateField("дата")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.unit}, {self.made_on}"


class HandoverLine(models.Model):
    """One original on a list: received by whom and when, and given back when."""

    list = models.ForeignKey(HandoverList, models.CASCADE, related_name="lines")
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="handovers")
    received_at = models.DateTimeField("одержано", null=True, blank=True)
    received_by_label = models.CharField(max_length=300, blank=True)
    returned_at = models.DateTimeField("повернуто", null=True, blank=True)
    returned_to_label = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["list", "instance"], name="handed_once_by_a_list")]
        indexes = [
            models.Index(fields=["instance"], name="handed_and_out", condition=models.Q(returned_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.instance_id}"


class RefusedArrival(models.Model):
    """What came and was not registered: by which ground of its channel and kind, or of the list of what is
    not registered at all. It keeps what came."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="refused_arrivals")
    journal = models.ForeignKey(Journal, models.PROTECT, related_name="refused_arrivals")
    channel_code = models.CharField("канал", max_length=40)
    kind_code = models.CharField("вид", max_length=40)
    ground_code = models.CharField("підстава", max_length=60)
    ground_title = models.CharField(max_length=400)
    comment = models.CharField("пояснення", max_length=500, blank=True)
    correspondent = models.ForeignKey(Correspondent, models.PROTECT, null=True, blank=True, related_name="+")
    sender_name = models.CharField("від кого", max_length=300, blank=True)
    title = models.CharField("про що", max_length=500, blank=True)
    their_number = models.CharField("їхній номер", max_length=120, blank=True)
    dated_on = models.DateField("їхня дата", null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    """The card that it repeats, when that is the ground."""
    received_at = models.DateTimeField("надійшло")
    refused_at = models.DateTimeField("відмовлено")
    refused_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    refused_by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["-refused_at"]
        indexes = [models.Index(fields=["journal", "-refused_at"], name="refused_in_journal")]

    def __str__(self) -> str:
        return self.title or self.ground_title


class RefusedFile(models.Model):
    arrival = models.ForeignKey(RefusedArrival, models.CASCADE, related_name="files")
    content = models.ForeignKey(Content, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.name


class JournalLayout(models.Model):
    """The columns in which journals of a stream are printed: data, because the forms of № 1000/5 were not
    established in full and a hromada’s own instruction may differ."""

    stream = models.CharField("потік", max_length=20, unique=True)
    title = models.CharField("назва форми", max_length=200)
    legal_basis = models.CharField("підстава", max_length=200, blank=True)
    confidence = models.CharField("певність", max_length=8, default="M")
    columns: Any = models.JSONField("графи")
    """A list of {"title", "width", "parts": [card field codes or the names of printing.py]}."""

    class Meta:
        ordering = ["stream"]

    def __str__(self) -> str:
        return self.title
