"""What is put into the outbox and how its server is reached; only the sender writes there besides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.notices import events
from obih.notices.models import LinkRequest, Mail, MailSettings
from obih.notices.tasks import SEND_MAIL, SEND_PUSHES
from obih.notices.vocabulary import MailKind, MailState
from obih.people.access import why_not_manage_mail
from obih.people.actions import make_link
from obih.people.actors import SYSTEM, Actor
from obih.people.models import Account, OneTimeLink
from obih.people.sealing import seal
from obih.ui.refusals import Refused

ASKED_AT_MOST = 10
"""Requests for a link from one address in an hour."""
ONE_LINK_IN = timedelta(minutes=5)


def wake_the_sender() -> None:
    """One job in the same transaction; twice is harmless."""
    app.configure_task(SEND_MAIL, queue="mail").defer(timestamp=0)


def wake_the_shower() -> None:
    """The same for what comes to telephones."""
    app.configure_task(SEND_PUSHES, queue="mail").defer(timestamp=0)


@unit_of_work()
def queue_mail(*, to: str, subject: str, body: str, kind: str, by: Actor, letter: UUID | None = None) -> Mail:
    """Put a letter into the outbox: it goes if, and only if, the transaction around it commits.

    `subject` must hold no personal data: other people see it on locked telephones.
    """
    try:
        validate_email(to)
    except ValidationError as problem:
        raise Refused("Це не схоже на адресу пошти", field="to") from problem
    mail = Mail.objects.create(
        message_id=message_id(letter or uuid4()),
        kind=kind,
        to=to,
        subject=" ".join(subject.split())[:200],
        sealed_body=seal(body.replace("\x00", "")),
        next_try_at=timezone.now(),
    )
    record(events.MAIL_QUEUED, by=by, about=mail, kind=MailKind(kind).label, private={"to": to})
    wake_the_sender()
    return mail


def message_id(letter: UUID) -> str:
    """How a letter is called for ever."""
    settings = mail_settings()
    domain = settings.from_address.rpartition("@")[2] if settings else "obih.invalid"
    return f"<{letter}@{domain}>"


def mail_settings() -> MailSettings | None:
    return MailSettings.objects.first()


@unit_of_work()
def change_mail_settings(*, by: Actor, password: str = "", **values: Any) -> MailSettings:
    """Keep the mail server. An empty password leaves the kept one; the event tells no values."""
    if refusal := why_not_manage_mail(by):
        raise Refused(refusal)
    settings = mail_settings() or MailSettings(pk=1)
    changed = [name for name, value in values.items() if getattr(settings, name) != value]
    for name, value in values.items():
        setattr(settings, name, value)
    if password:
        settings.sealed_password = seal(password)
        changed.append("password")
    if not values.get("username"):
        settings.sealed_password = ""
    settings.save()
    Mail.objects.filter(state=MailState.WAITING).update(next_try_at=timezone.now())
    record(events.MAIL_SETTINGS_CHANGED, by=by, about=settings, what=", ".join(changed) or "нічого")
    wake_the_sender()
    return settings


@unit_of_work()
def send_test_letter(*, to: str, by: Actor) -> Mail:
    if refusal := why_not_manage_mail(by):
        raise Refused(refusal)
    body = "Це тестовий лист Обігу.\n\nЯкщо ви його читаєте, пошту налаштовано правильно.\n"
    return queue_mail(to=to, subject="Обіг: тестовий лист", body=body, kind=MailKind.TEST, by=by)


@unit_of_work()
def try_again(mail: Mail, *, by: Actor) -> None:
    """Send a letter that was refused or is in doubt; the administrator takes the risk of a double."""
    if refusal := why_not_manage_mail(by):
        raise Refused(refusal)
    again = Mail.objects.filter(pk=mail.pk, state__in=[MailState.IN_DOUBT, MailState.REFUSED])
    if again.update(state=MailState.WAITING, next_try_at=timezone.now(), problem=""):
        record(events.MAIL_TRIED_AGAIN, by=by, about=mail)
        wake_the_sender()


@unit_of_work()
def ask_for_link(*, asked: str, base_url: str, origin: str) -> None:
    """Note that somebody at the door asks for a link: the same steps whether he exists or not."""
    hour_ago = timezone.now() - timedelta(hours=1)
    if LinkRequest.objects.filter(origin=origin, created_at__gt=hour_ago).count() >= ASKED_AT_MOST:
        raise Refused("Забагато запитів з цього місця. Зачекайте годину або зверніться до адміністратора")
    LinkRequest.objects.create(asked=asked[:254], base_url=base_url, origin=origin)
    wake_the_sender()


def answer_link_requests() -> int:
    """Make links for those who asked and exist; gives how many letters stand in the outbox because of it."""
    queued = 0
    while True:
        with unit_of_work():
            waiting = LinkRequest.objects.select_for_update(skip_locked=True).filter(done_at=None)
            request = waiting.order_by("pk").first()
            if request is None:
                break
            queued += _answer(request)
            request.done_at = timezone.now()
            request.asked = ""
            request.save(update_fields=["done_at", "asked"])
    LinkRequest.objects.filter(created_at__lt=timezone.now() - timedelta(days=2)).delete()
    return queued


def _answer(request: LinkRequest) -> int:
    who = (
        Q(username=request.asked.lower())
        | Q(email__iexact=request.asked)
        | Q(person__email__iexact=request.asked)
    )
    accounts = list(Account.objects.filter(who, is_active=True)[:2]) if request.asked else []
    if len(accounts) != 1:
        return 0
    account = accounts[0]
    to = account.email or account.person.email
    recent = OneTimeLink.objects.filter(account=account, created_at__gt=timezone.now() - ONE_LINK_IN)
    if not to or recent.exists():
        return 0
    link = f"{request.base_url}{make_link(account, SYSTEM)}/"
    body = (
        "Хтось, найімовірніше ви, попросив посилання для нового пароля в Обігу.\n\n"
        f"{link}\n\nПосилання діє добу і один раз. Ваше ім’я для входу: {account.username}.\n"
        "Якщо просили не ви, нічого не робіть: без посилання пароль не змінити.\n"
    )
    queue_mail(to=to, subject="Обіг: посилання для пароля", body=body, kind=MailKind.LINK, by=SYSTEM)
    return 1


@unit_of_work()
def mail_report(*, subject: str, body: str) -> Mail | None:
    """A nightly report to the mailbox of the settings, if one is named there."""
    settings = mail_settings()
    if settings is None or not settings.report_to:
        return None
    return queue_mail(to=settings.report_to, subject=subject, body=body, kind=MailKind.REPORT, by=SYSTEM)
