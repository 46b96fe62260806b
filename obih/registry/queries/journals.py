"""A page of a journal, and which journals there are for whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from obih.history.queries import unfinished
from obih.people.actors import Actor
from obih.registry.events import READER_SET
from obih.registry.models import AccessRow, Journal, JournalReader, Registration, SavedView
from obih.registry.queries.filters import JournalFilter
from obih.registry.queries.lists import CappedCount, Cursor, Place, capped_count, newest
from obih.registry.queries.rare import Listed, listed
from obih.registry.queries.rows import JournalRow, load_rows
from obih.registry.queries.visibility import reading_principals
from obih.registry.vocabulary import GrantReason


@dataclass(frozen=True)
class JournalPage:
    """Rows newest first; `next` and `previous` are cursors for the address, None at the ends."""

    rows: list[JournalRow]
    next: str | None = None
    previous: str | None = None
    count: CappedCount = field(default_factory=lambda: CappedCount(0))


def journals_for(actor: Actor) -> QuerySet[Journal]:
    """Journals that the actor reads, registers in, or sees a document of. The stranger has none."""
    if actor.kind == "system":
        return Journal.objects.select_related("organisation")
    principals = reading_principals(actor)
    readers = JournalReader.objects.filter(journal=OuterRef("pk"), principal__in=actor.principals)
    conditions = [Q(Exists(readers))]
    # One probe of the index (principal, journal, …) each: a single EXISTS … IN would be planned as a scan.
    conditions += [
        Q(Exists(AccessRow.objects.filter(principal=each, journal=OuterRef("pk")))) for each in principals
    ]
    return Journal.objects.filter(reduce(or_, conditions)).select_related("organisation", "default_case")


def journal_for(actor: Actor, code: str) -> Journal | None:
    """The journal of this code, if it is there for the actor; absent and forbidden look alike."""
    return journals_for(actor).filter(code=code).first()


def with_readers(journal: Journal | None, journal_id: int) -> Journal:
    """The journal with its organisation and its readers, for whoever asks thrice what may be done in it; one
    statement, also where the journal itself is at hand already."""
    rows = JournalReader.objects.filter(journal=journal_id)
    readers = rows if journal is not None else rows.select_related("journal__organisation")
    found = list(readers)
    if journal is None:
        whole = Journal.objects.select_related("organisation")
        journal = found[0].journal if found else whole.get(pk=journal_id)
    known = journal.readers.all()
    known._result_cache = found
    journal._prefetched_objects_cache = {"readers": known}  # type: ignore[attr-defined]
    return journal


def journal_page(
    actor: Actor,
    journal: Journal | None,
    filters: JournalFilter,
    after: Cursor | str | None = None,
    size: int = 50,
    *,
    today: date | None = None,
    counted: bool = True,
) -> JournalPage:
    """A page of what the actor sees in a journal (in all of them without one), at most six statements.

    `after` is a cursor of an earlier page; one that cannot be read starts from the newest.
    """
    cursor = Cursor.parse(after) if isinstance(after, str) else after
    if filters.is_empty:
        found = _all(actor, journal, cursor, size, counted=counted)
    else:
        found = listed(actor, journal, filters, cursor, size, counted=counted)
    more = len(found.places) > size
    places = found.places[:size]
    backwards = cursor is not None and cursor.backwards
    if backwards:
        places.reverse()
    rows = load_rows(
        [document for _, document in places],
        today=today or timezone.localdate(),
        journal=journal,
        rules=filters.profile,
    )
    following, preceding = _neighbours(places, cursor, backwards=backwards, more=more)
    return JournalPage(rows, following, preceding, found.count or CappedCount(len(places)))


def _all(actor: Actor, journal: Journal | None, cursor: Cursor | None, size: int, *, counted: bool) -> Listed:
    """A page without filters: two walks along the access rows."""
    places = newest(actor, journal=journal, after=cursor, most=size + 1)
    if not counted or (cursor is None and len(places) <= size):
        return Listed(places)
    return Listed(places, capped_count(actor, journal=journal))


def _neighbours(
    places: list[Place], cursor: Cursor | None, *, backwards: bool, more: bool
) -> tuple[str | None, str | None]:
    if not places:
        return None, None
    following = str(Cursor(*places[-1])) if more or backwards else None
    came_from_start = cursor is None or (backwards and not more)
    preceding = None if came_from_start else str(Cursor(*places[0], backwards=True))
    return following, preceding


def saved_views(actor: Actor, journal: Journal) -> QuerySet[SavedView]:
    """Filters this account keeps under a name for this journal."""
    return SavedView.objects.filter(account=actor.account_id, journal=journal)


@dataclass(frozen=True)
class Spread:
    """How far a reader of a journal has been given what is there: documents of all that stand there."""

    done: int
    total: int


def spreading(journal: Journal) -> dict[int, Spread]:
    """By principal: readers to whom the worker is still giving earlier documents; mostly none."""
    waiting = {
        int(each.facts["principal"])
        for each in unfinished(READER_SET.name, Journal._meta.label_lower, str(journal.pk))
    }
    if not waiting:
        return {}
    here = Registration.objects.filter(journal=journal)
    total = here.count() - here.exclude(moved_to=None).count()
    rows = AccessRow.objects.filter(principal__in=waiting, reason=GrantReason.JOURNAL, source=str(journal.pk))
    done = dict(rows.order_by().values_list("principal").annotate(Count("pk")))
    return {each: Spread(done.get(each, 0), total) for each in waiting}
