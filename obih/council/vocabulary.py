"""Small closed lists of this room."""

from django.db import models


class ItemKind(models.TextChoices):
    DECISION = "decision", "рішення"
    HEARD = "heard", "без рішення"
    WITHDRAWN = "withdrawn", "знято з розгляду"


class Majority(models.TextChoices):
    HALF = "half", "більшість загального складу"
    TWO_THIRDS = "two_thirds", "дві третини загального складу"


class Result(models.TextChoices):
    ADOPTED = "adopted", "прийнято"
    REJECTED = "rejected", "не прийнято"


class Vote(models.TextChoices):
    FOR = "for", "за"
    AGAINST = "against", "проти"
    ABSTAINED = "abstained", "утримався"
    NOT_VOTING = "not_voting", "не голосував"
    ABSENT = "absent", "відсутній"


class Paper(models.TextChoices):
    EXTRACT = "extract", "витяг"
    COPY = "copy", "копія"
    ORIGINAL = "original", "примірник"
