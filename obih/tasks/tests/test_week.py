"""The head’s week in five lines is counted rightly, costs the same however much there is, and comes once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from obih.notices.actions import make_letters
from obih.notices.models import Mail, MailSettings, Notice
from obih.registry.models import Document
from obih.tasks import actions, weekly
from obih.tasks.actions import ResolutionEntry
from obih.tasks.actions.weekly import tell_week
from obih.tasks.models import Point, Resolution
from obih.tasks.queries.week import last_week, week_of
from obih.tasks.tests.conftest import Office
from obih.tasks.weekly import Mine, Pace, Waiting
from obih.workdays.queries import calendar_for
from obih.workdays.rules import KYIV

# ── how it is said ───────────────────────────────────────────────────


def test_what_got_better_is_said_and_what_did_not_is_not_called_so() -> None:
    none = Mine(0, None, None)
    assert weekly.better(Pace(0, 0, 0, 0, 4, 9), none) == "Прострочених 4, було 9"
    assert weekly.better(Pace(10, 9, 10, 7, 4, 4), none) == "Вчасно виконано 90 %, було 70 %"
    assert weekly.better(Pace(0, 0, 0, 0, 5, 5), Mine(3, 5, 50)) == "Ваша резолюція за 5 год, було 2,1 доби"
    assert weekly.better(Pace(10, 5, 10, 7, 9, 4), none) == "Поки нічого: прострочених 9, тижнем раніше 4"
    assert weekly.better(Pace(0, 0, 0, 0, 0, 0), none) == "Прострочених не було й немає"


def test_hours_are_said_as_people_say_them() -> None:
    said = [weekly.span(hours).replace("\xa0", " ") for hours in (0, 0.5, 5.4, 47, 48, 60, 120)]
    assert said == ["1 хв", "30 хв", "5 год", "47 год", "2 доби", "2,5 доби", "5 діб"]


def test_three_units_are_named_and_the_others_counted() -> None:
    holders = (("А", 5), ("Б", 3), ("В", 2), ("Г", 1), ("Ґ", 1))
    assert weekly.lies(holders) == "А: 5; Б: 3; В: 2; решта: 2"
    assert weekly.lies(()) == "Простроченого немає ні в кого"
    assert weekly.waits(Waiting(0, 0, 0, 0)) == "Нічого"
    assert weekly.waits(Waiting(3, 0, 1, 0)) == "На розгляд: 3, звіти: 1"


# ── how it is counted ────────────────────────────────────────────────


@pytest.fixture
def monday(office: Office) -> date:
    """The Monday of this week, which is when the five lines are asked for."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


def moment(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), KYIV)


def late(office: Office, due: date, executor: str = "stetsenko") -> Point:
    point = office.task(office.point(office.to(executor)))
    Point.objects.filter(pk=point.pk).update(
        due_on=due, limit_on=None, assigned_at=moment(due - timedelta(days=30))
    )
    point.refresh_from_db()
    return point


def done(office: Office, due: date, on: date) -> Point:
    point = late(office, due)
    Point.objects.filter(pk=point.pk).update(state="done", reported_at=moment(on), closed_at=moment(on))
    return point


def resolved(office: Office, on: date, hours: float) -> Resolution:
    document = office.letter()
    made = office.resolve(document)
    Resolution.objects.filter(pk=made.pk).update(issued_at=moment(on))
    Document.objects.filter(pk=document.pk).update(created_at=moment(on) - timedelta(hours=hours))
    Point.objects.filter(resolution=made).update(due_on=None, limit_on=None)
    return made


def test_what_burns_and_with_whom_it_lies(office: Office, monday: date) -> None:
    late(office, monday - timedelta(days=1), "koval")
    late(office, monday - timedelta(days=20))
    late(office, monday - timedelta(days=3))
    late(office, monday)
    found = week_of(office.actor("melnychenko"), monday)
    assert (found.burning.overdue, found.burning.today) == (3, 1)
    expected = calendar_for().count_working_days(monday - timedelta(days=19), monday)
    assert found.burning.oldest and found.burning.oldest_late == expected
    units = office.house.cast.units
    assert found.holders == ((units["land"].name, 2), (units["legal"].name, 1))
    assert len(found.lines()) == 5


