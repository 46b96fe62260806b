from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "obih.appeals"
    label = "appeals"
    verbose_name = "Звернення й запити"
