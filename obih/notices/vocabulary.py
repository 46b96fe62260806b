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
