"""What a printed journal of decisions says of the sitting: of the vote, of who spoke, of the signature."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from obih.council.models import Decision
from obih.registry.vocabulary import Stream
from obih.ui.words import short_date

STREAMS = (Stream.DECISIONS,)
LABELS = {
    "sitting": "сесія (засідання)",
    "rapporteur": "доповідач",
    "draft_author": "автор проєкту",
    "votes": "результат голосування",
    "signed_on": "дата підписання",
}


def told(documents: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """Of documents that the caller has been let to; one statement."""
    rows = Decision.objects.filter(document__in=documents).select_related("item__rapporteur", "sitting__body")
    return {each.document_id: _of(each) for each in rows if each.document_id}


def _of(decision: Decision) -> dict[str, str]:
    votes = (
        ("за", decision.in_favour),
        ("проти", decision.against),
        ("утрималися", decision.abstained),
        ("не голосували", decision.not_voting),
    )
    return {
        "sitting": f"{decision.sitting}",
        "rapporteur": decision.item.speaker,
        "draft_author": decision.item.author,
        "votes": ", ".join(f"{name} {count}" for name, count in votes),
        "signed_on": short_date(decision.signed_on) if decision.signed_on else "",
    }
