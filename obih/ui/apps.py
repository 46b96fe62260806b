from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "obih.ui"
    label = "ui"
    verbose_name = "Оболонка і складники"
