"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from obih.contracts import views

app_name = "contracts"
urlpatterns = [
    path("contracts/", views.ending, name="ending"),
    path("documents/<uuid:document_id>/terms/", views.terms, name="terms"),
]
