"""Who sees a sitting and who keeps it: those of the journals its decisions are numbered in."""

from __future__ import annotations

from collections.abc import Iterable

from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.people.models import Body
from obih.registry.access import why_not_register
from obih.registry.models import Journal
from obih.registry.vocabulary import Stream

NO_JOURNAL = "Для цього органу ще не відкрито журналу рішень: попросіть адміністратора відкрити його"


def journals_of(body: Body) -> list[Journal]:
    """The open journals of decisions of a body, with their readers."""
    found = Journal.objects.filter(body=body, stream=Stream.DECISIONS, closed_on=None)
    return list(
        found.select_related("organisation", "body", "default_case", "unit", "district").prefetch_related(
            "readers"
        )
    )


def why_not_keep(actor: Actor, journals: Iterable[Journal]) -> str | None:
    """Why this actor may not keep sittings whose decisions are numbered in these journals, or None."""
    if refusal := why_not_change(actor):
        return refusal
    refusals = [why_not_register(actor, journal) for journal in journals]
    if not refusals:
        return NO_JOURNAL
    return None if None in refusals else "Засідання веде той, хто реєструє в журналі його рішень"
