"""Lists of those who are to read: of a document, and what waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Prefetch

from obih.people.actors import Actor
from obih.people.models import Appointment, Body, Organisation, Unit
from obih.people.principals import describe
from obih.people.queries import lower_first
from obih.people.vocabulary import Scope
from obih.registry.queries.visibility import reading_principals, visible_rows
from obih.tasks.models import AcquaintanceList, Acquainted


def lists_of(document_id: UUID) -> list[AcquaintanceList]:
    """The lists of a document with their lines (`all_lines`), two statements. The caller has passed the
    card’s door."""
    lines = Prefetch(
        "lines", Acquainted.objects.select_related("unit").order_by("label"), to_attr="all_lines"
    )
    return list(AcquaintanceList.objects.filter(document=document_id).prefetch_related(lines))


@dataclass(frozen=True)
class ToRead:
    """A document that the actor was given to read and has not marked yet."""

    line_id: int
    document_id: UUID
    title: str
    note: str
    given_by: str
    due_on: date | None


def to_acquaint(actor: Actor, *, most: int = 50) -> list[ToRead]:
    """What waits to be read by the actor or by those he acts for; one statement."""
    able = set(actor.within(Scope.REVIEW)).intersection(reading_principals(actor))
    people = [key for kind, key, _ in map(describe, sorted(able)) if kind == "person"]
    if not people:
        return []
    rows = Acquainted.objects.filter(
        visible_rows(actor, "list__document_id"), person__in=people, read_at=None
    ).select_related("list")
    rows = rows.annotate(title=F("list__document__title")).order_by(
        F("list__due_on").asc(nulls_last=True), "pk"
    )
    return [
        ToRead(
            each.pk,
            each.list.document_id,
            each.title,  # type: ignore[attr-defined]
            each.list.note,
            each.list.given_by_label,
            each.list.due_on,
        )
        for each in rows[:most]
    ]


def who_may_read(actor: Actor, today: date) -> dict[str, str]:
    """Whom the actor may name, of the institutions he works in, with the name: units, bodies, everybody,
    people; the value is «unit:3», «body:5», «organisation:2», «person:17»."""
    places = actor.organisation_ids
    units = Unit.objects.open_on(today).filter(organisation__in=places).order_by("organisation_id", "index")
    held = Appointment.objects.on(today).filter(position__organisation__in=places, person__left_on=None)
    people = {
        f"person:{each.person_id}": f"{each.person.full_name}, {lower_first(each.position.title)}"
        for each in held.select_related("person", "position").order_by("-person__surname", "-is_main")
    }
    bodies = Body.objects.filter(organisation__in=places, closed_on=None)
    whole = Organisation.objects.filter(pk__in=places, closed_on=None)
    return (
        {f"unit:{each.pk}": each.name for each in units}
        | {f"body:{each.pk}": each.name for each in bodies}
        | {f"organisation:{each.pk}": f"Усі: {each.short_name}" for each in whole}
        | dict(reversed(people.items()))
    )
