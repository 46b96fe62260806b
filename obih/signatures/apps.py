from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "obih.signatures"
    verbose_name = "Підписи"
