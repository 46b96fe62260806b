from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "obih.workdays"
    verbose_name = "Робочий календар"
