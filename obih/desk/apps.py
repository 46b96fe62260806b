from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "obih.desk"
    verbose_name = "Робочий стіл"
