"""The yearly list of cases: enough to give a number its index."""

from __future__ import annotations

from django.db import models


class Nomenclature(models.Model):
    """The list of cases of an organisation for a year. Organisations live above: their code stands here."""

    organisation_code = models.CharField(max_length=40)
    organisation_title = models.CharField("установа", max_length=300, blank=True)
    year = models.PositiveSmallIntegerField("рік")
    approved_on = models.DateField("затверджено", null=True, blank=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["organisation_code", "year"], name="one_nomenclature_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_title or self.organisation_code}, {self.year}"


class CaseIndex(models.Model):
    """A case: its index, its title, how long it is kept and by which article."""

    nomenclature = models.ForeignKey(Nomenclature, models.PROTECT, related_name="cases")
    index = models.CharField("індекс", max_length=30)
    title = models.CharField("заголовок", max_length=300)
    retention = models.CharField("строк зберігання", max_length=120)
    article = models.CharField("стаття", max_length=60, blank=True)
    unit_code = models.CharField("індекс підрозділу", max_length=20, blank=True)
    is_restricted = models.BooleanField("обмежений доступ", default=False)
    volumes = models.PositiveSmallIntegerField("кількість томів", null=True, blank=True)
    note = models.CharField("примітка", max_length=300, blank=True)
    closed_on = models.DateField("закрито", null=True, blank=True)

    class Meta:
        ordering = ["index"]
        constraints = [
            models.UniqueConstraint(fields=["nomenclature", "index"], name="case_index_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.title}"

    @property
    def retention_label(self) -> str:
        """As the list prints it: «5 років ЕПК, ст. 22»."""
        return f"{self.retention}, ст. {self.article}" if self.article else self.retention
