"""Who a point is addressed to: named on the form, looked up as he stands today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from obih.people import principals
from obih.people.declension import person_in, position_in
from obih.people.models import Appointment, Body, Organisation, Person, Unit
from obih.people.queries import label_of, lower_first
from obih.people.vocabulary import Role
from obih.tasks.models import Assignment, Point
from obih.tasks.vocabulary import Duty, ExecutorKind
from obih.ui.refusals import Refused


@dataclass(frozen=True)
class ExecutorEntry:
    """An executor as the form names him: «person:17», a duty, for a co-executor perhaps his own day."""

    kind: str
    id: int
    duty: str = Duty.MAIN
    due_on: date | None = None

    @classmethod
    def parse(cls, value: str, duty: str = Duty.MAIN, due_on: date | None = None) -> ExecutorEntry:
        """From «person:17»; raises Refused for anything else."""
        kind, _, key = value.partition(":")
        if kind not in ExecutorKind.values or not key.isdecimal() or len(key) > 18:
            raise Refused("Оберіть виконавця зі списку", field="executor")
        return cls(kind, int(key), duty, due_on)


def why_not_main_executors(entries: Sequence[ExecutorEntry]) -> str | None:
    """Exactly one main executor in a point, and nobody twice."""
    main = [each for each in entries if each.duty == Duty.MAIN]
    if not main:
        return "Назвіть головного виконавця"
    if len(main) > 1:
        return "Головний виконавець у пункті один: решту позначте співвиконавцями або дайте їм окремий пункт"
    named = [(each.kind, each.id) for each in entries]
    return "Того самого виконавця названо двічі" if len(set(named)) < len(named) else None


def assignment_of(entry: ExecutorEntry, today: date) -> Assignment:
    """The executor’s row, not yet saved. Refuses whoever holds no position today or exists no more."""
    made = {
        ExecutorKind.PERSON: _person,
        ExecutorKind.UNIT: _unit,
        ExecutorKind.BODY: _body,
        ExecutorKind.ORGANISATION: _organisation,
    }[ExecutorKind(entry.kind)](entry.id, today)
    made.duty, made.due_on = entry.duty, entry.due_on
    return made


def _person(key: int, today: date) -> Assignment:
    held = Appointment.objects.on(today).filter(person=key).select_related("person", "position__unit")
    post = held.order_by("-is_main", "position__rank").first()
    person = post.person if post else Person.objects.filter(pk=key).first()
    if person is None:
        raise Refused("Такої людини немає: оберіть зі списку", field="executor")
    if person.left_on is not None and person.left_on <= today:
        raise Refused(f"{person.full_name} вже не працює: оберіть іншого виконавця", field="executor")
    if post is None:
        raise Refused(f"{person.full_name} не обіймає посади: доручити не можна", field="executor")
    dative = f"{person_in(person, 'dative')}, {lower_first(position_in(post.position, 'dative'))}"
    return Assignment(
        person=person,
        position=post.position,
        principal=principals.of_person(person.pk),
        label=label_of(person.full_name, post.position.title)[:300],
        dative=dative[:300],
    )


def _unit(key: int, today: date) -> Assignment:
    unit = Unit.objects.open_on(today).filter(pk=key).first()
    if unit is None:
        raise Refused("Такого підрозділу вже немає: оберіть зі списку", field="executor")
    heads = Appointment.objects.on(today).filter(position__unit=unit, position__is_unit_head=True)
    if not heads.exists():
        raise Refused(f"У підрозділі «{unit.name}» нікому розподілити: немає керівника", field="executor")
    return Assignment(
        unit=unit, principal=principals.of_unit_head(unit.pk), label=unit.name, dative=unit.name
    )


def _body(key: int, today: date) -> Assignment:
    body = Body.objects.filter(Q(closed_on=None) | Q(closed_on__gte=today), pk=key).first()
    if body is None:
        raise Refused("Такої комісії вже немає: оберіть зі списку", field="executor")
    if body.secretary_id is None:
        raise Refused(f"У комісії «{body.name}» немає секретаря: завдання нікому вести", field="executor")
    return Assignment(body=body, principal=principals.of_body(body.pk), label=body.name, dative=body.name)


def _organisation(key: int, today: date) -> Assignment:
    found = Organisation.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today), pk=key).first()
    if found is None:
        raise Refused("Такої установи вже немає: оберіть зі списку", field="executor")
    return Assignment(
        organisation=found,
        principal=principals.of_role(Role.HEAD, found.pk),
        label=found.short_name,
        dative=found.short_name,
    )


def controllers_of(point: Point) -> list[int]:
    """Who controls a task sees its document, a closed one too: without it there is nothing to compare."""
    return [principals.of_role(Role.CONTROLLER, point.organisation_id)] if point.on_control else []


def unit_of(assignment: Assignment) -> int | None:
    """The unit a task is counted under: the executor’s, or the one it was given to."""
    if assignment.unit_id is not None:
        return assignment.unit_id
    return assignment.position.unit_id if assignment.position is not None else None
