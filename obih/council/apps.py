from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "obih.council"
    label = "council"
    verbose_name = "Засідання й рішення"

    def ready(self) -> None:
        """Say what printed journals may hold of this room."""
        from obih.council import journal_parts
        from obih.registry.layout_parts import add_parts

        add_parts(journal_parts.LABELS, journal_parts.told, streams=journal_parts.STREAMS)
