"""What is asked of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from obih.notices.models import Mail, MailSettings, Notice, NoticeSettings, PushDevice
from obih.notices.vocabulary import MailState
from obih.people.actors import Actor
from obih.people.models import Person


def notices_of(actor: Actor, most: int = 100) -> list[Notice]:
    """The newest notices of the person who acts."""
    return list(Notice.objects.filter(person_id=actor.person_id)[:most]) if actor.person_id else []


def unread_count(actor: Actor) -> int:
    return unread(actor).count()


def unread(actor: Actor) -> QuerySet[Notice]:
    """Notices the person who acts has not read yet."""
    if not actor.person_id:
        return Notice.objects.none()
    return Notice.objects.filter(person_id=actor.person_id, read_at=None)


@dataclass(frozen=True)
class MailHealth:
    """The outbox at a glance, for the state page."""

    is_set_up: bool
    is_on: bool
    waiting: int
    waiting_since: datetime | None
    """When the oldest letter that still waits was written."""
    needing_a_person: int
    last_problem: str


@dataclass(frozen=True)
class PushHealth:
    """Notices on people’s devices at a glance, for the state page."""

    devices: int
    failing: int
    """Those whose last message did not come through."""
    last_problem: str
    reached_at: datetime | None


def push_health() -> PushHealth:
    on = PushDevice.objects.filter(is_on=True, account__is_active=True)
    told = on.aggregate(devices=Count("pk"), failing=Count("pk", filter=~Q(problem="")), at=Max("reached_at"))
    problem = on.exclude(problem="").order_by("-pk").values_list("problem", flat=True).first()
    return PushHealth(told["devices"], told["failing"], problem or "", told["at"])


def mail_health() -> MailHealth:
    settings = MailSettings.objects.first()
    not_sent = Mail.objects.exclude(state=MailState.SENT)
    under_way = Q(state__in=[MailState.WAITING, MailState.SENDING, MailState.HANDING])
    counted = not_sent.aggregate(
        waiting=Count("pk", filter=under_way),
        since=Min("created_at", filter=under_way),
        stuck=Count("pk", filter=Q(state__in=[MailState.IN_DOUBT, MailState.REFUSED])),
    )
    problem = not_sent.exclude(problem="").values_list("problem", flat=True).first()
    return MailHealth(
        is_set_up=settings is not None,
        is_on=bool(settings and settings.is_on),
        waiting=counted["waiting"],
        waiting_since=counted["since"],
        needing_a_person=counted["stuck"],
        last_problem=problem or "",
    )


def mailbox_of(person_id: int) -> str:
    """Where letters to a person go: the mailbox of his account, else of his card; nothing for who left."""
    row = Person.objects.filter(pk=person_id, left_on=None).values_list("account__email", "email").first()
    return (row[0] or row[1]) if row else ""


def settings_of(person_id: int) -> NoticeSettings:
    """How a person wants to be told; as the house has it where he has chosen nothing."""
    return NoticeSettings.objects.filter(pk=person_id).first() or NoticeSettings(person_id=person_id)


def devices_of(actor: Actor) -> QuerySet[PushDevice]:
    """The browsers of the account that acts."""
    return (
        PushDevice.objects.filter(account=actor.account_id) if actor.account_id else PushDevice.objects.none()
    )
