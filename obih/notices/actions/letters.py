"""One letter of all that waits for a person: at once, when quiet ends, or at 08:30."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.conf import settings as house
from django.utils import timezone

from obih.history.work import unit_of_work
from obih.notices.actions.mail import mail_settings, queue_mail
from obih.notices.models import Notice
from obih.notices.queries import mailbox_of
from obih.notices.rules import STALE
from obih.notices.vocabulary import MailKind, Topic
from obih.people.actors import SYSTEM
from obih.ui.words import counted

PEOPLE_AT_ONCE = 200
IN_A_LETTER = 50
"""So many are told line by line; of the others a letter says how many they are."""
SETTINGS_ADDRESS = "/profile/notices/"


def make_letters(now: datetime | None = None) -> int:
    """Put what waits into letters, one a person; gives how many letters were queued.

    A notice and the letter that carries it are written in one transaction, so a worker killed at any moment
    neither loses nor doubles it. While mail is not set up everything waits; after a week it is let go.
    """
    server, at = mail_settings(), now or timezone.now()
    if server is None or not server.is_on:
        return 0
    due = Notice.objects.filter(mail_after__lte=at).order_by("person_id")
    made = 0
    for person_id in due.values_list("person_id", flat=True).distinct()[:PEOPLE_AT_ONCE]:
        made += _letter_to(person_id, at)
    return made


@unit_of_work()
def _letter_to(person_id: int, at: datetime) -> bool:
    rows = Notice.objects.select_for_update(skip_locked=True).filter(person=person_id, mail_after__lte=at)
    taken = list(rows.order_by("created_at", "pk"))
    if not taken:
        return False
    fresh = [each for each in taken if each.read_at is None and each.created_at > at - STALE]
    to = mailbox_of(person_id)
    letter = None
    if fresh and to:
        letter = queue_mail(to=to, subject=subject(fresh), body=body(fresh), kind=MailKind.NOTICE, by=SYSTEM)
        Notice.objects.filter(pk__in=[each.pk for each in fresh]).update(mail=letter)
    Notice.objects.filter(pk__in=[each.pk for each in taken]).update(mail_after=None)
    return letter is not None


def subject(notices: Sequence[Notice]) -> str:
    """What stands on a locked telephone: no subject matter, no names."""
    if len(notices) == 1:
        return f"Обіг: {notices[0].brief or 'нове сповіщення'}"
    return f"Обіг: {counted(len(notices), 'сповіщення', 'сповіщення', 'сповіщень')}"


def body(notices: Sequence[Notice]) -> str:
    """What happened, by topics in the order of the settings, each with its address; at most `IN_A_LETTER`."""
    order = {topic: place for place, topic in enumerate(Topic.values)}
    rows = sorted(notices, key=lambda each: order.get(each.kind, len(order)))
    parts = []
    for kind, group in groupby(rows[:IN_A_LETTER], key=lambda each: each.kind):
        heading = str(Topic(kind).label) if kind in order else str(Topic.EVENT.label)
        parts.append("\n".join([heading, *(_line(each) for each in group)]))
    if (more := len(rows) - IN_A_LETTER) > 0:
        parts.append(f"І ще {more}: усі в Обігу, під дзвоником.")
    where = f"Які листи одержувати: {house.PUBLIC_ADDRESS}{SETTINGS_ADDRESS}"
    ending = where if house.PUBLIC_ADDRESS else "Які листи одержувати: ваш профіль в Обігу, «Сповіщення»."
    return "\n\n".join([*parts, ending]) + "\n"


def _line(notice: Notice) -> str:
    said = notice.in_letter or notice.text
    if not (house.PUBLIC_ADDRESS and notice.url.startswith("/")) or "://" in said:
        return f"– {said}"
    return f"– {said}\n  {house.PUBLIC_ADDRESS}{notice.url}"