def test_my_median_is_of_my_own_resolutions_of_the_week_in_the_system(office: Office, monday: date) -> None:
    first, _ = last_week(monday)
    for hours in (1, 3, 50):
        resolved(office, first + timedelta(days=1), hours)
    resolved(office, first - timedelta(days=2), 10)
    resolved(office, monday, 1000)
    paper = resolved(office, first, 900)
    Resolution.objects.filter(pk=paper.pk).update(mode="paper")
    foreign = resolved(office, first, 800)
    Resolution.objects.filter(pk=foreign.pk).update(author=office.person("tkachenko"))
    mine = week_of(office.actor("melnychenko"), monday).mine
    assert (mine.count, mine.hours, mine.hours_before) == (3, 3, 10)


def test_what_waits_for_me(office: Office, monday: date) -> None:
    head = office.actor("melnychenko")
    office.letter()
    entry = ResolutionEntry((office.point(),), author=office.person("melnychenko"))
    actions.prepare_resolution(office.letter().pk, entry, key="d", by=office.actor("boiko"))
    reported, asking = office.task(), office.task(office.point(due_on=office.workday(3)))
    actions.report(reported.pk, text="Зроблено", by=office.actor("hrytsenko"))
    actions.ask_extension(
        asking.pk, wanted_on=office.workday(5), reason="довідка", by=office.actor("hrytsenko")
    )
    found = week_of(head, monday).waits
    assert (found.reviews, found.drafts, found.reports, found.extensions) == (2, 1, 1, 1)
    assert week_of(office.actor("tkachenko"), monday).waits.total == 0


def test_the_week_is_measured_against_the_one_before(office: Office, monday: date) -> None:
    first, last = last_week(monday)
    done(office, due=first + timedelta(days=2), on=first + timedelta(days=1))
    done(office, due=first + timedelta(days=2), on=first + timedelta(days=3))
    done(office, due=first - timedelta(days=4), on=first - timedelta(days=3))
    done(office, due=first - timedelta(days=9), on=first + timedelta(days=1))  # late a week ago
    late(office, last)
    resting = late(office, last)
    actions.suspend_task(resting.pk, reason="суд", by=office.actor("melnychenko"))
    pace = week_of(office.actor("melnychenko"), monday).pace
    assert (pace.done, pace.good, pace.done_before, pace.good_before) == (3, 1, 1, 0)
    assert (pace.late, pace.late_before) == (1, 1)


def test_nobody_counts_what_he_does_not_see(office: Office, monday: date) -> None:
    late(office, monday - timedelta(days=3))
    found = week_of(office.actor("diachenko"), monday)
    assert found.burning.overdue == 0 and found.holders == () and found.pace.late == 0


def test_the_five_lines_cost_the_same_for_one_task_and_for_many(office: Office, monday: date) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            week_of(office.actor("melnychenko"), monday)
        return len(asked)

    late(office, monday - timedelta(days=3))
    cost()
    one = cost()
    for number in range(5):
        late(office, monday - timedelta(days=3 + number), "koval" if number % 2 else "stetsenko")
    assert cost() == one <= 14


# ── how it comes ─────────────────────────────────────────────────────


def client_of(office: Office, username: str) -> Client:
    client = Client()
    client.force_login(
        office.house.cast.people[username].account, "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def test_the_page_is_for_those_who_watch(office: Office, monday: date) -> None:
    late(office, timezone.localdate() - timedelta(days=7))
    page = client_of(office, "melnychenko").get(reverse("tasks:week")).content.decode()
    for asks in ("Що горить", "У кого лежить", "Мій час", "Чекає на мене", "Що покращало"):
        assert f"<dt>{asks}</dt>" in page
    assert client_of(office, "stetsenko").get(reverse("tasks:week")).status_code == 404


@pytest.fixture
def mail(db: None) -> Iterator[None]:
    MailSettings.objects.create(
        pk=1, host="127.0.0.1", port=1, security="none", from_address="obih@rada.example"
    )
    yield


def test_each_head_gets_his_week_once_by_mail_and_in_the_list(
    office: Office, monday: date, mail: None
) -> None:
    late(office, monday - timedelta(days=3))
    day = monday if calendar_for().is_working(monday) else calendar_for().next_working_day(monday)
    assert tell_week(day) == 1 and tell_week(day) == 0
    assert tell_week(calendar_for().next_working_day(day)) == 0
    assert tell_week(day + timedelta(days=5 - day.weekday())) == 0, "nor on a Saturday"
    notice = Notice.objects.get(kind="week")
    assert notice.person == office.person("melnychenko") and notice.url == reverse("tasks:week")
    make_letters(timezone.now() + timedelta(days=6))
    letter = Mail.objects.get()
    assert letter.subject == "Обіг: підсумок тижня"
    assert letter.body.count("\n  ") >= 5 and "Що горить: Прострочено" in letter.body
    assert "доріг" not in letter.body, "what documents are about stands in no letter"
