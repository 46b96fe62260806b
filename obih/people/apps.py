from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "obih.people"
    verbose_name = "Люди і структура"
