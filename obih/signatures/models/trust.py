"""Whom we trust: certificates, lists of revoked ones, answers of OCSP, trusted lists, pinned roots.

Nothing is ever rewritten: an item says in which version it came and in which it was taken out, so what
stood in any earlier version can be read again. What has expired stays, because old documents need it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from obih.history.keys import uuid7
from obih.signatures.vocabulary import TrustKind


class TrustVersion(models.Model):
    """One change of what we trust: who made it, when and why. The highest number is in force."""

    number = models.PositiveIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=300)
    reason = models.CharField("підстава", max_length=300, blank=True)
    added = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)


class InVersionQuerySet(models.QuerySet[Any]):
    """Rows that came in one version and may have been taken out in another."""

    def of_version(self, number: int) -> InVersionQuerySet:
        """What stands in this version."""
        return self.filter(Q(removed_in=None) | Q(removed_in__gt=number), added_in__lte=number)

    def in_force(self) -> InVersionQuerySet:
        """What stands now."""
        return self.filter(removed_in=None)


class TrustItem(models.Model):
    """A certificate, a list of revoked ones, an answer of OCSP or a trusted list, byte for byte."""

    sha256 = models.CharField("відбиток", max_length=64)
    kind = models.CharField("що це", max_length=20, choices=TrustKind)
    raw = models.BinaryField()
    name = models.CharField("про кого", max_length=300, blank=True)
    issuer = models.CharField("хто видав", max_length=300, blank=True)
    serial = models.CharField("серійний номер", max_length=80, blank=True)
    valid_from = models.DateTimeField("чинний з", null=True, blank=True)
    valid_until = models.DateTimeField("чинний до", null=True, blank=True)
    source = models.CharField("з якого файлу", max_length=255, blank=True)
    added_in = models.ForeignKey(TrustVersion, models.PROTECT, related_name="items")
    removed_in = models.ForeignKey(
        TrustVersion, models.PROTECT, null=True, blank=True, related_name="removed_items"
    )

    objects = InVersionQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "sha256"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(removed_in=None), name="trust_item_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="trust_item_is_named_by_hash"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.sha256[:16]


class TrustPin(models.Model):
    """A root certificate that somebody vouches for by its fingerprint, besides the built-in list."""

    sha256 = models.CharField("відбиток", max_length=64)
    note = models.CharField("чий це корінь", max_length=300, blank=True)
    refuses = models.BooleanField("не довіряти", default=False)
    """The opposite of a pin: a root of the built-in list that this hromada has decided not to believe."""
    added_in = models.ForeignKey(TrustVersion, models.PROTECT, related_name="pins")
    removed_in = models.ForeignKey(
        TrustVersion, models.PROTECT, null=True, blank=True, related_name="removed_pins"
    )

    objects = InVersionQuerySet.as_manager()

    class Meta:
        ordering = ["note", "sha256"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(removed_in=None), name="trust_pin_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="trust_pin_is_a_fingerprint"
            ),
        ]

    def __str__(self) -> str:
        return self.note or self.sha256[:16]


class TrustImport(models.Model):
    """Files that somebody brought, and what would change: it takes effect only when confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    made_at = models.DateTimeField()
    made_by_key = models.CharField(max_length=40)
    based_on = models.PositiveIntegerField()
    """The version it was compared with; another one in force meanwhile, and it must be compared anew."""
    plan: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return str(self.id)


class TrustImportFile(models.Model):
    """One thing that such an import would add, byte for byte, named by its hash."""

    trust_import = models.ForeignKey(TrustImport, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    raw = models.BinaryField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
