from django.apps import AppConfig


class NomenclatureConfig(AppConfig):
    name = "obih.nomenclature"
    verbose_name = "Номенклатура справ"
