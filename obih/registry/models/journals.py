"""Journals and the numbers they gave."""

from __future__ import annotations

from datetime import datetime

from django.core.validators import RegexValidator
from django.db import models

from obih.history.keys import uuid7
from obih.nomenclature.models import CaseIndex
from obih.people.models import Body, District, Organisation, Person, Unit
from obih.registry.rules import ordinal_parts
from obih.registry.vocabulary import Access, PeriodKind, Stream

pattern_has_sequence = RegexValidator(r"\{seq(:\d)?\}", "Шаблон номера має містити {seq}: порядковий номер")


class Journal(models.Model):
    """A journal of registration: data, not code."""

    code = models.SlugField(unique=True, max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="journals")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="journals")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="journals")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="journals")
    stream = models.CharField("потік", max_length=20, choices=Stream)
    title = models.CharField("назва", max_length=200)
    index = models.CharField("індекс журналу", max_length=20, blank=True)
    pattern = models.CharField("шаблон номера", max_length=80, validators=[pattern_has_sequence])
    period_kind = models.CharField("нумерація", max_length=20, choices=PeriodKind, default=PeriodKind.YEAR)
    default_access = models.CharField("доступ", max_length=20, choices=Access, default=Access.GENERAL)
    default_case = models.ForeignKey(CaseIndex, models.PROTECT, null=True, blank=True, related_name="+")
    letter_mark = models.CharField("номер з літерою", max_length=10, default="-{}", db_default="-{}")
    fraction_mark = models.CharField("номер із дробом", max_length=10, default="/{}", db_default="/{}")
    suggested_elsewhere = models.BooleanField(
        "пропонувати документи в інших журналах", default=True, db_default=True
    )
    """Staff series are not: their documents come up in no suggestion outside their own journal."""
    opened_on = models.DateField("відкрито")
    closed_on = models.DateField("закрито", null=True, blank=True)

    class Meta:
        ordering = ["organisation_id", "stream", "title"]

    def __str__(self) -> str:
        return self.title


class Counter(models.Model):
    """The last number a journal gave in a period. Its row lock is what makes numbers gapless."""

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="counters")
    period = models.CharField(max_length=20)
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["journal", "period"], name="one_counter_a_period")]

    def __str__(self) -> str:
        return f"{self.journal_id}/{self.period}: {self.value}"


class Allocation(models.Model):
    """A number that was given. Its outcome is the row that points here: a registration, a reservation that
    still holds it, a void number."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    journal = models.ForeignKey(Journal, models.PROTECT, related_name="allocations")
    period = models.CharField(max_length=20)
    sequence = models.PositiveIntegerField()
    suffix = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=80)
    allocated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["journal", "period", "sequence", "suffix"], name="number_is_given_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Registration(models.Model):
    """A document in a journal. A document may have several: our outgoing is the school’s incoming."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    document = models.ForeignKey("registry.Document", models.PROTECT, related_name="registrations")
    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="registration")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="registrations")
    journal = models.ForeignKey(Journal, models.PROTECT, related_name="registrations")
    period = models.CharField(max_length=20)
    sequence = models.PositiveIntegerField()
    suffix = models.CharField(max_length=20, blank=True, db_default="")
    number = models.CharField(max_length=80)
    registered_at = models.DateTimeField()
    received_at = models.DateTimeField()
    entered_at = models.DateTimeField("внесено", null=True, blank=True)
    """When a late entry was typed in; empty for one entered as it was registered."""
    late_reason = models.CharField("чому внесено пізніше", max_length=300, blank=True, db_default="")
    registered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    registered_by_label = models.CharField(max_length=300)
    moved_to = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="moved_from")

    class Meta:
        ordering = ["-registered_at"]
        indexes = [
            models.Index(fields=["journal", "-registered_at", "document"], name="registration_in_journal"),
            models.Index(fields=["sequence", "journal"], name="registration_by_ordinal"),
            models.Index(
                fields=["journal", "period", "sequence"],
                name="registration_late",
                condition=models.Q(entered_at__isnull=False),
            ),
            models.Index(fields=["received_at"], name="registration_received"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def told_at(self) -> datetime:
        """When it was typed in: at the registration, or later for a late entry."""
        return self.entered_at or self.registered_at

    @property
    def ordinal_parts(self) -> tuple[str, str, str]:
        """The number as (before, ordinal, after): the ordinal is what people say aloud."""
        return ordinal_parts(self.number, self.sequence)
