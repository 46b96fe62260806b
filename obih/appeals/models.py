"""What the laws on appeals and requests have kept besides the card. Applicants are parties of the document,
the classifier’s values and the result are fields of its card: here is only what the card cannot hold."""

from __future__ import annotations

from django.db import models

from obih.history.keys import uuid7
from obih.people.models import Person
from obih.registry.models import Correspondent, Document


class Appeal(models.Model):
    """An appeal of citizens (№ 393/96): the letter its number goes by, and whose it is, to find repeats."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="appeal")
    letter = models.CharField("перша літера прізвища", max_length=4)
    applicant_key = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["applicant_key"], name="appeal_of_applicant", condition=~models.Q(applicant_key="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id}"


class InformationRequest(models.Model):
    """A request for public information (№ 2939): urgent ones are answered within 48 hours."""

    document = models.OneToOneField(
        Document, models.CASCADE, primary_key=True, related_name="information_request"
    )
    is_urgent = models.BooleanField("48 годин", default=False)
    applicant_key = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["applicant_key"], name="request_of_applicant", condition=~models.Q(applicant_key="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id}"


class Forwarding(models.Model):
    """Passed on to whom it belongs (art. 7 of № 393/96; ч. 3 ст. 22 of № 2939), and the applicant told so."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="forwardings")
    correspondent = models.ForeignKey(Correspondent, models.PROTECT, null=True, blank=True, related_name="+")
    to_whom = models.CharField("кому", max_length=300)
    part = models.CharField("у якій частині", max_length=300, blank=True)
    sent_on = models.DateField("переслано")
    number = models.CharField("номер супровідного листа", max_length=120, blank=True)
    last_on = models.DateField("переслати до", null=True, blank=True)
    """The last day the law gave for it; empty where it names none."""
    noticed_on = models.DateField("заявника повідомлено")
    noted_at = models.DateTimeField()
    noted_by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["sent_on", "pk"]

    def __str__(self) -> str:
        return f"{self.to_whom}, {self.sent_on}"


class Extension(models.Model):
    """A term made longer: who decided it, why, and when the applicant was told."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="extensions")
    old_on = models.DateField("було")
    new_on = models.DateField("стало")
    reason = models.CharField("чому", max_length=300)
    decided_by = models.CharField("хто вирішив", max_length=300)
    noticed_on = models.DateField("заявника повідомлено")
    noted_at = models.DateTimeField()
    noted_by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["noted_at"]

    def __str__(self) -> str:
        return f"{self.old_on} → {self.new_on}"


class Answer(models.Model):
    """How it ended: our answer’s date and number; the result itself is a field of the card."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="answer_given")
    answered_on = models.DateField("дата відповіді")
    number = models.CharField("номер відповіді", max_length=120, blank=True)
    signed_by = models.CharField("хто підписав", max_length=300, blank=True)
    ground = models.CharField("підстава відмови", max_length=20, blank=True)
    explanation = models.CharField("пояснення", max_length=500, blank=True)
    noted_at = models.DateTimeField()
    noted_by_label = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.answered_on} {self.number}"


class CopyingBill(models.Model):
    """Copies beyond the free ten pages: the sum asked for and the day it was paid (art. 21 of № 2939)."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="copying_bill")
    pages = models.PositiveIntegerField("сторінок")
    amount = models.DecimalField("сума, грн", max_digits=10, decimal_places=2)
    billed_on = models.DateField("рахунок від")
    paid_on = models.DateField("оплачено", null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by_label = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pages__gt=10), name="ten_pages_are_free"),
        ]

    def __str__(self) -> str:
        return f"{self.pages}: {self.amount}"


class Reception(models.Model):
    """A personal reception: who received, when and where; what was said is the document itself (№ 348)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    document = models.OneToOneField(Document, models.CASCADE, related_name="reception")
    held_on = models.DateField("дата прийому")
    leader = models.ForeignKey(Person, models.PROTECT, related_name="receptions")
    leader_label = models.CharField("хто веде прийом", max_length=300)
    """The name and the post as they were on that day."""
    place = models.CharField("де проведено виїзний прийом", max_length=200, blank=True)
    charge = models.CharField("зміст доручення", max_length=300, blank=True)
    noted_at = models.DateTimeField()
    noted_by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["-held_on", "-noted_at"]
        indexes = [models.Index(fields=["-held_on", "-noted_at"], name="receptions_newest")]

    def __str__(self) -> str:
        return f"{self.held_on}, {self.leader_label}"
