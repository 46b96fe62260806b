"""All addresses of the house."""

from __future__ import annotations

from django.urls import include, path

from obih.site.api import api

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("obih.people.urls")),
    path("", include("obih.workdays.urls")),
    path("", include("obih.law.urls")),
    path("", include("obih.nomenclature.urls")),
    path("", include("obih.notices.urls")),
    path("", include("obih.registry.urls")),
    path("", include("obih.desk.urls")),
    path("api/v1/", api.urls),
]
