"""The order of reminding, as the local instruction has it."""

from __future__ import annotations

from django.db import models

from obih.tasks import stages


class ReminderStage(models.Model):
    """One row of the order (№ 55, p. 173): how many working days after the due day, who is told."""

    days = models.SmallIntegerField("робочих днів після строку", unique=True)
    """Negative: before it."""
    every = models.PositiveSmallIntegerField("далі кожні, робочих днів", default=0)
    to_executor = models.BooleanField("виконавцеві", default=True)
    to_unit_head = models.BooleanField("керівникові підрозділу", default=False)
    to_control = models.BooleanField("контролерові", default=False)
    to_head = models.BooleanField("керівникові установи", default=False)
    is_on = models.BooleanField("нагадувати", default=True)

    class Meta:
        ordering = ["days"]

    def __str__(self) -> str:
        return f"{self.days:+d}"

    @property
    def value(self) -> stages.Stage:
        told = tuple(each for each in stages.Told if getattr(self, f"to_{each}"))
        return stages.Stage(self.days, self.every, told)
