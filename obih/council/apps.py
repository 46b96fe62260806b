from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "obih.council"
    label = "council"
    verbose_name = "Засідання й рішення"
