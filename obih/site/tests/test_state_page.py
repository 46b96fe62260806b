"""The page for whoever looks after the machine."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from obih.desk.tests.conftest import SignedIn, house, signed_in
from obih.notices.models import PushDevice
from obih.people.models import Account

__all__ = ["house", "signed_in"]


def dead_job() -> int:
    """A job that has died: as the worker leaves it after its last attempt."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, attempts)"
            " VALUES ('slow', 'obih.react', 0, '{\"event\": \"0a1b2c3d-4e5f\"}', 'todo', 11) RETURNING id"
        )
        job = int(cursor.fetchone()[0])
        for status in ("doing", "failed"):
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job])
    return job


def status_of(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return str(cursor.fetchone()[0])


def test_a_dead_job_is_listed_and_tried_again_once(signed_in: SignedIn) -> None:
    job, admin = dead_job(), signed_in("savchuk")
    assert "0a1b2c3d" in admin.get("/state/").content.decode()
    answer = admin.post(f"/state/jobs/{job}/retry/", follow=True)
    assert "Завдання знову в черзі" in answer.content.decode()
    assert status_of(job) == "todo"
    assert admin.post(f"/state/jobs/{job}/retry/").status_code == 404


def test_only_the_administrator_retries(signed_in: SignedIn) -> None:
    job = dead_job()
    for username in ("boiko", "melnychenko", "chuzhynska"):
        assert signed_in(username).post(f"/state/jobs/{job}/retry/").status_code == 422
    assert status_of(job) == "failed"


def test_the_page_says_what_needs_https_and_how_old_the_backup_is(signed_in: SignedIn) -> None:
    page = signed_in("savchuk").get("/state/").content.decode()
    for words in (
        "Резервна копія",
        "Ланцюг подій",
        "Доступ",
        "Ключі доступу (passkey)",
        "з’єднання без HTTPS",
    ):
        assert words in page


def test_the_page_says_whether_devices_are_reached(signed_in: SignedIn) -> None:
    admin = signed_in("savchuk")
    assert "ніхто не ввімкнув" in admin.get("/state/").content.decode()
    for number, problem in enumerate(("", "Сервер сповіщень відповів 403")):
        PushDevice.objects.create(
            account=Account.objects.get(username="boiko"), endpoint=f"https://push.example/{number}",
            p256dh="p", auth="a", label="Телефон", problem=problem, reached_at=timezone.now(),
        )  # fmt: skip
    page = admin.get("/state/").content.decode().replace("\u00a0", " ")
    assert (
        "не доходять до 1 пристрою з 2: Сервер сповіщень відповів 403" in page and "Востаннє дійшло" in page
    )
