"""Telling people: in the application always, by mail and on their devices as each has chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from obih.history.work import unit_of_work
from obih.notices import rules
from obih.notices.actions.mail import wake_the_sender, wake_the_shower
from obih.notices.models import Notice, NoticeSettings, PushDevice
from obih.notices.vocabulary import Topic
from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.people.models import Person
from obih.ui.refusals import Refused
from obih.workdays.queries import calendar_for


@dataclass(frozen=True)
class Telling:
    """One thing said to one person.

    `brief` is what others may see (the subject of a letter, a locked telephone): no subject matter, no names.
    `in_letter` stands in the letter instead of `text`. With `once` the same is told to him once.
    """

    person_id: int
    topic: str
    text: str
    brief: str = ""
    url: str = ""
    in_letter: str = ""
    once: str = ""
    document_key: str = ""


@unit_of_work()
def tell(tellings: Sequence[Telling]) -> int:
    """Put lines on people’s lists, and before their eyes as they have chosen; gives how many were new.

    No event of its own: it tells of what already happened. Six statements, however many are told. Whoever
    has left is told nothing; to whom there is no mailbox, no letter goes.
    """
    people = _reached({each.person_id for each in tellings})
    if not people:
        return 0
    chosen = NoticeSettings.objects.in_bulk(list(people))
    pushed = set(
        PushDevice.objects.filter(account__person__in=people, is_on=True).values_list(
            "account__person_id", flat=True
        )
    )
    now, calendar = timezone.now(), calendar_for()
    rows = []
    for each in tellings:
        if each.person_id not in people:
            continue
        settings = chosen.get(each.person_id) or NoticeSettings(person_id=each.person_id)
        row = _row(each)
        if people[each.person_id]:
            choice = settings.mail_choice(each.topic)
            row.mail_after = rules.mail_after(choice, now, settings.quiet, calendar)
        if each.person_id in pushed and settings.is_pushed(each.topic):
            row.push_after = settings.quiet.end(now, calendar)
        rows.append(row)
    made = _write(rows)
    if any(each.mail_after is not None and each.mail_after <= now for each in rows):
        wake_the_sender()
    if any(each.push_after is not None and each.push_after <= now for each in rows):
        wake_the_shower()
    return made


def _reached(people: set[int]) -> dict[int, str]:
    """Who works here, and his mailbox, or nothing where he has none."""
    rows = Person.objects.filter(pk__in=people, left_on=None).values_list("pk", "account__email", "email")
    return {key: own or given for key, own, given in rows}


def _row(told: Telling) -> Notice:
    return Notice(
        person_id=told.person_id, kind=told.topic, text=told.text[:500], brief=told.brief[:120],
        url=told.url[:200], in_letter=told.in_letter[:2000], once_key=told.once[:80],
        document_key=told.document_key[:40],
    )  # fmt: skip


def _write(rows: list[Notice]) -> int:
    """Insert what is new; a key that was told before is passed over."""
    keyed = [each for each in rows if each.once_key]
    told = set(
        Notice.objects.filter(
            person__in={each.person_id for each in keyed}, once_key__in={each.once_key for each in keyed}
        ).values_list("person_id", "once_key")
    ) if keyed else set()  # fmt: skip
    fresh = [each for each in rows if not each.once_key or (each.person_id, each.once_key) not in told]
    Notice.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    return len(fresh)


def notify(
    person: Person, *, kind: str, text: str, document_key: str = "", url: str = "", brief: str = "",
    in_letter: str = "",
) -> None:  # fmt: skip
    """Tell one person one thing; see `tell`."""
    topic = kind if kind in Topic.values else Topic.EVENT
    tell([Telling(person.pk, topic, text, brief, url, in_letter, document_key=document_key)])


def tell_once(person: Person, event_key: UUID, text: str, url: str = "") -> None:
    """Tell of an event, once however often the reaction runs."""
    tell([Telling(person.pk, Topic.EVENT, text, url=url, once=str(event_key), document_key=str(event_key))])


@unit_of_work()
def mark_read(person_id: int, *, by: Actor, notice_id: int | None = None) -> int:
    """Mark one notice or all of them as read; gives how many there were."""
    if refusal := why_not_change(by):
        raise Refused(refusal)
    if by.person_id != person_id:
        raise Refused("Сповіщення читає той, кому їх надіслано")
    unread = Notice.objects.filter(person_id=person_id, read_at=None)
    if notice_id is not None:
        unread = unread.filter(pk=notice_id)
    return unread.update(read_at=timezone.now())
