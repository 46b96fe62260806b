from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "obih.registry"
    verbose_name = "Реєстрація"
