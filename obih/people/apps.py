from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "obih.people"
    verbose_name = "Люди і структура"

    def ready(self) -> None:
        """Hear what the sign-in libraries announce."""
        from obih.people import sign_in  # noqa: F401
