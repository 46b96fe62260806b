"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from obih.signatures.views import check, trust

app_name = "signatures"
urlpatterns = [
    path("signature-check/", check.page, name="check"),
    path("signature-check/protocol.pdf", check.protocol, name="protocol"),
    path("trust/", trust.trust, name="trust"),
    path("trust/imports/<uuid:import_id>/", trust.bringing, name="trust_import"),
    path("trust/items/<int:item_id>/withdrawal/", trust.withdrawal, name="trust_withdrawal"),
    path("trust/versions/<int:number>/", trust.version, name="trust_version"),
]
