"""Small closed lists of this room."""

from django.db import models


class OrganisationKind(models.TextChoices):
    COUNCIL = "council", "рада"
    EXECUTIVE = "executive", "виконавчий комітет"
    DEPARTMENT = "department", "виконавчий орган — юридична особа"
    SCHOOL = "school", "заклад освіти"
    CLINIC = "clinic", "заклад охорони здоров’я"
    UTILITY = "utility", "комунальне підприємство"
    OTHER = "other", "інша установа"


class BodyKind(models.TextChoices):
    COUNCIL = "council", "рада скликання"
    EXECUTIVE = "executive", "виконавчий комітет"
    STANDING = "standing", "постійна комісія"
    EXPERT = "expert", "експертна комісія"
    EMERGENCY = "emergency", "комісія ТЕБ та НС"
    OTHER = "other", "інша комісія"


class Role(models.TextChoices):
    """Few and named; the page «Хто що може» is made from this list and from `access.POWERS`."""

    ADMINISTRATOR = "administrator", "адміністратор"
    HEAD = "head", "керівник"
    CLERK = "clerk", "діловод"
    CONTROLLER = "controller", "контролер"
    ARCHIVIST = "archivist", "архіваріус"
    STAFF = "staff", "працівник"


class Scope(models.TextChoices):
    ALL = "all", "усі повноваження"
    REVIEW = "review", "розгляд документів"
    SIGNING = "signing", "підписання"


class AbsenceKind(models.TextChoices):
    LEAVE = "leave", "відпустка"
    TRIP = "trip", "відрядження"
    SICK = "sick", "тимчасова непрацездатність"
    OTHER = "other", "інша причина"


class Sex(models.TextChoices):
    FEMALE = "f", "жіноча"
    MALE = "m", "чоловіча"
