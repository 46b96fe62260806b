"""Everything open that a person has, for his successor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from obih.people.models import Person
from obih.registry.models import Registration
from obih.tasks.models import Assignment
from obih.tasks.vocabulary import OPEN_STATES, Duty


@dataclass(frozen=True)
class OpenWork:
    """A line of what somebody leaves behind."""

    point_id: int
    document_id: UUID
    number: str
    text: str
    duty: str
    author: str
    due_on: date | None


def open_work_of(person: Person) -> list[OpenWork]:
    """Every open task and part of a person, what burns first: for whoever manages people, when he leaves.
    One statement."""
    number = Registration.objects.filter(document=OuterRef("point__document"), moved_to=None)
    rows = Assignment.objects.filter(person=person, ended_at=None, point__state__in=OPEN_STATES)
    rows = rows.exclude(duty=Duty.INFO).select_related("point__resolution")
    rows = rows.annotate(number=Subquery(number.order_by("registered_at").values("number")[:1]))
    return [
        OpenWork(
            each.point_id,
            each.point.document_id,
            each.number or "",  # type: ignore[attr-defined]
            each.point.text,
            each.get_duty_display(),
            each.point.resolution.author_label,
            each.due_on or each.point.due_on,
        )
        for each in rows.order_by(F("due_on").asc(nulls_last=True), "pk")
    ]
