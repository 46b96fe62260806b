"""Who gets copies of a document made here, changed after its registration."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max

from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.registry import access_rows
from obih.registry.access import why_not_dispatch
from obih.registry.actions.sharing import document_to_change
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


@unit_of_work()
def copies_for(
    document_id: UUID, wanted: Sequence[PartyEntry], *, spoken_for: Collection[int] = (), by: Actor
) -> list[Copy]:
    """A copy for each of these, for a room above that keeps a mailing list of its own.

    An addressee of the card has the copy that is there already; another becomes one now. Copies of
    `spoken_for` are left alone: whoever is to get two papers gets two copies.
    """
    document, registration = document_to_change(document_id, by)
    if refusal := why_not_dispatch(by, registration.journal):
        raise Refused(refusal)
    addressees = Party.objects.filter(document=document, role=PartyRole.ADDRESSEE)
    present = {key_of(each): each for each in addressees}
    order = Party.objects.filter(document=document).aggregate(Max("order", default=0))["order__max"]
    free = list(Copy.objects.filter(party__in=present.values()).exclude(pk__in=spoken_for).order_by("pk"))
    found = []
    for entry in wanted:
        party = present.get(entry_key(entry))
        if party is None:
            order += 1
            party = _party(entry, document, order)
            present[entry_key(entry)] = party
        copy = next((each for each in free if each.party_id == party.pk), None)
        if copy is None:
            copy = _copy(entry, document, party, entry.channel_code)
        else:
            free.remove(copy)
        found.append(copy)
    if any(each.person or each.unit for each in wanted):
        access_rows.recount(document)
    return found


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
    usual = correcting.before.copies[0].channel_code if correcting.before.copies else ""
    _copy(entry, document, _party(entry, document, order), entry.channel_code or usual)


def _party(entry: PartyEntry, document: Document, order: int) -> Party:
    return Party.objects.create(
        document=document,
        role=PartyRole.ADDRESSEE,
        order=order,
        correspondent=entry.correspondent,
        person=entry.person,
        unit=entry.unit,
        name=entry.name,
    )


def _copy(entry: PartyEntry, document: Document, party: Party, channel_code: str) -> Copy:
    return Copy.objects.create(
        document=document,
        party=party,
        channel_code=channel_code,
        address=entry.correspondent.address if entry.correspondent else "",
    )
