"""Who listens to what. Reactions run in the worker, may run twice and must bear it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from obih.history.vocabulary import EventType

if TYPE_CHECKING:
    from obih.history.models import Event

Reaction = Callable[[Sequence["Event"]], None]


@dataclass(frozen=True)
class Listener:
    event: str
    queue: str
    reaction: Reaction

    @property
    def name(self) -> str:
        return f"{self.reaction.__module__}.{self.reaction.__name__}"


_listeners: dict[str, list[Listener]] = defaultdict(list)


def on(*events: EventType, queue: str = "quick") -> Callable[[Reaction], Reaction]:
    """Have a function called in the worker with a batch of events (one or more, in order of `seq`).

    `queue` is `quick` for what people wait for and `slow` for conversions.
    """

    def listen(reaction: Reaction) -> Reaction:
        for event in events:
            _listeners[event.name].append(Listener(event.name, queue, reaction))
        return reaction

    return listen


def listeners(event: str | None = None) -> list[Listener]:
    if event is not None:
        return list(_listeners.get(event, ()))
    return [listener for name in sorted(_listeners) for listener in _listeners[name]]


def queues_for(event: str) -> list[str]:
    """One job a queue that somebody listens on; none where nobody listens."""
    return sorted({listener.queue for listener in _listeners.get(event, ())})
