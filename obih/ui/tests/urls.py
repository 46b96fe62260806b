"""The frame alone: this room is tested without the rooms above it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("_ui/", include("obih.ui.urls")),
    path("sign-in/", lambda request: HttpResponse("вхід"), name="account_login"),
]
