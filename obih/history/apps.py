from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "obih.history"
    verbose_name = "Історія"
