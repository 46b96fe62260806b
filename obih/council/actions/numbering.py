"""All decisions of a sitting get their numbers in one step; signing comes after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from obih.council import rules
from obih.council.actions.gate import held, items_of, numbered
from obih.council.events import DECISIONS_NUMBERED, DECISIONS_SIGNED
from obih.council.models import AgendaFile, AgendaItem, Decision
from obih.council.vocabulary import ItemKind
from obih.files.storage import StoredContent
from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.nomenclature.models import CaseIndex
from obih.people.actors import Actor
from obih.people.models import Sitting
from obih.people.vocabulary import BodyKind
from obih.registry.access import why_not_register
from obih.registry.actions import Registered, register_created
from obih.registry.cards import CardFile, CreatedCard, PartyEntry
from obih.registry.models import Journal
from obih.registry.queries.periods import usual_case
from obih.registry.vocabulary import Access, FileRole, PartyRole, Stream
from obih.ui.refusals import Refused
from obih.ui.words import short_date

ACTION = "council.number_decisions"
KINDS = {BodyKind.COUNCIL: "council_decision", BodyKind.EXECUTIVE: "executive_decision"}


@dataclass(frozen=True)
class Numbered:
    """A decision’s number. `again` is true when an earlier press gave it."""

    item: str
    number: str
    document_id: UUID
    again: bool = False


def number_decisions(sitting: Sitting, journal: Journal, *, key: str, by: Actor) -> list[Numbered]:
    """Give all adopted decisions of a sitting numbers, in the order of the agenda, dated by the sitting.

    All or nothing, in one unit of work; drafts put to the items become files of the documents. Pressed again,
    with the same key or another, it gives the numbers that stand. Raises Refused with a sentence while an
    item has no votes; a decision that was not adopted gets no number.
    """
    if refusal := why_not_register(by, journal):
        raise Refused(refusal)
    if journal.stream != Stream.DECISIONS or journal.body_id != sitting.body_id:
        raise Refused("У цьому журналі нумерують рішення іншого органу: виберіть журнал цього")
    done: list[tuple[AgendaItem, Registered]] = []
    try:
        with unit_of_work():
            digest = digest_of({"sitting": sitting.pk, "journal": journal.pk})
            claim(by=by, action=ACTION, key=key, digest=digest, result={"sitting": sitting.pk})
            locked = held(sitting, by)
            waiting = adopted_without_number(list(items_of(locked).values()))
            drafts, case = drafts_of(waiting), usual_case(journal, locked.held_on)
            for item in waiting:
                card = card_of(item, locked, journal, case, drafts.get(item.pk, ()))
                done.append((item, register_created(card, key=f"{key}:{item.pk}", by=by)))
            _join(done)
            if done:
                record(DECISIONS_NUMBERED, by=by, about=locked, count=len(done), journal=journal.code)
    except AlreadyDone:
        return standing_numbers(sitting, again=True)
    if not done:
        return standing_numbers(sitting, again=True)
    return [Numbered(item.number, given.number, given.document_id) for item, given in done]


def adopted_without_number(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Items whose decisions wait for a number. Raises Refused if votes are missing or nothing is adopted."""
    to_vote = [each for each in items if each.kind == ItemKind.DECISION]
    if missing := [each.number for each in to_vote if not hasattr(each, "decision")]:
        raise Refused(rules.missing_votes(missing))
    if not any(each.decision.is_adopted for each in to_vote):
        raise Refused("На засіданні не прийнято жодного рішення: нумерувати нічого")
    return [each for each in to_vote if each.decision.is_adopted and not numbered(each)]


def card_of(
    item: AgendaItem,
    sitting: Sitting,
    journal: Journal,
    case: CaseIndex | None,
    files: Sequence[CardFile] = (),
) -> CreatedCard:
    """The card of an item’s decision."""
    author = (PartyEntry(PartyRole.AUTHOR, name=item.author),) if item.author else ()
    return CreatedCard(
        journal=journal,
        kind_code=KINDS.get(BodyKind(sitting.body.kind), "commission_conclusion"),
        title=item.title,
        dated_on=sitting.held_on,
        access_level=Access(journal.default_access),
        case=case,
        files=tuple(files),
        parties=author,
        number_values=values_of(item, sitting),
    )


def values_of(item: AgendaItem, sitting: Sitting) -> dict[str, str]:
    """What a journal’s pattern may name of a sitting."""
    return {
        "sitting": sitting.number,
        "item": item.number,
        "convocation": sitting.body.convocation,
    }


def drafts_of(items: Sequence[AgendaItem]) -> dict[int, list[CardFile]]:
    """The drafts put to these items, as files of the documents they become."""
    found: dict[int, list[CardFile]] = {}
    for each in AgendaFile.objects.filter(item__in=items).select_related("content"):
        stored = StoredContent(each.content_id, each.content.size_bytes, each.content.media_type, each.name)
        found.setdefault(each.item_id, []).append(CardFile(stored, each.name, FileRole(each.role)))
    return found


def _join(done: Sequence[tuple[AgendaItem, Registered]]) -> None:
    """Say which document each decision is; its drafts are that document’s files now."""
    decisions = []
    for item, given in done:
        item.decision.document_id = given.document_id
        decisions.append(item.decision)
    Decision.objects.bulk_update(decisions, ["document"])
    AgendaFile.objects.filter(item__in=[item for item, _ in done]).delete()


def standing_numbers(sitting: Sitting, *, again: bool = False) -> list[Numbered]:
    """The numbers a sitting’s decisions have, in the order of its agenda."""
    rows = (
        Decision.objects.filter(sitting=sitting, document__registrations__moved_to=None)
        .exclude(document=None)
        .order_by("item__order")
        .values_list("item__number", "document__registrations__number", "document_id")
    )
    return [Numbered(item, number, document_id, again) for item, number, document_id in rows]


@unit_of_work()
def note_signing(sitting: Sitting, *, on: date, by: Actor) -> int:
    """Note the day on which the numbered decisions were signed, those that have none yet; gives how many."""
    locked = held(sitting, by)
    if on < locked.held_on:
        raise Refused(f"Засідання було {short_date(locked.held_on)}: підписують не раніше", field="on")
    if on > timezone.localdate():
        raise Refused("Цей день ще не настав: упишіть дату, що стоїть на рішеннях", field="on")
    unsigned = Decision.objects.filter(sitting=locked, signed_on=None).exclude(document=None)
    count = unsigned.update(signed_on=on, signed_by_label=by.label)
    if not count:
        raise Refused("Підписувати нічого: спершу пронумеруйте рішення")
    record(DECISIONS_SIGNED, by=by, about=locked, count=count, on=on)
    return count
