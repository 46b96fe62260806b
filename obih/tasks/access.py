"""Who may, and if not, why not."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from obih.people.access import Power, may, why_not_change
from obih.people.actors import Actor
from obih.people.principals import of_person
from obih.people.vocabulary import Scope
from obih.registry.access import why_not_correct
from obih.registry.models import Document, Journal
from obih.tasks.models import Point, Resolution, Review

EXECUTE = "tasks:execute"
"""The scope of a token by which a program takes and reports the tasks of its institution."""
ONLY_SIGNS = "Вас призначено в. о. лише для підписання: резолюції, звіти й строки воно не охоплює"


def acts_as(actor: Actor, person_id: int | None) -> bool:
    """Whether the actor is this person or acts for him in work on documents; one who only signs for him
    does not."""
    return person_id is not None and of_person(person_id) in actor.within(Scope.REVIEW)


def only_signs(actor: Actor, *people: int | None) -> str | None:
    """What to say to whoever was made to act for one of these people in signing alone, or None."""
    if any(each is not None and of_person(each) in actor.partly for each in people):
        return ONLY_SIGNS
    return None


def reviews(actor: Actor, document: Document, others: Collection[int] | None = None) -> bool:
    """Whether the document waits, or waited, for this actor’s first review. `others` are more first
    reviewers, where they are at hand; else they are asked for."""
    if acts_as(actor, document.first_reviewer_id):
        return True
    if others is None:
        others = Review.objects.filter(document=document).values_list("reviewer_id", flat=True)
    return any(acts_as(actor, each) for each in others)


def why_not_resolve(
    actor: Actor, document: Document, parent: Point | None = None, *, others: Collection[int] | None = None
) -> str | None:
    """Why this actor may put no resolution on the document, or None.

    First reviewers do; below them, on his own point, whoever heads the unit it was given to (or got it
    himself and heads somebody).
    """
    if refusal := why_not_change(actor):
        return refusal
    if document.closed_at is not None:
        return "Документ уже виконано: спершу поверніть його до виконання"
    if parent is not None:
        if not parent.is_open:
            return "Завдання вже закрито: розподіляти нічого"
        return why_not_hold(actor, parent, "Розподіляє завдання той, кому його доручено")
    if reviews(actor, document, others):
        return None
    if document.first_reviewer_id is None and may(actor, Power.REVIEW, document.organisation_id):
        return None
    said = "Резолюцію накладає той, хто першим розглядає документ"
    return only_signs(actor, document.first_reviewer_id) or said


def why_not_prepare(
    actor: Actor, document: Document, journal: Journal, *, others: Collection[int] | None = None
) -> str | None:
    """Who keeps the journal, who controls and who reviews prepare drafts and type in what stands on paper."""
    if refusal := why_not_change(actor):
        return refusal
    if document.closed_at is not None:
        return "Документ уже виконано: спершу поверніть його до виконання"
    if not why_not_correct(actor, journal) or may(actor, Power.CONTROL, journal.organisation_id):
        return None
    if reviews(actor, document, others):
        return None
    return "Проєкт резолюції готує діловод, контролер або помічник того, хто розглядає"


def _mains(point: Point) -> list[int]:
    return list(point.assignments.filter(duty="main", ended_at=None).values_list("principal", flat=True))


def why_not_hold(actor: Actor, point: Point, said: str) -> str | None:
    """None for the main executor and who acts for him; `said` to others."""
    mains = _mains(point)
    if any(each in actor.within(Scope.REVIEW) for each in mains):
        return None
    return ONLY_SIGNS if any(each in actor.partly for each in mains) else said


def issued_by(actor: Actor, resolution: Resolution) -> bool:
    return acts_as(actor, resolution.author_id)


def why_not_execute(actor: Actor, point: Point) -> str | None:
    """The main executor, or who acts for him, accepts and reports."""
    if refusal := why_not_change(actor):
        return refusal
    if actor.kind == "service":
        return _why_not_by_program(actor, point)
    return why_not_hold(actor, point, "Звітує головний виконавець завдання")


def of_place(organisation_id: int | None) -> Q:
    """Executors of an institution: its people by their posts, its units, its commissions, itself."""
    places = ("position__organisation", "unit__organisation", "body__organisation", "organisation")
    return Q(*((each, organisation_id) for each in places), _connector=Q.OR)


def _why_not_by_program(actor: Actor, point: Point) -> str | None:
    """A program works for its institution; its name stays on what it does."""
    if EXECUTE not in actor.scopes:
        return "Токену не дозволено виконувати завдання"
    place = actor.organisation_id
    mains = point.assignments.filter(of_place(place), duty="main", ended_at=None)
    return None if mains.exists() else "Програма виконує лише завдання своєї установи"


def why_not_decide(actor: Actor, point: Point) -> str | None:
    """The issuer accepts a report, returns it, withdraws and suspends; so may control in his stead,
    for an act or a resolution from paper whose author does not work in the system."""
    if refusal := why_not_change(actor):
        return refusal
    if issued_by(actor, point.resolution) or controls(actor, point):
        return None
    said = "Рішення за звітом приймає автор резолюції або контролер"
    return only_signs(actor, point.resolution.author_id) or said


def why_not_extend(actor: Actor, point: Point) -> str | None:
    """Who set the term decides on a later day: the author of the resolution; control enters what the sending
    body has agreed by letter."""
    if refusal := why_not_change(actor):
        return refusal
    if controls(actor, point):
        return None
    if point.due_source == "letter":
        return "Строк встановив автор листа: його згоду вносить контролер"
    return None if issued_by(actor, point.resolution) else "Строк продовжує той, хто його встановив"


def controls(actor: Actor, point: Point) -> bool:
    """Control is a role; in a village, where nobody holds it, the clerk’s."""
    return may(actor, Power.CONTROL, point.organisation_id) and not actor.read_only


def why_not_lift(actor: Actor, point: Point) -> str | None:
    if refusal := why_not_change(actor):
        return refusal
    return None if controls(actor, point) else "З контролю знімає лише контролер"


def why_not_change_main(actor: Actor, point: Point) -> str | None:
    """Only who did the first review changes the main executor, by a new decision (№ 55, p. 72)."""
    if refusal := why_not_change(actor):
        return refusal
    if issued_by(actor, point.resolution):
        return None
    return "Головного виконавця змінює лише автор резолюції"


def why_not_supplement(actor: Actor, point: Point) -> str | None:
    if refusal := why_not_change(actor):
        return refusal
    resolution = point.resolution
    if acts_as(actor, resolution.coordinator_id) or issued_by(actor, resolution):
        return None
    return "Доповнює автор резолюції або заступник, який координує виконання"


def why_not_see_board(actor: Actor) -> str | None:
    """The control board is for heads, clerks and controllers."""
    if actor.kind == "nobody":
        return "Спершу увійдіть"
    if may(actor, Power.SEE_CONTROL):
        return None
    return "Виконання в установі бачать керівник, діловод і контролер"


def why_not_ask_acquaintance(actor: Actor, document: Document, journal: Journal) -> str | None:
    if refusal := why_not_change(actor):
        return refusal
    if not why_not_correct(actor, journal) or reviews(actor, document):
        return None
    if may(actor, Power.CONTROL, journal.organisation_id):
        return None
    return "На ознайомлення передає діловод, контролер або той, хто розглядає документ"


def open_point(document_id: UUID, point_id: int) -> Point | None:
    """The point of this document, with what its rights are read from."""
    rows = Point.objects.filter(pk=point_id, document=document_id)
    return rows.select_related("resolution", "document").first()
