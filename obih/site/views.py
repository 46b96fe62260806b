"""The state of the system: what works, what does not, what to do; jobs that died, to be tried again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obih.people.access import why_not_see_state
from obih.people.actors import Actor
from obih.site.health import State, findings, last_look, worst
from obih.ui.refusals import Refused
from obih.ui.words import counted

SECURE_ONLY = (
    ("Ключі доступу (passkey)", "вхід без пароля: відбитком, обличчям або ключем USB"),
    ("Номер у буфері обміну", "після реєстрації номер копіюється сам"),
    ("Камера", "сканування QR-кодів і папером із телефона"),
    ("Встановлення на телефон", "окремою іконкою, без браузера"),
)
"""Functions that browsers give only to pages that came by HTTPS (or from this very computer)."""
CHIPS = {State.OK: "ok", State.WARN: "soon", State.BAD: "late"}
WORDS = {State.OK: "гаразд", State.WARN: "зверніть увагу", State.BAD: "не працює"}
MOST_JOBS = 50


@dataclass(frozen=True)
class DeadJob:
    """A job that was tried as often as it may be; `what` is its task and event in short."""

    id: int
    what: str
    queue: str
    attempts: int
    failed_at: datetime | None


def state(request: HttpRequest) -> HttpResponse:
    """What `obih check` says, for whoever looks after the machine."""
    _allow(request)
    found = findings()
    context = {
        "title": _title(found),
        "rows": [(each, CHIPS[each.state], WORDS[each.state]) for each in found],
        "looked": last_look(),
        "jobs": dead_jobs(),
        "secure": request.is_secure(),
        "secure_only": SECURE_ONLY,
    }
    return render(request, "site/state.html", context)


@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Try a dead job again. Jobs bear being done twice, so nothing is doubled."""
    _allow(request)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT procrastinate_retry_job_v2(id, %s, NULL, NULL, NULL) FROM procrastinate_jobs"
                " WHERE id = %s AND status = 'failed'",
                [timezone.now(), job_id],
            )
            if not cursor.fetchall():
                raise Http404
    except DatabaseError as error:
        raise Refused("Завдання вже взято до роботи: оновіть сторінку") from error
    messages.success(request, "Завдання знову в черзі. Якщо причину усунено, за хвилину воно зникне звідси.")
    return HttpResponseRedirect(reverse("state"))


def dead_jobs() -> list[DeadJob]:
    """Jobs that need a person, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, task_name, queue_name, attempts, args::text,"
            " (SELECT max(at) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'failed')"
            " FROM procrastinate_jobs j WHERE status = 'failed' ORDER BY id DESC LIMIT %s",
            [MOST_JOBS],
        )
        return [_job(*row) for row in cursor.fetchall()]


def _job(job_id: int, task: str, queue: str, attempts: int, args: str, at: datetime | None) -> DeadJob:
    event = str(json.loads(args).get("event", ""))[:8]
    return DeadJob(job_id, f"{task} ({event}…)" if event else task, queue, attempts, at)


def _title(found: list[Any]) -> str:
    wrong = [each for each in found if each.state is not State.OK]
    if not wrong:
        return "Усе працює"
    count = counted(len(wrong), "пункт", "пункти", "пунктів")
    return (
        f"Не працює щонайменше одне: перегляньте {count}"
        if worst(found) is State.BAD
        else f"Працює, але гляньте на {count}"
    )


def _allow(request: HttpRequest) -> None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if refusal := why_not_see_state(actor):
        raise Refused(refusal)
