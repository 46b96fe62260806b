"""A sitting’s agenda, its votes, and who gets its decisions."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from obih.council import rules
from obih.council.vocabulary import ItemKind, Majority, Paper, Result, Vote
from obih.files.models import Content
from obih.history.keys import uuid7
from obih.people.models import Person, Sitting, Unit
from obih.registry.models import Copy, Correspondent, Document
from obih.registry.vocabulary import FileRole


class AgendaItem(models.Model):
    """An item of the agenda of a sitting, under its number as it is said: «1», «7.2»."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="agenda")
    order = models.PositiveSmallIntegerField("порядок")
    number = models.CharField("пункт", max_length=20)
    title = models.CharField("заголовок", max_length=500)
    kind = models.CharField("чим закінчиться", max_length=12, choices=ItemKind, default=ItemKind.DECISION)
    majority = models.CharField("більшість", max_length=12, choices=Majority, default=Majority.HALF)
    rapporteur = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    rapporteur_name = models.CharField("доповідач", max_length=200, blank=True)
    author = models.CharField("автор проєкту", max_length=300, blank=True)
    text = models.TextField("текст рішення", blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "number"],
                name="item_is_numbered_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def speaker(self) -> str:
        return self.rapporteur.full_name if self.rapporteur else self.rapporteur_name


class AgendaFile(models.Model):
    """A draft put to an item before its decision has a number; it goes to the document’s files then."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="files")
    content = models.ForeignKey(Content, models.PROTECT, related_name="+")
    role = models.CharField("що це", max_length=20, choices=FileRole, default=FileRole.MAIN)
    name = models.CharField("назва", max_length=255)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Decision(models.Model):
    """What a sitting decided on an item. One that was not adopted gets no number and no document."""

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="decision")
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="decisions")
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="decision")
    in_favour = models.PositiveSmallIntegerField("за")
    against = models.PositiveSmallIntegerField("проти", default=0)
    abstained = models.PositiveSmallIntegerField("утрималися", default=0)
    not_voting = models.PositiveSmallIntegerField("не голосували", default=0)
    present = models.PositiveSmallIntegerField("присутні")
    composition = models.PositiveSmallIntegerField("загальний склад")
    result = models.CharField("результат", max_length=12, choices=Result)
    voted_at = models.DateTimeField("записано")
    voted_by_label = models.CharField(max_length=300)
    signed_on = models.DateField("підписано", null=True, blank=True)
    signed_by_label = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["item__order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(present=F("in_favour") + F("against") + F("abstained") + F("not_voting")),
                name="present_are_those_who_could_vote",
            ),
            models.CheckConstraint(
                condition=Q(present__lte=F("composition")), name="present_are_of_the_composition"
            ),
            models.CheckConstraint(
                condition=Q(document=None) | Q(result=Result.ADOPTED), name="only_adopted_is_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.result}"

    @property
    def is_adopted(self) -> bool:
        return self.result == Result.ADOPTED

    @property
    def votes(self) -> rules.Votes:
        return rules.Votes(self.in_favour, self.against, self.abstained, self.not_voting, self.composition)


class MemberVote(models.Model):
    """A line of the roll-call. Kept for ever with the decision (ч. 3 ст. 59 Закону № 280/97-ВР)."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="roll_call")
    order = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("ім’я", max_length=200)
    vote = models.CharField("голос", max_length=12, choices=Vote)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["decision", "name"], name="member_votes_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.vote}"


class MailingEntry(models.Model):
    """Somebody who gets a decision: from the directory, a unit, a person of ours, or as typed."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="mailing")
    paper = models.CharField("що", max_length=12, choices=Paper, default=Paper.EXTRACT)
    correspondent = models.ForeignKey(
        Correspondent, models.PROTECT, null=True, blank=True, related_name="mailing"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("кому", max_length=300)
    channel_code = models.CharField("як", max_length=40)
    copy = models.OneToOneField(Copy, models.SET_NULL, null=True, blank=True, related_name="mailing")
    """The copy of the document that went to him; what became of it is noted there and nowhere else."""

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "mailing entries"
        constraints = [
            models.UniqueConstraint(fields=["decision", "name", "paper"], name="addressee_is_listed_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sent_at(self) -> datetime | None:
        return self.copy.sent_at if self.copy else None

    @property
    def sent_by_label(self) -> str:
        return self.copy.sent_by_label if self.copy else ""
