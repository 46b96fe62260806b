"""Attributes written from named arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString


def attributes(given: Mapping[str, Any]) -> SafeString:
    """`hx_post="/x"` → ` hx-post="/x"`; None and False are left out, True stands alone."""
    rows = [(name.replace("_", "-"), value) for name, value in given.items() if value not in (None, False)]
    return SafeString(
        "".join(
            format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
            for name, value in rows
        )
    )
