"""What the regulation profile keeps: rules with their articles, their dates and how sure we are of them.

A rule is never edited in place: a change closes its row and opens the next, so that a document registered
earlier still finds the rules of its day. Rows refer to each other by code, because codes outlive rows.
"""

from __future__ import annotations

import uuid
from dataclasses import fields as value_fields
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from obih.law import profile, rules
from obih.law.vocabulary import (
    AccessLevel,
    Confidence,
    FieldLevel,
    FieldType,
    Flow,
    NumberingPeriod,
    ProofLevel,
    Stored,
    TermRoll,
    TermStart,
    TermUnit,
)


class RuleQuerySet(models.QuerySet[Any]):
    def in_force(self, on: date) -> RuleQuerySet:
        return self.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))

    def open(self) -> RuleQuerySet:
        """The last row of each code that has not been withdrawn."""
        return self.filter(valid_to__isnull=True)

    def of(self, code: str) -> RuleQuerySet:
        """All rows of a code, the newest first."""
        return self.filter(code=code).order_by("-valid_from", "-pk")


class Rule(models.Model):
    """One rule of the profile for one stretch of time. `valid_to` before `valid_from` = replaced the same
    day it was entered: it never held, and stays for the record."""

    code = models.SlugField("Код", max_length=60)
    title = models.CharField("Назва", max_length=300)
    legal_basis = models.CharField("Підстава", max_length=300, blank=True)
    confidence = models.CharField(
        "Певність", max_length=8, choices=Confidence.choices, default=Confidence.LOCAL
    )
    note = models.TextField("Примітка", blank=True)
    order = models.PositiveSmallIntegerField("Порядок", default=0)
    valid_from = models.DateField("Діє з")
    valid_to = models.DateField("Діє до", null=True, blank=True)
    since_version = models.PositiveIntegerField("Версія профілю", editable=False)

    objects = RuleQuerySet.as_manager()
    value_class: ClassVar[type[Any]]
    group: ClassVar[str]

    class Meta:
        abstract = True
        ordering = ["order", "title", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="%(class)s_has_one_open_row"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from") - 1),
                name="%(class)s_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def as_value(self) -> Any:
        """The rule as a value that needs no database."""
        found = {}
        for each in value_fields(self.value_class):
            value = getattr(self, each.name)
            found[each.name] = _frozen(value) if isinstance(value, list) else value
        return self.value_class(**found)


def _frozen(items: list[Any]) -> tuple[Any, ...]:
    return tuple(tuple(item) if isinstance(item, list) else item for item in items)


class Term(Rule):
    """Строк: how long, from when, where it rolls and what caps it."""

    value_class, group = rules.Term, "terms"
    amount = models.PositiveSmallIntegerField("Скільки", default=0)
    unit = models.CharField("Чого", max_length=20, choices=TermUnit.choices)
    start = models.CharField("Відлік", max_length=16, choices=TermStart.choices, default=TermStart.NEXT_DAY)
    roll = models.CharField(
        "Неробочий останній день", max_length=8, choices=TermRoll.choices, default=TermRoll.FORWARD
    )
    cap = models.CharField("Граничний строк", max_length=60, blank=True)
    extends_to = models.CharField("Продовжується до", max_length=60, blank=True)
    after_hours = models.BooleanField("Після закриття — з наступного робочого дня", default=False)
    warn_when_rolled = models.BooleanField("Радити завершити до вихідних", default=False)

    class Meta(Rule.Meta):
        verbose_name = "строк"

    def as_value(self) -> rules.Term:
        value: rules.Term = super().as_value()
        return rules.Term(
            **{each.name: getattr(value, each.name) for each in value_fields(value)}
            | {"unit": rules.Unit(self.unit), "start": rules.Start(self.start), "roll": rules.Roll(self.roll)}
        )


class DocumentKind(Rule):
    """Вид документа."""

    value_class, group = profile.Kind, "kinds"
    flow = models.CharField("Потік", max_length=12, choices=Flow.choices)
    regime = models.CharField("Порядок розгляду", max_length=60, blank=True)
    term = models.CharField("Строк", max_length=60, blank=True)
    series = models.CharField("Позначка серії", max_length=40, blank=True)
    access = models.CharField(
        "Доступ", max_length=12, choices=AccessLevel.choices, default=AccessLevel.GENERAL
    )
    period = models.CharField(
        "Нумерація", max_length=12, choices=NumberingPeriod.choices, default=NumberingPeriod.YEAR
    )
    retention = models.CharField("Строк зберігання", max_length=60, blank=True)

    class Meta(Rule.Meta):
        verbose_name = "вид документа"


class Regime(Rule):
    """Порядок розгляду: the law by which a document is considered."""

    value_class, group = profile.Regime, "regimes"
    terms = models.JSONField("Строки", default=list, blank=True)

    class Meta(Rule.Meta):
        verbose_name = "порядок розгляду"


class Channel(Rule):
    """Спосіб надходження або надсилання."""

    value_class, group = profile.Channel, "channels"
    flows = models.JSONField("Потоки", default=list, blank=True)
    kinds = models.JSONField("Лише для видів", default=list, blank=True)
    is_electronic = models.BooleanField("Електронний", default=False)

    class Meta(Rule.Meta):
        verbose_name = "спосіб надходження"


class RefusalGround(Rule):
    """Підстава відмови в реєстрації."""

    value_class, group = profile.RefusalGround, "grounds"
    title = models.CharField("Підстава відмови", max_length=400)
    channels = models.JSONField("Лише для способів", default=list, blank=True)
    kinds = models.JSONField("Лише для видів", default=list, blank=True)

    class Meta(Rule.Meta):
        verbose_name = "підстава відмови"


class CardField(Rule):
    """Поле картки."""

    value_class, group = profile.CardField, "fields"
    type = models.CharField("Тип", max_length=12, choices=FieldType.choices)
    level = models.CharField(
        "Рівень", max_length=12, choices=FieldLevel.choices, default=FieldLevel.ADDITIONAL
    )
    stored = models.CharField("Де зберігається", max_length=10, choices=Stored.choices, default=Stored.ADDED)
    flows = models.JSONField("Потоки", default=list, blank=True)
    kinds = models.JSONField("Лише для видів", default=list, blank=True)
    choices = models.JSONField("Варіанти", default=list, blank=True)
    required = models.BooleanField("Без нього не реєструвати", default=False)
    is_private = models.BooleanField("Персональні дані", default=False)
    hint = models.CharField("Підказка", max_length=300, blank=True)

    class Meta(Rule.Meta):
        verbose_name = "поле картки"


class RetentionPeriod(Rule):
    """Строк зберігання за переліком № 578/5."""

    value_class, group = profile.RetentionPeriod, "retention"
    article = models.CharField("Стаття", max_length=20, blank=True)
    years = models.PositiveSmallIntegerField("Років", null=True, blank=True)
    words = models.CharField("Строк словами", max_length=120)
    needs_commission = models.BooleanField("Позначка «ЕПК»", default=False)

    class Meta(Rule.Meta):
        verbose_name = "строк зберігання"


class Proof(Rule):
    """Чим засвідчується дія; `legal_basis` is the clause of the hromada’s own instruction."""

    value_class, group = profile.Proof, "proofs"
    level = models.CharField(
        "Чим засвідчується", max_length=10, choices=ProofLevel.choices, default=ProofLevel.ACCOUNT
    )

    class Meta(Rule.Meta):
        verbose_name = "засвідчення дії"


GROUPS: dict[str, type[Rule]] = {
    model.group: model
    for model in (DocumentKind, Term, Regime, Channel, RefusalGround, CardField, RetentionPeriod, Proof)
}


class ProfileVersion(models.Model):
    """One row: how many times the profile has changed, and a token by which processes notice it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.PositiveIntegerField(default=0)
    token = models.UUIDField(default=uuid.uuid4)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_profile_version")]

    def __str__(self) -> str:
        return str(self.number)
