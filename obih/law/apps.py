from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "obih.law"
    verbose_name = "Правила"
