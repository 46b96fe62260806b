"""The rail: which sections a person has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every page: the sections this person may open, the present one marked by its address."""
    return {"nav": []}
