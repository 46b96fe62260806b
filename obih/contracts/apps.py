from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "obih.contracts"
    label = "contracts"
    verbose_name = "Договори"

    def ready(self) -> None:
        """Say what printed journals may hold of this room."""
        from obih.contracts import journal_parts
        from obih.registry.layout_parts import add_parts

        add_parts(journal_parts.LABELS, journal_parts.told, streams=journal_parts.STREAMS)
