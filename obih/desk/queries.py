"""The desk’s own part of a card: where the paper is, and the link for a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from obih.people.actors import Actor
from obih.registry.codes import code_of
from obih.registry.models import Journal
from obih.registry.queries import Record
from obih.registry.queries.told import InstanceTold
from obih.registry.vocabulary import Form


@dataclass(frozen=True)
class PaperPanel:
    document_id: UUID
    originals: list[InstanceTold]
    code: str


def panel_of(record: Record, journal: Journal, actor: Actor) -> PaperPanel:
    """Every document has a link; those on paper have originals. The card knows all of it already."""
    originals = [each for each in record.instances if each.medium == Form.PAPER]
    return PaperPanel(record.id, originals, code_of(record.id))
