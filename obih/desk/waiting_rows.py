"""Half-filled cards as lines of a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from obih.people.actors import Actor
from obih.registry.models import PendingCard
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


def waiting_row(card: PendingCard, actor: Actor) -> WaitingRow:
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
    )
