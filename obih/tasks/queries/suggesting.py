"""Executors offered while one types, and those who are named most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from django.db.models import Model, Q

from obih.people.actors import Actor
from obih.people.models import Body, Organisation, Person, Unit
from obih.registry.rules import name_key
from obih.tasks.models import Assignment
from obih.tasks.queries.executors import belongs_here, may_be_named, who_may_execute
from obih.tasks.vocabulary import Duty
from obih.ui.layout import other_layout

KINDS = {"unit": "підрозділ", "body": "комісія", "organisation": "установа"}
MOST, RECENT = 12, 200


class KnownExecutors(Mapping[str, str]):
    """Everybody the actor may name, «person:17» to its name with the post.

    Whether one value is among them costs one statement; the names of all are read (four statements) when
    somebody looks through them.
    """

    def __init__(self, actor: Actor, today: date) -> None:
        self._actor, self._today = actor, today
        self._asked: dict[str, bool] = {}

    @cached_property
    def _all(self) -> dict[str, str]:
        return {value: name for _, rows in who_may_execute(self._actor, self._today) for value, name in rows}

    def __contains__(self, value: object) -> bool:
        if "_all" in self.__dict__:
            return value in self._all
        if not isinstance(value, str):
            return False
        if value not in self._asked:
            self._asked[value] = may_be_named(self._actor, value, self._today)
        return self._asked[value]

    def belong_here(self, value: str) -> bool:
        """Whether one who may not be named is or was of the actor’s institutions: of such is told why."""
        return belongs_here(self._actor, value)

    def __getitem__(self, value: str) -> str:
        return self._all[value]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def suggested(actor: Actor, text: str, today: date) -> list[tuple[str, str, str]]:
    """(value, name, note) of whom the typed words mean, in either layout; without words whom the actor
    names most."""
    known = dict(KnownExecutors(actor, today).items())
    if not text.strip():
        usual = [each for each in usually_named(actor) if each in known]
        return [told(each, known[each]) for each in [*usual, *(set_aside(known, usual))][:MOST]]
    return [told(value, name) for value, name in known.items() if means(text, name)][:MOST]


def set_aside(known: Mapping[str, str], usual: list[str]) -> list[str]:
    return [each for each in known if each not in usual]


def usual_executors(actor: Actor, most: int = 6) -> list[tuple[str, str]]:
    """(value, short name) of whom the actor lately made main executor, most often first; one statement."""
    rows = Assignment.objects.filter(point__resolution__author=actor.person_id, duty=Duty.MAIN)
    still = rows.filter(Q(person=None) | Q(person__left_on=None)).order_by("-pk")
    found: Counter[tuple[str, str]] = Counter()
    names = ("unit__name", "body__name", "organisation__short_name")
    for person, unit, body, place, given, surname, *titles in still.values_list(
        "person", "unit", "body", "organisation", "person__given_name", "person__surname", *names
    )[:RECENT]:
        if person:
            found[f"person:{person}", f"{given} {surname}".strip()] += 1
            continue
        keys = {"unit": unit, "body": body, "organisation": place}
        kind, key, title = next(
            (kind, key, t) for (kind, key), t in zip(keys.items(), titles, strict=True) if key
        )
        found[f"{kind}:{key}", title] += 1
    return [each for each, _ in found.most_common(most)]


def usually_named(actor: Actor) -> list[str]:
    """Whom the actor has lately made executor, most often first; one statement."""
    rows = Assignment.objects.filter(point__resolution__author=actor.person_id).order_by("-pk")
    counted: Counter[str] = Counter()
    for row in rows.values("person", "unit", "body", "organisation")[:RECENT]:
        kind, key = next((kind, key) for kind, key in row.items() if key)
        counted[f"{kind}:{key}"] += 1
    return [each for each, _ in counted.most_common(MOST)]


def names_of(values: Iterable[str]) -> dict[str, str]:
    """What these executors are called, of whatever institution; a statement for each kind among them."""
    wanted: dict[str, list[int]] = {}
    for value in values:
        kind, _, key = value.partition(":")
        if kind in _MODELS and key.isdecimal() and len(key) < 19:
            wanted.setdefault(kind, []).append(int(key))
    found = {}
    for kind, keys in wanted.items():
        model, name = _MODELS[kind]
        for each in model._default_manager.filter(pk__in=keys):
            found[f"{kind}:{each.pk}"] = str(getattr(each, name))
    return found


_MODELS: dict[str, tuple[type[Model], str]] = {
    "person": (Person, "full_name"), "unit": (Unit, "name"), "body": (Body, "name"),
    "organisation": (Organisation, "short_name"),
}  # fmt: skip


def named_so(known: Mapping[str, str], text: str) -> list[str]:
    """The values that the words mean: what was typed without choosing from the list."""
    same = [value for value, name in known.items() if name_key(name) == name_key(text)]
    return same or [value for value, name in known.items() if means(text, name)]


def means(text: str, name: str) -> bool:
    """Whether each word typed begins a word of the name, in either layout of the keyboard."""
    words = name_key(name).split()
    return any(
        all(any(word.startswith(part) for word in words) for part in name_key(typed).split())
        for typed in filter(None, (text, other_layout(text)))
    )


def told(value: str, name: str) -> tuple[str, str, str]:
    """(value, name, note) as a box of suggestions shows it."""
    kind = value.partition(":")[0]
    if kind != "person":
        return value, name, KINDS[kind]
    who, _, post = name.partition(", ")
    return value, who, post
