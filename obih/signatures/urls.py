"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from obih.signatures.views import check

app_name = "signatures"
urlpatterns = [
    path("signature-check/", check.page, name="check"),
    path("signature-check/protocol.pdf", check.protocol, name="protocol"),
]
