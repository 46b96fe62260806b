"""What a contract says besides its card: for how much, from when to when, after which contract."""

from __future__ import annotations

from django.db import models

from obih.registry.models import Document


class Vat(models.TextChoices):
    UNSAID = "", "не зазначено"
    WITH = "with", "з ПДВ"
    WITHOUT = "without", "без ПДВ"


class ContractTerms(models.Model):
    """The terms of one contract or additional agreement. Our number and date are the registration’s; theirs
    and who they are stand in the party with the role «сторона»; who answers for it is the card’s executor."""

    document = models.OneToOneField(
        Document, models.CASCADE, primary_key=True, related_name="contract_terms", verbose_name="договір"
    )
    base = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="additional_agreements"
    )
    """The contract that an additional agreement belongs to."""
    subject = models.CharField("предмет", max_length=500, blank=True)
    sum = models.DecimalField("сума", max_digits=15, decimal_places=2, null=True, blank=True)
    currency = models.CharField("валюта", max_length=3, default="UAH")
    vat = models.CharField("ПДВ", max_length=8, choices=Vat, blank=True)
    starts_on = models.DateField("діє з", null=True, blank=True)
    ends_on = models.DateField("діє до", null=True, blank=True)
    prolongs_months = models.PositiveSmallIntegerField("продовжується сам на, місяців", default=0)
    warn_days = models.PositiveSmallIntegerField("нагадати за, днів", default=30)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="contract_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(base=None) | ~models.Q(base=models.F("document")),
                name="agreement_is_not_its_own_base",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], name="contract_ends", condition=models.Q(ends_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.document_id)


class EndWarning(models.Model):
    """Somebody was told of a contract’s end: once for a contract and a date, however often the job runs."""

    contract = models.ForeignKey(Document, models.CASCADE, related_name="+")
    ends_on = models.DateField("строк")
    told_label = models.CharField("кому нагадано", max_length=300)
    warned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "ends_on"], name="end_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.ends_on}"
