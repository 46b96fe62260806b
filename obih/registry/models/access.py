"""Who sees what. One row a reason; lists are merged from these rows, so they carry the date."""

from __future__ import annotations

from django.db import models

from obih.registry.models.documents import Document
from obih.registry.models.journals import Journal
from obih.registry.vocabulary import GrantReason


class AccessRow(models.Model):
    """A principal (`people.principals`) may see a document, for one reason from one source.

    `dated_at` and `journal` repeat the first registration's, so that the newest fifty of a principal are one
    walk along an index.
    """

    principal = models.BigIntegerField()
    document = models.ForeignKey(Document, models.CASCADE, related_name="access_rows", db_index=False)
    journal = models.ForeignKey(Journal, models.PROTECT, related_name="+", db_index=False)
    dated_at = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=GrantReason)
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "principal", "reason", "source"], name="granted_once_for_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["principal", "-dated_at", "document"], name="access_newest"),
            models.Index(fields=["principal", "journal", "-dated_at", "document"], name="access_in_journal"),
        ]

    def __str__(self) -> str:
        return f"{self.principal} → {self.document_id}: {self.reason}"


class JournalReader(models.Model):
    """A principal who sees everything of a journal, today’s and tomorrow’s."""

    journal = models.ForeignKey(Journal, models.CASCADE, related_name="readers")
    principal = models.BigIntegerField()
    may_register = models.BooleanField(default=False)
    restricted_too = models.BooleanField("і документи з обмеженим доступом", default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["journal", "principal"], name="reads_a_journal_once")]

    def __str__(self) -> str:
        return f"{self.principal} → {self.journal_id}"
