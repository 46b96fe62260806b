"""What this room does when something has happened below: an answer went out, a deadline moved."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from obih.history.models import Event
from obih.history.reactions_registry import on
from obih.people.actors import SYSTEM
from obih.registry.events import DEADLINE_CHANGED, DEADLINES_RECOUNTED, DOCUMENT_SENT
from obih.tasks.actions.execution import close_by_answer
from obih.tasks.actions.moving import follow_deadline
from obih.tasks.models import Answer


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
