"""Small closed lists of this room."""

from django.db import models


class MailState(models.TextChoices):
    """Where a letter is. Only a letter that the server surely has not taken is tried again by itself."""

    WAITING = "waiting", "чекає"
    SENDING = "sending", "надсилаємо"
    HANDING = "handing", "передаємо серверу"
    SENT = "sent", "надіслано"
    IN_DOUBT = "in_doubt", "чи дійшов — невідомо"
    REFUSED = "refused", "сервер відмовив"


class MailKind(models.TextChoices):
    LINK = "link", "посилання для пароля"
    TEST = "test", "тестовий лист"
    NOTICE = "notice", "сповіщення"
    REPORT = "report", "звіт системи"


class Security(models.TextChoices):
    STARTTLS = "starttls", "STARTTLS (зазвичай порт 587)"
    TLS = "tls", "TLS (зазвичай порт 465)"
    NONE = "none", "без шифрування (лише в межах установи)"


class Topic(models.TextChoices):
    """What somebody is told of; how each reaches him is his own choice."""

    TASK = "task", "Доручення: нове, повернуте, відкликане, зі зміненим строком"
    REMINDER = "task_reminder", "Строк наближається або настав"
    LATE = "task_late", "Прострочено у вас або у ваших людей"
    REPORT = "task_report", "Звіти й прохання, що чекають вашого рішення"
    DECISION = "task_decision", "Рішення про ваші звіти й прохання"
    REVIEW = "review", "Документи на розгляд, проєкти резолюцій"
    READING = "reading", "На ознайомлення і до відома"
    WEEK = "week", "Підсумок тижня для керівника"
    LINK = "link", "Колега просить подивитися документ"
    CONTRACT = "contract", "Строк договору спливає"
    EVENT = "event", "Решта: заміщення, ролі, готові файли"


class ByMail(models.TextChoices):
    NOW = "now", "одразу"
    DIGEST = "digest", "о 08:30"
    NONE = "none", "ні"


AT_ONCE = frozenset({Topic.TASK, Topic.LINK, Topic.WEEK})
"""Of these a letter goes at once where a person has chosen nothing; of the rest at 08:30, in one letter."""
NOT_PUSHED = frozenset({Topic.WEEK, Topic.EVENT, Topic.CONTRACT})
"""These do not come to a telephone where a person has chosen nothing."""
