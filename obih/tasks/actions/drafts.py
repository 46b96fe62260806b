"""Draft resolutions: prepared by the clerk or an assistant, accepted, changed or returned by their author."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.keys import uuid7
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.people.models import Person
from obih.registry.actions.sharing import document_to_change
from obih.registry.models import Document, Registration
from obih.tasks import events
from obih.tasks.access import acts_as, why_not_prepare, why_not_resolve
from obih.tasks.actions.entries import Issued, PointEntry, ResolutionEntry, plain
from obih.tasks.actions.gate import said
from obih.tasks.actions.issuing import (
    put_in_force,
    refuse_stranger,
    row,
    set_state,
    take_effect,
)
from obih.tasks.actions.points import write_points
from obih.tasks.models import Assignment, Resolution
from obih.tasks.vocabulary import DueSource, ResolutionState
from obih.ui.refusals import Conflict, Refused
from obih.ui.words import short_date


def prepare_resolution(document_id: UUID, entry: ResolutionEntry, *, key: str, by: Actor) -> Issued:
    """Put a draft before its author: he accepts it with one tap, changes or returns it."""
    identity = uuid7()
    body = {"document": str(document_id), **plain(entry)}
    try:
        with unit_of_work():
            claim(
                by=by, action="tasks.prepare_resolution", key=key, digest=digest_of(body),
                result={"resolution": str(identity)},
            )  # fmt: skip
            document, registration = document_to_change(document_id, by)
            if refusal := why_not_prepare(by, document, registration.journal):
                raise Refused(refusal)
            author = entry.author
            if author is None:
                raise Refused("Назвіть, чия це резолюція", field="author")
            refuse_stranger(author, document)
            resolution = row(identity, document, entry, author.pk, by)
            write_points(resolution, document, entry.points)
            record(
                events.RESOLUTION_PREPARED, by=by, about=document, author=resolution.author_label,
                resolution=str(resolution.pk), to=author.pk,
            )  # fmt: skip
            return Issued(resolution)
    except AlreadyDone as done:
        return Issued(Resolution.objects.get(pk=done.result["resolution"]), again=True)


@unit_of_work()
def accept_prepared(
    resolution_id: UUID,
    *,
    version: int,
    points: Sequence[PointEntry] | None = None,
    coordinator: Person | None = None,
    by: Actor,
) -> Issued:
    """Make a draft one’s resolution, as it stands or changed (`points` anew). Pressed twice, it is one."""
    resolution, document, registration = _prepared(resolution_id, by)
    if resolution.state == ResolutionState.ISSUED and acts_as(by, resolution.author_id):
        return Issued(resolution, again=True, tasks=resolution.points.count())
    _refuse_not_author(resolution, document, version, by)
    if points is not None:
        resolution.points.all().delete()
        write_points(resolution, document, points)
    if coordinator is not None:
        resolution.coordinator = coordinator
    resolution.author_position_id = by.position_id if by.person_id == resolution.author_id else None
    resolution.acted_label = "" if by.person_id == resolution.author_id else by.label
    resolution.dated_on = timezone.localdate()
    _refuse_stale(resolution)
    return take_effect(resolution, document, put_in_force(resolution), registration, by)


@unit_of_work()
def return_prepared(resolution_id: UUID, *, because: str, version: int, by: Actor) -> Resolution:
    """Send a draft back to whoever prepared it, saying what is wrong."""
    resolution, document, _ = _prepared(resolution_id, by)
    _refuse_not_author(resolution, document, version, by)
    resolution.returned_because = said(because, field="because", ask="Напишіть, що змінити")
    set_state(resolution, ResolutionState.RETURNED)
    record(
        events.RESOLUTION_RETURNED, by=by, about=document, because=resolution.returned_because,
        resolution=str(resolution.pk), to=resolution.prepared_by_id,
    )  # fmt: skip
    return resolution


@unit_of_work()
def change_prepared(
    resolution_id: UUID, points: Sequence[PointEntry], *, version: int, by: Actor
) -> Resolution:
    """Change a draft that waits or was returned; it waits for its author again."""
    resolution, document, _ = _prepared(resolution_id, by)
    _refuse_version(resolution, version)
    if resolution.state not in (ResolutionState.PREPARED, ResolutionState.RETURNED):
        raise Refused("Цю резолюцію вже накладено або відкинуто")
    journal = document_to_change(document.pk, by, locked=False)[1].journal
    if refusal := why_not_prepare(by, document, journal):
        raise Refused(refusal)
    resolution.points.all().delete()
    write_points(resolution, document, points)
    resolution.returned_because = ""
    set_state(resolution, ResolutionState.PREPARED)
    record(
        events.RESOLUTION_PREPARED, by=by, about=document, author=resolution.author_label,
        resolution=str(resolution.pk), to=resolution.author_id,
    )  # fmt: skip
    return resolution


@unit_of_work()
def drop_prepared(resolution_id: UUID, *, version: int, by: Actor) -> None:
    """Put a draft away: who prepared it or whose it was to be."""
    resolution, document, _ = _prepared(resolution_id, by)
    _refuse_version(resolution, version)
    if by.person_id != resolution.prepared_by_id and not acts_as(by, resolution.author_id):
        raise Refused("Проєкт відкидає той, хто його готував, або автор")
    if resolution.state not in (ResolutionState.PREPARED, ResolutionState.RETURNED):
        raise Refused("Цю резолюцію вже накладено або відкинуто")
    set_state(resolution, ResolutionState.DROPPED)
    record(events.RESOLUTION_DROPPED, by=by, about=document, resolution=str(resolution.pk))


def _prepared(resolution_id: UUID, by: Actor) -> tuple[Resolution, Document, Registration]:
    found = Resolution.objects.select_for_update(of=("self",)).select_related("parent").filter(
        pk=resolution_id
    ).first()  # fmt: skip
    if found is None:
        raise Refused("Такої резолюції немає: оновіть сторінку")
    document, registration = document_to_change(found.document_id, by)
    return found, document, registration


def _refuse_stale(resolution: Resolution) -> None:
    """A draft that waited too long: a day has passed, an executor has gone. It is changed, not accepted."""
    today = timezone.localdate()
    for place, point in enumerate(resolution.points.order_by("order", "pk"), start=1):
        if point.due_source == DueSource.AUTHOR and point.due_on is not None and point.due_on < today:
            raise Refused(f"Пункт {place}. {short_date(point.due_on)} уже минуло: змініть строк")
        for each in Assignment.objects.filter(point=point).select_related("person"):
            if each.person is not None and each.person.left_on is not None and each.person.left_on <= today:
                raise Refused(f"Пункт {place}. {each.person.full_name} вже не працює: змініть виконавця")


def _refuse_version(resolution: Resolution, version: int) -> None:
    if version != resolution.version:
        raise Conflict(
            f"Проєкт щойно змінено ({resolution.get_state_display()}): прочитайте нову версію і повторіть"
        )


def _refuse_not_author(resolution: Resolution, document: Document, version: int, by: Actor) -> None:
    if resolution.state != ResolutionState.PREPARED:
        raise Refused("Цей проєкт уже не чекає рішення: оновіть сторінку")
    _refuse_version(resolution, version)
    if not acts_as(by, resolution.author_id):
        raise Refused("Проєкт приймає той, чия це резолюція")
    if refusal := why_not_resolve(by, document):
        raise Refused(refusal)
