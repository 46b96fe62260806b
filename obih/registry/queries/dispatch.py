"""Copies on their way: those of one document, those that wait, those that went by post on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry.models import Copy, Instance, Journal, Registration
from obih.registry.queries.visibility import visible_rows

MOST = 200


@dataclass(frozen=True)
class CopyRow:
    """A copy for an addressee: `state` is a chip, `text` its words."""

    id: int
    document_id: UUID
    number: str
    sequence_text: str
    registered_at: datetime
    title: str
    to: str
    address: str
    channel_code: str
    channel: str
    sent_at: datetime | None
    sent_by: str
    tracking_number: str
    delivered_at: datetime | None
    number_there: str
    dated_there_on: date | None
    refused_at: datetime | None
    refused_because: str
    sheets: int
    registered_urgent: bool

    @property
    def state(self) -> str:
        if self.refused_at:
            return "late"
        return "done" if self.number_there or self.delivered_at else "work" if self.sent_at else "new"

    @property
    def text(self) -> str:
        if self.refused_at:
            return "не прийнято"
        if self.number_there:
            return "зареєстровано там"
        if self.delivered_at:
            return "доставлено"
        return "надіслано" if self.sent_at else "не надіслано"


def _rows(copies: QuerySet[Copy]) -> list[CopyRow]:
    first = Registration.objects.filter(document=OuterRef("document_id"), moved_to=None)
    first = first.order_by("registered_at")
    sheets = Instance.objects.filter(document=OuterRef("document_id")).order_by("pk")
    found: Any = (
        copies.select_related("party__correspondent", "document")
        .defer("document__words")
        .annotate(
            number=Subquery(first.values("number")[:1]),
            sequence=Subquery(first.values("sequence")[:1]),
            registered_at=Subquery(first.values("registered_at")[:1]),
            main=Subquery(sheets.values("sheets_main")[:1]),
            annex=Subquery(sheets.values("sheets_annex")[:1]),
        )
    )
    channels = profile(timezone.localdate()).channels
    return [
        CopyRow(
            id=each.pk,
            document_id=each.document_id,
            number=each.number or "",
            sequence_text=str(each.sequence or ""),
            registered_at=each.registered_at or each.document.created_at,
            title=each.document.title,
            to=(each.party.correspondent.name if each.party.correspondent else each.party.name),
            address=each.address or (each.party.correspondent.address if each.party.correspondent else ""),
            channel_code=each.channel_code,
            channel=channels[each.channel_code].title if each.channel_code in channels else "",
            sent_at=each.sent_at,
            sent_by=each.sent_by_label,
            tracking_number=each.tracking_number,
            delivered_at=each.delivered_at,
            number_there=each.number_there,
            dated_there_on=each.dated_there_on,
            refused_at=each.refused_at,
            refused_because=each.refused_because,
            sheets=(each.main or 0) + (each.annex or 0),
            registered_urgent=each.document.urgent,
        )
        for each in found
    ]


def copies_of(document_id: UUID) -> list[CopyRow]:
    """The copies of a document for its addressees; the caller has made sure that it may be seen."""
    rows = Copy.objects.filter(document=document_id, party__role="addressee")
    return _rows(rows.order_by("party__order", "pk"))


def waiting_copies(
    actor: Actor, journals: Sequence[Journal], *, channel: str = "", most: int = MOST
) -> list[CopyRow]:
    """Copies not sent yet of what the actor sees in these journals, the oldest first, at most `most`."""
    rows = _in_journals(actor, journals).filter(sent_at=None, refused_at=None, arrived_at=None)
    if channel:
        rows = rows.filter(channel_code=channel)
    return _rows(rows.order_by("document__created_at", "pk")[:most])


def sent_on(actor: Actor, journals: Sequence[Journal], day: date, *, channel: str = "") -> list[CopyRow]:
    """Copies that went out on a day, in the order they were noted."""
    start = timezone.make_aware(datetime.combine(day, time()))
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    rows = _in_journals(actor, journals).filter(sent_at__gte=start, sent_at__lt=end)
    if channel:
        rows = rows.filter(channel_code=channel)
    return _rows(rows.order_by("sent_at", "pk"))


def _in_journals(actor: Actor, journals: Sequence[Journal]) -> QuerySet[Copy]:
    registered = Registration.objects.filter(journal__in=[each.pk for each in journals], moved_to=None)
    return Copy.objects.filter(
        Q(document__in=registered.values("document")),
        visible_rows(actor, "document_id"),
        party__role="addressee",
    )
