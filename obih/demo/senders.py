"""Who writes to the made-up hromada: two thousand senders, a few of whom write most of the letters."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from obih.demo import words
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import SYSTEM
from obih.registry.directory import index_names, word_vector
from obih.registry.events import CORRESPONDENT_ADDED
from obih.registry.models import Correspondent
from obih.registry.rules import name_key, words_of

PEOPLE = 1580


@dataclass(frozen=True)
class Sender:
    """A correspondent with all that a bulk load needs of it."""

    id: int
    name: str
    short_name: str
    is_natural: bool
    words: tuple[str, ...]


@dataclass(frozen=True)
class Senders:
    """Draws senders: bodies by how often such bodies write, people evenly."""

    bodies: Sequence[Sender]
    people: Sequence[Sender]
    weights: Sequence[float]

    def draw(self, rng: Random, kind: str) -> Sender:
        from_people = kind == "citizen_appeal" or (kind == "info_request" and rng.random() < 0.5)
        if from_people:
            return self.people[rng.randrange(len(self.people))]
        return self.bodies[bisect(self.weights, rng.random() * self.weights[-1])]


def names() -> list[tuple[str, str, bool]]:
    """(name, short name, natural person) of every sender, the most frequent bodies first."""
    bodies = [(name, short, False) for name, short in words.AUTHORITIES]
    for pattern, short in words.OF_PLACES:
        bodies += [(pattern.format(place=each), short.format(place=each), False) for each in words.PLACES]
    people = []
    for place, surname in enumerate(words.SURNAMES * 27):
        given, patronymic = (words.MEN + words.WOMEN)[(place * 7 + place // len(words.SURNAMES)) % 32]
        people.append((f"{surname} {given} {patronymic}", f"{surname} {given[0]}. {patronymic[0]}.", True))
    return bodies + list(dict.fromkeys(people))[:PEOPLE]


def make_senders() -> Senders:
    """The senders, added to the directory where it lacks them."""
    wanted = names()
    known = set(Correspondent.objects.values_list("name_key", flat=True))
    missing = [each for each in wanted if name_key(each[0]) not in known]
    if missing:
        _add(missing)
    rows = {row.name_key: row for row in Correspondent.objects.all()}
    found = [_sender(rows[name_key(name)]) for name, _, _ in wanted]
    bodies = [each for each in found if not each.is_natural]
    weights = list(accumulate(1 / (place + 2.0) ** 0.9 for place in range(len(bodies))))
    return Senders(bodies, [each for each in found if each.is_natural], weights)


def correspondents(wanted: Sequence[str]) -> dict[str, Correspondent]:
    """Correspondents by name; those the directory lacks are added, people told from bodies by their name."""
    bodies = dict(words.AUTHORITIES)
    known = {row.name_key: row for row in Correspondent.objects.filter(name_key__in=map(name_key, wanted))}
    missing = [name for name in dict.fromkeys(wanted) if name_key(name) not in known]
    _add([(name, bodies.get(name, name), _is_person(name)) for name in missing])
    known |= {row.name_key: row for row in Correspondent.objects.filter(name_key__in=map(name_key, missing))}
    return {name: known[name_key(name)] for name in wanted}


def _is_person(name: str) -> bool:
    return name.split(" ")[0] in words.SURNAMES and len(name.split(" ")) == 3


def _add(missing: Sequence[tuple[str, str, bool]]) -> None:
    """Pieces of two hundred, so that the chain's head is never held for long."""
    for start in range(0, len(missing), 200):
        rows = [
            Correspondent(
                name=name,
                short_name="" if short == name else short,
                is_natural=natural,
                name_key=name_key(name),
                words=word_vector(words_of(name, short)),
            )
            for name, short, natural in missing[start : start + 200]
        ]
        with unit_of_work():
            Correspondent.objects.bulk_create(rows)
            index_names(rows)
            for row in rows:
                record(CORRESPONDENT_ADDED, by=SYSTEM, about=row, name=row.name)


def _sender(row: Correspondent) -> Sender:
    return Sender(row.pk, row.name, row.short_name, row.is_natural, tuple(words_of(row.name, row.short_name)))
