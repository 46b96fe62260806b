"""A decision that gets its number by itself, not with the others of its sitting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from obih.council import rules
from obih.council.access import journals_of, why_not_keep
from obih.council.actions.gate import held, numbered
from obih.council.actions.numbering import drafts_of
from obih.council.actions.sittings import open_sitting
from obih.council.actions.votes import written
from obih.council.events import DECISION_PLACED
from obih.council.models import AgendaFile, AgendaItem, Decision
from obih.council.vocabulary import Majority
from obih.history.idempotency import KeyReused
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.people.models import Body, Sitting
from obih.registry.access import why_not_correct
from obih.registry.actions import Registered, register_created
from obih.registry.actions.sharing import document_to_change
from obih.registry.cards import CardFile, CreatedCard, PartyEntry
from obih.registry.models import Document
from obih.registry.vocabulary import PartyRole, Stream
from obih.ui.refusals import Refused


@dataclass(frozen=True)
class DecisionEntry:
    """What a decision says of its sitting. A sitting that is not noted yet is opened."""

    body: Body
    number: str
    held_on: date
    item: str
    votes: rules.Votes
    majority: str = Majority.HALF
    rapporteur_id: int | None = None
    rapporteur_name: str = ""


def register_decision(card: CreatedCard, entry: DecisionEntry, *, key: str, by: Actor) -> Registered:
    """Register one adopted decision with its sitting, item, votes and rapporteur, all or nothing.

    An item that stands on the agenda is that item, its drafts become files of the document; another is put
    to the end of the agenda. Raises what `register_created` raises, and Refused for an item that has its
    decision already or votes that did not adopt it.
    """
    if card.journal.body_id != entry.body.pk:
        raise Refused("У цьому журналі нумерують рішення іншого органу: виберіть журнал цього")
    with unit_of_work():
        sitting = _sitting(entry, by)
        item = AgendaItem.objects.filter(sitting=sitting, number=entry.item).first()
        drafts = drafts_of([item]).get(item.pk, []) if item else []
        done = register_created(_whole(card, entry, item, drafts), key=key, by=by)
        if not done.again:
            _place(done.registration.document, sitting, entry, by)
        elif _differs(done.document_id, sitting, entry):
            raise KeyReused
    return done


@unit_of_work()
def place_decision(document_id: UUID, entry: DecisionEntry, *, by: Actor) -> Decision:
    """Say of a registered decision which sitting adopted it, on which item and how it was voted."""
    sitting = _sitting(entry, by)
    document, registration = document_to_change(document_id, by)
    journal = registration.journal
    if refusal := why_not_correct(by, journal):
        raise Refused(refusal)
    if journal.stream != Stream.DECISIONS or journal.body_id != entry.body.pk:
        raise Refused("Це не рішення цього органу")
    if Decision.objects.filter(document=document).exists():
        raise Refused("Засідання й голосування цього рішення вже записано")
    return _place(document, sitting, entry, by)


def _sitting(entry: DecisionEntry, by: Actor) -> Sitting:
    """The sitting, locked; opened when nobody has noted it."""
    if refusal := why_not_keep(by, journals_of(entry.body)):
        raise Refused(refusal)
    known = Sitting.objects.filter(body=entry.body, number=entry.number, held_on=entry.held_on).first()
    return held(known or open_sitting(entry.body, number=entry.number, held_on=entry.held_on, by=by), by)


def _whole(
    card: CreatedCard, entry: DecisionEntry, item: AgendaItem | None, drafts: Sequence[CardFile]
) -> CreatedCard:
    """The card with what follows from the sitting: its day, the parts of its number, drafts and author."""
    author = (PartyEntry(PartyRole.AUTHOR, name=item.author),) if item and item.author else ()
    ours = {each.stored.sha256 for each in card.files}
    return replace(
        card,
        dated_on=entry.held_on,
        files=(*card.files, *(each for each in drafts if each.stored.sha256 not in ours)),
        parties=(*card.parties, *author),
        number_values=card.number_values
        | {"sitting": entry.number, "item": entry.item, "convocation": entry.body.convocation},
    )


def _place(document: Document, sitting: Sitting, entry: DecisionEntry, by: Actor) -> Decision:
    item = AgendaItem.objects.filter(sitting=sitting, number=entry.item).select_related("decision").first()
    if item is not None and numbered(item):
        raise Refused(f"Пункт {entry.item} цього засідання вже має рішення", field="decision_item")
    if item is None:
        last = sitting.agenda.order_by("-order").values_list("order", flat=True).first() or 0
        item = AgendaItem(sitting=sitting, order=last + 1, number=entry.item, title=document.title)
    item.majority = entry.majority
    if entry.rapporteur_name:
        item.rapporteur_id, item.rapporteur_name = entry.rapporteur_id, entry.rapporteur_name
    item.save()
    written(item, entry.votes, by)
    decision = Decision.objects.get(item=item)
    if not decision.is_adopted:
        raise Refused("За цими голосами рішення не прийнято", field="decision_in_favour")
    decision.document = document
    decision.save(update_fields=["document"])
    AgendaFile.objects.filter(item=item).delete()
    record(
        DECISION_PLACED, by=by, about=document, sitting=sitting.number, item=item.number,
        votes=rules.votes_words(entry.votes),
    )  # fmt: skip
    return decision


def _differs(document_id: UUID, sitting: Sitting, entry: DecisionEntry) -> bool:
    kept = Decision.objects.filter(document=document_id).select_related("item").first()
    told = (sitting.pk, entry.item, entry.votes, entry.majority)
    return kept is None or (kept.sitting_id, kept.item.number, kept.votes, kept.item.majority) != told
