"""Files of signatures raised by us: what was added beside the original, step by step, until when it holds."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from obih.files.models import Content
from obih.history.keys import uuid7
from obih.signatures.vocabulary import RaisingState


class RaisingQuerySet(models.QuerySet["Raising"]):
    def due(self, now: datetime) -> RaisingQuerySet:
        """Those whose next try has come and that nobody else has in hand."""
        free = Q(taken_until=None) | Q(taken_until__lte=now)
        return self.filter(free, state=RaisingState.WAITING, next_try_at__lte=now)

    def ageing(self, until: datetime) -> RaisingQuerySet:
        """Those whose evidence stops proving anything before this moment."""
        return self.exclude(state=RaisingState.APART).filter(ages_at__lte=until)


class Raising(models.Model):
    """One file of signatures whose evidence we look after; `raised` is the newest file with more of it.

    The original is never touched: `content` stays what it was. It falls with its content, and the raised file
    stays as long as this row.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    content = models.ForeignKey(Content, models.CASCADE, related_name="raisings")
    document = models.ForeignKey(Content, models.CASCADE, null=True, blank=True, related_name="raisings_over")
    """The document of a detached signature."""
    raised = models.ForeignKey(Content, models.PROTECT, null=True, blank=True, related_name="raised_from")
    level = models.CharField("рівень", max_length=40, blank=True)
    ages_at = models.DateTimeField("докази діють до", null=True, blank=True)
    state = models.CharField("стан", max_length=12, choices=RaisingState, default=RaisingState.WAITING)
    problem = models.CharField("що заважає", max_length=300, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    """Tries in vain since the last step that succeeded."""
    next_try_at = models.DateTimeField(null=True, blank=True)
    taken_until = models.DateTimeField(null=True, blank=True)
    """Until when a worker has it in hand; of one that died another takes it after this."""
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RaisingQuerySet.as_manager()

    class Meta:
        ordering = ["ages_at", "made_at"]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="raising_is_due", condition=Q(state=RaisingState.WAITING)
            ),
            models.Index(fields=["ages_at"], name="raising_ages"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content", "document"], name="raising_is_one", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_id[:12]}: {self.level}"


class RaisingStep(models.Model):
    """One step: what level the file reached, when, by whom, and the file as it was then."""

    raising = models.ForeignKey(Raising, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=300)
    level = models.CharField("рівень", max_length=40)
    sha256 = models.CharField("файл", max_length=64)
    """Of the raised file; an earlier one is held within the later ones and is not kept apart."""

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["raising", "order"], name="step_stands_in_its_place")]

    def __str__(self) -> str:
        return f"{self.raising_id} → {self.level}"


class ServicesChoice(models.Model):
    """Whether services of trust are asked at all, as the hromada has decided; without a row they are."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    are_asked = models.BooleanField("питати служби довіри", default=True)
    changed_at = models.DateTimeField()
    changed_by_label = models.CharField(max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="services_choice_is_one")]

    def __str__(self) -> str:
        return "так" if self.are_asked else "ні"
