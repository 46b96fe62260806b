"""A personal reception: the appeal said there is registered at once, with who received it and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from obih.appeals import rules
from obih.appeals.access import why_not_receive
from obih.appeals.actions.registration import register_appeal
from obih.appeals.events import RECEPTION_HELD
from obih.appeals.models import Reception
from obih.appeals.queries import leader_label
from obih.appeals.rules import Applicant
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.people.models import Person, Unit
from obih.registry.actions import Registered
from obih.registry.cards import CardLink, IncomingCard
from obih.registry.models import Journal
from obih.registry.vocabulary import Form
from obih.ui.refusals import Refused

KIND = "citizen_appeal"
RECEPTION_HOUR = time(12, 0)


@dataclass(frozen=True, kw_only=True)
class ReceptionEntry:
    """What is written down at a reception. A written appeal handed in there is paper, a spoken one is not."""

    journal: Journal
    leader: Person
    held_on: date
    applicant: Applicant
    substance: str
    appeal_kind: str = ""
    topic: str = ""
    written: bool = False
    unit: Unit | None = None
    charge: str = ""
    place: str = ""
    category: str = ""
    previous: tuple[CardLink, ...] = field(default=())


def record_reception(entry: ReceptionEntry, *, key: str, by: Actor) -> Registered:
    """Register what was said at a reception as an appeal of restricted access, all or nothing.

    A second call with the same key gives the first one’s number.
    """
    if refusal := why_not_receive(by):
        raise Refused(refusal)
    today = timezone.localdate()
    if entry.held_on > today:
        raise Refused("Цей день ще не настав", field="held_on")
    with unit_of_work():
        done = register_appeal(_card(entry, today), [entry.applicant], key=key, by=by)
        if not done.again:
            label = leader_label(entry.leader, entry.held_on)
            Reception.objects.create(
                document_id=done.document_id,
                held_on=entry.held_on,
                leader=entry.leader,
                leader_label=label,
                place=entry.place.strip()[:200],
                charge=entry.charge.strip()[:300],
                noted_at=timezone.now(),
                noted_by_label=by.label,
            )
            record(
                RECEPTION_HELD, by=by, about=("registry.document", done.document_id),
                held_on=f"{entry.held_on:%d.%m.%Y}", leader=label, place=entry.place.strip(),
            )  # fmt: skip
    return done


def _card(entry: ReceptionEntry, today: date) -> IncomingCard:
    """The registration card: one of today came now, one of an earlier day at its noon."""
    now = timezone.now()
    received = (
        now
        if entry.held_on == today
        else timezone.make_aware(datetime.combine(entry.held_on, RECEPTION_HOUR))
    )
    added: dict[str, object] = {
        "appeal_type": rules.WRITTEN if entry.written else rules.ORAL,
        "appeal_kind": entry.appeal_kind,
        "appeal_sign": rules.REPEATED if entry.previous else rules.FIRST,
        "appeal_category": entry.category,
        "thematic_code": entry.topic,
    }
    return IncomingCard(
        journal=entry.journal,
        kind_code=KIND,
        title=" ".join(entry.substance.split())[:500],
        received_at=received,
        hour_assumed=True,
        channel_code="reception",
        form=Form.PAPER if entry.written else Form.ELECTRONIC,
        case=entry.journal.default_case,
        first_reviewer=entry.leader,
        responsible_unit=entry.unit,
        added={code: value for code, value in added.items() if value},
        links=entry.previous,
        late_reason="" if entry.held_on == today else f"записано на прийомі {entry.held_on:%d.%m.%Y}",
    )
