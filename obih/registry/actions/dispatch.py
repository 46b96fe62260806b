"""What became of the copies of a document made here: noted by hand, told to whoever reacts to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry.access import why_not_dispatch
from obih.registry.actions.sharing import ABSENT, document_to_change
from obih.registry.events import COPY_DELIVERED, COPY_REFUSED, COPY_REGISTERED_THERE, DOCUMENT_SENT
from obih.registry.models import Copy, Document
from obih.ui.refusals import Refused
from obih.ui.words import short_date


@dataclass(frozen=True)
class Sending:
    """One copy as it went: by which channel (empty: as the card says), with which number of the post."""

    copy_id: int
    channel_code: str = ""
    tracking_number: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of one line of a bulk: `refusal` is empty where it was done."""

    copy_id: int
    refusal: str = ""


@unit_of_work()
def note_sent(document_id: UUID, sendings: Sequence[Sending], *, sent_at: datetime, by: Actor) -> int:
    """Note that copies of a document went out; gives how many. Announces `registry.document_sent` once.

    What is noted already is noted anew (a mistake is put right); a moment that has not come is refused.
    """
    document = _document(document_id, by)
    if sent_at > timezone.now():
        raise Refused("Цей день ще не настав: позначають те, що вже надіслано", field="sent_on")
    if not sendings:
        raise Refused("Позначте хоча б один примірник")
    channels = profile(timezone.localdate()).channels
    copies = {each.pk: each for each in _copies(document)}
    changed: list[Copy] = []
    for told in sendings:
        copy = copies.get(told.copy_id)
        if copy is None:
            raise Refused("Такого примірника немає: оновіть сторінку")
        if told.channel_code and told.channel_code not in channels:
            raise Refused("Такого способу надсилання немає: оберіть зі списку", field="channel")
        before = copy.channel_code
        copy.channel_code = told.channel_code or before
        if not copy.channel_code:
            raise Refused("Оберіть, як надіслано", field="channel")
        if _is_noted(copy, told, before, sent_at):
            continue
        copy.sent_at, copy.sent_by_label = sent_at, by.label
        copy.tracking_number = told.tracking_number.strip()[:60]
        copy.refused_at, copy.refused_because = None, ""
        changed.append(copy)
    if not changed:
        return 0
    Copy.objects.bulk_update(
        changed,
        ["channel_code", "sent_at", "sent_by_label", "tracking_number", "refused_at", "refused_because"],
    )
    codes = dict.fromkeys(each.channel_code for each in changed)
    record(
        DOCUMENT_SENT,
        by=by,
        about=document,
        how=", ".join(channels[code].title for code in codes if code in channels),
        on=short_date(timezone.localdate(sent_at)),
        count=len(changed),
        copies=[each.pk for each in changed],
        channels=list(codes),
        sent_at=sent_at,
        private={"to": [str(each.party or "") for each in changed]},
    )
    return len(changed)


def _is_noted(copy: Copy, told: Sending, channel: str, sent_at: datetime) -> bool:
    """Whether the very same is noted already: the form sent twice says it once."""
    return (
        copy.sent_at is not None
        and copy.refused_at is None
        and timezone.localdate(copy.sent_at) == timezone.localdate(sent_at)
        and copy.tracking_number == told.tracking_number.strip()[:60]
        and copy.channel_code == channel
    )


def note_many_sent(sendings: Iterable[Sending], *, sent_at: datetime, by: Actor) -> list[Outcome]:
    """The same for copies of many documents: each document by itself, so one refused line stops no other."""
    told = list(sendings)
    documents = dict(
        Copy.objects.filter(pk__in=[each.copy_id for each in told]).values_list("pk", "document_id")
    )
    grouped: dict[UUID | None, list[Sending]] = {}
    for each in told:
        grouped.setdefault(documents.get(each.copy_id), []).append(each)
    found = []
    for document, lines in grouped.items():
        refusal = "" if document else ABSENT
        if document:
            try:
                note_sent(document, lines, sent_at=sent_at, by=by)
            except Refused as refused:
                refusal = refused.sentence
        found += [Outcome(each.copy_id, refusal) for each in lines]
    return found


@unit_of_work()
def note_registered_there(
    document_id: UUID, copy_id: int, *, number: str, dated_on: date | None, by: Actor
) -> None:
    """The addressee gave it a number of his: it stands on the card."""
    document = _document(document_id, by)
    copy = _copy(document, copy_id)
    if not number.strip():
        raise Refused("Напишіть номер, який дав адресат", field="number_there")
    if dated_on and dated_on > timezone.localdate():
        raise Refused("Ця дата ще не настала", field="dated_there_on")
    copy.number_there, copy.dated_there_on = number.strip()[:120], dated_on
    copy.save(update_fields=["number_there", "dated_there_on"])
    on = short_date(dated_on) if dated_on else "без дати"
    record(COPY_REGISTERED_THERE, by=by, about=document, their_number=copy.number_there, on=on, copy=copy.pk)


@unit_of_work()
def note_delivered(document_id: UUID, copy_id: int, *, delivered_at: datetime, by: Actor) -> None:
    document = _document(document_id, by)
    copy = _copy(document, copy_id)
    if delivered_at > timezone.now():
        raise Refused("Цей день ще не настав", field="delivered_on")
    if copy.sent_at is None:
        raise Refused("Спершу позначте, що примірник надіслано", field="delivered_on")
    if timezone.localdate(delivered_at) < timezone.localdate(copy.sent_at):
        raise Refused("Доставити раніше, ніж надіслано, не можна", field="delivered_on")
    copy.delivered_at = delivered_at
    copy.save(update_fields=["delivered_at"])
    on = short_date(timezone.localdate(delivered_at))
    record(COPY_DELIVERED, by=by, about=document, on=on, copy=copy.pk)


@unit_of_work()
def note_refused(document_id: UUID, copy_id: int, *, at: datetime, because: str, by: Actor) -> None:
    """The addressee did not take it, or the post brought it back: the copy may be sent again."""
    document = _document(document_id, by)
    copy = _copy(document, copy_id)
    if at > timezone.now():
        raise Refused("Цей день ще не настав", field="refused_on")
    if not because.strip():
        raise Refused("Напишіть, чому не прийнято чи повернуто", field="refused_because")
    copy.refused_at, copy.refused_because = at, because.strip()[:300]
    copy.save(update_fields=["refused_at", "refused_because"])
    on = short_date(timezone.localdate(at))
    record(COPY_REFUSED, by=by, about=document, on=on, because=copy.refused_because, copy=copy.pk)


def _document(document_id: UUID, by: Actor) -> Document:
    document, registration = document_to_change(document_id, by)
    if refusal := why_not_dispatch(by, registration.journal):
        raise Refused(refusal)
    return document


def _copies(document: Document) -> Iterable[Copy]:
    rows = Copy.objects.filter(document=document, party__isnull=False)
    return rows.select_related("party__correspondent")


def _copy(document: Document, copy_id: int) -> Copy:
    found = _copies(document)
    copy = next((each for each in found if each.pk == copy_id), None)
    if copy is None:
        raise Refused("Такого примірника немає: оновіть сторінку")
    return copy
