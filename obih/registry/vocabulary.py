"""Small closed lists of this room. What a hromada may change itself (kinds, terms, channels) is in `law`."""

from django.db import models


class Stream(models.TextChoices):
    INCOMING = "incoming", "вхідні"
    OUTGOING = "outgoing", "вихідні"
    INTERNAL = "internal", "внутрішні"
    ORDERS = "orders", "розпорядження і накази"
    DECISIONS = "decisions", "рішення"
    CONTRACTS = "contracts", "договори"
    APPEALS = "appeals", "звернення громадян"
    INFORMATION = "information", "запити на інформацію"
    CERTIFICATES = "certificates", "довідки й характеристики"
    POWERS = "powers", "довіреності"
    TELEPHONE = "telephone", "телефонограми"
    PROTOCOLS = "protocols", "протоколи"
    ACTS = "acts", "акти"


class PeriodKind(models.TextChoices):
    YEAR = "year", "календарний рік"
    CONVOCATION = "convocation", "скликання"
    SITTING = "sitting", "засідання"
    RUNNING = "running", "наскрізна"


class Access(models.TextChoices):
    GENERAL = "general", "загальний"
    RESTRICTED = "restricted", "обмежений"


class Form(models.TextChoices):
    PAPER = "paper", "паперова"
    ELECTRONIC = "electronic", "електронна"


class PartyRole(models.TextChoices):
    SENDER = "sender", "відправник"
    AUTHOR = "author", "автор"
    CO_AUTHOR = "co_author", "співавтор"
    COVERING = "covering", "орган, що надіслав супровідним"
    DEPUTY = "deputy", "депутат"
    PARTY = "party", "сторона"
    REPRESENTATIVE = "representative", "представник"
    ADDRESSEE = "addressee", "адресат"
    SIGNER = "signer", "підписувач"


class FileRole(models.TextChoices):
    MAIN = "main", "документ"
    ANNEX = "annex", "додаток"
    ENVELOPE = "envelope", "конверт"
    SCAN = "scan", "скан"
    SIGNATURE = "signature", "підпис"
    VISUAL = "visual", "візуальна копія"
    CERTIFIED = "certified", "засвідчена копія"
    PUBLIC = "public", "знеособлена копія"


class LinkKind(models.TextChoices):
    IN_REPLY = "in_reply", "у відповідь на"
    PURSUANT = "pursuant", "на виконання"
    REPEATS = "repeats", "повторює"
    DUPLICATES = "duplicates", "дублює"
    SUPPLEMENTS = "supplements", "доповнює"
    AMENDS = "amends", "змінює"
    REPEALS = "repeals", "скасовує"
    REPLACES = "replaces", "замінює"
    RELATED = "related", "пов’язаний"


class DeadlineSource(models.TextChoices):
    LAW = "law", "за законом"
    LETTER = "letter", "за листом"
    INTERNAL = "internal", "внутрішній"


class GrantReason(models.TextChoices):
    JOURNAL = "journal", "веде або читає журнал"
    REGISTRAR = "registrar", "зареєстрував документ"
    FIRST_REVIEW = "first_review", "перший розгляд"
    UNIT = "unit", "відповідальний підрозділ"
    EXECUTOR = "executor", "виконавець"
    ADDRESSEE = "addressee", "адресат"
    SHARED = "shared", "надано доступ"
    SUCCESSOR = "successor", "прийняв справи"
    TASK = "task", "має завдання"
    ACQUAINTED = "acquainted", "ознайомлюється"


class ReservationPurpose(models.TextChoices):
    HELD = "held", "зарезервовано"
    OUTAGE = "outage", "роздруковано на час без зв’язку"


class ReservationEnd(models.TextChoices):
    USED = "used", "використано"
    RETURNED = "returned", "повернуто"
    VOID = "void", "анульовано"
