from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "obih.registry"
    verbose_name = "Реєстрація"

    def ready(self) -> None:
        """Say that documents have deadlines the calendar may move."""
        from obih.registry.actions.deadlines import DocumentDeadlines
        from obih.workdays.affected import keep_deadlines

        keep_deadlines(DocumentDeadlines())
