"""The word in a QR code: the key of a document or a list and nothing else; paper in strange hands is mute."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

LENGTH = 22


def code_of(key: UUID) -> str:
    """22 letters, digits, «-» and «_» that stand for the key."""
    return base64.urlsafe_b64encode(key.bytes).decode().rstrip("=")


def key_of(code: str) -> UUID | None:
    """The key behind a code, or None for what no code of ours looks like; each key has one code."""
    if len(code) != LENGTH or not code.isascii():
        return None
    try:
        found = UUID(bytes=base64.urlsafe_b64decode(f"{code}=="))
    except (binascii.Error, ValueError):
        return None
    return found if code_of(found) == code else None


def code_address(request: HttpRequest, key: UUID) -> str:
    """`https://obih.gromada.gov.ua/q/…`, where the desk opens the card for whoever may see it: by the
    installation’s own name, or as this reader has called it."""
    path = f"/q/{code_of(key)}"
    known: str = settings.PUBLIC_ADDRESS
    return f"{known}{path}" if known else request.build_absolute_uri(path)
