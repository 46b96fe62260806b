"""Further parties of an incoming card, corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from obih.registry.actions.card_rows import parties_of
from obih.registry.cards import PartyEntry
from obih.registry.models import Correspondent, Party
from obih.registry.parties import FIRST_ORDER, more_of
from obih.registry.vocabulary import PartyRole

if TYPE_CHECKING:
    from obih.registry.actions.correction import Correcting


def set_more_parties(correcting: Correcting, value: Sequence[PartyEntry]) -> None:
    """Replace the further parties by these, in their order; those with fields of their own stay.

    Whoever keeps his name keeps the address and contact he gave: rows of the card do not ask for them.
    """
    document = correcting.document
    standing = list(Party.objects.filter(document=document).order_by("order", "pk"))
    before = {(each.role, each.name): each for each in more_of(standing)}
    Party.objects.filter(pk__in=[each.pk for each in more_of(standing)]).delete()
    sender = correcting.sender()
    entries = named_by_sender(value, sender.correspondent, sender.name)
    rows = parties_of(entries, document)
    for order, row in enumerate(rows, start=FIRST_ORDER):
        row.order = order
        if same := before.get((row.role, row.name)):
            row.address, row.contact, row.is_natural = same.address, same.contact, same.is_natural
    Party.objects.bulk_create(rows)


def named_by_sender(
    entries: Sequence[PartyEntry], sender: Correspondent | None, name: str
) -> list[PartyEntry]:
    """A second number without a name is the sender’s own."""
    return [
        replace(each, correspondent=sender, name="" if sender else name)
        if each.role == PartyRole.SENDER and not each.said
        else each
        for each in entries
    ]
