"""Who may, and if not, why not. Appeals and requests are kept by those who keep their journals."""

from __future__ import annotations

from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.registry.access import why_not_correct, why_not_register
from obih.registry.models import Journal
from obih.registry.queries import journals_for
from obih.registry.vocabulary import Stream


def why_not_keep(actor: Actor, journal: Journal) -> str | None:
    """Why this actor may not note a forwarding, an extension, an answer: those may who keep the journal."""
    if refusal := why_not_change(actor):
        return refusal
    return "Це записує той, хто веде журнал: повідомте йому" if why_not_correct(actor, journal) else None


def why_not_receive(actor: Actor) -> str | None:
    """Why this actor may not enter a personal reception: who registers in a journal of appeals may."""
    if refusal := why_not_change(actor):
        return refusal
    if reception_journals(actor):
        return None
    return "Особистий прийом записує той, хто реєструє звернення громадян"


def why_not_see_receptions(actor: Actor) -> str | None:
    """Why this actor has no register of receptions: who reads no journal of appeals has none."""
    if any(each.stream == Stream.APPEALS for each in journals_for(actor)):
        return None
    return "Журнал особистого прийому бачать ті, хто читає журнал звернень громадян"


def reception_journals(actor: Actor) -> list[Journal]:
    """The journals of appeals in which this actor registers, those of his own organisation first."""
    if actor.kind != "person" or not actor.principals:
        return []
    rows = Journal.objects.filter(
        stream=Stream.APPEALS,
        closed_on=None,
        readers__may_register=True,
        readers__principal__in=actor.principals,
    ).distinct()
    found = rows.select_related("organisation", "default_case").prefetch_related("readers")
    kept = [each for each in found if not why_not_register(actor, each)]
    return sorted(kept, key=lambda each: (each.organisation_id != actor.organisation_id, each.pk))
