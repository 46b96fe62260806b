"""Half-filled cards as lines of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from obih.desk.seals import NOTHING, CardSeals, FileMark, seals_of_cards
from obih.people.actors import Actor
from obih.people.models import Unit
from obih.registry.models import Journal, PendingCard
from obih.registry.queries import pending_cards
from obih.registry.queries.arrivals import bodies_above, is_from_above, order_of_review
from obih.ui.templatetags.obih_words import moment
from obih.ui.words import counted


@dataclass(frozen=True)
class WaitingRow:
    """A card without a number: what is known of it, whose it is, where it goes on."""

    card: PendingCard
    url: str
    title: str
    sender: str
    note: str
    files: str
    mine: bool
    from_above: bool
    urgent: bool
    reviewed: str
    """What the preliminary review said, or nothing while it is still to be made."""
    seal: FileMark | None
    """What the signatures among its files are worth, the worst first."""
    differs: bool
    """Somebody else signed than the card names."""
    late: bool
    """The hour of the preliminary review has passed."""


def waiting_rows(actor: Actor, journals: Sequence[Journal]) -> list[WaitingRow]:
    """Cards that wait, in the order of their preliminary review: from above and urgent ones first."""
    higher = bodies_above([each.organisation_id for each in journals])
    cards = sorted(pending_cards(actor), key=lambda card: order_of_review(card, higher))
    units = [card.review.get("unit") for card in cards if card.review.get("unit")]
    seals = seals_of_cards(cards)
    names = dict(Unit.objects.filter(pk__in=units).values_list("pk", "name")) if units else {}
    return [waiting_row(card, actor, higher, names, seals[card.pk]) for card in cards]


def waiting_row(
    card: PendingCard,
    actor: Actor,
    higher: frozenset[str] = frozenset(),
    units: Mapping[int, str] | None = None,
    seals: CardSeals = NOTHING,
) -> WaitingRow:
    files = list(card.files.all())
    said = {name: value for name, value in card.fields.items() if isinstance(value, str)}
    title = said.get("title") or said.get("summary") or (files[0].name if files else "Ще нічого не вписано")
    mine = card.person_id == actor.person_id
    whose = "" if mine else f"{card.person.full_name}, "
    return WaitingRow(
        card=card,
        url=f"{reverse('desk:registration', args=[card.journal.code])}?card={card.pk}",
        title=title,
        sender=said.get("correspondent_text", ""),
        note=f"{whose}збережено {moment(timezone.localtime(card.saved_at))}",
        files=counted(len(files), "файл", "файли", "файлів") if files else "без файлів",
        mine=mine,
        from_above=is_from_above(card, higher),
        urgent=bool(card.review.get("urgent")),
        reviewed=_reviewed(card, units or {}),
        seal=seals.worst,
        differs=any(each.differs for each in seals.seals),
        late=card.reviewed_at is None
        and card.review_due_at is not None
        and card.review_due_at < timezone.now(),
    )


def _reviewed(card: PendingCard, units: Mapping[int, str]) -> str:
    if card.reviewed_at is None:
        return ""
    return units.get(card.review.get("unit"), "підрозділ") if card.review.get("unit") else "керівництво"
