"""Who is away and until when, also where nobody acts for him."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people import events
from obih.people.access import why_not_substitute
from obih.people.actions.gate import allow, in_order
from obih.people.actors import Actor
from obih.people.models import Absence, Appointment, Person
from obih.people.vocabulary import AbsenceKind
from obih.ui.refusals import Refused

MOST_DAYS = 1200
"""A leave for child care lasts three years."""


@unit_of_work()
def note_absence(person: Person, *, kind: str, starts_on: date, ends_on: date, by: Actor) -> Absence:
    """Say that somebody is away on those days. It hands nothing over: for that there is a substitution."""
    allow(why_not_substitute(by, person, _places(person)))
    in_order(starts_on, ends_on, "ends_on")
    if (ends_on - starts_on) > timedelta(days=MOST_DAYS):
        raise Refused("Задовго: перевірте рік", field="ends_on")
    if ends_on < timezone.localdate():
        raise Refused("Ці дні вже минули", field="ends_on")
    if person.left_on is not None and person.left_on < starts_on:
        raise Refused(f"{person.full_name} тоді вже не працює", field="starts_on")
    known = Absence.objects.select_for_update().filter(person=person, withdrawn_at=None)
    if same := known.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first():
        raise Refused(
            f"Ці дні вже записано: {same.starts_on:%d.%m.%Y}–{same.ends_on:%d.%m.%Y}. Спершу скасуйте той "
            "запис",
            field="starts_on",
        )
    made = Absence.objects.create(
        person=person, kind=kind, starts_on=starts_on, ends_on=ends_on, noted_by=by.label[:300]
    )
    record(
        events.ABSENCE_NOTED, by=by, about=person, starts_on=starts_on, ends_on=ends_on,
        private={"name": person.full_name, "kind": str(AbsenceKind(kind).label)},
    )  # fmt: skip
    return made


@unit_of_work()
def withdraw_absence(absence: Absence, *, by: Actor) -> Absence:
    """Back at work, or noted by mistake; pressed twice, it is once."""
    allow(why_not_substitute(by, absence.person, _places(absence.person)))
    if absence.withdrawn_at is None:
        absence.withdrawn_at = timezone.now()
        absence.save(update_fields=["withdrawn_at"])
        record(
            events.ABSENCE_WITHDRAWN, by=by, about=absence.person, starts_on=absence.starts_on,
            ends_on=absence.ends_on,
        )  # fmt: skip
    return absence


def _places(person: Person) -> list[int]:
    held = Appointment.objects.on(timezone.localdate()).filter(person=person)
    return list(held.values_list("position__organisation_id", flat=True))
