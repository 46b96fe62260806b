"""Collegial bodies, who sits in them, when they sat."""

from __future__ import annotations

from datetime import date
from typing import Any

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people import events
from obih.people.access import why_not_manage_people
from obih.people.actions.gate import allow, in_order, required
from obih.people.actions.structure import apply_changes
from obih.people.actors import Actor
from obih.people.models import Body, Membership, Organisation, Person, Sitting
from obih.ui.refusals import Refused


@unit_of_work()
def form_body(
    *, organisation: Organisation, kind: str, name: str, opened_on: date, by: Actor, **more: Any
) -> Body:
    """Add the council of a convocation, a committee or a commission."""
    allow(why_not_manage_people(by))
    name = required(name, "Упишіть назву", "name")
    made = Body.objects.create(organisation=organisation, kind=kind, name=name, opened_on=opened_on, **more)
    record(events.BODY_FORMED, by=by, about=made, name=name)
    return made


@unit_of_work()
def change_body(body: Body, *, by: Actor, **values: Any) -> Body:
    """Change a body; documents addressed to it come to its secretary."""
    allow(why_not_manage_people(by))
    if "name" in values:
        values["name"] = required(values["name"], "Упишіть назву", "name")
    if what := apply_changes(body, values):
        record(events.BODY_CHANGED, by=by, about=body, name=body.name, what=what)
    return body


@unit_of_work()
def close_body(body: Body, *, on: date, by: Actor) -> Body:
    """End a body’s powers; its members’ end with it."""
    allow(why_not_manage_people(by))
    in_order(body.opened_on, on, "on")
    body.closed_on = on
    body.save(update_fields=["closed_on"])
    Membership.objects.filter(body=body, ended_on=None, started_on__lte=on).update(ended_on=on)
    record(events.BODY_CLOSED, by=by, about=body, name=body.name, on=on)
    return body


@unit_of_work()
def join_body(body: Body, *, person: Person, started_on: date, by: Actor, duty: str = "член") -> Membership:
    allow(why_not_manage_people(by))
    in_order(body.opened_on, started_on, "started_on")
    if Membership.objects.filter(body=body, person=person, ended_on=None).exists():
        raise Refused("Ця людина вже у складі", field="person")
    made = Membership.objects.create(
        body=body, person=person, started_on=started_on, duty=duty.strip() or "член"
    )
    facts: dict[str, Any] = {"body": body.name, "duty": made.duty, "on": started_on, "person_id": person.pk}
    record(events.MEMBER_JOINED, by=by, about=body, private={"name": person.full_name}, **facts)
    return made


@unit_of_work()
def leave_body(membership: Membership, *, on: date, by: Actor) -> Membership:
    allow(why_not_manage_people(by))
    in_order(membership.started_on, on, "on")
    membership.ended_on = on
    membership.save(update_fields=["ended_on"])
    body, person = membership.body, membership.person
    record(events.MEMBER_LEFT, by=by, about=body, body=body.name, on=on, private={"name": person.full_name})
    return membership


@unit_of_work()
def hold_sitting(body: Body, *, held_on: date, number: str, by: Actor, form: str = "чергове") -> Sitting:
    """Note a sitting: protocols and decisions refer to it."""
    allow(why_not_manage_people(by))
    return note_sitting(body, held_on=held_on, number=number, form=form, by=by)


@unit_of_work()
def note_sitting(body: Body, *, held_on: date, number: str, by: Actor, form: str = "чергове") -> Sitting:
    """Note a sitting for an upper room, which has asked by its own rules whether the actor may."""
    number = required(number, "Упишіть номер засідання", "number")
    in_order(body.opened_on, held_on, "held_on")
    if Sitting.objects.filter(body=body, number=number, held_on=held_on).exists():
        raise Refused("Таке засідання вже записано", field="number")
    made = Sitting.objects.create(body=body, held_on=held_on, number=number, form=form)
    record(events.SITTING_HELD, by=by, about=made, body=body.name, number=number, on=held_on)
    return made


@unit_of_work()
def correct_sitting(sitting: Sitting, *, held_on: date, number: str, form: str, by: Actor) -> Sitting:
    """Mend what was said of a sitting, for an upper room that has asked whether the actor may."""
    number = required(number, "Упишіть номер засідання", "number")
    in_order(sitting.body.opened_on, held_on, "held_on")
    twins = Sitting.objects.filter(body=sitting.body_id, number=number, held_on=held_on)
    if twins.exclude(pk=sitting.pk).exists():
        raise Refused("Таке засідання вже записано", field="number")
    if what := apply_changes(sitting, {"held_on": held_on, "number": number, "form": form}):
        record(events.SITTING_CHANGED, by=by, about=sitting, body=sitting.body.name, what=what)
    return sitting
