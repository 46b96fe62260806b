"""Who gets copies of a document made here, changed after its registration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from obih.registry.cards import PartyEntry
from obih.registry.models import Copy, Document, Party
from obih.registry.vocabulary import PartyRole
from obih.ui.refusals import Refused

if TYPE_CHECKING:
    from obih.registry.actions.correction import Correcting


def set_addressees(correcting: Correcting, value: Sequence[PartyEntry]) -> None:
    """Bring addressees and their copies in line with what is wanted, in its order.

    Whoever stays keeps his copy with all that became of it; a copy that has gone out cannot be unsaid.
    """
    document = correcting.document
    present = {
        key_of(party): party
        for party in Party.objects.filter(document=document, role=PartyRole.ADDRESSEE).order_by("order")
    }
    first = max((each.order for each in present.values()), default=10)
    wanted = {entry_key(each): each for each in value}
    for key, party in present.items():
        if key not in wanted:
            _remove(party)
    for order, (key, entry) in enumerate(wanted.items(), start=first + 1):
        known = present.get(key)
        if known is None:
            _add(entry, document, order, correcting)
        else:
            known.order = order
            known.save(update_fields=["order"])
            if entry.channel_code:
                Copy.objects.filter(party=known, sent_at=None).update(channel_code=entry.channel_code)


def key_of(party: Party) -> tuple[object, ...]:
    """Who is meant, whatever he is called."""
    if party.correspondent_id or party.person_id or party.unit_id:
        return (party.correspondent_id, party.person_id, party.unit_id, "")
    return (None, None, None, party.name)


def entry_key(entry: PartyEntry) -> tuple[object, ...]:
    ours = (
        entry.correspondent.pk if entry.correspondent else None,
        entry.person.pk if entry.person else None,
        entry.unit.pk if entry.unit else None,
    )
    return (*ours, "") if any(ours) else (*ours, entry.name)


def _remove(party: Party) -> None:
    if Copy.objects.filter(party=party).exclude(sent_at=None).exists():
        name = party.name or str(party.correspondent or "")
        raise Refused(f"Примірник для «{name}» уже надіслано: адресата не вилучити", field="addressees")
    Copy.objects.filter(party=party).delete()
    party.delete()


def _add(entry: PartyEntry, document: Document, order: int, correcting: Correcting) -> None:
    party = Party.objects.create(
        document=document,
        role=PartyRole.ADDRESSEE,
        order=order,
        correspondent=entry.correspondent,
        person=entry.person,
        unit=entry.unit,
        name=entry.name,
    )
    usual = correcting.before.copies[0].channel_code if correcting.before.copies else ""
    Copy.objects.create(
        document=document,
        party=party,
        channel_code=entry.channel_code or usual,
        address=entry.correspondent.address if entry.correspondent else "",
    )
