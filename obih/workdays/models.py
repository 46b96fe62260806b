"""The working calendar as data: the week, the days that depart from it, martial law."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from obih.workdays.rules import DayKind, Hours, Interval, SpecialDay


class Kind(models.TextChoices):
    OFF = DayKind.OFF.value, "неробочий"
    SHORT = DayKind.SHORT.value, "скорочений"
    WORK = DayKind.WORK.value, "робочий"
    MOVED_WORK = DayKind.MOVED_WORK.value, "робочий (перенесено)"
    MOVED_OFF = DayKind.MOVED_OFF.value, "неробочий (перенесено)"


class Source(models.TextChoices):
    LAW = "law", "з комплекту програми"
    PERSON = "person", "рішення громади"


class CalendarDay(models.Model):
    """A day that departs from the week. `peacetime_only` days rest while martial law lasts."""

    date = models.DateField("День", primary_key=True)
    kind = models.CharField("Який", max_length=12, choices=Kind)
    basis = models.CharField("Підстава", max_length=300)
    source = models.CharField("Звідки", max_length=8, choices=Source, default=Source.PERSON)
    peacetime_only = models.BooleanField("Не діє під час воєнного стану", default=False)
    opens = models.TimeField("Від", null=True, blank=True)
    closes = models.TimeField("До", null=True, blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(opens__lt=F("closes")),
                name="day_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.get_kind_display()}"

    def as_value(self) -> SpecialDay:
        hours = Hours(self.opens, self.closes) if self.opens and self.closes else None
        return SpecialDay(DayKind(self.kind), self.basis, hours, self.peacetime_only)


class MartialLawPeriod(models.Model):
    """From the first day to the last, both within; without a last day it lasts."""

    first_on = models.DateField("Від", unique=True)
    last_on = models.DateField("До", null=True, blank=True)
    basis = models.CharField("Підстава", max_length=300)

    class Meta:
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                name="martial_law_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on or '…'}"

    def as_value(self) -> Interval:
        return Interval(self.first_on, self.last_on)


class WeekdayHours(models.Model):
    """The hours of one weekday (0 = Monday) from a date on; a weekday without a row is a day off."""

    valid_from = models.DateField()
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["valid_from", "weekday"]
        constraints = [
            models.UniqueConstraint(fields=["valid_from", "weekday"], name="weekday_once_in_a_week"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_of_seven"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="weekday_opens_before_it_closes"),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}, {self.weekday}: {self.opens}–{self.closes}"

    def as_value(self) -> Hours:
        return Hours(self.opens, self.closes)


class CalendarVersion(models.Model):
    """One row: how many times the calendar has changed, and a token by which processes notice it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.PositiveIntegerField(default=0)
    token = models.UUIDField(default=uuid.uuid4)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_calendar_version")]

    def __str__(self) -> str:
        return str(self.number)
