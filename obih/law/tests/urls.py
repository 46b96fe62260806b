"""Addresses of the ground rooms alone: their pages are proven without the rooms above."""

from __future__ import annotations

from django.urls import include, path

handler403 = handler404 = "obih.ui.middleware.not_found"
handler500 = "obih.ui.middleware.fault"

urlpatterns = [
    path("_ui/", include("obih.ui.urls")),
    path("", include("obih.workdays.urls")),
    path("", include("obih.law.urls")),
    path("", include("obih.nomenclature.urls")),
]
