"""What rooms above the registry add to a document’s card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from uuid import UUID

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from obih.people.actors import Actor


@dataclass(frozen=True)
class Panel:
    """A room’s part of the card: its `_panel.html`, which finds what is to be shown under `panel`."""

    template: str
    shown: object


def panels_for(document_id: UUID, actor: Actor) -> list[Panel]:
    """Each room’s `queries.panel_for(document_id, actor)`, in the order of the floors.

    A room answers None about a document that is none of its business. The card’s own door is passed before;
    what a panel tells of other documents starts from the room’s `visible_to(actor)`.
    """
    found = [Panel(template, ask(document_id, actor)) for template, ask in _asked()]
    return [each for each in found if each.shown is not None]


@cache
def _asked() -> tuple[tuple[str, Callable[[UUID, Actor], object]], ...]:
    rooms = [each for each in apps.get_app_configs() if each.name.startswith("obih.") and each.module]
    asked = []
    for room in rooms:
        if room.module and module_has_submodule(room.module, "queries"):
            ask = getattr(import_module(f"{room.name}.queries"), "panel_for", None)
            if ask is not None:
                asked.append((f"{room.label}/_panel.html", ask))
    return tuple(asked)
