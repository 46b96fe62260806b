from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "obih.notices"
    verbose_name = "Сповіщення"
