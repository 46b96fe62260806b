"""Who gets a decision, and that it went."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from obih.council.actions.gate import held
from obih.council.events import EXTRACTS_SENT, MAILING_CHANGED
from obih.council.models import Decision, MailingEntry
from obih.council.vocabulary import Paper
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.people.models import Person, Sitting, Unit
from obih.registry.actions import dispatch
from obih.registry.actions.addressees import copies_for
from obih.registry.actions.dispatch import Sending
from obih.registry.cards import PartyEntry
from obih.registry.models import Correspondent
from obih.registry.vocabulary import PartyRole
from obih.ui.refusals import Refused


@dataclass(frozen=True)
class Addressee:
    """Somebody for a mailing list: of the directory, a unit, a person of ours, or only a name."""

    name: str = ""
    correspondent: Correspondent | None = None
    unit: Unit | None = None
    person: Person | None = None
    paper: str = Paper.EXTRACT
    channel_code: str = "in_person"

    @property
    def said(self) -> str:
        if self.correspondent:
            return self.correspondent.name
        return str(
            self.unit
            or (self.person.full_name if self.person else "")
            or " ".join(self.name.replace("\0", "").split())
        )


@unit_of_work()
def add_addressees(
    sitting: Sitting, decisions: Collection[int], addressees: Sequence[Addressee], *, by: Actor
) -> int:
    """Put addressees on the lists of decisions of one sitting; whoever stands there already stays once."""
    locked = held(sitting, by)
    named = [each for each in addressees if each.said]
    if not named:
        raise Refused("Укажіть, кому надіслати рішення", field="name")
    found = list(Decision.objects.filter(sitting=locked, pk__in=list(decisions)))
    if not found:
        raise Refused("Розсилку складають для рішень, за які вже записано голоси")
    before = MailingEntry.objects.filter(decision__in=found).count()
    MailingEntry.objects.bulk_create(
        [_entry(decision, each) for decision in found for each in named], ignore_conflicts=True
    )
    added = MailingEntry.objects.filter(decision__in=found).count() - before
    if added:
        record(
            MAILING_CHANGED, by=by, about=locked, added=added, removed=0,
            private={"names": [each.said for each in named]},
        )  # fmt: skip
    return added


def _entry(decision: Decision, each: Addressee) -> MailingEntry:
    return MailingEntry(
        decision=decision,
        paper=each.paper,
        correspondent=each.correspondent,
        unit=each.unit,
        person=each.person,
        name=each.said[:300],
        channel_code=each.channel_code,
    )


@unit_of_work()
def remove_addressees(sitting: Sitting, entries: Collection[int], *, by: Actor) -> int:
    """Take addressees off; what has been sent stays."""
    locked = held(sitting, by)
    found = MailingEntry.objects.filter(decision__sitting=locked, pk__in=list(entries))
    if found.exclude(copy__sent_at=None).exists():
        raise Refused("Надісланого зі списку не прибирають: відмітка лишається")
    names = list(found.values_list("name", flat=True))
    removed = found.delete()[0]
    if removed:
        record(MAILING_CHANGED, by=by, about=locked, added=0, removed=removed, private={"names": names})
    return removed


@unit_of_work()
def note_sent(sitting: Sitting, entries: Collection[int], *, by: Actor) -> int:
    """Note that these went, by the registry’s own dispatch: each has a copy of the document, and what became
    of it stands there. An earlier mark stays as it was. Gives how many are new."""
    locked = held(sitting, by)
    found = MailingEntry.objects.filter(
        decision__sitting=locked, decision__document__isnull=False, copy__sent_at=None, pk__in=list(entries)
    ).select_related("decision", "copy", "correspondent", "unit", "person")
    waiting: dict[UUID, list[MailingEntry]] = {}
    for each in found.order_by("decision__item__order", "pk"):
        assert each.decision.document_id is not None
        waiting.setdefault(each.decision.document_id, []).append(each)
    for document_id, rows in waiting.items():
        _give_copies(document_id, [each for each in rows if each.copy is None], by)
        unsent = [each.copy for each in rows if each.copy and each.copy.sent_at is None]
        if unsent:
            sendings = [Sending(each.pk, each.channel_code) for each in unsent]
            dispatch.note_sent(document_id, sendings, sent_at=timezone.now(), by=by)
    count = sum(map(len, waiting.values()))
    if count:
        record(EXTRACTS_SENT, by=by, about=locked, count=count)
    return count


def _give_copies(document_id: UUID, rows: Sequence[MailingEntry], by: Actor) -> None:
    """Each of these gets the copy of the document that is his."""
    taken = MailingEntry.objects.filter(decision__document=document_id, copy__isnull=False)
    spoken_for = list(taken.values_list("copy", flat=True))
    wanted = [
        PartyEntry(
            PartyRole.ADDRESSEE,
            correspondent=each.correspondent,
            unit=each.unit,
            person=each.person,
            name=each.name,
            channel_code=each.channel_code,
        )
        for each in rows
    ]
    for entry, copy in zip(rows, copies_for(document_id, wanted, spoken_for=spoken_for, by=by), strict=True):
        entry.copy = copy
    MailingEntry.objects.bulk_update(rows, ["copy"])
