"""Positions, persons, who holds what, who acts for whom, who leaves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people import events
from obih.people.access import why_not_manage_people, why_not_substitute
from obih.people.actions.accounts import shut
from obih.people.actions.gate import allow, in_order, required
from obih.people.actions.structure import apply_changes
from obih.people.actors import Actor
from obih.people.models import Account, Appointment, Organisation, Person, Position, Substitution, Unit
from obih.people.vocabulary import Scope
from obih.ui.refusals import Refused

FOREVER = date(9999, 12, 31)


@unit_of_work()
def create_position(
    *, organisation: Organisation, title: str, by: Actor, unit: Unit | None = None, **more: Any
) -> Position:
    """Add a post to a unit or, without one, to the organisation’s leadership."""
    allow(why_not_manage_people(by))
    title = required(title, "Упишіть назву посади", "title")
    if unit and unit.organisation_id != organisation.pk:
        raise Refused("Підрозділ належить до іншої організації", field="unit")
    made = Position.objects.create(organisation=organisation, unit=unit, title=title, **more)
    record(events.POSITION_CREATED, by=by, about=made, title=title)
    return made


@unit_of_work()
def change_position(position: Position, *, by: Actor, **values: Any) -> Position:
    """Change a post; `forms` are the cases corrected by hand."""
    allow(why_not_manage_people(by))
    if "title" in values:
        values["title"] = required(values["title"], "Упишіть назву посади", "title")
    if what := apply_changes(position, values):
        record(events.POSITION_CHANGED, by=by, about=position, title=position.title, what=what)
    return position


@unit_of_work()
def close_position(position: Position, *, on: date, by: Actor) -> Position:
    allow(why_not_manage_people(by))
    if Appointment.objects.on(on).filter(position=position).exists():
        raise Refused("Посаду хтось займає: спершу переведіть або звільніть його")
    position.closed_on = on
    position.save(update_fields=["closed_on"])
    record(events.POSITION_CLOSED, by=by, about=position, title=position.title, on=on)
    return position


@unit_of_work()
def add_person(*, surname: str, given_name: str, by: Actor, **more: Any) -> Person:
    """Add a person; namesakes are allowed, people are."""
    allow(why_not_manage_people(by))
    made = Person.objects.create(
        surname=required(surname, "Упишіть прізвище", "surname"),
        given_name=required(given_name, "Упишіть власне ім’я", "given_name"),
        **more,
    )
    record(events.PERSON_ADDED, by=by, about=made, private={"name": made.full_name})
    return made


@unit_of_work()
def change_person(person: Person, *, by: Actor, **values: Any) -> Person:
    """Change what is known of a person; the event tells which fields, the values stay private."""
    allow(why_not_manage_people(by))
    for field, sentence in (("surname", "Упишіть прізвище"), ("given_name", "Упишіть власне ім’я")):
        if field in values:
            values[field] = required(values[field], sentence, field)
    before = {name: getattr(person, name) for name in values}
    if what := apply_changes(person, values):
        record(
            events.PERSON_CHANGED,
            by=by,
            about=person,
            what=what,
            private={"before": {name: value for name, value in before.items() if value != values[name]}},
        )
    return person


@unit_of_work()
def appoint(
    person: Person,
    *,
    position: Position,
    started_on: date,
    by: Actor,
    ended_on: date | None = None,
    is_main: bool = True,
) -> Appointment:
    """Put a person into a position from a day on. One person may hold several."""
    allow(why_not_manage_people(by))
    in_order(started_on, ended_on)
    if position.closed_on and position.closed_on <= started_on:
        raise Refused(f"Посаду «{position.title}» скорочено {position.closed_on:%d.%m.%Y}", field="position")
    same = Appointment.objects.filter(person=person, position=position)
    overlapping = same.on(started_on) | same.filter(started_on__range=(started_on, ended_on or FOREVER))
    if overlapping.exists():
        raise Refused("Людина вже займає цю посаду в ці дні", field="position")
    made = Appointment.objects.create(
        person=person, position=position, started_on=started_on, ended_on=ended_on, is_main=is_main
    )
    if person.left_on:
        person.left_on = None
        person.save(update_fields=["left_on"])
    record(events.PERSON_APPOINTED, by=by, about=person, title=position.title, on=started_on, until=ended_on)
    return made


@unit_of_work()
def end_appointment(appointment: Appointment, *, on: date, by: Actor) -> Appointment:
    """The last day in a position; the person stays in service with the other ones."""
    allow(why_not_manage_people(by))
    _end(appointment, on, by)
    return appointment


def _end(appointment: Appointment, on: date, by: Actor) -> None:
    in_order(appointment.started_on, on)
    appointment.ended_on = on
    appointment.save(update_fields=["ended_on"])
    title = appointment.position.title
    record(events.APPOINTMENT_ENDED, by=by, about=appointment.person, title=title, on=on)


@unit_of_work()
def dismiss(person: Person, *, on: date, by: Actor, successor: Person | None = None) -> None:
    """Let a person go: appointments and substitutions end on the day, the account and its sessions now.

    Open work passes to the successor by the rooms that keep it; the event names both.
    """
    allow(why_not_manage_people(by))
    if by.person_id == person.pk:
        raise Refused("Себе звільнити не можна: це робить інший адміністратор")
    if successor and (successor.pk == person.pk or successor.left_on):
        raise Refused("Справи приймає той, хто працює", field="successor")
    held = Appointment.objects.select_for_update().filter(person=person)
    for appointment in held.filter(ended_on=None) | held.filter(ended_on__gt=on):
        if appointment.started_on > on:
            raise Refused(
                f"Призначення на посаду «{appointment.position.title}» починається пізніше: скасуйте його",
                field="on",
            )
        _end(appointment, on, by)
    acting = Substitution.objects.filter(acting=person, revoked_at=None, ends_on__gte=on)
    for substitution in acting.select_related("absent__position", "absent__person"):
        _revoke(substitution, by)
    person.left_on = on
    person.save(update_fields=["left_on"])
    if account := Account.objects.filter(person=person).first():
        shut(account, by)
    record(
        events.PERSON_DISMISSED,
        by=by,
        about=person,
        on=on,
        successor="так" if successor else "нікому",
        successor_id=successor.pk if successor else None,
        private={"name": person.full_name, "successor": successor.full_name if successor else ""},
    )


@unit_of_work()
def arrange_substitution(
    absent: Appointment,
    *,
    acting: Person,
    starts_on: date,
    ends_on: date,
    basis: str,
    by: Actor,
    scope: str = Scope.ALL,
) -> Substitution:
    """Name who acts for whom on those days; both names stand on what is done."""
    allow(why_not_substitute(by, absent.person, [absent.position.organisation_id]))
    if by.person_id == acting.pk and by.person_id != absent.person_id:
        raise Refused("Себе виконувати чужі обов’язки призначає хтось інший", field="acting")
    in_order(starts_on, ends_on, "ends_on")
    basis = required(basis, "Упишіть підставу: розпорядження, його номер і дату", "basis")
    if acting.pk == absent.person_id:
        raise Refused("Людина не може заміщати себе", field="acting")
    if acting.left_on:
        raise Refused("Цю людину звільнено", field="acting")
    if not Appointment.objects.on(starts_on).filter(pk=absent.pk).exists():
        raise Refused("На цей день посаду ніхто не займає", field="starts_on")
    away = Substitution.objects.filter(absent__person=acting, scope=Scope.ALL, revoked_at=None)
    if also := away.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).select_related("acting").first():
        raise Refused(  # whoever is away acts for nobody, so two never act for each other in a ring
            f"{acting.full_name} у ці дні теж відсутній або відсутня: діє {also.acting.full_name}. "
            "Оберіть іншу людину",
            field="acting",
        )
    same = Substitution.objects.filter(absent=absent, scope__in=[scope, Scope.ALL], revoked_at=None)
    if same.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise Refused("На ці дні в. о. вже призначено: спершу припиніть те заміщення", field="starts_on")
    made = Substitution.objects.create(
        absent=absent, acting=acting, starts_on=starts_on, ends_on=ends_on, scope=scope, basis=basis
    )
    record(
        events.SUBSTITUTION_ARRANGED,
        by=by,
        about=absent.person,
        title=absent.position.title,
        starts_on=starts_on,
        ends_on=ends_on,
        scope=scope,
        basis=basis,
        acting_id=acting.pk,
        private={"absent": absent.person.full_name, "acting": acting.full_name},
    )
    return made


@unit_of_work()
def revoke_substitution(substitution: Substitution, *, by: Actor) -> Substitution:
    """End a substitution now, whatever its days."""
    absent = substitution.absent
    allow(why_not_substitute(by, absent.person, [absent.position.organisation_id]))
    if substitution.revoked_at is None:
        _revoke(substitution, by)
    return substitution


def _revoke(substitution: Substitution, by: Actor) -> None:
    substitution.revoked_at = timezone.now()
    substitution.save(update_fields=["revoked_at"])
    absent = substitution.absent
    record(events.SUBSTITUTION_REVOKED, by=by, about=absent.person, title=absent.position.title)
