"""What becomes of an arrival before it has a number: reviewed, added to the card it repeats, refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from obih.files.actions import keep
from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.keys import uuid7
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.law.queries import profile
from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.people.models import Unit
from obih.registry.access import why_not_correct, why_not_register
from obih.registry.actions.files import write_files
from obih.registry.actions.pending import GONE
from obih.registry.actions.sharing import document_to_change
from obih.registry.cards import CardFile
from obih.registry.events import ARRIVAL_ADDED, ARRIVAL_REFUSED, ARRIVAL_REVIEWED
from obih.registry.models import (
    Copy,
    Correspondent,
    DocumentFile,
    PendingCard,
    RefusedArrival,
    RefusedFile,
)
from obih.registry.queries.pending import pending_cards
from obih.registry.vocabulary import FileRole
from obih.ui.refusals import Refused

ADD, REFUSE = "registry.add_arrival", "registry.refuse_arrival"
TO_LEADERS, TO_UNIT = "leadership", "unit"


@unit_of_work()
def review_arrival(
    card_id: UUID, *, to: str, unit: Unit | None = None, urgent: bool = False, by: Actor
) -> PendingCard:
    """Say after the preliminary review who considers the arrival, and whether it is urgent (№ 55, p. 19)."""
    card = _arrival(card_id, by)
    if to not in (TO_LEADERS, TO_UNIT):
        raise Refused("Оберіть, хто розглядає: керівництво чи підрозділ", field="to")
    if to == TO_UNIT and unit is None:
        raise Refused("Оберіть підрозділ", field="unit")
    card.review = {"to": to, "unit": unit.pk if unit and to == TO_UNIT else None, "urgent": urgent}
    card.reviewed_at, card.reviewed_by_label = timezone.now(), by.label
    card.save(update_fields=["review", "reviewed_at", "reviewed_by_label"])
    whom = unit.name if unit and to == TO_UNIT else "керівництво"
    record(
        ARRIVAL_REVIEWED, by=by, about=card, to=f"{whom}, терміново" if urgent else whom,
        unit=card.review["unit"], urgent=urgent, journal=card.journal.code,
    )  # fmt: skip
    return card


def add_arrival(
    document_id: UUID,
    *,
    channel_code: str,
    arrived_at: datetime,
    files: Sequence[CardFile] = (),
    outside_id: str = "",
    note: str = "",
    pending: UUID | None = None,
    key: str = "",
    by: Actor,
) -> None:
    """Note that a registered document came once more (the paper after its e-mail): one number, two copies.

    Its files join the card, those it has already are left out; the half-filled card `pending` goes.
    """
    told = [document_id, channel_code, outside_id, [each.stored.sha256 for each in files]]
    try:
        with unit_of_work():
            if key:
                claim(by=by, action=ADD, key=key, digest=digest_of({"told": told}), result={})
            document, registration = document_to_change(document_id, by)
            if refusal := why_not_correct(by, registration.journal):
                raise Refused(refusal)
            channel = profile().channels.get(channel_code)
            if channel is None:
                raise Refused("Оберіть, як надійшло", field="channel")
            if arrived_at > timezone.now():
                raise Refused("Цей час ще не настав", field="received_at")
            Copy.objects.create(
                document=document, channel_code=channel_code, arrived_at=arrived_at,
                outside_id=outside_id[:200], note=note.strip()[:300],
            )  # fmt: skip
            added = write_files(document, _unknown(document_id, files), by)
            if pending is not None:
                pending_cards(by).filter(pk=pending).delete()
            record(
                ARRIVAL_ADDED, by=by, about=document, channel=channel.title, arrived_at=arrived_at,
                files=[each.content_id for each in added],
                private={"outside_id": outside_id, "names": [each.name for each in added]},
            )  # fmt: skip
    except AlreadyDone:
        return


def _unknown(document_id: UUID, files: Sequence[CardFile]) -> list[CardFile]:
    """Files whose bytes the card does not have yet, whatever they are called."""
    standing = DocumentFile.objects.filter(document=document_id, withdrawal=None)
    there = set(standing.values_list("content_id", flat=True))
    return [each for each in files if each.stored.sha256 not in there]


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why an arrival is not registered, and what is known of it. `ground` is a code of the profile."""

    channel_code: str
    kind_code: str
    ground: str
    comment: str = ""
    correspondent: Correspondent | None = None
    sender_name: str = ""
    title: str = ""
    their_number: str = ""
    dated_on: date | None = None
    repeats: UUID | None = None


