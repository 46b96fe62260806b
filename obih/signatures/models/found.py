"""What was found in files: verdicts with their reasons, whose signatures they are, and what proves it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from obih.files.models import Content
from obih.history.keys import uuid7
from obih.signatures.vocabulary import VERDICTS, EvidenceKind


class VerificationQuerySet(models.QuerySet["Verification"]):
    def current(self) -> VerificationQuerySet:
        """The newest look at each file; earlier ones that said otherwise are kept beside it."""
        return self.filter(superseded_at=None)

    def to_look_again(self, version: int, *, every: bool = False) -> VerificationQuerySet:
        """What was open, or could not be read, when an earlier version of the trust material was in force;
        `every` takes also what seemed settled, for trust may have been taken away."""
        found = self.current().filter(trust_version__lt=version)
        return found if every else found.filter(Q(verdict="INDETERMINATE") | ~Q(problem=""))


class Verification(models.Model):
    """One look at a file that carries signatures: of itself, or over the document that lay beside it.

    It falls with the content it is about. A look that says something else than the one before does not
    overwrite it: the earlier one gets its `superseded_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    content = models.ForeignKey(Content, models.CASCADE, related_name="verifications")
    document = models.ForeignKey(
        Content, models.CASCADE, null=True, blank=True, related_name="verifications_over"
    )
    """The document of a detached signature, found among the files of a card by its digest."""
    verdict = models.CharField("висновок", max_length=16, choices=VERDICTS, blank=True)
    """Empty when the file carries no signature or could not be read: `problem` says which."""
    problem = models.CharField("чому не перевірено", max_length=300, blank=True)
    form = models.CharField("вид файлу", max_length=60, blank=True)
    is_detached = models.BooleanField("документ окремо", default=False)
    reasons: Any = models.JSONField(default=list)
    """Codes and sentences after EN 319 102-1, of all signatures together."""
    report: Any = models.JSONField(default=dict)
    """Everything the library said, as `obih signature verify --json` tells it."""
    trust_version = models.PositiveIntegerField(default=0)
    verified_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        ordering = ["verified_at"]
        indexes = [
            models.Index(
                fields=["verdict", "trust_version"],
                name="verification_to_look_again",
                condition=Q(superseded_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content", "document"],
                condition=Q(superseded_at=None),
                name="verification_is_one",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_id[:12]}: {self.verdict or self.problem}"


class FoundSignature(models.Model):
    """One signature of a file: whose, of which institution, of what kind, when, and the verdict on it.

    The personal number of its owner stays here and in the report alone: it stands in no list, event or
    answer of the API (Law 2297-VI, art. 6: no more than the purpose needs).
    """

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="signatures")
    order = models.PositiveSmallIntegerField(default=0)
    layer = models.PositiveSmallIntegerField(default=1)
    """1 for signatures of the file itself, 2 for those of a signed file inside it, and so on."""
    verdict = models.CharField("висновок", max_length=16, choices=VERDICTS)
    is_sound = models.BooleanField("дані не змінено", default=False)
    """The mathematics holds: not a byte has changed, only evidence from outside may be missing."""
    reasons: Any = models.JSONField(default=list)
    kind = models.CharField("вид підпису", max_length=40, blank=True)
    kind_name = models.CharField(max_length=120, blank=True)
    is_seal = models.BooleanField("печатка", default=False)
    signer_name = models.CharField("підписувач", max_length=300, blank=True)
    signer_title = models.CharField("посада", max_length=300, blank=True)
    organisation = models.CharField("установа", max_length=300, blank=True)
    unit = models.CharField("підрозділ", max_length=300, blank=True)
    edrpou = models.CharField("код ЄДРПОУ", max_length=20, blank=True)
    rnokpp = models.CharField("РНОКПП", max_length=20, blank=True)
    unzr = models.CharField("УНЗР", max_length=20, blank=True)
    issuer = models.CharField("хто видав сертифікат", max_length=300, blank=True)
    serial = models.CharField("серійний номер сертифіката", max_length=80, blank=True)
    certificate_sha256 = models.CharField("відбиток сертифіката", max_length=64, blank=True)
    certificate_from = models.DateTimeField("сертифікат чинний з", null=True, blank=True)
    certificate_until = models.DateTimeField("сертифікат чинний до", null=True, blank=True)
    claimed_at = models.DateTimeField("час за словами підписувача", null=True, blank=True)
    proven_at = models.DateTimeField("доведений час", null=True, blank=True)
    has_stamp = models.BooleanField("є позначка часу", default=False)
    level = models.CharField("рівень", max_length=40, blank=True)
    algorithm = models.CharField("алгоритм", max_length=120, blank=True)

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["certificate_sha256"], name="found_by_certificate")]
        constraints = [
            models.UniqueConstraint(fields=["verification", "order"], name="signature_stands_in_its_place"),
        ]

    def __str__(self) -> str:
        return self.signer_name or self.organisation or self.serial


class EvidencePiece(models.Model):
    """A timestamp, a certificate, an answer of OCSP or a list of revoked ones that a verdict rests on:
    each of them once, whatever number of signatures needs it."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField("що це", max_length=20, choices=EvidenceKind)
    raw = models.BinaryField()
    about = models.CharField("про кого", max_length=300, blank=True)
    said_at = models.DateTimeField("коли видано", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="evidence_is_named_by_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"


class FoundEvidence(models.Model):
    """That a verdict on a signature rests on a piece of evidence."""

    signature = models.ForeignKey(FoundSignature, models.CASCADE, related_name="evidence")
    piece = models.ForeignKey(EvidencePiece, models.PROTECT, related_name="uses")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["signature", "piece"], name="evidence_is_used_once"),
        ]

    def __str__(self) -> str:
        return f"{self.signature_id} ← {self.piece_id[:12]}"
