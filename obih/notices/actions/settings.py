"""How a person wants to be told: his own choice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from uuid import UUID, uuid4

from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.notices import events
from obih.notices.actions.mail import mail_settings, message_id, queue_mail
from obih.notices.models import Mail, NoticeSettings
from obih.notices.queries import mailbox_of
from obih.notices.vocabulary import ByMail, MailKind, Topic
from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.ui.refusals import Refused

TEST = (
    "Це перевірка з вашого профілю.\n\nЯкщо ви читаєте цей лист, сповіщення Обігу до вас доходять. "
    "Якщо він у «Спамі», позначте його як «не спам».\n"
)


@unit_of_work()
def change_settings(
    *,
    by_mail: Mapping[str, str],
    by_push: Mapping[str, bool],
    quiet_from: time | None,
    quiet_to: time | None,
    quiet_days_off: bool,
    by: Actor,
) -> NoticeSettings:
    """Keep one’s own choice; it holds for what happens from now on."""
    person_id = _own(by)
    if (quiet_from is None) != (quiet_to is None):
        raise Refused(
            "Назвіть обидві години тиші або не називайте жодної",
            field="quiet_to" if quiet_to is None else "quiet_from",
        )
    settings, _ = NoticeSettings.objects.update_or_create(
        person_id=person_id,
        defaults={
            "by_mail": {topic: way for topic, way in by_mail.items() if _known(topic, way)},
            "by_push": {topic: bool(way) for topic, way in by_push.items() if topic in Topic.values},
            "quiet_from": quiet_from, "quiet_to": quiet_to, "quiet_days_off": quiet_days_off,
        },
    )  # fmt: skip
    record(events.SETTINGS_CHANGED, by=by, about=("people.person", person_id))
    return settings


def send_own_test_letter(*, key: str, by: Actor) -> Mail:
    """A letter to one’s own mailbox, by the usual way; called again with the same key it is the same one."""
    try:
        with unit_of_work():
            letter = uuid4()
            told = {"message_id": message_id(letter)}
            claim(by=by, action="notices.own_test_letter", key=key, digest=digest_of({}), result=told)
            return _test_letter(by, letter)
    except AlreadyDone as done:
        return Mail.objects.get(message_id=done.result["message_id"])


def _test_letter(by: Actor, letter: UUID) -> Mail:
    person_id = _own(by)
    to = mailbox_of(person_id)
    if not to:
        raise Refused("У вашій картці немає службової пошти: її вписує адміністратор")
    if mail_settings() is None:
        raise Refused("Пошту системи ще не налаштовано: це робить адміністратор")
    return queue_mail(
        to=to, subject="Обіг: перевірка пошти", body=TEST, kind=MailKind.TEST, by=by, letter=letter
    )


def _own(by: Actor) -> int:
    if refusal := why_not_change(by):
        raise Refused(refusal)
    if by.person_id is None:
        raise Refused("Сповіщення налаштовує людина")
    return by.person_id


def _known(topic: str, way: str) -> bool:
    return topic in Topic.values and way in ByMail.values
