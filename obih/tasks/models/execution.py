"""To whom a point is addressed, and everything that happens to it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from obih.files.models import Content
from obih.history.keys import uuid7
from obih.people.models import Body, Organisation, Person, Position, Unit
from obih.registry.models import Document
from obih.tasks.models.resolutions import Point
from obih.tasks.vocabulary import Duty, ExtensionState, StepKind


class Assignment(models.Model):
    """Somebody’s part in a point. Exactly one main executor at a time.

    `principal` (`people.principals`) is who acts on it: the person, the head of the unit, the secretary of
    the body, the heads of the organisation. `label` and `dative` are as they were on that day.
    """

    point = models.ForeignKey(Point, models.CASCADE, related_name="assignments")
    duty = models.CharField("обов’язок", max_length=6, choices=Duty)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.ForeignKey(Position, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    principal = models.BigIntegerField()
    label = models.CharField("хто", max_length=300)
    dative = models.CharField("кому", max_length=300)
    due_on: date | None = models.DateField("до", null=True, blank=True)  # type: ignore[assignment]
    is_waiting = models.BooleanField(default=False)
    """Whether the next move is his: false while a report lies with the issuer, when suspended or closed."""
    accepted_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    part = models.TextField("що передано головному виконавцеві", blank=True)
    read_at = models.DateTimeField("ознайомлено", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When somebody else took his place."""

    class Meta:
        ordering = ["point_id", "pk"]
        indexes = [
            models.Index(fields=["principal", "due_on"], name="waits_for", condition=Q(is_waiting=True)),
            models.Index(
                fields=["principal"], name="to_be_read", condition=Q(duty="info", read_at=None, ended_at=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["point"], name="one_main_executor", condition=Q(duty="main", ended_at=None)
            ),
            models.UniqueConstraint(
                fields=["point", "principal"], name="one_duty_in_a_point", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                condition=(
                    Q(person__isnull=False, unit=None, body=None, organisation=None)
                    | Q(person=None, unit__isnull=False, body=None, organisation=None)
                    | Q(person=None, unit=None, body__isnull=False, organisation=None)
                    | Q(person=None, unit=None, body=None, organisation__isnull=False)
                ),
                name="executor_is_one_of_four",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Step(models.Model):
    """One thing that happened to a point: what, when, by whom, why. Never changed."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="steps")
    assignment = models.ForeignKey(Assignment, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=18, choices=StepKind)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    old_on = models.DateField(null=True, blank=True)
    new_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["kind", "at"], name="step_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%d.%m.%Y}"


class Report(models.Model):
    """What an executor says he has done: words, files, documents. An interim one lifts nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    point = models.ForeignKey(Point, models.CASCADE, related_name="reports")
    assignment = models.ForeignKey(Assignment, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField("що зроблено")
    is_interim = models.BooleanField("проміжна відповідь", default=False)
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.text[:80]


class ReportFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7)
    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    content = models.ForeignKey(Content, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """A document that answers a point. A final one closes the point on the day it is marked sent."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="answers")
    document = models.ForeignKey(Document, models.PROTECT, related_name="answers_points")
    is_final = models.BooleanField("остаточна", default=True)
    named_at = models.DateTimeField()
    named_by_label = models.CharField(max_length=300)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["named_at"]
        constraints = [models.UniqueConstraint(fields=["point", "document"], name="answers_a_point_once")]

    def __str__(self) -> str:
        return f"{self.point_id}: {self.document_id}"


class Extension(models.Model):
    """A later day, asked for and decided by the author of the resolution or the body that set the term."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="asked_extensions")
    wanted_on = models.DateField("просять до")
    reason = models.CharField("чому", max_length=500)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    asked_by_label = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=ExtensionState, default=ExtensionState.ASKED)
    granted_on = models.DateField("продовжено до", null=True, blank=True)
    agreed_by = models.CharField("хто погодив", max_length=300, blank=True)
    agreed_letter = models.CharField("яким листом", max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=300, blank=True)
    decision_note = models.CharField("пояснення", max_length=500, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["point"], name="one_extension_waits", condition=Q(state="asked")),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} → {self.wanted_on}"
