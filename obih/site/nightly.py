"""What the worker does by itself at night."""

from __future__ import annotations

from procrastinate import App


def register(app: App) -> None:
    """Give the queue its periodic tasks."""
