"""What a card went through: corrected fields, files put aside, numbers it had, how often it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from obih.people.actors import Actor
from obih.registry.access import why_not_correct_card, why_not_correct_requisites
from obih.registry.models import Journal
from obih.registry.queries.card import Card, Corrected
from obih.registry.queries.records import Record
from obih.registry.queries.told import WithdrawnTold
from obih.registry.streams import comes_to_us
from obih.registry.values import Told
from obih.ui.templatetags.obih_words import moment


@dataclass(frozen=True)
class PutAside:
    """A file that was withdrawn; it can be opened only by who may correct the card (`url`)."""

    name: str
    url: str
    reason: str
    who: str
    at: datetime


def life_of(card: Card, actor: Actor, journal: Journal) -> dict[str, Any]:
    """For the page of a document: what may be done about mistakes, and what was done."""
    refusal = why_not_correct_card(actor, journal)
    requisites = refusal or why_not_correct_requisites(actor, journal, entered_at(card.record))
    return {
        "why_not_correct_card": refusal,
        "why_not_withdraw": requisites,
        "put_aside": [_put_aside(each, refusal) for each in card.record.withdrawn],
        "moved_from": card.record.moved,
        "arrivals": _arrivals(card),
    }


def _put_aside(each: WithdrawnTold, refusal: str | None) -> PutAside:
    url = "" if refusal else reverse("desk:file", args=[each.file_id])
    return PutAside(each.name, url, each.reason, each.who, each.at)


def _arrivals(card: Card) -> list[tuple[str, datetime | None]]:
    """How a document that came to us came, when it came more than once."""
    copies = card.record.copies
    if not comes_to_us(card.record.registration.stream) or len(copies) < 2:
        return []
    channels = card.rules.channels
    return [
        (channels[each.channel_code].title if each.channel_code in channels else each.channel_code,
         each.arrived_at)
        for each in copies
    ]  # fmt: skip


def requisites_of(told: Sequence[Told], card: Card) -> list[tuple[str, Any]]:
    """Fields of the card as pairs; beside a corrected one stands what it was."""
    return [(each.label, with_corrections(each.text, card.corrections.get(each.code, ()))) for each in told]


def with_corrections(text: str, corrections: Sequence[Corrected]) -> Any:
    if not corrections:
        return text
    notes = format_html_join(
        "", '<span class="was note"><br>було <s>{}</s> · виправлено {}, {} · {}</span>',
        (
            (each.old or "порожньо", moment(timezone.localtime(each.at)), each.who.split(",")[0], each.reason)
            for each in corrections
        ),
    )  # fmt: skip
    return format_html("{}{}", text, notes)


def entered_at(record: Record) -> datetime:
    """When the standing registration was typed in: from then the term of correction runs."""
    return record.registration.entered_at or record.registration.registered_at
