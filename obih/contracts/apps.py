from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "obih.contracts"
    label = "contracts"
    verbose_name = "Договори"
