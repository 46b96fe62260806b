"""Resolutions that take effect: one’s own, «за» somebody, typed in from paper, distributed further down."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.keys import uuid7
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.people.models import Appointment, Person
from obih.people.queries import label_of
from obih.registry.actions import grant, note_review
from obih.registry.actions.sharing import document_to_change
from obih.registry.models import Document, Journal, Registration
from obih.registry.vocabulary import GrantReason
from obih.tasks import events, rules
from obih.tasks.access import acts_as, why_not_prepare, why_not_resolve
from obih.tasks.actions.entries import Issued, ResolutionEntry, plain
from obih.tasks.actions.executors import ExecutorEntry, assignment_of, controllers_of
from obih.tasks.actions.gate import main_of, note
from obih.tasks.actions.points import Written, write_points
from obih.tasks.models import Assignment, Point, Resolution, Review, Step
from obih.tasks.vocabulary import Duty, Mode, Origin, PointState, ResolutionState, StepKind
from obih.ui.refusals import Refused


def issue_resolution(document_id: UUID, entry: ResolutionEntry, *, key: str, by: Actor) -> Issued:
    """Put a resolution on a document: its points become tasks at once, or nothing does.

    One’s own (or «за» whom one acts for); with `mode` paper or oral, typed in for its author by whoever may
    prepare drafts. A second call with the same key gives the first one’s resolution. Raises Refused with
    the field «points-N-…» for what is wrong in point N.
    """
    identity = uuid7()
    body = {"document": str(document_id), **plain(entry)}
    try:
        with unit_of_work():
            claim(
                by=by, action="tasks.issue_resolution", key=key, digest=digest_of(body),
                result={"resolution": str(identity)},
            )  # fmt: skip
            document, registration = document_to_change(document_id, by)
            resolution = _begin(identity, document, registration.journal, entry, by)
            written = write_points(resolution, document, entry.points)
            return take_effect(resolution, document, written, registration, by)
    except AlreadyDone as done:
        known = Resolution.objects.get(pk=done.result["resolution"])
        return Issued(known, again=True, tasks=known.points.count())


def _begin(
    identity: UUID, document: Document, journal: Journal, entry: ResolutionEntry, by: Actor
) -> Resolution:
    """The row of a resolution that is issued at once, after looking who may."""
    parent = None
    if entry.parent_id is not None:
        rows = Point.objects.select_for_update(of=("self",)).select_related("resolution")
        parent = rows.filter(pk=entry.parent_id, document=document).first()
        if parent is None:
            raise Refused("Такого завдання немає: оновіть сторінку")
    if entry.mode == Mode.SYSTEM and entry.origin == Origin.RESOLUTION:
        if refusal := why_not_resolve(by, document, parent):
            raise Refused(refusal)
        author_id = _own_author(document, parent, by)
    else:
        if refusal := why_not_prepare(by, document, journal):
            raise Refused(refusal)
        if entry.author is None:
            raise Refused("Назвіть автора резолюції", field="author")
        if entry.origin == Origin.RESOLUTION:
            refuse_stranger(entry.author, document)
        author_id = entry.author.pk
    return row(identity, document, entry, author_id, by, parent, issued_at=timezone.now())


def _own_author(document: Document, parent: Point | None, by: Actor) -> int:
    """Whose resolution it is: one’s own, or that of the reviewer for whom one acts."""
    if parent is None and by.person_id is not None and by.person_id == document.first_reviewer_id:
        return by.person_id
    people: list[int] = []
    if parent is not None:
        people = [each for each in [main_of(parent).person_id] if each]
    else:
        people = [each for each in [document.first_reviewer_id] if each]
        people += Review.objects.filter(document=document).values_list("reviewer_id", flat=True)
    wanted = next((each for each in people if each != by.person_id and acts_as(by, each)), by.person_id)
    if by.person_id in people or wanted is None:
        wanted = by.person_id
    if wanted is None:
        raise Refused("Резолюцію накладає людина")
    return wanted


def refuse_stranger(author: Person, document: Document) -> None:
    """A resolution’s author works today, and first reviews this document or leads."""
    today = timezone.localdate()
    held = Appointment.objects.on(today).filter(person=author)
    if author.left_on is not None or not held.exists():
        raise Refused(f"{author.full_name} не обіймає посади: оберіть іншого автора", field="author")
    if document.first_reviewer_id in (author.pk, None):
        return
    if Review.objects.filter(document=document, reviewer=author).exists():
        return
    if not held.filter(Q(position__is_leader=True) | Q(position__is_unit_head=True)).exists():
        raise Refused(f"{author.full_name} не розглядає цього документа", field="author")


def row(
    identity: UUID,
    document: Document,
    entry: ResolutionEntry,
    author_id: int,
    by: Actor,
    parent: Point | None = None,
    *,
    issued_at: datetime | None = None,
) -> Resolution:
    """The row of a resolution: a draft, or with `issued_at` one that is in force."""
    today = timezone.localdate()
    dated_on = entry.dated_on or today
    if dated_on > today:
        raise Refused("Резолюція не може мати дати, яка ще не настала", field="dated_on")
    held = Appointment.objects.on(today).filter(person=author_id).select_related("person", "position")
    post = held.order_by("-is_main", "position__rank").first()
    author = post.person if post else Person.objects.get(pk=author_id)
    own = by.person_id == author.pk
    typed = entry.mode != Mode.SYSTEM or not own
    acted = entry.mode == Mode.SYSTEM and not own and acts_as(by, author.pk)
    return Resolution.objects.create(
        id=identity,
        document=document,
        organisation_id=document.organisation_id,
        parent=parent,
        origin=entry.origin,
        author=author,
        author_position=post.position if post else None,
        author_label=label_of(author.full_name, post.position.title if post else "")[:300],
        acted_label=by.label[:300] if acted else "",
        mode=entry.mode,
        coordinator=entry.coordinator,
        dated_on=dated_on,
        prepared_by_id=by.person_id if typed and not acted else None,
        prepared_label=by.label[:300] if typed and not acted else "",
        proof=profile().proof_of("resolution"),
        issued_at=issued_at,
        state=ResolutionState.ISSUED if issued_at else ResolutionState.PREPARED,
    )


def put_in_force(resolution: Resolution) -> list[Written]:
    """A draft becomes a resolution: its points are tasks from now on, and it is the executors’ move."""
    resolution.issued_at = timezone.now()
    set_state(resolution, ResolutionState.ISSUED)
    rows = Point.objects.filter(resolution=resolution)
    rows.update(state=PointState.ASSIGNED, assigned_at=resolution.issued_at)
    given: dict[int, list[Assignment]] = {}
    for each in Assignment.objects.filter(point__resolution=resolution):
        each.is_waiting = each.duty != Duty.INFO
        given.setdefault(each.point_id, []).append(each)
    Assignment.objects.filter(point__resolution=resolution).exclude(duty=Duty.INFO).update(is_waiting=True)
    return [Written(each, given.get(each.pk, [])) for each in rows.order_by("order", "pk")]


def take_effect(
    resolution: Resolution, document: Document, written: list[Written], registration: Registration, by: Actor
) -> Issued:
    """What follows from points that are tasks: rows of access, steps, the review is done, one event."""
    points = [each.point for each in written]
    given = [one for each in written for one in each.given]
    assert resolution.issued_at is not None
    Step.objects.bulk_create(
        [
            Step(point=each, kind=StepKind.ASSIGNED, at=resolution.issued_at, by_id=by.person_id,
                 by_label=by.label, new_on=each.due_on)
            for each in points
        ]
    )  # fmt: skip
    for each in written:
        who = [*(one.principal for one in each.given), *controllers_of(each.point)]
        grant(
            document, who, reason=GrantReason.TASK, source=f"point:{each.point.pk}", registration=registration
        )
    if resolution.coordinator_id:
        entry = ExecutorEntry("person", resolution.coordinator_id)
        coordinator = assignment_of(entry, timezone.localdate()).principal
        grant(document, [coordinator], reason=GrantReason.TASK, source=f"resolution:{resolution.pk}")
    if resolution.parent is not None:
        note(resolution.parent, StepKind.DISTRIBUTED, by, text=", ".join(each.label for each in given)[:500])
    elif resolution.origin == Origin.RESOLUTION:
        review_done(document, by, author_id=resolution.author_id)
    how = {Mode.PAPER: " (внесено з паперу)", Mode.ORAL: " (усна)"}.get(Mode(resolution.mode), "")
    record(
        events.RESOLUTION_ISSUED, by=by, about=document, author=resolution.author_label, count=len(points),
        how=how, resolution=str(resolution.pk), points=[each.pk for each in points], mode=resolution.mode,
    )  # fmt: skip
    words = [word for each in points for word in rules.vague_words(each.text)]
    return Issued(resolution, vague=list(dict.fromkeys(words)), tasks=len(points))


def review_done(document: Document, by: Actor, *, author_id: int | None = None) -> None:
    """The folder of whoever reviewed is lighter by this document."""
    now = timezone.now()
    reviewer = document.first_reviewer_id
    if reviewer is None or author_id == reviewer or (author_id is None and acts_as(by, reviewer)):
        note_review(document.pk, now)
    waiting = Review.objects.filter(document=document, done_at=None)
    if author_id is None:
        asked = waiting.values_list("reviewer_id", flat=True)
        waiting = waiting.filter(reviewer__in=[each for each in asked if acts_as(by, each)])
    else:
        waiting = waiting.filter(reviewer=author_id)
    waiting.update(done_at=now)


def set_state(resolution: Resolution, state: ResolutionState) -> None:
    resolution.state = state
    resolution.version += 1
    resolution.save()
