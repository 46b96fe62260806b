"""What people ask of history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import BooleanField, Case, OuterRef, Subquery, When
from django.db.models.expressions import RawSQL

from obih.history.models import Checkpoint, Event, EventQuerySet, Head, PrivateData
from obih.history.rules import GENESIS, Break, Link, breaks, private_hash
from obih.history.work import REACT


@dataclass(frozen=True)
class Verdict:
    """What a look at the whole chain found."""

    events: int
    head: str
    broken: list[Break]

    @property
    def holds(self) -> bool:
        return not self.broken


def _links() -> Iterator[Link]:
    rows = Event.objects.order_by("seq").values_list("seq", "number", "canonical", "previous", "hash")
    for row in rows.iterator(chunk_size=5000):
        yield Link(*row)


def verify_chain(most: int = 100) -> Verdict:
    """Read the whole chain and say where it does not hold (at most `most` places).

    Also compares the head, the checkpoints and the salted hashes of personal data still kept.
    """
    found: list[Break] = []
    count, last = 0, GENESIS
    marks = dict(Checkpoint.objects.values_list("seq", "hash"))

    def watched() -> Iterator[Link]:
        nonlocal count, last
        for link in _links():
            count, last = count + 1, link.hash
            expected = marks.pop(link.seq, link.hash)
            if expected != link.hash:
                found.append(Break(link.seq, "не збігається з контрольною точкою"))
            yield link

    for broken in breaks(watched()):
        found.append(broken)
        if len(found) >= most:
            break
    else:
        found += [Break(seq, "контрольна точка є, події немає") for seq in sorted(marks)]
        head = Head.objects.get()
        if (head.seq, head.hash) != (count, last):
            found.append(Break(head.seq, "кінець ланцюга не збігається з останньою подією"))
        found += _private_breaks()
    return Verdict(count, last, found)


def _private_breaks() -> list[Break]:
    keys = PrivateData.objects.values_list("event_key", "salt", "canonical")
    kept = {key: (salt, canonical) for key, salt, canonical in keys.iterator(chunk_size=5000)}
    found = []
    for event in Event.objects.filter(key__in=list(kept)).iterator(chunk_size=2000) if kept else ():
        if event.content.get("private") != private_hash(*kept[event.key]):
            found.append(Break(event.seq, "персональні дані події змінено"))
    return found


def timeline(kind: str, key: object, most: int = 200) -> list[Event]:
    """The newest events about one thing, newest first."""
    return list(EventQuerySet(Event).about(kind, key).order_by("-seq")[:most])


def timeline_with_private(
    kind: str, key: object, name: str, most: int = 200
) -> list[tuple[Event, str | None]]:
    """The same in one statement, each event of this name with its personal data, as long as they are kept."""
    kept = PrivateData.objects.filter(pk=OuterRef("key")).values("canonical")
    told = EventQuerySet(Event).about(kind, key).annotate(private=Case(When(name=name, then=Subquery(kept))))
    return [(each, each.private) for each in told.order_by("-seq")[:most]]  # type: ignore[attr-defined]


def unfinished(event: str, kind: str, key: str) -> list[Event]:
    """Events of this name about this thing that a reaction has not ended yet (or ever, if it failed for
    good), the oldest first; one statement."""
    jobs = (
        "EXISTS (SELECT FROM procrastinate_jobs j WHERE j.args->>'event' = history_event.key::text"
        " AND j.task_name = %s AND j.status IN ('todo', 'doing', 'failed'))"
    )
    found = Event.objects.filter(
        RawSQL(jobs, [REACT], BooleanField()),  # noqa: S611 — a constant
        name=event,
        about_kind=kind,
        about_key=key,
    )
    return list(found.order_by("seq"))
