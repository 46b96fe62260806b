"""The word in a QR code: the key of a document or a list and nothing else; paper in strange hands is mute."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

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
