from importlib import import_module, util

from django.apps import AppConfig, apps


class SiteConfig(AppConfig):
    """The roof: when everything stands, let each room announce and listen."""

    name = "obih.site"
    verbose_name = "Обіг"

    def ready(self) -> None:
        for room in apps.get_app_configs():
            if room.name.startswith("obih."):
                for part in ("events", "reactions"):
                    if util.find_spec(f"{room.name}.{part}"):
                        import_module(f"{room.name}.{part}")
