"""Why a document may not be closed yet, by rooms above that the registry does not know.

A room says so once, when the program starts; its guard answers inside the transaction that closes.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

Guard = Callable[[UUID], str | None]
_guards: list[Guard] = []


def guard_closing(guard: Guard) -> None:
    """Register a room’s guard; called from its AppConfig.ready()."""
    if guard not in _guards:
        _guards.append(guard)


def why_not_closed_yet(document_id: UUID) -> str | None:
    """The first sentence of a room that still has open work on the document, or None."""
    return next((refusal for guard in _guards if (refusal := guard(document_id))), None)
