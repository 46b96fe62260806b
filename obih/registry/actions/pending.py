"""Half-filled cards: kept while one types, put aside, taken over, thrown away with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from obih.files.actions import announce_upload
from obih.files.storage import StoredContent
from obih.history.keys import uuid7
from obih.history.models import Event, IdempotencyKey
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.law.rules import preliminary_review_by
from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.registry.access import why_not_register
from obih.registry.events import PENDING_DISCARDED, PENDING_POSTPONED, PENDING_TAKEN
from obih.registry.models import Journal, PendingCard, PendingFile
from obih.registry.queries.pending import pending_cards
from obih.registry.vocabulary import FileRole
from obih.ui.refusals import Refused
from obih.workdays.queries import calendar_for

GONE = "Цієї картки вже немає: її зареєстровано, вилучено або перейнято"
MOST_LETTERS = 20_000
MOST_FIELDS = 1000


@unit_of_work()
def save_pending(
    journal: Journal, fields: Mapping[str, str], *, card_id: UUID | None = None, by: Actor
) -> PendingCard:
    """Keep what has been typed so far. Without `card_id`, or with one that nobody has had yet (a page makes
    it beforehand), a new card is begun. No event: it happens every few seconds. A card that has been
    registered, thrown away or taken over meanwhile is refused."""
    if refusal := why_not_register(by, journal):
        raise Refused(refusal)
    named = list(fields.items())[:MOST_FIELDS]
    kept = {name[:60]: value.replace("\0", "")[:MOST_LETTERS] for name, value in named}
    if card_id is None or not (PendingCard.objects.filter(pk=card_id).exists() or _is_spent(card_id, by)):
        if by.person_id is None:
            raise Refused("Картку відкладає людина")
        now, calendar = timezone.now(), calendar_for()
        begun, _ = PendingCard.objects.get_or_create(
            pk=card_id or uuid7(),
            defaults={
                "journal": journal,
                "person_id": by.person_id,
                "fields": kept,
                "received_at": now,
                "review_due_at": preliminary_review_by(now, calendar)
                or calendar.closes_at(timezone.localdate(now)),
            },
        )
        return begun
    card = _mine(card_id, by)
    card.fields, card.journal = kept, journal
    card.save(update_fields=["fields", "journal", "saved_at"])
    return card


@unit_of_work()
def attach_pending_file(
    card_id: UUID, stored: StoredContent, name: str, *, role: FileRole = FileRole.MAIN, by: Actor
) -> PendingFile:
    """Put an uploaded file to a half-filled card; its preview begins. The same file twice is one."""
    card = _mine(card_id, by)
    known = card.files.filter(content_id=stored.sha256, name=name[:255]).first()
    if known is not None:
        return known
    content = announce_upload(stored, by=by, about=card)
    return PendingFile.objects.create(card=card, content_id=content.pk, role=role, name=name[:255])


@unit_of_work()
def remove_pending_file(file_id: UUID, *, by: Actor) -> None:
    """Take a file off a half-filled card; the sweeper removes its bytes if nobody else uses them."""
    _writable(by)
    PendingFile.objects.filter(pk=file_id, card__in=pending_cards(by).filter(person=by.person_id)).delete()


@unit_of_work()
def postpone(card_id: UUID, *, by: Actor) -> PendingCard:
    """Put a card aside knowingly: it stands in «чекають на реєстрацію»."""
    card = _mine(card_id, by)
    record(PENDING_POSTPONED, by=by, about=card, journal=card.journal.code)
    return card


@unit_of_work()
def discard(card_id: UUID, *, reason: str, by: Actor) -> None:
    """Throw a half-filled card away; the reason stays in history. It had no number, so nothing is missing."""
    if not reason.strip():
        raise Refused("Назвіть причину: чому картку не реєструють", field="reason")
    card = _mine(card_id, by)
    record(
        PENDING_DISCARDED, by=by, about=card, journal=card.journal.code, reason=reason.strip()[:300],
        files=[each.content_id for each in card.files.all()], private={"title": str(card)},
    )  # fmt: skip
    card.delete()


@unit_of_work()
def take_over(card_id: UUID, *, by: Actor) -> PendingCard:
    """Take up a card that another clerk of the same journal began."""
    _writable(by)
    card = pending_cards(by).select_for_update(of=("self",)).filter(pk=card_id).first()
    if card is None:
        raise Refused(GONE)
    if refusal := why_not_register(by, card.journal):
        raise Refused(refusal)
    if card.person_id != by.person_id and by.person_id is not None:
        record(PENDING_TAKEN, by=by, about=card, from_whom=card.person.full_name)
        card.person_id = by.person_id
        card.save(update_fields=["person"])
    return card


def _is_spent(card_id: UUID, by: Actor) -> bool:
    """Whether a card of this id has been registered (its id was the key of the deed) or thrown away."""
    done = IdempotencyKey.objects.filter(actor=f"{by.kind}:{by.key}", key=str(card_id))
    gone = Event.objects.about("registry.pendingcard", str(card_id)).filter(name=PENDING_DISCARDED.name)
    return done.exists() or gone.exists()


def _mine(card_id: UUID, by: Actor) -> PendingCard:
    _writable(by)
    card = (
        PendingCard.objects.select_for_update(of=("self",))
        .select_related("journal")
        .filter(pk=card_id, person=by.person_id)
        .first()
    )
    if card is None:
        raise Refused(GONE)
    return card


def _writable(by: Actor) -> None:
    if refusal := why_not_change(by):
        raise Refused(refusal)
