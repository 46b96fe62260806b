"""Who is told of what happened to a task. A second run tells nothing twice; nobody is told of his own deed.

What is said names the document’s number and the day, nothing of its contents: a line stays in the list after
access has ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.utils import timezone

from obih.history.models import Event
from obih.history.reactions_registry import Reaction, on
from obih.notices.actions import Telling, tell
from obih.notices.vocabulary import Topic
from obih.people import principals
from obih.people.behind import people_behind
from obih.people.vocabulary import Role
from obih.registry.models import Registration
from obih.tasks import events
from obih.tasks.models import AcquaintanceList, Assignment, Extension, Point, Resolution
from obih.tasks.vocabulary import TASK_ADDRESS, Duty
from obih.ui.words import short_date

DOCUMENT_ADDRESS = "/documents/{}/"


@dataclass(frozen=True)
class _Said:
    """What is told to whoever stands behind these principals."""

    principals: tuple[int, ...]
    topic: str
    text: str
    brief: str
    url: str
    in_letter: str = ""
    """The same without what somebody has typed: a letter leaves the house."""


Teller = Callable[[Event], Iterable[_Said]]


def _each(teller: Teller) -> Reaction:
    """A reaction out of what is said of one event: a batch of events costs one look at who is meant and one
    telling."""

    @wraps(teller)
    def tell_all(happened: Sequence[Event]) -> None:
        _tell([(event, place, part) for event in happened for place, part in enumerate(teller(event))])

    return tell_all


def _tell(parts: Sequence[tuple[Event, int, _Said]]) -> None:
    wanted = {each for _, _, part in parts for each in part.principals}
    behind = people_behind(wanted, timezone.localdate()) if wanted else {}
    tellings: dict[tuple[int, str], Telling] = {}
    for event, place, part in parts:
        once = f"{event.key}:{place}"
        for person in {each.pk: each for one in part.principals for each in behind.get(one, ())}.values():
            if event.actor_kind == "person" and event.actor_key == str(person.pk):
                continue
            tellings[person.pk, once] = Telling(
                person.pk, part.topic, part.text, brief=part.brief, url=part.url, in_letter=part.in_letter,
                once=once, document_key=event.about_key,
            )  # fmt: skip
    if tellings:
        tell(list(tellings.values()))


def _number(document: UUID | str) -> str:
    rows = Registration.objects.filter(document=UUID(str(document)), moved_to=None).order_by("registered_at")
    found = rows.values_list("number", flat=True).first()
    return f"№ {found}" if found else "документом без номера"


def _until(point: Point) -> str:
    return f", строк {short_date(point.due_on)}" if point.due_on else ""


def _point(event: Event) -> Point | None:
    rows = Point.objects.select_related("resolution")
    return rows.filter(pk=int(event.facts.get("point") or 0)).first()


def _of(point: Point, *duties: str) -> tuple[int, ...]:
    """The principals of those who have these duties now."""
    rows = Assignment.objects.filter(point=point, ended_at=None, duty__in=duties)
    return tuple(rows.values_list("principal", flat=True))


def _author(resolution: Resolution) -> tuple[int, ...]:
    return (principals.of_person(resolution.author_id),)


def _control(point: Point) -> tuple[int, ...]:
    return (principals.of_role(Role.CONTROLLER, point.organisation_id),)


# ── resolutions ──────────────────────────────────────────────────────


@on(events.RESOLUTION_ISSUED)
@_each
def tell_executors(event: Event) -> Iterator[_Said]:
    """Each executor learns of his task, readers of what to read, the coordinator of what he coordinates."""
    yield from _given(event)


def _given(event: Event) -> list[_Said]:
    number = _number(event.about_key)
    rows = Assignment.objects.filter(point__in=event.facts.get("points", ()), ended_at=None)
    said = [_assigned(each, number) for each in rows.select_related("point__resolution")]
    found = Resolution.objects.filter(pk=event.facts["resolution"], coordinator__isnull=False).first()
    if found is not None and found.coordinator_id is not None:
        url = DOCUMENT_ADDRESS.format(event.about_key)
        who = (principals.of_person(found.coordinator_id),)
        text = f"Ви координуєте виконання за {number}. Резолюція: {found.author_label}"
        said.append(_Said(who, Topic.TASK, text, "ви координуєте виконання", url))
    return said


def _assigned(given: Assignment, number: str) -> _Said:
    point, who = given.point, (given.principal,)
    author = point.resolution.author_label
    if given.duty == Duty.INFO:
        url = DOCUMENT_ADDRESS.format(point.document_id)
        return _Said(
            who, Topic.READING, f"До відома: {number}. Резолюція: {author}", "документ до відома", url
        )
    due = f", строк {short_date(given.due_on)}" if given.due_on else ""
    part = " (співвиконавець)" if given.duty == Duty.CO else ""
    text = f"Нове завдання за {number}{part}{due}. Доручає {author}"
    return _Said(who, Topic.TASK, text, f"нове завдання{due}", TASK_ADDRESS.format(point.pk))


@on(events.RESOLUTION_PREPARED)
@_each
def tell_author_of_draft(event: Event) -> Iterator[_Said]:
    who = (principals.of_person(event.facts["to"]),)
    text = f"Проєкт резолюції за {_number(event.about_key)} чекає вашого рішення"
    url = DOCUMENT_ADDRESS.format(event.about_key)
    yield _Said(who, Topic.REVIEW, text, "проєкт резолюції чекає рішення", url)


@on(events.RESOLUTION_RETURNED)
@_each
def tell_who_prepared(event: Event) -> Iterator[_Said]:
    if prepared := event.facts.get("to"):
        outside = f"Проєкт резолюції за {_number(event.about_key)} повернуто"
        text = f"{outside}: {event.facts['because']}"
        url = DOCUMENT_ADDRESS.format(event.about_key)
        who = (principals.of_person(prepared),)
        brief = "проєкт резолюції повернуто"
        yield _Said(who, Topic.DECISION, text, brief, url, outside)


@on(events.REVIEW_ASKED)
@_each
def tell_reviewer(event: Event) -> Iterator[_Said]:
    text = f"На розгляд: {_number(event.about_key)}"
    url = DOCUMENT_ADDRESS.format(event.about_key)
    who = (principals.of_person(event.facts["person"]),)
    yield _Said(who, Topic.REVIEW, text, "документ на розгляд", url)


@on(events.ACQUAINTANCE_ASKED)
@_each
def tell_readers(event: Event) -> Iterator[_Said]:
    found = AcquaintanceList.objects.filter(pk=int(event.facts.get("list") or 0)).first()
    people = event.facts.get("people") or (found.lines.values_list("person_id", flat=True) if found else ())
    due = f" до {short_date(found.due_on)}" if found and found.due_on else ""
    text = f"Ознайомтеся з {_number(event.about_key)}{due}"
    who = tuple(principals.of_person(each) for each in people)
    url = DOCUMENT_ADDRESS.format(event.about_key)
    yield _Said(who, Topic.READING, text, f"документ на ознайомлення{due}", url)


# ── the life of a task ───────────────────────────────────────────────


@on(events.TASK_REPORTED, events.TASK_INTERIM, events.TASK_ANSWERED)
@_each
def tell_issuer_of_report(event: Event) -> Iterator[_Said]:
    """The author learns that a report waits for his word, or that an answer has closed his task."""
    point = _point(event)
    if point is None:
        return
    number = _number(point.document_id)
    topic, text, brief = {
        events.TASK_REPORTED.name: (
            Topic.REPORT, f"Звіт за {number} чекає вашого рішення: {event.facts.get('who', '')}",
            "звіт чекає вашого рішення",
        ),
        events.TASK_INTERIM.name: (
            Topic.DECISION, f"Проміжна відповідь за {number}: {event.facts.get('who', '')}",
            "проміжна відповідь",
        ),
        events.TASK_ANSWERED.name: (
            Topic.DECISION, f"Завдання за {number} виконано відповіддю № {event.facts.get('number', '')}",
            "завдання виконано",
        ),
    }[event.name]  # fmt: skip
    who = _author(point.resolution)
    if event.name == events.TASK_ANSWERED.name and point.on_control:
        who = (*who, *_control(point))
    yield _Said(who, topic, text, brief, TASK_ADDRESS.format(point.pk))


@on(events.TASK_PART_HANDED)
@_each
def tell_main_of_part(event: Event) -> Iterator[_Said]:
    if point := _point(event):
        number = _number(point.document_id)
        text = f"Співвиконавець передав своє за {number}: {event.facts.get('who', '')}"
        url = TASK_ADDRESS.format(point.pk)
        who = _of(point, Duty.MAIN)
        yield _Said(who, Topic.REPORT, text, "співвиконавець передав своє", url)


_TO_EXECUTORS = {
    events.TASK_DONE.name: (Topic.DECISION, "Звіт за {number} прийнято", "звіт прийнято"),
    events.TASK_RETURNED.name: (
        Topic.TASK, "Завдання за {number} повернуто на доопрацювання: {reason}", "завдання повернуто",
    ),
    events.TASK_WITHDRAWN.name: (
        Topic.TASK, "Завдання за {number} відкликано: {reason}", "завдання відкликано",
    ),
    events.TASK_SUSPENDED.name: (
        Topic.TASK, "Виконання за {number} призупинено: {reason}", "виконання призупинено",
    ),
    events.TASK_RESUMED.name: (
        Topic.TASK, "Виконання за {number} відновлено{until}", "виконання відновлено{until}",
    ),
    events.TASK_EXTENDED.name: (
        Topic.DECISION, "Строк за {number} продовжено до {new}", "строк продовжено до {new}",
    ),
    events.EXTENSION_REFUSED.name: (
        Topic.DECISION, "У продовженні строку за {number} відмовлено{until}", "у продовженні відмовлено",
    ),
    events.TASK_DUE_MOVED.name: (
        Topic.TASK, "Строк за {number} перенесено з {old} на {new}", "строк завдання тепер {new}",
    ),
    events.TASK_REPEATED.name: (
        Topic.TASK, "Завдання за {number} знову, строк {due}", "періодичне завдання, строк {due}",
    ),
}  # fmt: skip
"""Event → topic, what is said, what is said aloud."""


@on(
    events.TASK_DONE, events.TASK_RETURNED, events.TASK_WITHDRAWN, events.TASK_SUSPENDED, events.TASK_RESUMED,
    events.TASK_EXTENDED, events.EXTENSION_REFUSED, events.TASK_DUE_MOVED, events.TASK_REPEATED,
)  # fmt: skip
@_each
def tell_executors_of_change(event: Event) -> Iterator[_Said]:
    if point := _point(event):
        topic, text, brief = _TO_EXECUTORS[event.name]
        facts = {"reason": "", "new": "", "old": "", "due": ""} | event.facts
        facts |= {"number": _number(point.document_id), "until": _until(point)}
        who = _of(point, Duty.MAIN, Duty.CO)
        url = TASK_ADDRESS.format(point.pk)
        outside = text.replace(": {reason}", "").format(**facts)
        yield _Said(who, topic, text.format(**facts), brief.format(**facts), url, outside)


@on(events.EXTENSION_ASKED)
@_each
def tell_who_decides_on_days(event: Event) -> Iterator[_Said]:
    """The author decides; of a term that the sender set, control enters what the sender agreed to."""
    point = _point(event)
    asked = Extension.objects.filter(point=point).order_by("-asked_at").first()
    if point is None or asked is None:
        return
    who = _control(point) if point.due_source == "letter" else _author(point.resolution)
    text = f"Просять продовжити строк за {_number(point.document_id)} до {event.facts['on']}"
    yield _Said(
        who, Topic.REPORT, f"{text}: {asked.asked_by_label}", "просять продовжити строк",
        TASK_ADDRESS.format(point.pk),
    )  # fmt: skip


@on(events.MAIN_CHANGED)
@_each
def tell_new_main(event: Event) -> Iterator[_Said]:
    """The new one has a task; the one before him has it no more."""
    if point := _point(event):
        number, url = _number(point.document_id), TASK_ADDRESS.format(point.pk)
        text = f"Нове завдання за {number}{_until(point)}. Доручає {point.resolution.author_label}"
        before = Assignment.objects.filter(point=point, duty=Duty.MAIN, ended_at__isnull=False)
        former = tuple(before.order_by("-ended_at").values_list("principal", flat=True)[:1])
        own = _of(point, Duty.MAIN)
        said = [_Said(own, Topic.TASK, text, f"нове завдання{_until(point)}", url)]
        gone = f"Завдання за {number} передано іншому виконавцеві"
        former = tuple(each for each in former if each not in own)
        said.append(_Said(former, Topic.TASK, gone, "завдання передано іншому", "/"))
        yield from said


@on(events.TASK_SUPPLEMENTED)
@_each
def tell_of_supplement(event: Event) -> Iterator[_Said]:
    """Everybody of the task: who is new has work, the others learn who joined."""
    if point := _point(event):
        number = _number(point.document_id)
        text = f"Завдання за {number} доповнено{_until(point)}"
        url = TASK_ADDRESS.format(point.pk)
        who = _of(point, Duty.MAIN, Duty.CO)
        said = [_Said(who, Topic.TASK, text, f"завдання доповнено{_until(point)}", url)]
        reads = f"До відома: {number}. Резолюція: {point.resolution.author_label}"
        card = DOCUMENT_ADDRESS.format(point.document_id)
        said.append(_Said(_of(point, Duty.INFO), Topic.READING, reads, "документ до відома", card))
        yield from said


@on(events.WORK_HANDED_OVER)
@_each
def tell_successor_of_tasks(event: Event) -> Iterator[_Said]:
    point, successor = _point(event), event.facts.get("person")
    if point is not None and successor:
        text = f"Вам передано завдання за {_number(point.document_id)}{_until(point)}"
        yield _Said(
            (principals.of_person(successor),), Topic.TASK, text, f"вам передано завдання{_until(point)}",
            TASK_ADDRESS.format(point.pk),
        )  # fmt: skip
