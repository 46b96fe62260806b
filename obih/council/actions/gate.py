"""How this room’s actions begin: the sitting is locked, the actor keeps it."""

from __future__ import annotations

from obih.council.access import journals_of, why_not_keep
from obih.council.models import AgendaItem
from obih.people.actors import Actor
from obih.people.models import Sitting
from obih.ui.refusals import Refused

ITEM_GONE = "Цього пункту вже немає: оновіть сторінку"


def held(sitting: Sitting, by: Actor) -> Sitting:
    """The sitting, locked till the end of the unit of work: whatever changes it comes one after another.

    Raises Refused if the actor does not keep it.
    """
    locked = Sitting.objects.select_for_update(of=("self",)).select_related("body").get(pk=sitting.pk)
    if refusal := why_not_keep(by, journals_of(locked.body)):
        raise Refused(refusal)
    return locked


def items_of(sitting: Sitting) -> dict[int, AgendaItem]:
    """The agenda by key, in its order, each with its decision."""
    found = AgendaItem.objects.filter(sitting=sitting).select_related("decision", "rapporteur")
    return {each.pk: each for each in found}


def numbered(item: AgendaItem) -> bool:
    """Whether the item’s decision has its number already."""
    decision = getattr(item, "decision", None)
    return decision is not None and decision.document_id is not None
