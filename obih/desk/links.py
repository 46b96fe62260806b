"""Whole addresses, as they stand in QR codes, letters and copied links."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from obih.registry.codes import code_of


def code_address(request: HttpRequest, key: UUID) -> str:
    """`https://obih.gromada.gov.ua/q/…`: the installation’s own name, or how this reader has called it."""
    path = reverse("desk:code", args=[code_of(key)])
    known: str = settings.PUBLIC_ADDRESS
    return f"{known}{path}" if known else request.build_absolute_uri(path)
