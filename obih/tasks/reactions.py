"""What this room does when something has happened below: an answer went out, a deadline moved."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from obih.history.models import Event
from obih.history.reactions_registry import on
from obih.people.actors import SYSTEM
from obih.people.events import PERSON_DISMISSED
from obih.people.models import Person
from obih.registry.events import DEADLINE_CHANGED, DEADLINES_RECOUNTED, DOCUMENT_SENT
from obih.tasks.actions.execution import close_by_answer
from obih.tasks.actions.handing_over import hand_over_tasks
from obih.tasks.actions.moving import follow_deadline
from obih.tasks.models import Answer
from obih.tasks.telling import tell_executors  # noqa: F401 - who is told of what stands there


@on(DOCUMENT_SENT)
def close_what_it_answers(events: Sequence[Event]) -> None:
    """A final answer that has gone closes its task; a second run finds it closed."""
    for event in events:
        rows = Answer.objects.filter(document=UUID(event.about_key)).select_related("document")
        for answer in rows:
            close_by_answer(answer, by=SYSTEM)


@on(DEADLINE_CHANGED, DEADLINES_RECOUNTED)
def follow_the_deadline(events: Sequence[Event]) -> None:
    """A task that answers a deadline runs until that deadline; a second run moves nothing."""
    for event in events:
        follow_deadline(int(event.facts["deadline"]))


@on(PERSON_DISMISSED)
def pass_tasks_on(events: Sequence[Event]) -> None:
    """Give the open tasks of a leaver to the successor named at the dismissal; a second run finds none."""
    for event in events:
        if successor_id := event.facts.get("successor_id"):
            leaver = Person.objects.get(pk=int(event.about_key))
            successor = Person.objects.get(pk=successor_id)
            if successor.left_on is None:
                hand_over_tasks(leaver, successor, why="звільнення", by=SYSTEM)
