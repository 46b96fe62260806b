"""What waits for people comes in letters: a day without a server, killed workers and servers that hang up
neither lose nor double a line of it."""

from __future__ import annotations

import os
import re
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from obih.notices.actions import Telling, make_letters, tell
from obih.notices.models import Mail, MailSettings, Notice, NoticeSettings
from obih.notices.sending import send_due, take_up_abandoned
from obih.notices.tests.conftest import Mailbox, free_port
from obih.notices.tests.test_choosing import server
from obih.notices.vocabulary import MailState, Topic
from obih.people.cast import Cast, make_cast

NAMES = ("koval", "levchuk", "hrytsenko", "stetsenko", "boiko")
EACH = 4


def wait_for(cast: Cast) -> list[str]:
    """Things that wait for five people; gives the mark of each."""
    marks = []
    for name in NAMES:
        person = cast.people[name].person
        NoticeSettings.objects.create(
            person=person, by_mail={Topic.TASK: "now"}, quiet_from=None, quiet_to=None, quiet_days_off=False
        )
        marks += [f"[{name}-{number}]" for number in range(EACH)]
        tell([Telling(person.pk, Topic.TASK, f"Завдання [{name}-{number}]") for number in range(EACH)])
    return sorted(marks)


def worker() -> subprocess.Popen[bytes]:
    code = (
        "import django; django.setup();"
        "from obih.notices.actions import make_letters; from obih.notices.sending import send_due;"
        "make_letters(); send_due()"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "obih.site.settings"}
    return subprocess.Popen([sys.executable, "-c", code], env=environment)


def lines_of(mailbox: Mailbox) -> list[str]:
    found: list[str] = []
    for letter in mailbox.taken:
        body = letter.get_payload(decode=True)
        assert isinstance(body, bytes)
        found += re.findall(r"\[[a-z]+-\d\]", body.decode())
    return sorted(found)


@pytest.mark.django_db(transaction=True)
def test_a_day_without_a_server_and_killed_workers_lose_and_double_nothing(mailbox: Mailbox) -> None:
    cast = make_cast()
    settings = server(free_port())
    marks = wait_for(cast)
    for pause in (0.7, 0.9, 1.1, 1.3):
        killed = worker()
        time.sleep(pause)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    now = timezone.now()
    for hour in range(0, 24, 3):
        make_letters(now + timedelta(hours=hour))
        assert send_due(now + timedelta(hours=hour)) == 0
    assert Mail.objects.count() == len(NAMES), "one letter a person, however often it was tried"
    MailSettings.objects.filter(pk=settings.pk).update(port=mailbox.port)
    later = now + timedelta(days=1, hours=2)
    threads = [threading.Thread(target=_send, args=(later,)) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    _until_sent(later)
    assert lines_of(mailbox) == marks
    assert len({each["Message-ID"] for each in mailbox.taken}) == len(mailbox.taken) == len(NAMES)
    assert not Notice.objects.filter(mail=None).exists()


def _send(at: object) -> None:
    make_letters(at)  # type: ignore[arg-type]
    send_due(at)  # type: ignore[arg-type]
    connection.close()


def _until_sent(at: object) -> None:
    for _ in range(50):
        take_up_abandoned()
        send_due(at)  # type: ignore[arg-type]
        if not Mail.objects.exclude(state=MailState.SENT).exists():
            return
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_workers_killed_while_the_server_takes_letters_lose_and_double_nothing(mailbox: Mailbox) -> None:
    cast = make_cast()
    server(mailbox.port)
    marks = wait_for(cast)
    slow = threading.Event()

    def answer() -> str:
        slow.wait(0.4)
        return "250 OK"

    mailbox.on_data = answer
    for _ in range(3):
        mailbox.reached.clear()
        sender = worker()
        mailbox.reached.wait(15)
        sender.send_signal(signal.SIGKILL)
        sender.wait()
    slow.set()
    later = timezone.now() + timedelta(hours=2)
    for _ in range(50):
        take_up_abandoned()
        _send(later)
        if not Mail.objects.exclude(state__in=[MailState.SENT, MailState.IN_DOUBT]).exists():
            break
        time.sleep(0.1)
    doubtful = Mail.objects.filter(state=MailState.IN_DOUBT)
    assert 1 <= doubtful.count() <= 3, "what was in the air when the sender died, a person decides on"
    assert len(lines_of(mailbox)) == len(set(lines_of(mailbox))), "nothing twice"
    assert set(lines_of(mailbox)) <= set(marks)
    kept = {line for each in Mail.objects.all() for line in re.findall(r"\[[a-z]+-\d\]", each.body)}
    assert kept == set(marks), "and nothing lost"


class Dropping(socketserver.StreamRequestHandler):
    """A mail server that takes the whole letter and hangs up without a word."""

    silent_from = "."
    texts: list[bytes] = []

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word.startswith(b"DATA"):
                if self.silent_from == "DATA":
                    return
                self.wfile.write(b"354 go on\r\n")
                self._take()
                return
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 OK\r\n")

    def _take(self) -> None:
        text = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            text += line
        self.texts.append(text)


@pytest.fixture
def dropping() -> Iterator[type[Dropping]]:
    class Own(Dropping):
        texts: list[bytes] = []

    made = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Own)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    Own.port = made.server_address[1]  # type: ignore[attr-defined]
    yield Own
    made.shutdown()
    made.server_close()


@pytest.mark.django_db
def test_a_server_that_takes_the_letter_and_hangs_up_gets_it_once(dropping: type[Dropping]) -> None:
    cast = make_cast()
    server(dropping.port)  # type: ignore[attr-defined]
    wait_for(cast)
    make_letters()
    for hours in range(0, 30, 3):
        send_due(timezone.now() + timedelta(hours=hours))
    states = set(Mail.objects.values_list("state", flat=True))
    assert states == {MailState.IN_DOUBT}
    assert len(dropping.texts) == len(NAMES), "each was handed over once and is not repeated by itself"
    assert "урвався" in Mail.objects.all()[0].problem


@pytest.mark.django_db
def test_a_server_that_hangs_up_before_the_text_gets_it_later(
    dropping: type[Dropping], mailbox: Mailbox
) -> None:
    dropping.silent_from = "DATA"
    cast = make_cast()
    settings = server(dropping.port)  # type: ignore[attr-defined]
    marks = wait_for(cast)
    make_letters()
    assert send_due() == 0
    MailSettings.objects.filter(pk=settings.pk).update(port=mailbox.port)
    send_due(timezone.now() + timedelta(hours=3))
    assert lines_of(mailbox) == marks and not dropping.texts


@pytest.mark.django_db
def test_a_line_that_is_a_dot_ends_no_letter(mailbox: Mailbox) -> None:
    cast = make_cast()
    server(mailbox.port)
    person = cast.koval.person
    NoticeSettings.objects.create(
        person=person, by_mail={Topic.TASK: "now"}, quiet_from=None, quiet_to=None, quiet_days_off=False
    )
    tell([Telling(person.pk, Topic.TASK, "x", in_letter="перше\n.\n..друге\nQUIT")])
    make_letters()
    assert send_due() == 1
    body = mailbox.taken[0].get_payload(decode=True)
    assert isinstance(body, bytes)
    assert "перше\n.\n..друге\nQUIT" in body.decode().replace("\r\n", "\n")
