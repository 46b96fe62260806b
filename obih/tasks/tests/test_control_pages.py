"""The pages of control: what they show, to whom, at what cost; a reminder for many from the page."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from obih.people.models import Account, Appointment, Substitution, Unit
from obih.tasks import actions
from obih.tasks.charts import HEIGHT, stacked
from obih.tasks.models import Point, Reminder
from obih.tasks.tests.conftest import Office
from obih.tasks.tests.plain_tasks import scatter

PAGES = ("/control/", "/control/tasks/", "/control/calendar/")


def client_of(office: Office, username: str) -> Client:
    client = Client(raise_request_exception=False)
    account = Account.objects.get(username=username)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("username", ["tkachenko", "boiko", "melnychenko"])
def test_the_board_says_what_is_late_with_whom_and_who_is_away(office: Office, username: str) -> None:
    today = timezone.localdate()
    late = office.task(office.point(text="Виміряти ділянку"))
    Point.objects.filter(pk=late.pk).update(due_on=today - timedelta(days=3))
    asked = office.task(office.point(due_on=office.workday(3)))
    actions.ask_extension(
        asked.pk, wanted_on=office.workday(5), reason="Чекаємо акт", by=office.actor("hrytsenko")
    )
    post = Appointment.objects.on(today).get(person=office.person("levchuk"))
    Substitution.objects.create(
        absent=post, acting=office.person("koval"), starts_on=today, ends_on=today, basis="відпустка"
    )
    page = client_of(office, username).get("/control/").content.decode()
    for words in ("Прострочено 1", "Виміряти ділянку", "3 дні", "Андрій Гриценко", "Чекаємо акт",
                  "Тарас Левчук", "Наталія Коваль", "Нагадати про всі прострочені"):  # fmt: skip
        assert words in page.replace("\u00a0", " "), words
    people = client_of(office, username).get("/control/?by=person").content.decode()
    assert "Виконавець" in people and "Андрій Гриценко" in people


@pytest.mark.parametrize("username", ["hrytsenko", "chuzhynska", "savchuk"])
def test_others_are_told_who_sees_the_board(office: Office, username: str) -> None:
    office.task(office.point(text="Виміряти ділянку"))
    client = client_of(office, username)
    for address in PAGES:
        response = client.get(address)
        assert response.status_code == 422 and "Виміряти" not in response.content.decode()
    assert client.post("/control/reminders/", {"all": "1"}).status_code == 422
    assert not Reminder.objects.exists()


def test_filters_stand_in_the_address_and_nonsense_there_is_as_if_absent(office: Office) -> None:
    today = timezone.localdate()
    tasks = [each for each in scatter(office, 60, seed=4, today=today) if each.is_open]
    client, one = client_of(office, "boiko"), next(each for each in tasks if each.due_on)
    page = client.get(f"/control/tasks/?unit={one.unit}&person={one.person}&control=1&which=overdue")
    text = page.content.decode()
    assert "лише на контролі" in text and f"unit={one.unit}" in text
    day = client.get(f"/control/tasks/?day={one.due_on}").content.decode()
    assert day.count('name="point"') == sum(each.due_on == one.due_on for each in tasks)
    for wrong in ("unit=x&person=-1&day=2026-13-40&which=drop&organisation=999&after=:::", "month=0000-99",
                  "unit=99999999999999999999&day=١٢٣٤-٠١-٠١&after=2026-99-99:5"):  # fmt: skip
        for address in PAGES:
            assert client.get(f"{address}?{wrong}").status_code == 200, (address, wrong)


def test_a_long_board_shows_the_worst_lines_and_the_rest_when_asked(office: Office) -> None:
    client = client_of(office, "boiko")
    unit = Unit.objects.filter(organisation=office.house.cast.council).first()
    for number in range(15):
        point = office.task()
        made = Unit.objects.create(
            organisation=office.house.cast.council, name=f"Відділ {number}", parent=unit
        )
        Point.objects.filter(pk=point.pk).update(unit=made)
    page = client.get("/control/")
    assert len(page.context["rows"]) == 12 and "Показати ще 3" in page.content.decode()
    assert len(client.get("/control/?all=1").context["rows"]) == 15


def test_the_list_goes_on_with_what_comes_next(office: Office) -> None:
    tasks = [each for each in scatter(office, 110, seed=5, today=timezone.localdate()) if each.is_open]
    client, seen, url = client_of(office, "boiko"), set(), "/control/tasks/"
    while url:
        page = client.get(url)
        seen |= {row.point_id for row in page.context["rows"]}
        url = "/control/tasks/" + page.context["next_url"] if page.context["next_url"] else ""
    assert seen == {each.pk for each in tasks}


def test_a_reminder_for_many_tells_of_each_and_a_second_press_reminds_nobody_twice(office: Office) -> None:
    first, second = office.task(), office.task()
    done = office.task()
    actions.report(done.pk, text="Зроблено", by=office.actor("hrytsenko"))
    client = client_of(office, "tkachenko")
    told = {"point": [first.pk, second.pk, done.pk], "idempotency_key": "k1"}
    for _ in range(2):
        page = client.post("/control/reminders/", told).content.decode()
        assert "Нагадано: 2 із 3" in page and "звіт чекає рішення" in page
    assert Reminder.objects.count() == 2
    Point.objects.filter(pk__in=[first.pk, second.pk]).update(due_on=timezone.localdate() - timedelta(days=1))
    page = client.post("/control/reminders/", {"all": "1", "which": "overdue"}).content.decode()
    assert "Нагадано: 2 із 2" in page
    assert client.post("/control/reminders/", {}).status_code == 422
    assert client.post("/control/reminders/", {"all": "1", "which": "today"}).status_code == 422
    assert client.get("/control/reminders/").status_code == 405


@pytest.mark.parametrize("address", [*PAGES, "/control/?by=person", "/control/tasks/?which=to_lift"])
def test_a_page_costs_as_many_statements_however_many_tasks_there_are(office: Office, address: str) -> None:
    client, costs = client_of(office, "tkachenko"), []
    client.get(address)
    for seed in (1, 2):
        scatter(office, 40 * seed, seed=seed, today=timezone.localdate())
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 18, costs


def test_bars_of_a_chart_stand_on_its_floor_and_fit() -> None:
    chart = stacked([("а", [("late", 3), ("ours", 1)]), ("б", []), ("в", [("ours", 1000)])])
    assert [bar.total for bar in chart.bars] == [4, 0, 1000]
    for bar in chart.bars:
        bottom = chart.floor
        for part in bar.parts:
            assert part.y + part.height == bottom and 0 < part.y <= HEIGHT
            bottom = part.y
    assert stacked([]).bars == ()


REPORTS = ("/control/reports/", "/control/reports/late/")
FILES = ("discipline.pdf", "discipline.xlsx", "late.pdf", "late.xlsx")


def test_reports_are_on_the_screen_on_paper_and_on_a_sheet(office: Office) -> None:
    point = office.task(office.point(text="=HYPERLINK(1)"))
    Point.objects.filter(pk=point.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    actions.remind_many([point.pk], key="k", by=office.actor("tkachenko"))
    client = client_of(office, "tkachenko")
    page = client.get("/control/reports/?since=01.01.2026").content.decode()
    assert "Виконавська дисципліна" in page and "Відділ земельних" in page
    for by in ("person", "author", "unit", "дурниця"):
        assert client.get(f"/control/reports/?by={by}&since=зовсім").status_code == 200
    late = client.get("/control/reports/late/").content.decode()
    assert "=HYPERLINK(1)" in late and "1\u00a0раз, " in late
    for name in FILES:
        response = client.get(f"/control/reports/{name}")
        assert response.content[:4] in (b"%PDF", b"PK\x03\x04"), name
        assert response["Cache-Control"] == "private, no-store"
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/control/reports/late.xlsx").content))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert "=HYPERLINK(1)" in cells
    assert client.get("/control/reports/late.exe").status_code == 404


@pytest.mark.parametrize("username", ["hrytsenko", "chuzhynska", "savchuk"])
def test_others_get_no_report(office: Office, username: str) -> None:
    client = client_of(office, username)
    for address in (*REPORTS, *(f"/control/reports/{each}" for each in FILES)):
        assert client.get(address).status_code == 422


@pytest.mark.parametrize("address", REPORTS)
def test_a_report_costs_as_many_statements_however_many_tasks_there_are(office: Office, address: str) -> None:
    client, costs = client_of(office, "tkachenko"), []
    client.get(address)
    for seed in (1, 2):
        scatter(office, 40 * seed, seed=seed, today=timezone.localdate())
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 15, costs
