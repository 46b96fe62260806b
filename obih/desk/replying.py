"""«Відповісти»: the created form opened from the card of what came, with whom, why and where filled in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from obih.contracts.queries import CREATED
from obih.desk.keeping import kept_journals
from obih.people.actors import Actor
from obih.registry import queries
from obih.registry.forms.addressees import AddresseeRow
from obih.registry.models import Party
from obih.registry.queries import Record
from obih.registry.queries.visibility import visible_rows
from obih.registry.vocabulary import LinkKind, PartyRole, Stream


def chosen(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """Everything the address fills in: the kind, the contract of an agreement, what is answered."""
    found = {name: request.GET[told] for told, name in IN_ADDRESS.items() if request.GET.get(told)}
    if "contract_base" in found:
        found |= _party_of(actor, found["contract_base"])
    return found | reply_to(request, actor)


def _party_of(actor: Actor, number: str) -> dict[str, Any]:
    """The other party of the contract of this number, for an agreement to it."""
    parties = Party.objects.filter(
        visible_rows(actor, "document_id"),
        role=PartyRole.PARTY,
        document__kind_code=CREATED,
        document__registrations__number=number.replace("\0", "")[:120],
    )
    party = parties.select_related("correspondent").order_by("-document__created_at").first()
    if party is None:
        return {}
    return {"contract_party": party.correspondent_id or "", "contract_party_text": str(party)}


IN_ADDRESS = {"kind": "kind", "base": "contract_base"}


def reply_to(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """What the card named in the address (`?reply=`, `?pursuant=`) fills in; nothing of a hidden one."""
    for name, kind in (("reply", LinkKind.IN_REPLY), ("pursuant", LinkKind.PURSUANT)):
        try:
            document = UUID(request.GET.get(name, ""))
        except ValueError:
            continue
        found = queries.records(actor, [document])
        if found:
            return _filled(found[0], kind)
    return {}


def _filled(record: Record, kind: LinkKind) -> dict[str, Any]:
    filled: dict[str, Any] = {"links": record.number, "link_kind": kind.value}
    if record.document.case_index_id:
        filled["case_index"] = record.document.case_index_id
    if record.document.responsible_unit_id:
        filled["responsible_unit"] = record.document.responsible_unit_id
    sender = record.sender
    if kind == LinkKind.IN_REPLY and sender:
        token = str(sender.correspondent_id) if sender.correspondent_id else ""
        filled["addressees"] = [AddresseeRow(token, sender.short_name)]
    return filled


def reply_url(request: HttpRequest, record: Record) -> str:
    """Where the answer to this document is registered: the outgoing journal that the actor keeps, of the same
    organisation first. Empty for what we made ourselves, and where he keeps none."""
    if not record.sender:
        return ""
    outgoing = [each for each in kept_journals(request) if each.stream == Stream.OUTGOING]
    outgoing.sort(key=lambda each: each.organisation_id != record.document.organisation_id)
    if not outgoing:
        return ""
    return f"{reverse('desk:registration', args=[outgoing[0].code])}?reply={record.id}"
