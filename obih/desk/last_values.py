"""What the clerk filled in last time: defaults of the next card, and what F2 brings back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from obih.people.actors import Actor
from obih.registry.forms.correction import initial_of
from obih.registry.models import Journal, PendingCard, Registration
from obih.registry.queries.pending import leaders_of
from obih.registry.queries.records import newest_of
from obih.ui.words import short_date

REMEMBERED = ("channel", "form", "case_index")


@dataclass(frozen=True)
class LastCard:
    """The actor’s last registration in a journal; empty before the first one."""

    number: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    sender: str = ""

    def defaults(self) -> dict[str, Any]:
        return {code: self.values[code] for code in REMEMBERED if self.values.get(code)}

    def for_f2(self) -> dict[str, tuple[str, str]]:
        """Code → (value, words) as inputs want them."""
        found = {}
        for code, value in self.values.items():
            if value in (None, "", False) or isinstance(value, list) or code in ("version", "links"):
                continue
            text = short_date(value) if isinstance(value, date) else str(value)
            found[code] = (text, self.sender if code == "correspondent" else "")
        return found


def last_card(actor: Actor, journal: Journal) -> LastCard:
    """One statement, through the one door."""
    last = (
        Registration.objects.filter(journal=journal, registered_by=actor.person_id)
        .order_by("-registered_at")
        .values_list("document_id", flat=True)[:1]
    )
    record = newest_of(actor, last)
    if record is None:
        return LastCard()
    return LastCard(
        record.registration, initial_of(record), record.sender.short_name if record.sender else ""
    )


def leader(journal: Journal, today: date, card: PendingCard | None = None) -> int | None:
    """Who reviews first unless said otherwise: the leader of the journal’s organisation. A half-filled card
    of this journal knows him already."""
    if card is not None and card.journal_id == journal.pk and hasattr(card, "leader_id"):
        known: int | None = card.leader_id
        return known
    return leaders_of(journal.organisation_id, today).first()