def refuse_arrival(card_id: UUID, refusal: Refusal, *, by: Actor) -> RefusedArrival:
    """Refuse to register what came, by a ground of its channel and kind (№ 55, p. 21, 24). Its files stay.

    Appeals and requests follow laws of their own and are always registered. The second call gives the first
    one’s row.
    """
    row_id, told = uuid7(), [refusal.ground, refusal.comment, refusal.channel_code, refusal.kind_code]
    try:
        with unit_of_work():
            claim(
                by=by, action=REFUSE, key=str(card_id), digest=digest_of({"told": told}),
                result={"refused": str(row_id)},
            )  # fmt: skip
            return _refused(row_id, _arrival(card_id, by), refusal, by)
    except AlreadyDone as done:
        return RefusedArrival.objects.get(pk=done.result["refused"])


def _refused(row_id: UUID, card: PendingCard, said: Refusal, by: Actor) -> RefusedArrival:
    if refusal := why_not_register(by, card.journal):
        raise Refused(refusal)
    rules = profile()
    if rules.is_always_registered(said.kind_code):
        raise Refused("Звернення і запити реєструють завжди: відмовити в реєстрації не можна", field="kind")
    grounds = {each.code: each for each in rules.refusal_grounds(said.channel_code, said.kind_code)}
    ground = grounds.get(said.ground)
    if ground is None:
        raise Refused("Оберіть підставу з переліку: без неї відмовити не можна (п. 24 № 55)", field="ground")
    repeated = document_to_change(said.repeats, by, locked=False)[0] if said.repeats else None
    now = timezone.now()
    row = RefusedArrival.objects.create(
        id=row_id,
        organisation=card.journal.organisation,
        journal=card.journal,
        channel_code=said.channel_code,
        kind_code=said.kind_code,
        ground_code=ground.code,
        ground_title=ground.title,
        comment=said.comment.strip()[:500],
        correspondent=said.correspondent,
        sender_name=said.sender_name.strip()[:300],
        title=said.title.strip()[:500],
        their_number=said.their_number.strip()[:120],
        dated_on=said.dated_on,
        document=repeated,
        received_at=card.received_at or card.created_at,
        refused_at=now,
        refused_by_id=by.person_id,
        refused_by_label=by.label,
    )
    files = list(card.files.select_related("content").all())
    keep([each.content.as_stored(each.name) for each in files])
    RefusedFile.objects.bulk_create(
        [RefusedFile(arrival=row, content_id=each.content_id, name=each.name) for each in files]
    )
    record(
        ARRIVAL_REFUSED, by=by, about=row, ground=ground.title, code=ground.code, journal=card.journal.code,
        files=[each.content_id for each in files],
        private={"title": row.title, "from": said.sender_name, "comment": row.comment},
    )  # fmt: skip
    card.delete()
    return row


def _arrival(card_id: UUID, by: Actor) -> PendingCard:
    """A card that waits, of this actor or of a journal where he registers, locked."""
    if refusal := why_not_change(by):
        raise Refused(refusal)
    found = pending_cards(by).select_for_update(of=("self",)).filter(pk=card_id).first()
    if found is None:
        raise Refused(GONE)
    return found


def files_of(card: PendingCard) -> list[CardFile]:
    """The files of a half-filled card, to go along with what it becomes."""
    rows = card.files.select_related("content").all()
    return [CardFile(row.content.as_stored(row.name), row.name, FileRole(row.role)) for row in rows]
