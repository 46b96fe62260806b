"""Collegial bodies: a deputy is no employee."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from obih.people.models.staff import Person
from obih.people.models.structure import Organisation
from obih.people.vocabulary import BodyKind


class Body(models.Model):
    """The council of a convocation, the executive committee, a commission."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bodies")
    kind = models.CharField("вид", max_length=20, choices=BodyKind)
    name = models.CharField("назва", max_length=300)
    convocation = models.CharField("скликання", max_length=10, blank=True)
    secretary = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="secretary_of", verbose_name="секретар"
    )
    opened_on = models.DateField("діє з")
    closed_on = models.DateField("до", null=True, blank=True)

    class Meta:
        ordering = ["kind", "name"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    duty = models.CharField("обов’язок", max_length=60, default="член")
    started_on = models.DateField("з")
    ended_on = models.DateField("до", null=True, blank=True)

    class Meta:
        ordering = ["body", "started_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.body}"


class Sitting(models.Model):
    body = models.ForeignKey(Body, models.PROTECT, related_name="sittings")
    held_on = models.DateField("дата")
    number = models.CharField("номер", max_length=20)
    form = models.CharField("форма", max_length=40, default="чергове")

    class Meta:
        ordering = ["-held_on"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number", "held_on"], name="sitting_is_held_once")
        ]

    def __str__(self) -> str:
        return f"{self.body}, № {self.number}"
