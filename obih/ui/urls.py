"""Addresses of the frame itself, mounted at `/_ui/`."""

from __future__ import annotations

from django.urls import path

from obih.ui import views

app_name = "ui"
urlpatterns = [
    path("look/", views.look, name="look"),
    path("token/", views.token, name="token"),
    path("session/", views.session, name="session"),
    path("components/", views.components, name="components"),
    path("components/options/", views.sample_options, name="sample_options"),
    path("components/draft/", views.sample_draft, name="sample_draft"),
]
