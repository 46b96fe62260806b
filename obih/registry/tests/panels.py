"""A room’s panel as the card asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from obih.people.actors import Actor
from obih.registry.queries import records
from obih.registry.queries.journals import with_readers


def panel(panel_of: Callable[..., Any], document_id: UUID, actor: Actor) -> Any:
    """What `panel_of` adds to the card of this document; None where there is no card for this actor."""
    found = records(actor, [document_id])
    if not found:
        return None
    return panel_of(found[0], with_readers(None, found[0].registration.journal_id), actor)
