from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "obih.appeals"
    label = "appeals"
    verbose_name = "Звернення й запити"

    def ready(self) -> None:
        """Say what printed journals may hold of this room."""
        from obih.appeals import journal_parts
        from obih.appeals.layouts import RECEPTIONS
        from obih.registry.layout_parts import add_parts
        from obih.registry.layouts import add_form

        add_parts(journal_parts.LABELS, journal_parts.told, streams=journal_parts.STREAMS)
        add_form(RECEPTIONS, journal_parts.RECEPTION_FORM)
        add_parts(journal_parts.RECEPTION_LABELS, lambda documents: {}, streams=(RECEPTIONS,))
