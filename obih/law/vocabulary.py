"""Small closed lists of this room, with the words people see."""

from __future__ import annotations

from django.db import models

from obih.law.rules import Roll, Start, Unit


class TermUnit(models.TextChoices):
    CALENDAR_DAY = Unit.CALENDAR_DAY.value, "календарні дні"
    WORKING_DAY = Unit.WORKING_DAY.value, "робочі дні"
    MONTH = Unit.MONTH.value, "місяці"
    YEAR = Unit.YEAR.value, "роки"
    HOUR = Unit.HOUR.value, "години"
    SAME_DAY = Unit.SAME_DAY.value, "того самого дня"
    WORKING_DAY_BEFORE = Unit.WORKING_DAY_BEFORE.value, "робочі дні до події"
    CALENDAR_DAY_BEFORE = Unit.CALENDAR_DAY_BEFORE.value, "календарні дні до події"
    NONE = Unit.NONE.value, "установлює документ або посадова особа"


class TermStart(models.TextChoices):
    DAY_OF_RECEIPT = Start.DAY_OF_RECEIPT.value, "день одержання враховується"
    NEXT_DAY = Start.NEXT_DAY.value, "з наступного дня"
    HOUR = Start.HOUR.value, "з години одержання"


class TermRoll(models.TextChoices):
    FORWARD = Roll.FORWARD.value, "на наступний робочий день"
    BACK = Roll.BACK.value, "на попередній робочий день"
    NONE = Roll.NONE.value, "не переноситься"


class Flow(models.TextChoices):
    INCOMING = "incoming", "вхідні"
    OUTGOING = "outgoing", "вихідні"
    INTERNAL = "internal", "внутрішні"
    ACTS = "acts", "акти органів і посадових осіб"


class AccessLevel(models.TextChoices):
    """What a kind is registered with; who that lets in is decided by the access rows of a document."""

    GENERAL = "general", "загальний"
    RESTRICTED = "restricted", "обмежений"


class NumberingPeriod(models.TextChoices):
    YEAR = "year", "календарний рік"
    CONVOCATION = "convocation", "скликання"
    RUNNING = "running", "наскрізна"


class FieldType(models.TextChoices):
    TEXT = "text", "рядок"
    LONG_TEXT = "long_text", "текст"
    DATE = "date", "дата"
    INT = "int", "число"
    CHOICE = "choice", "вибір зі списку"
    BOOL = "bool", "так або ні"
    PERSON = "person", "особа"
    UNIT = "unit", "підрозділ"


class FieldLevel(models.TextChoices):
    """Of the regulation, not of the form: a mandatory field must be on the card, `required` says it must
    be filled in to register."""

    MANDATORY = "mandatory", "обов’язкове"
    ADDITIONAL = "additional", "додаткове"


class Stored(models.TextChoices):
    COLUMN = "column", "у картці"
    RELATION = "relation", "у пов’язаному записі"
    ADDED = "added", "серед доданих полів"
    DERIVED = "derived", "обчислюється"


class Confidence(models.TextChoices):
    """How sure we are of a row of the seed; what a person entered is theirs."""

    SOURCE = "src", "за текстом акта"
    HIGH = "H", "висока, звірте з актом"
    MEDIUM = "M", "середня, звірте з актом"
    LOW = "L", "низька, звірте з актом"
    LOCAL = "local", "рішення громади"


class ProofLevel(models.TextChoices):
    """What proves that somebody did it: entering with his account, or his qualified signature."""

    ACCOUNT = "account", "достатньо входу"
    KEP = "kep", "потрібен КЕП"
