"""Small closed lists of this room."""

from django.db import models


class Origin(models.TextChoices):
    RESOLUTION = "resolution", "резолюція"
    ACT = "act", "пункти акта"


class Mode(models.TextChoices):
    """How the author gave his resolution; what was typed in from paper counts as paper in the indicators."""

    SYSTEM = "system", "у системі"
    PAPER = "paper", "з паперу"
    ORAL = "oral", "усно"


class ResolutionState(models.TextChoices):
    PREPARED = "prepared", "проєкт"
    RETURNED = "returned", "повернуто"
    ISSUED = "issued", "накладено"
    DROPPED = "dropped", "відкинуто"


class Proof(models.TextChoices):
    """What proves that it was he: entering with his account, or a qualified signature."""

    ACCOUNT = "account", "достатньо входу"
    KEP = "kep", "потрібен КЕП"


class PointState(models.TextChoices):
    """Where a task is. Each change is a `Step`; this repeats the last one, so that lists walk an index."""

    DRAFT = "draft", "проєкт"
    ASSIGNED = "assigned", "доручено"
    ACCEPTED = "accepted", "прийнято до виконання"
    REPORTED = "reported", "виконавець звітує"
    RETURNED = "returned", "повернуто на доопрацювання"
    SUSPENDED = "suspended", "призупинено"
    DONE = "done", "виконано"
    WITHDRAWN = "withdrawn", "відкликано"


class Duty(models.TextChoices):
    MAIN = "main", "головний виконавець"
    CO = "co", "співвиконавець"
    INFO = "info", "до відома"


class ExecutorKind(models.TextChoices):
    PERSON = "person", "людина"
    UNIT = "unit", "підрозділ"
    BODY = "body", "комісія"
    ORGANISATION = "organisation", "установа"


class DueSource(models.TextChoices):
    LAW = "law", "за законом"
    LETTER = "letter", "за документом"
    AUTHOR = "author", "за резолюцією"
    NONE = "none", "без строку"


class StepKind(models.TextChoices):
    ASSIGNED = "assigned", "доручено"
    ACCEPTED = "accepted", "прийнято до виконання"
    PART_HANDED = "part_handed", "співвиконавець передав своє"
    REPORTED = "reported", "прозвітовано"
    INTERIM = "interim", "проміжна відповідь"
    ANSWERED = "answered", "відповідь надіслано"
    ACCEPTANCE = "acceptance", "звіт прийнято"
    RETURNED = "returned", "повернуто"
    WITHDRAWN = "withdrawn", "відкликано"
    SUSPENDED = "suspended", "призупинено"
    RESUMED = "resumed", "відновлено"
    EXTENSION_ASKED = "extension_asked", "просять продовжити"
    EXTENDED = "extended", "строк продовжено"
    EXTENSION_REFUSED = "extension_refused", "у продовженні відмовлено"
    DUE_MOVED = "due_moved", "строк перераховано"
    MAIN_CHANGED = "main_changed", "змінено головного виконавця"
    SUPPLEMENTED = "supplemented", "доповнено"
    DISTRIBUTED = "distributed", "розподілено"
    HANDED_OVER = "handed_over", "передано іншому"
    ON_CONTROL = "on_control", "взято на контроль"
    LIFTED = "lifted", "знято з контролю"


class Every(models.TextChoices):
    """How often a task under periodic control comes back."""

    ONCE = "", "один раз"
    WEEK = "week", "щотижня"
    MONTH = "month", "щомісяця"
    QUARTER = "quarter", "щокварталу"
    HALF_YEAR = "half_year", "щопівроку"
    YEAR = "year", "щороку"


class ExtensionState(models.TextChoices):
    ASKED = "asked", "чекає рішення"
    GRANTED = "granted", "продовжено"
    REFUSED = "refused", "відмовлено"


OPEN_STATES = (
    PointState.ASSIGNED, PointState.ACCEPTED, PointState.REPORTED, PointState.RETURNED, PointState.SUSPENDED,
)  # fmt: skip
WITH_EXECUTOR = (PointState.ASSIGNED, PointState.ACCEPTED, PointState.RETURNED)
TASK_ADDRESS = "/tasks/{}/"
"""The page of a task, for lines that lead to it."""
