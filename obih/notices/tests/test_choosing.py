"""Each is told as he has chosen: at once, at 08:30, not at all, never in quiet hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from obih.notices import actions, rules
from obih.notices.actions import Telling, make_letters, tell
from obih.notices.models import Mail, MailSettings, Notice, NoticeSettings
from obih.notices.rules import KYIV, Quiet
from obih.notices.sending import send_due
from obih.notices.tests.conftest import Mailbox
from obih.notices.tests.test_pages import signed_in
from obih.notices.vocabulary import Topic
from obih.people.cast import Cast, make_cast
from obih.ui.refusals import Refused


class Week:
    """Monday to Friday are worked."""

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5

    def next_working_day(self, day: date) -> date:
        day += timedelta(days=1)
        return day if self.is_working(day) else self.next_working_day(day)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KYIV)


@pytest.mark.parametrize(
    ("happens", "disturbs"),
    [
        ("2026-11-23 12:00", "2026-11-23 12:00"),
        ("2026-11-23 20:00", "2026-11-24 08:00"),
        ("2026-11-24 03:00", "2026-11-24 08:00"),
        ("2026-11-24 08:00", "2026-11-24 08:00"),
        ("2026-11-27 21:00", "2026-11-30 08:00"),
        ("2026-11-28 12:00", "2026-11-30 08:00"),
        ("2026-11-30 00:00", "2026-11-30 08:00"),
    ],
)
def test_nobody_is_disturbed_at_night_or_on_a_day_off(happens: str, disturbs: str) -> None:
    assert Quiet().end(at(happens), Week()) == at(disturbs)


def test_quiet_may_be_by_day_or_not_at_all() -> None:
    noon = Quiet(time(12), time(13), days_off=False)
    assert noon.end(at("2026-11-28 12:30"), Week()) == at("2026-11-28 13:00")
    assert noon.end(at("2026-11-28 13:00"), Week()) == at("2026-11-28 13:00")
    never = Quiet(None, None, days_off=False)
    assert never.end(at("2026-11-28 03:00"), Week()) == at("2026-11-28 03:00")


@pytest.mark.parametrize(
    ("happens", "digest"),
    [
        ("2026-11-23 08:29", "2026-11-23 08:30"),
        ("2026-11-23 08:30", "2026-11-24 08:30"),
        ("2026-11-27 17:00", "2026-11-30 08:30"),
        ("2026-11-29 05:00", "2026-11-30 08:30"),
    ],
)
def test_the_digest_comes_at_half_past_eight_of_a_working_day(happens: str, digest: str) -> None:
    assert rules.next_digest(at(happens), Week()) == at(digest)


def test_the_digest_keeps_its_hour_when_clocks_change() -> None:
    assert rules.next_digest(at("2026-10-23 12:00"), Week()).hour == 8
    before, after = (rules.next_digest(at(f"2026-10-{day} 12:00"), Week()) for day in (22, 23))
    assert (before.utcoffset(), after.utcoffset()) == (timedelta(hours=3), timedelta(hours=2))


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def server(port: int = 1) -> MailSettings:
    return MailSettings.objects.create(
        pk=1, host="127.0.0.1", port=port, security="none", from_address="obih@rada.example"
    )


def choose(person_id: int, **values: object) -> None:
    NoticeSettings.objects.update_or_create(person_id=person_id, defaults=values)


def awake(person_id: int, topic: str = Topic.TASK, way: str = "now") -> None:
    choose(person_id, by_mail={topic: way}, quiet_from=None, quiet_to=None, quiet_days_off=False)


def told(person_id: int, text: str = "Завдання за № 12", **values: str) -> Telling:
    return Telling(person_id, values.pop("topic", Topic.TASK), text, "нове завдання", "/tasks/1/", **values)


def test_what_waits_comes_in_one_letter_whose_subject_says_nothing(cast: Cast, mailbox: Mailbox) -> None:
    server(mailbox.port)
    koval = cast.koval.person.pk
    awake(koval)
    tell([told(koval, f"Завдання за № {number}") for number in range(3)])
    tell([told(koval, "Звіт за № 7", topic=Topic.REPORT)])
    assert make_letters() == 1 and make_letters() == 0
    send_due()
    [letter] = mailbox.taken
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().count("Завдання за №") == 3 and "Звіт" not in body.decode()
    assert Mail.objects.get().subject == "Обіг: 3 сповіщення"
    later = timezone.now() + timedelta(days=5)
    assert make_letters(later) == 1, "the report stands in the digest"
    assert Mail.objects.order_by("-pk")[0].subject == "Обіг: нове завдання"
    assert Notice.objects.filter(mail_after=None, mail__isnull=False).count() == 4


def test_a_flood_is_one_letter_that_says_how_many_more_there_are(cast: Cast) -> None:
    server()
    koval = cast.koval.person.pk
    awake(koval)
    tell([told(koval, f"Завдання за № {number}") for number in range(120)])
    assert make_letters() == 1 and make_letters() == 0
    letter = Mail.objects.get()
    assert letter.body.count("Завдання за №") == 50 and "І ще 70" in letter.body
    assert letter.subject == "Обіг: 120 сповіщень"


def test_who_wants_no_letters_gets_none_but_finds_all_in_the_list(cast: Cast) -> None:
    server()
    koval = cast.koval.person.pk
    choose(koval, by_mail={Topic.TASK: "none"})
    tell([told(koval)])
    assert make_letters(timezone.now() + timedelta(days=5)) == 0
    assert Notice.objects.filter(person=koval).count() == 1


def test_what_was_read_meanwhile_is_not_mailed(cast: Cast) -> None:
    server()
    koval = cast.koval
    tell([told(koval.person.pk)])
    actions.mark_read(koval.person.pk, by=koval.actor)
    assert make_letters(timezone.now() + timedelta(days=5)) == 0
    assert not Notice.objects.exclude(mail_after=None).exists()


def test_while_mail_is_off_all_waits_and_after_a_week_is_let_go(cast: Cast) -> None:
    koval = cast.koval.person.pk
    awake(koval)
    tell([told(koval)])
    assert make_letters() == 0
    server()
    Notice.objects.update(created_at=timezone.now() - timedelta(days=8))
    tell([told(koval, "Завдання за № 13")])
    assert make_letters() == 1
    assert "№ 13" in Mail.objects.get().body and "№ 12" not in Mail.objects.get().body


def test_who_has_left_is_told_nothing(cast: Cast) -> None:
    server()
    koval = cast.koval.person
    awake(koval.pk)
    tell([told(koval.pk)])
    koval.left_on = timezone.localdate()
    koval.save()
    assert make_letters() == 0
    assert tell([told(koval.pk, "Ще одне")]) == 0


def test_the_same_is_told_once_however_often_it_is_said(cast: Cast) -> None:
    koval, levchuk = cast.koval.person.pk, cast.levchuk.person.pk
    for _ in range(2):
        tell([told(koval, once="event-7"), told(levchuk, once="event-7")])
    assert Notice.objects.count() == 2


def test_telling_a_hundred_costs_as_many_statements_as_telling_one(cast: Cast) -> None:
    koval = cast.koval.person.pk

    def cost(count: int, name: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            tell([told(koval, once=f"{name}-{number}") for number in range(count)])
        return len(asked)

    cost(1, "first")
    assert cost(100, "many") == cost(1, "one") <= 12


def test_the_settings_are_ones_own_and_the_half_named_quiet_is_refused(cast: Cast) -> None:
    client = signed_in(cast, "koval")
    page = client.get(reverse("notices:settings"))
    assert page.status_code == 200
    assert "Підсумок тижня" not in page.content.decode()
    assert (
        "Підсумок тижня" in signed_in(cast, "melnychenko").get(reverse("notices:settings")).content.decode()
    )
    topics = [each for each in Topic if each is not Topic.WEEK]
    typed = {f"mail_{each}": "none" for each in topics} | {"quiet_from": "21:30", "quiet_to": "07:00"}
    assert client.post(reverse("notices:settings"), typed).status_code == 302
    kept = NoticeSettings.objects.get(person=cast.koval.person)
    assert kept.quiet_from == time(21, 30) and not kept.quiet_days_off
    assert kept.mail_choice(Topic.TASK) == "none" and not kept.is_pushed(Topic.TASK)
    half = client.post(reverse("notices:settings"), typed | {"quiet_to": ""})
    assert half.status_code == 422 and "обидві години" in half.content.decode()
    assert client.post(reverse("notices:settings"), typed | {"mail_task": "telegram"}).status_code == 422
    with pytest.raises(Refused):
        actions.change_settings(
            by_mail={},
            by_push={},
            quiet_from=None,
            quiet_to=time(7),
            quiet_days_off=True,
            by=cast.koval.actor,
        )


def test_a_test_letter_goes_to_ones_own_mailbox(cast: Cast, mailbox: Mailbox) -> None:
    client = signed_in(cast, "koval")
    address = reverse("notices:own_test_letter")
    assert client.post(address).status_code == 422
    server(mailbox.port)
    assert "прийняв лист" in client.post(address, follow=True).content.decode()
    [letter] = mailbox.taken
    assert letter["To"] == cast.koval.account.email
    for _ in range(2):
        client.post(address, {"idempotency_key": "pressed-twice"})
    assert len(mailbox.taken) == 2, "pressed twice, it is one more"
    assert Client().post(address).status_code in (302, 403)
