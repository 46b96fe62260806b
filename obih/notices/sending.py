"""Hands letters to the mail server: none lost, none doubled.

SMTP has one moment that cannot be undone: the answer to the final dot. So a letter is marked `sending`
before the server is called and `handing` right before its text is handed over, each in a transaction of
its own. Whoever sends holds the letter’s advisory lock; a lock that is free on a letter under way means
that its sender died. Before `handing` the server surely has nothing: the letter waits again. At `handing`
nobody can know: the letter is in doubt, is never repeated by itself, and the administrator sees it.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

import structlog
from django.db import connection, transaction
from django.utils import timezone

from obih.notices.models import Mail, MailSettings
from obih.notices.rules import wait_after
from obih.notices.vocabulary import MailKind, MailState, Security
from obih.people.sealing import unseal

log = structlog.get_logger()
TIMEOUT_S = 20
LOCKS = 7_301
"""The class of advisory locks of this room: one a letter."""
UNDER_WAY = (MailState.SENDING, MailState.HANDING)


class NotNow(Exception):
    """The server cannot be reached or asks to wait; the sentence says what it said."""


class NotEver(Exception):
    """The server refuses this letter for good."""


def send_due(now: datetime | None = None) -> int:
    """Send every letter whose time has come; gives how many went. Several senders may run at once."""
    settings = MailSettings.objects.first()
    if settings is None or not settings.is_on:
        return 0
    take_up_abandoned()
    sent = 0
    while mail := _take(now or timezone.now()):
        try:
            if not _deliver(mail, settings):
                break
        finally:
            _unlock(mail.pk)
        sent += mail.state == MailState.SENT
    return sent


def take_up_abandoned() -> int:
    """Letters whose sender died: before handing they wait again, at handing they are in doubt."""
    count = 0
    for mail in Mail.objects.filter(state__in=UNDER_WAY):
        if not _lock(mail.pk):
            continue
        try:
            mail.refresh_from_db()
            if mail.state == MailState.SENDING:
                _mark(mail, MailState.WAITING, next_try_at=timezone.now())
            elif mail.state == MailState.HANDING:
                _mark(mail, MailState.IN_DOUBT, problem="Надсилання перервалося, коли лист уже передавали")
                log.warning("mail_in_doubt", mail=mail.pk)
            count += 1
        finally:
            _unlock(mail.pk)
    return count


def _take(now: datetime) -> Mail | None:
    """The next letter that is due, marked and locked for this sender."""
    with transaction.atomic():
        mail = Mail.objects.due(now).select_for_update(skip_locked=True).order_by("next_try_at", "pk").first()
        if mail is None or not _lock(mail.pk):
            return None
        mail.state, mail.attempts = MailState.SENDING, mail.attempts + 1
        mail.save(update_fields=["state", "attempts"])
        return mail


def _deliver(mail: Mail, settings: MailSettings) -> bool:
    """One letter, one conversation; false when the server is away and others need not be tried."""
    try:
        with _server(settings) as server:
            return hand_over(server, mail, settings)
    except NotEver as refusal:
        _mark(mail, MailState.REFUSED, problem=str(refusal)[:300])
        log.warning("mail_refused", mail=mail.pk)
        return True
    except (NotNow, OSError, smtplib.SMTPException) as problem:
        _put_off(mail, str(problem) or type(problem).__name__)
        return False


def hand_over(server: smtplib.SMTP, mail: Mail, settings: MailSettings) -> bool:
    """The letter itself: envelope, the server’s leave to speak, the mark, the text, the server’s word."""
    code, said = server.mail(settings.from_address)
    if code >= 400:  # our own address is not accepted: a matter of settings, no letter’s fault
        raise NotNow(_words("Сервер не прийняв адресу відправника", code, said))
    _accepted(server.rcpt(mail.to), "адресу одержувача")
    text = compose(mail, settings).as_bytes(policy=SMTP)
    code, said = server.docmd("DATA")
    if code != 354:
        _accepted((code, said), "лист")
        raise NotNow(_words("Сервер відповів незрозуміло", code, said))
    _mark(mail, MailState.HANDING)
    try:
        server.send(_dotted(text))
        answer: tuple[int, bytes | str] = server.getreply()
    except (OSError, smtplib.SMTPServerDisconnected):
        _mark(mail, MailState.IN_DOUBT, problem="Зв’язок урвався, коли лист уже передавали")
        log.warning("mail_in_doubt", mail=mail.pk)
        return False
    _accepted(answer, "лист")
    body = "" if mail.kind == MailKind.LINK else mail.sealed_body
    _mark(mail, MailState.SENT, sent_at=timezone.now(), problem="", sealed_body=body)
    return True


def _dotted(text: bytes) -> bytes:
    """The text as DATA wants it: lines that begin with a dot get another, a dot alone ends it (RFC 5321)."""
    whole = text if text.endswith(b"\r\n") else text + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n"


def _accepted(answer: tuple[int, bytes | str], what: str) -> None:
    code, said = answer
    if 400 <= code < 500:
        raise NotNow(_words("Сервер просить зачекати", code, said))
    if code >= 500:
        raise NotEver(_words(f"Сервер не прийняв {what}", code, said))


def _words(sentence: str, code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return f"{sentence} ({code}): {text}"


def compose(mail: Mail, settings: MailSettings) -> EmailMessage:
    """The letter as it goes: always the same Message-ID, marked as automatic."""
    message = EmailMessage()
    message["From"] = formataddr((settings.from_name, settings.from_address))
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(timezone.localtime(mail.created_at))
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


@contextmanager
def _server(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """A conversation with the server, signed in when the settings say so."""
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if settings.security == Security.TLS:
        server = smtplib.SMTP_SSL(settings.host, settings.port, timeout=TIMEOUT_S, context=context)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT_S)
    try:
        server.ehlo_or_helo_if_needed()
        if settings.security == Security.STARTTLS:
            server.starttls(context=context)
        if settings.username:
            password = unseal(settings.sealed_password) if settings.sealed_password else ""
            if password is None:
                raise NotNow("Пароль пошти збережено іншою установкою: впишіть його ще раз")
            server.login(settings.username, password)
        yield server
    finally:
        _leave(server)


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; a server that has already gone changes nothing for the letter."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _put_off(mail: Mail, problem: str) -> None:
    """The letter was not handed over: it waits, longer each time, and is never given up."""
    later = timezone.now() + wait_after(mail.attempts)
    _mark(mail, MailState.WAITING, next_try_at=later, problem=problem[:300])
    log.info("mail_put_off", mail=mail.pk, attempts=mail.attempts)


def _mark(mail: Mail, state: MailState, **values: object) -> None:
    """Note where the letter is, in a transaction of its own."""
    mail.state = state
    for name, value in values.items():
        setattr(mail, name, value)
    mail.save(update_fields=["state", *values])


def _lock(mail_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, mail_id])
        return bool(cursor.fetchone()[0])


def _unlock(mail_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, mail_id])
