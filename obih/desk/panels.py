"""What rooms above the registry add to a document’s card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from obih.people.actors import Actor
from obih.registry.models import Document, Journal
from obih.registry.queries import Record


@dataclass(frozen=True)
class Panel:
    """A room’s part of the card: its `_panel.html`, which finds what is to be shown under `panel`."""

    template: str
    shown: object


def panels_for(record: Record, journal: Journal, actor: Actor) -> list[Panel]:
    """Each room’s `queries.panel_of(record, journal, actor)`, in the order of the floors; what the card
    knows already (the record, its journal with those who keep it) no room asks for again.

    A room answers None about a document that is none of its business; with `queries.concerns(document,
    streams)` it says so beforehand, without asking the database. The card’s own door is passed before; what a
    panel tells of other documents starts from the room’s `visible_to(actor)`.
    """
    streams = frozenset(each.stream for each in record.registrations)
    asked = [room for room in _asked() if room.concerns is None or room.concerns(record.document, streams)]
    found = [Panel(room.template, room.panel_of(record, journal, actor)) for room in asked]
    return [each for each in found if each.shown is not None]


@dataclass(frozen=True)
class _Room:
    template: str
    panel_of: Callable[[Record, Journal, Actor], object]
    concerns: Callable[[Document, frozenset[str]], bool] | None


@cache
def _asked() -> tuple[_Room, ...]:
    rooms = [each for each in apps.get_app_configs() if each.name.startswith("obih.") and each.module]
    asked = []
    for room in rooms:
        if room.module and module_has_submodule(room.module, "queries"):
            queries = import_module(f"{room.name}.queries")
            if hasattr(queries, "panel_of"):
                concerns = getattr(queries, "concerns", None)
                asked.append(_Room(f"{room.label}/_panel.html", queries.panel_of, concerns))
    return tuple(asked)
