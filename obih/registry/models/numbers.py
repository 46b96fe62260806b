"""What becomes of a number besides a registration: reserved, void; and the end of a journal’s year.

The application only reads these tables: they are written by the function that gives numbers.
"""

from __future__ import annotations

from django.db import models

from obih.history.keys import uuid7
from obih.nomenclature.models import CaseIndex
from obih.people.models import Person
from obih.registry.models.journals import Allocation, Journal
from obih.registry.vocabulary import ReservationEnd, ReservationPurpose


class Reservation(models.Model):
    """A number held for somebody until a day: used by a registration, returned, or made void."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="reservations")
    purpose = models.CharField("для чого", max_length=12, choices=ReservationPurpose)
    holder = models.CharField("за ким", max_length=300)
    until = models.DateField("до", null=True, blank=True)
    note = models.CharField("примітка", max_length=300, blank=True)
    reserved_at = models.DateTimeField()
    reserved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reserved_by_label = models.CharField(max_length=300)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_label = models.CharField(max_length=300, blank=True)
    outcome = models.CharField("чим закінчилося", max_length=12, choices=ReservationEnd, blank=True)

    class Meta:
        ordering = ["reserved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["allocation"], condition=models.Q(ended_at=None), name="number_is_held_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.allocation}: {self.holder}"


class VoidNumber(models.Model):
    """The stub of a number behind which no document stands (any more), with the reason."""

    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="void")
    reason = models.CharField("чому анульовано", max_length=300)
    voided_at = models.DateTimeField()
    voided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    voided_by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["voided_at"]

    def __str__(self) -> str:
        return f"{self.allocation}: {self.reason}"


class JournalPeriod(models.Model):
    """A year (a convocation, a sitting) of a journal, opened beforehand with the case of its nomenclature."""

    journal = models.ForeignKey(Journal, models.CASCADE, related_name="periods")
    period = models.CharField(max_length=20)
    default_case = models.ForeignKey(CaseIndex, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    opened_by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["period"]
        constraints = [
            models.UniqueConstraint(fields=["journal", "period"], name="period_is_opened_once"),
        ]

    def __str__(self) -> str:
        return f"{self.journal}: {self.period}"


class PeriodClosure(models.Model):
    """A journal’s period that gives no more numbers, with the figures of its summary line."""

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="closures")
    period = models.CharField(max_length=20)
    last_sequence = models.PositiveIntegerField()
    registered = models.PositiveIntegerField()
    void = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    carried_over = models.PositiveIntegerField()
    closed_at = models.DateTimeField()
    closed_by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["-closed_at"]
        constraints = [
            models.UniqueConstraint(fields=["journal", "period"], name="period_is_closed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.journal}: {self.period}"
