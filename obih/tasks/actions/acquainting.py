"""Giving a document to be read, and marking that it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.law.queries import profile
from obih.people import principals
from obih.people.actors import Actor
from obih.people.models import Appointment, Membership, Person, Unit
from obih.people.queries import label_of
from obih.registry.actions import grant
from obih.registry.actions.sharing import ABSENT, document_to_change
from obih.registry.queries.visibility import visible_rows
from obih.registry.vocabulary import GrantReason
from obih.tasks import events
from obih.tasks.access import acts_as, why_not_ask_acquaintance
from obih.tasks.models import AcquaintanceList, Acquainted
from obih.tasks.vocabulary import Proof
from obih.ui.refusals import Refused

MOST = 2000


@dataclass(frozen=True)
class AcquaintanceEntry:
    """Who is to read: persons, whole units with those below, everybody of some institutions, bodies."""

    people: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    organisations: tuple[int, ...] = ()
    bodies: tuple[int, ...] = ()
    note: str = ""
    due_on: date | None = None


def ask_acquaintance(document_id: UUID, entry: AcquaintanceEntry, *, key: str, by: Actor) -> AcquaintanceList:
    """Make a list of those who are to read a document, as they work today; they see it from now on.

    Units and institutions are opened into persons. A second call with the same key gives the same list.
    """
    told: dict[str, object] = {
        "document": str(document_id), "people": sorted(entry.people), "units": sorted(entry.units),
        "organisations": sorted(entry.organisations), "bodies": sorted(entry.bodies),
        "note": entry.note, "due_on": str(entry.due_on),
    }  # fmt: skip
    try:
        with unit_of_work():
            document, registration = document_to_change(document_id, by)
            if refusal := why_not_ask_acquaintance(by, document, registration.journal):
                raise Refused(refusal)
            today = timezone.localdate()
            if entry.due_on is not None and entry.due_on < today:
                raise Refused("Цей день уже минув: назвіть день від сьогодні", field="due_on")
            readers = _readers(entry, today)
            made = AcquaintanceList.objects.create(
                document=document, note=" ".join(entry.note.split())[:300], due_on=entry.due_on,
                proof=profile().proof_of("acquaintance"), given_at=timezone.now(), given_by_label=by.label,
            )  # fmt: skip
            claim(by=by, action="tasks.ask_acquaintance", key=key, digest=digest_of(told),
                  result={"list": made.pk})  # fmt: skip
            Acquainted.objects.bulk_create(
                [
                    Acquainted(list=made, person=each.person, unit=each.unit, label=each.label)
                    for each in readers
                ]
            )
            who = [principals.of_person(each.person.pk) for each in readers]
            grant(document, who, reason=GrantReason.ACQUAINTED, source=f"list:{made.pk}")
            record(
                events.ACQUAINTANCE_ASKED, by=by, about=document, count=len(readers), list=made.pk,
                people=[each.person.pk for each in readers],
            )  # fmt: skip
            return made
    except AlreadyDone as done:
        return AcquaintanceList.objects.get(pk=done.result["list"])


@dataclass(frozen=True)
class _Reader:
    """A line to be: who, where he works, how he is called on the list."""

    person: Person
    unit: Unit | None
    label: str


def _readers(entry: AcquaintanceEntry, today: date) -> list[_Reader]:
    """Each person once: named directly, by his unit or institution, or as a member of a body."""
    held = Appointment.objects.on(today).filter(person__left_on=None)
    held = held.select_related("person", "position__unit").order_by("-is_main", "position__rank", "pk")
    found: dict[int, _Reader] = {}

    def take(rows: Iterable[Appointment]) -> None:
        for each in rows:
            label = label_of(each.person.full_name, each.position.title)
            found.setdefault(each.person_id, _Reader(each.person, each.position.unit, label[:300]))

    take(held.filter(person__in=entry.people))
    if missing := [one for one in entry.people if one not in found]:
        person = Person.objects.filter(pk=missing[0]).first()
        name = person.full_name if person else "Людина"
        raise Refused(f"{name} не обіймає посади: заберіть зі списку", field="people")
    for unit in Unit.objects.filter(pk__in=entry.units):
        take(held.filter(position__unit__path__startswith=unit.path or f"/{unit.pk}/"))
    take(held.filter(position__organisation__in=entry.organisations))
    members = Membership.objects.filter(Q(ended_on=None) | Q(ended_on__gte=today), body__in=entry.bodies)
    for member in members.filter(started_on__lte=today, person__left_on=None).select_related(
        "person", "body"
    ):
        label = f"{member.person.full_name}, {member.duty} ({member.body.name})"
        found.setdefault(member.person_id, _Reader(member.person, None, label[:300]))
    if not found:
        raise Refused("Назвіть, хто має ознайомитися", field="people")
    if len(found) > MOST:
        raise Refused(f"Людей забагато: не більше {MOST} в одному списку", field="people")
    return sorted(found.values(), key=lambda each: (each.person.surname, each.person.given_name))


@unit_of_work()
def mark_acquainted(line_id: int, *, by: Actor) -> Acquainted:
    """«Ознайомлено»: by the person himself or who acts for him; pressed twice, the first moment stays."""
    line = _line(line_id, by)
    if by.read_only or not acts_as(by, line.person_id):
        raise Refused("Позначку ставить той, хто ознайомлюється")
    if line.list.proof == Proof.KEP:
        raise Refused("Тут потрібен підпис: роздрукуйте список або підпишіть КЕП, коли це ввімкнено")
    return _read(line, by, on_paper=False)


@unit_of_work()
def mark_on_paper(line_ids: Iterable[int], *, by: Actor) -> int:
    """Note lines that were signed on the printed list; gives how many are new."""
    marked = 0
    for line_id in line_ids:
        line = _line(line_id, by)
        document, registration = document_to_change(line.list.document_id, by)
        if refusal := why_not_ask_acquaintance(by, document, registration.journal):
            raise Refused(refusal)
        if line.read_at is None:
            _read(line, by, on_paper=True)
            marked += 1
    return marked


def _line(line_id: int, by: Actor) -> Acquainted:
    rows = Acquainted.objects.select_for_update(of=("self",)).select_related("list")
    line = rows.filter(visible_rows(by, "list__document_id"), pk=line_id).first()
    if line is None:
        raise Refused(ABSENT)
    return line


def _read(line: Acquainted, by: Actor, *, on_paper: bool) -> Acquainted:
    if line.read_at is not None:
        return line
    line.read_at, line.read_by_label, line.on_paper = timezone.now(), by.label, on_paper
    line.save(update_fields=["read_at", "read_by_label", "on_paper"])
    how = " (підпис на папері)" if on_paper else ""
    record(
        events.ACQUAINTED, by=by, about=("registry.document", line.list.document_id),
        who=line.label, how=how, list=line.list_id,
    )  # fmt: skip
    return line
