"""The closed vocabulary of events. A name never changes once it has been written to a chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter

_vocabulary: dict[str, EventType] = {}


@dataclass(frozen=True)
class EventType:
    """What can happen, and how it is told to a person.

    `sentence` is a format string over the event's facts and `number`; who did it and when stand beside it.
    A fact that an old event lacks is told as «—».
    """

    name: str
    sentence: str
    facts: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if self.name in _vocabulary:
            raise ValueError(f"event {self.name} is announced twice")
        _vocabulary[self.name] = self

    def tell(self, facts: Mapping[str, object]) -> str:
        """The event as a Ukrainian sentence."""
        return Formatter().vformat(self.sentence, (), _Facts(facts))


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "—"


def event_type(name: str) -> EventType | None:
    return _vocabulary.get(name)


def all_event_types() -> list[EventType]:
    return sorted(_vocabulary.values(), key=lambda each: each.name)
