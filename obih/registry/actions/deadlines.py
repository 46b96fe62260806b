"""Moving deadlines, and saying that a document is done with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from obih.history.record import Acting, record
from obih.history.work import unit_of_work
from obih.law.profile import Profile
from obih.law.queries import profile
from obih.law.rules import Moved, OpenDeadline, due_on, latest_extension, moved_by
from obih.people.actors import Actor
from obih.registry.access import why_not_close, why_not_move_deadline
from obih.registry.actions.sharing import document_to_change
from obih.registry.events import (
    DEADLINE_CHANGED,
    DEADLINES_RECOUNTED,
    DOCUMENT_CLOSED,
    DOCUMENT_REOPENED,
)
from obih.registry.guards import why_not_closed_yet
from obih.registry.models import Closure, Deadline, DeadlineChange, Document, Registration
from obih.registry.queries.numbers import void_of
from obih.registry.queries.visibility import visible_rows
from obih.registry.vocabulary import DeadlineSource
from obih.ui.refusals import Refused
from obih.ui.words import short_date
from obih.workdays.affected import Shift
from obih.workdays.queries import calendar_for
from obih.workdays.rules import WorkingCalendar

DOCUMENT_ADDRESS = "/documents/{}/"
"""Where the desk shows a document; a promise test holds the two together."""


@unit_of_work()
def change_deadline(deadline_id: int, *, on: date, reason: str, agreed_by: str = "", by: Actor) -> Deadline:
    """Move a deadline: with the reason and, if somebody agreed, who did. Never past what the law allows."""
    known = Deadline.objects.filter(pk=deadline_id).values_list("document_id", flat=True).first()
    if known is None:
        raise Refused("Такого строку немає")
    document, registration = document_to_change(known, by)
    if refusal := why_not_move_deadline(by, registration.journal):
        raise Refused(refusal)
    deadline = Deadline.objects.select_for_update().get(pk=deadline_id)
    return move_deadline(deadline, document, on=on, reason=reason, agreed_by=agreed_by, by=by)


def move_deadline(
    deadline: Deadline, document: Document, *, on: date, reason: str, agreed_by: str, by: Actor
) -> Deadline:
    """What `change_deadline` does once the right to do it has been looked at."""
    if not reason.strip():
        raise Refused("Назвіть причину перенесення", field="reason")
    if deadline.met_at is not None:
        raise Refused("Строк уже виконано: переносити нічого")
    if on == deadline.effective_on:
        return deadline
    if on < timezone.localdate(deadline.starts_at):
        raise Refused("Строк не може закінчитися раніше, ніж надійшов документ", field="on")
    limit = _limit(deadline, document)
    if limit is not None and on > limit:
        raise Refused(f"За законом не пізніше {short_date(limit)}", field="on")
    old, deadline.effective_on, deadline.due_at = deadline.effective_on, on, None
    deadline.save(update_fields=["effective_on", "due_at"])
    DeadlineChange.objects.create(
        deadline=deadline,
        old_on=old,
        new_on=on,
        reason=reason.strip()[:300],
        agreed_by=agreed_by.strip()[:300],
        changed_at=timezone.now(),
        changed_by_label=by.label,
    )
    record(
        DEADLINE_CHANGED, by=by, about=document, deadline=deadline.pk, rule=deadline.rule_code,
        old=short_date(old), new=short_date(on), reason=reason.strip()[:300],
        agreed_by=agreed_by.strip()[:300],
    )  # fmt: skip
    return deadline


def _limit(deadline: Deadline, document: Document) -> date | None:
    """The last day the law lets this deadline be moved to: its cap, or the length of its extension."""
    if deadline.source != DeadlineSource.LAW:
        return None
    rules = profile_of(document)
    term = rules.terms.get(deadline.rule_code)
    longest = rules.extension_of(term) if term else None
    days = [deadline.cap_on] if deadline.cap_on else []
    if longest is not None:
        days.append(max(latest_extension(deadline.starts_at, longest, calendar_for()), deadline.effective_on))
    return min(days) if days else None


@unit_of_work()
def close_document(document_id: UUID, *, note: str, by: Actor) -> Closure:
    """Put the mark of execution: all deadlines are met, the document leaves the lists of open work."""
    document, registration = document_to_change(document_id, by)
    if refusal := why_not_close(by, document, registration.journal):
        raise Refused(refusal)
    if document.closed_at is not None:
        raise Refused("Документ уже виконано")
    if not note.strip():
        raise Refused("Напишіть, чим виконано: номер відповіді, «прийнято до відома»", field="note")
    if refusal := why_not_closed_yet(document.pk):
        raise Refused(refusal)
    now = timezone.now()
    closure = Closure.objects.create(
        document=document, note=note.strip()[:300], closed_at=now, closed_by_label=by.label
    )
    Document.objects.filter(pk=document.pk).update(closed_at=now)
    Deadline.objects.filter(document=document, met_at=None).update(met_at=now)
    record(DOCUMENT_CLOSED, by=by, about=document, note=note.strip()[:300])
    return closure


@unit_of_work()
def reopen_document(document_id: UUID, *, reason: str, by: Actor) -> None:
    """Take the mark of execution back; deadlines run again. The mark stays in history."""
    document, registration = document_to_change(document_id, by)
    if refusal := why_not_close(by, document, registration.journal):
        raise Refused(refusal)
    if document.closed_at is None:
        raise Refused("Документ не позначено виконаним")
    if void_of(document.pk) is not None:
        raise Refused("Номер документа анульовано: зареєструйте його наново")
    if not reason.strip():
        raise Refused("Назвіть причину", field="reason")
    Deadline.objects.filter(document=document, met_at=document.closed_at).update(met_at=None)
    Closure.objects.filter(document=document).delete()
    Document.objects.filter(pk=document.pk).update(closed_at=None)
    record(DOCUMENT_REOPENED, by=by, about=document, reason=reason.strip()[:300])


class DocumentDeadlines:
    """Keeps the calendar’s promise for documents: what it moves is shown first, then moved with it.

    Only deadlines by law that are open, still ahead and never moved by a person: what somebody agreed on
    stays as it was agreed.
    """

    def shifts(self, calendar: WorkingCalendar, actor: Acting) -> Sequence[Shift]:
        assert isinstance(actor, Actor)
        seen = _open().filter(visible_rows(actor, "document_id"))
        moved = list(_moved(calendar, seen))
        numbers = dict(
            Registration.objects.filter(document__in=[document for document, _ in moved]).values_list(
                "document_id", "number"
            )
        )
        return [
            Shift(numbers.get(document, ""), each.was, each.due.effective, DOCUMENT_ADDRESS.format(document))
            for document, each in moved
        ]

    def move(self, calendar: WorkingCalendar, by: Acting) -> int:
        moved = list(_moved(calendar, _open()))
        for document, each in moved:
            Deadline.objects.filter(pk=each.key).update(
                nominal_on=each.due.nominal,
                effective_on=each.due.effective,
                due_at=each.due.moment,
                cap_on=each.due.cap,
            )
            record(
                DEADLINES_RECOUNTED, by=by, about=("registry.document", document), deadline=each.key,
                rule=each.due.rule_code, old=short_date(each.was), new=short_date(each.due.effective),
            )  # fmt: skip
        return len(moved)


def recount_deadlines(calendar: WorkingCalendar, *, by: Actor) -> int:
    """Move every open deadline that this calendar puts elsewhere; gives how many."""
    with unit_of_work():
        return DocumentDeadlines().move(calendar, by)


def preview_recount(calendar: WorkingCalendar, *, by: Actor) -> Sequence[Shift]:
    """What `recount_deadlines` would move, among what the actor sees; nothing is written."""
    return DocumentDeadlines().shifts(calendar, by)


def _open() -> QuerySet[Deadline]:
    return (
        Deadline.objects.filter(
            met_at=None, source=DeadlineSource.LAW, effective_on__gte=timezone.localdate()
        )
        .annotate(moves=Count("changes"))
        .filter(moves=0)
        .select_related("document")
        .only("rule_code", "starts_at", "effective_on", "document__created_at")
        .order_by("effective_on")
    )


def _moved(calendar: WorkingCalendar, deadlines: QuerySet[Deadline]) -> Iterator[tuple[UUID, Moved]]:
    """Counted anew by the rules of the day each document was registered on."""
    by_day: dict[date, Profile] = {}
    for each in deadlines.iterator(chunk_size=2000):
        day = timezone.localdate(each.document.created_at)
        rules = by_day[day] if day in by_day else by_day.setdefault(day, profile(day))
        term = rules.terms.get(each.rule_code)
        if term is None:
            continue
        open_one = OpenDeadline(each.pk, each.starts_at, term, rules.cap_of(term), each.effective_on)
        for moved in moved_by(calendar, [open_one]):
            yield each.document_id, moved


def recount_by_law(document: Document, received_at: datetime, rules: Profile) -> None:
    """Count the open deadline by law anew after the kind, the regime or the moment of receipt changed.

    One that a person has moved stays as it was agreed, unless another rule now holds.
    """
    term = rules.term_for(document.kind_code, document.regime_code)
    by_law = Deadline.objects.filter(document=document, source=DeadlineSource.LAW)
    code = term.code if term else ""
    open_ones = by_law.filter(met_at=None).exclude(rule_code=code, changes__isnull=False)
    due = due_on(received_at, term, calendar_for(), rules.cap_of(term)) if term else None
    if due is None:
        open_ones.delete()
        return
    kept = open_ones.first()
    if kept is None and by_law.exists():
        return
    deadline = kept or Deadline(document=document, unit_id=document.responsible_unit_id)
    deadline.rule_code, deadline.starts_at = due.rule_code, received_at
    deadline.nominal_on, deadline.effective_on = due.nominal, due.effective
    deadline.due_at, deadline.cap_on = due.moment, due.cap
    deadline.save()


def profile_of(document: Document) -> Profile:
    """The rules of the day the document was registered on."""
    return profile(timezone.localdate(document.created_at))
