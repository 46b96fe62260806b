"""The outbox against a real mail server: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from obih.history.work import unit_of_work
from obih.notices import actions
from obih.notices.models import LinkRequest, Mail, MailSettings
from obih.notices.queries import mail_health
from obih.notices.rules import wait_after
from obih.notices.sending import send_due, take_up_abandoned
from obih.notices.tests.conftest import Mailbox, free_port
from obih.notices.vocabulary import MailKind, MailState
from obih.people.actors import SYSTEM
from obih.people.cast import make_cast
from obih.ui.refusals import Refused

pytestmark = pytest.mark.django_db


def set_up(port: int) -> MailSettings:
    return MailSettings.objects.create(
        pk=1, host="127.0.0.1", port=port, security="none", from_address="obih@rada.example", from_name="Обіг"
    )


def letter(to: str = "boiko@kalynopil.example", **values: Any) -> Mail:
    text = {"subject": "Обіг: звіт", "body": "Усе гаразд.", "kind": MailKind.REPORT}
    return actions.queue_mail(to=to, by=SYSTEM, **(text | values))


def state_of(mail: Mail) -> str:
    mail.refresh_from_db()
    return mail.state


def test_a_letter_goes_once_with_its_own_message_id(mailbox: Mailbox) -> None:
    set_up(mailbox.port)
    mail = letter(body="Вітаємо, «Обіг» працює.")
    assert send_due() == 1
    assert send_due() == 0
    [taken] = mailbox.taken
    assert taken["Message-ID"] == mail.message_id
    assert taken["Auto-Submitted"] == "auto-generated"
    payload = taken.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert "«Обіг» працює" in payload.decode()
    assert state_of(mail) == MailState.SENT


def test_the_body_is_sealed_and_a_link_is_forgotten_when_it_has_gone(mailbox: Mailbox) -> None:
    set_up(mailbox.port)
    mail = letter(body="таємне посилання", kind=MailKind.LINK)
    assert "таємне" not in mail.sealed_body
    send_due()
    mail.refresh_from_db()
    assert mail.sealed_body == ""


def test_a_letter_of_a_transaction_that_failed_does_not_exist(mailbox: Mailbox) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        letter()
        raise ZeroDivisionError
    assert not Mail.objects.exists()


def test_a_server_that_is_away_for_a_day_loses_nothing(mailbox: Mailbox) -> None:
    settings = set_up(free_port())
    letters = [letter(to=f"p{number}@kalynopil.example") for number in range(3)]
    now = timezone.now()
    for hour in range(24):
        assert send_due(now + timedelta(hours=hour)) == 0
    assert {state_of(each) for each in letters} == {MailState.WAITING}
    assert all(each.next_try_at <= timezone.now() + timedelta(hours=1) for each in letters)
    assert mail_health().waiting == 3
    assert mail_health().last_problem
    settings.port = mailbox.port
    settings.save()
    assert send_due(now + timedelta(days=1, hours=1)) == 3
    assert sorted(each["To"] for each in mailbox.taken) == [each.to for each in letters]


def test_waiting_grows_and_never_passes_an_hour() -> None:
    waits = [wait_after(number) for number in range(1, 60)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] == timedelta(hours=1)


def test_a_refused_address_is_shown_and_stops_nobody(mailbox: Mailbox) -> None:
    set_up(mailbox.port)
    mailbox.on_rcpt = lambda address: "550 no such user" if address.startswith("gone") else "250 OK"
    bad, good = letter(to="gone@kalynopil.example"), letter()
    assert send_due() == 1
    assert state_of(bad) == MailState.REFUSED
    assert "550" in bad.problem
    assert state_of(good) == MailState.SENT
    assert mail_health().needing_a_person == 1


def test_a_server_that_asks_to_wait_gets_the_letter_later(mailbox: Mailbox) -> None:
    set_up(mailbox.port)
    mailbox.on_data = lambda: "451 try later"
    mail = letter()
    assert send_due() == 0
    assert state_of(mail) == MailState.WAITING
    mailbox.on_data = lambda: "250 OK"
    assert send_due(timezone.now() + timedelta(hours=2)) == 1
    assert len(mailbox.taken) == 1


def test_a_password_kept_by_another_installation_is_asked_for_anew(mailbox: Mailbox) -> None:
    settings = set_up(mailbox.port)
    settings.username, settings.sealed_password = "obih", "not ours"
    settings.save()
    mail = letter()
    send_due()
    assert state_of(mail) == MailState.WAITING
    assert "впишіть його ще раз" in mail.problem


def test_nothing_goes_while_sending_is_switched_off(mailbox: Mailbox) -> None:
    settings = set_up(mailbox.port)
    settings.is_on = False
    settings.save()
    letter()
    assert send_due() == 0
    assert mail_health().waiting == 1


def test_a_subject_cannot_carry_a_second_header(mailbox: Mailbox) -> None:
    set_up(mailbox.port)
    letter(subject="Обіг\r\nBcc: evil@example.com")
    with pytest.raises(Refused):
        letter(to="a@b.example\r\nBcc: evil@example.com")
    send_due()
    [taken] = mailbox.taken
    assert taken["Bcc"] is None


@pytest.mark.django_db(transaction=True)
def test_several_senders_at_once_send_each_letter_once(mailbox: Mailbox) -> None:
    set_up(mailbox.port)
    letters = [letter(to=f"p{number}@kalynopil.example") for number in range(12)]

    def work() -> None:
        for _ in range(4):
            send_due()
        connection.close()

    senders = [threading.Thread(target=work) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    send_due()
    assert sorted(each["To"] for each in mailbox.taken) == sorted(each.to for each in letters)


def sender_process() -> subprocess.Popen[bytes]:
    code = "import django; django.setup(); from obih.notices.sending import send_due; send_due()"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "obih.site.settings"}
    return subprocess.Popen([sys.executable, "-c", code], env=environment)


def kill_when(reached: threading.Event, sender: subprocess.Popen[bytes]) -> None:
    assert reached.wait(30)
    sender.send_signal(signal.SIGKILL)
    sender.wait()


def wait_until_lock_is_free(mail: Mail) -> None:
    """PostgreSQL notices a dead client within moments."""
    for _ in range(100):
        take_up_abandoned()
        if state_of(mail) not in (MailState.SENDING, MailState.HANDING):
            return
        time.sleep(0.1)
    raise AssertionError("the lock of a dead sender was not freed")


@pytest.mark.django_db(transaction=True)
def test_a_sender_killed_after_the_server_took_the_letter_never_doubles_it(mailbox: Mailbox) -> None:
    set_up(mailbox.port)
    mail = letter()
    killed = threading.Event()

    def slow() -> str:
        killed.wait(20)
        return "250 OK"

    mailbox.on_data = slow
    sender = sender_process()
    kill_when(mailbox.reached, sender)
    killed.set()
    wait_until_lock_is_free(mail)
    assert state_of(mail) == MailState.IN_DOUBT
    for _ in range(3):
        send_due(timezone.now() + timedelta(days=1))
    assert len(mailbox.taken) == 1
    assert mail_health().needing_a_person == 1


@pytest.mark.django_db(transaction=True)
def test_a_sender_killed_before_handing_over_loses_nothing(mailbox: Mailbox) -> None:
    set_up(mailbox.port)
    mail = letter()
    at_envelope, killed = threading.Event(), threading.Event()

    def slow(address: str) -> str:
        at_envelope.set()
        killed.wait(20)
        return "250 OK"

    mailbox.on_rcpt = slow
    sender = sender_process()
    kill_when(at_envelope, sender)
    killed.set()
    wait_until_lock_is_free(mail)
    assert state_of(mail) == MailState.WAITING
    mailbox.on_rcpt = lambda address: "250 OK"
    assert send_due() == 1
    assert len(mailbox.taken) == 1


def test_the_administrator_decides_about_a_letter_in_doubt(mailbox: Mailbox) -> None:
    set_up(mailbox.port)
    cast = make_cast()
    mail = letter()
    Mail.objects.filter(pk=mail.pk).update(state=MailState.IN_DOUBT)
    with pytest.raises(Refused):
        actions.try_again(mail, by=cast.boiko.actor)
    actions.try_again(mail, by=cast.savchuk.actor)
    assert send_due() == 1


def test_a_link_comes_by_mail_to_whoever_exists_and_nobody_learns_who_does(mailbox: Mailbox) -> None:
    set_up(mailbox.port)
    cast = make_cast()
    for asked in ("koval", "nobody1", "KOVAL@kalynopil.example", "хтось'; DROP TABLE"):
        actions.ask_for_link(asked=asked, base_url="https://obih.example/link/", origin="10.0.0.7")
    assert actions.answer_link_requests() == 1, "one link in five minutes, however often asked"
    send_due()
    [taken] = mailbox.taken
    assert taken["To"] == cast.koval.account.email
    assert "Коваль" not in str(taken["Subject"])
    payload = taken.get_payload(decode=True)
    assert isinstance(payload, bytes)
    token = payload.decode().split("https://obih.example/link/")[1].split("/")[0]
    from obih.people.actions import link_of, use_link

    assert link_of(token)
    use_link(token, password="новий довгий пароль", by=SYSTEM)
    assert not LinkRequest.objects.exclude(asked="").exists()


def test_asking_for_links_without_end_is_refused(mailbox: Mailbox) -> None:
    for _ in range(10):
        actions.ask_for_link(asked="koval", base_url="https://obih.example/link/", origin="10.0.0.7")
    with pytest.raises(Refused, match="Забагато"):
        actions.ask_for_link(asked="koval", base_url="https://obih.example/link/", origin="10.0.0.7")
    actions.ask_for_link(asked="koval", base_url="https://obih.example/link/", origin="10.0.0.8")


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_a_transaction_queued(mailbox: Mailbox) -> None:
    from procrastinate.contrib.django import app

    set_up(mailbox.port)
    mail = letter()
    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    worker.run_worker(queues=["mail"], wait=False, install_signal_handlers=False, listen_notify=False)
    assert state_of(mail) == MailState.SENT
    assert len(mailbox.taken) == 1
