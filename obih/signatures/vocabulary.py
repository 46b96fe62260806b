"""The closed lists of this room."""

from __future__ import annotations

from django.db import models


class VerdictWord(models.TextChoices):
    """The three answers of EN 319 102-1 as they are shown."""

    VALID = "VALID", "підпис дійсний"
    INVALID = "INVALID", "підпис недійсний"
    INDETERMINATE = "INDETERMINATE", "дійсність не встановлено"


VERDICTS = VerdictWord.choices


class TrustKind(models.TextChoices):
    CERTIFICATE = "certificate", "сертифікат"
    CRL = "crl", "список відкликаних"
    OCSP = "ocsp", "відповідь OCSP"
    TRUSTED_LIST = "trusted_list", "довірчий список"


class EvidenceKind(models.TextChoices):
    CERTIFICATE = "certificate", "сертифікат"
    CRL = "crl", "список відкликаних"
    OCSP = "ocsp", "відповідь OCSP"
    TIMESTAMP = "timestamp", "позначка часу"
    OTHER = "other", "інше"


class RaisingState(models.TextChoices):
    WAITING = "waiting", "чекає на служби"
    DONE = "done", "докази зібрано"
    APART = "apart", "не доповнюється"
