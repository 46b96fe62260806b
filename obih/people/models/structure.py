"""Organisations, their units, and the places they answer for."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from obih.people.vocabulary import OrganisationKind


class Organisation(models.Model):
    """A legal person or a body of the hromada that keeps its own journals."""

    code = models.SlugField(unique=True, max_length=40)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name = models.CharField("повна назва", max_length=300)
    short_name = models.CharField("коротка назва", max_length=120)
    edrpou = models.CharField("код ЄДРПОУ", max_length=10, blank=True)
    address = models.CharField("адреса", max_length=300, blank=True)
    email = models.EmailField("електронна пошта", blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="subordinates")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name


class UnitQuerySet(models.QuerySet["Unit"]):
    def open_on(self, day: date) -> UnitQuerySet:
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)


class Unit(models.Model):
    """A part of an organisation. `path` holds the ids from the root, «/3/17/», so a branch is one prefix."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True, blank=True)
    index = models.CharField("індекс підрозділу", max_length=20, blank=True)
    name = models.CharField("назва", max_length=300)
    opened_on = models.DateField(default=date(1991, 1, 1))
    closed_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["organisation_id", "index", "name"]

    def __str__(self) -> str:
        return self.name


class UnitName(models.Model):
    """How a unit was called before: the card of 2019 keeps the name of 2019."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=300)
    until = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["until"]

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A starosta's district."""

    name = models.CharField("назва", max_length=120, unique=True)
    index = models.CharField("індекс", max_length=20, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Settlement(models.Model):
    """A village, town or city of the hromada, by the codifier of KATOTTG."""

    katottg = models.CharField("код КАТОТТГ", max_length=19, unique=True)
    name = models.CharField("назва", max_length=120)
    category = models.CharField("категорія", max_length=20, default="село")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="settlements")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.category} {self.name}"
