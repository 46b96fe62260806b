"""The desk’s own part of a card: where the paper is, and the link for a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from obih.people.actors import Actor
from obih.registry.codes import code_of
from obih.registry.models import Instance
from obih.registry.queries.papers import originals_of


@dataclass(frozen=True)
class PaperPanel:
    document_id: UUID
    originals: list[Instance]
    code: str


def panel_for(document_id: UUID, actor: Actor) -> PaperPanel:
    """Every document has a link; those on paper have originals. One statement."""
    return PaperPanel(document_id, originals_of(document_id), code_of(document_id))
