"""Text size, density, theme and hotkeys: kept in the profile, or in a cookie before sign-in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

COOKIE = "look"
CHOICES: dict[str, tuple[str, ...]] = {
    "size": ("", "plus", "max"),
    "density": ("", "dense", "roomy"),
    "theme": ("", "light", "dark"),
    "hotkeys": ("", "off"),
}


def read_cookie(request: HttpRequest | None) -> dict[str, str]:
    """The choices in the cookie; anything unknown in it is ignored."""
    pairs = (part.partition(":") for part in (request.COOKIES.get(COOKIE, "") if request else "").split("."))
    return {name: value for name, _, value in pairs if value and value in CHOICES.get(name, ())}


def write_cookie(choices: dict[str, str]) -> str:
    return ".".join(f"{name}:{value}" for name, value in sorted(choices.items()) if value)


def look_of(request: HttpRequest | None, shell: Any = None) -> dict[str, str | None]:
    """The data attributes of the root element."""
    chosen = read_cookie(request)
    for name in ("size", "density", "theme"):
        if value := getattr(shell, name, ""):
            chosen[name] = value
    if getattr(shell, "hotkeys", True) is False:
        chosen["hotkeys"] = "off"
    return {f"data-{name}": chosen.get(name) for name in CHOICES} | {"data-today": _today()}


def _today() -> str:
    """The server's day: dates are counted from it, since an old PC's clock may be wrong."""
    return timezone.localdate().isoformat()


def seconds_left(request: HttpRequest | None) -> int:
    """How long the session goes on; 0 when there is none or its store does not know."""
    ends_at = getattr(getattr(request, "session", None), "ends_at", None)
    return max(0, int((ends_at - timezone.now()).total_seconds())) if ends_at else 0
