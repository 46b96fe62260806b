"""Positions, persons and who holds what since when."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from obih.people.models.structure import District, Organisation, Unit
from obih.people.vocabulary import AbsenceKind, Scope, Sex


class Position(models.Model):
    """A post in a unit or, without one, in the organisation's leadership."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="positions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="positions")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="positions")
    title = models.CharField("посада", max_length=200)
    forms = models.JSONField("відмінки, виправлені вручну", default=dict, blank=True)
    is_unit_head = models.BooleanField("керує підрозділом", default=False)
    is_leader = models.BooleanField("перший розгляд", default=False)
    rank = models.PositiveSmallIntegerField("порядок у списках", default=100)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["rank", "title"]

    def __str__(self) -> str:
        return self.title


class Person(models.Model):
    """A person of the hromada’s bodies: an employee, a deputy, a member of a commission."""

    surname = models.CharField("прізвище", max_length=80)
    given_name = models.CharField("власне ім’я", max_length=80)
    patronymic = models.CharField("по батькові", max_length=80, blank=True)
    sex = models.CharField("стать", max_length=1, choices=Sex, blank=True)
    forms = models.JSONField("відмінки, виправлені вручну", default=dict, blank=True)
    email = models.EmailField("службова пошта", blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    left_on = models.DateField("звільнено", null=True, blank=True)

    class Meta:
        ordering = ["surname", "given_name", "patronymic"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """«Галина Бойко»: the order of names in modern documents (ДСТУ 4163:2020)."""
        return f"{self.given_name} {self.surname}".strip()


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def on(self, day: date) -> AppointmentQuerySet:
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), started_on__lte=day)


class Appointment(models.Model):
    """A person in a position, from one day to another; one person may hold several."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    position = models.ForeignKey(Position, models.PROTECT, related_name="appointments")
    started_on = models.DateField("з")
    ended_on = models.DateField("до", null=True, blank=True)
    is_main = models.BooleanField("основна", default=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["-is_main", "started_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="appointment_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "position"], condition=Q(ended_on=None), name="appointed_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.position}"


class Substitution(models.Model):
    """В. о.: who acts for whom, from when to when, in what. Both names stay on what is done."""

    absent = models.ForeignKey(Appointment, models.PROTECT, related_name="substituted_by")
    acting = models.ForeignKey(Person, models.PROTECT, related_name="acts_for")
    starts_on = models.DateField("з")
    ends_on = models.DateField("до")
    scope = models.CharField("обсяг", max_length=20, choices=Scope, default=Scope.ALL)
    basis = models.CharField("підстава", max_length=300)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="substitution_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.acting} за {self.absent.person}"


class Absence(models.Model):
    """Days on which a person is not at work, whether somebody acts for him or not. Health is nobody’s
    business: of an illness others are told the days only (`why`)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    kind = models.CharField("причина", max_length=10, choices=AbsenceKind)
    starts_on = models.DateField("з")
    ends_on = models.DateField("до")
    noted_by = models.CharField(max_length=300)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on"]
        indexes = [models.Index(fields=["ends_on"], condition=Q(withdrawn_at=None), name="absence_to_come")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.why}"

    @property
    def why(self) -> str:
        """The reason as everybody may know it; empty where it is nobody’s business."""
        told = self.kind in (AbsenceKind.LEAVE, AbsenceKind.TRIP)
        return str(AbsenceKind(self.kind).label) if told else ""
