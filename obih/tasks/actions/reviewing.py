"""First reviews: more than one at once, and those that need no resolution."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.people.models import Person
from obih.people.principals import of_person
from obih.registry.actions import grant
from obih.registry.actions.sharing import document_to_change
from obih.registry.vocabulary import GrantReason
from obih.tasks import events
from obih.tasks.access import acts_as, why_not_prepare, why_not_resolve
from obih.tasks.actions.gate import said
from obih.tasks.actions.issuing import review_done
from obih.tasks.models import Review
from obih.ui.refusals import Refused


@unit_of_work()
def pass_without_resolution(document_id: UUID, *, note: str, by: Actor) -> None:
    """The first reviewer has read it and nothing is to be done: «до відома», «до справи»."""
    document, _ = document_to_change(document_id, by)
    if refusal := why_not_resolve(by, document):
        raise Refused(refusal)
    told = said(note, field="note", ask="Напишіть, що з документом: «до відома», «до справи»", most=300)
    asked = Review.objects.filter(document=document, done_at=None).values_list("reviewer_id", flat=True)
    if document.reviewed_at is not None and not any(acts_as(by, each) for each in asked):
        return  # pressed twice, or done by whom one acts for
    review_done(document, by)
    record(events.REVIEW_DONE, by=by, about=document, note=told)


@unit_of_work()
def ask_review(document_id: UUID, reviewers: Iterable[Person], *, by: Actor) -> int:
    """Send a document to more first reviewers at once (№ 55, p. 62); gives how many are new."""
    document, registration = document_to_change(document_id, by)
    if refusal := why_not_prepare(by, document, registration.journal):
        raise Refused(refusal)
    now, made = timezone.now(), 0
    for each in reviewers:
        if each.left_on is not None:
            raise Refused(f"{each.full_name} вже не працює: оберіть іншого", field="reviewers")
        if each.pk == document.first_reviewer_id:
            continue
        _, new = Review.objects.get_or_create(
            document=document, reviewer=each, defaults={"asked_by_label": by.label, "asked_at": now}
        )
        if new:
            made += 1
            grant(document, [of_person(each.pk)], reason=GrantReason.TASK, source=f"review:{each.pk}")
            record(events.REVIEW_ASKED, by=by, about=document, reviewer=each.full_name, person=each.pk)
    return made
