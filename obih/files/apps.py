from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "obih.files"
    verbose_name = "Файли"
