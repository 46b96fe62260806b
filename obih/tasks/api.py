"""REST: tasks told to other programs; a program takes and reports those of its own institution."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import Body, Field, File, Form, Path, Query, Router, Schema, Status
from ninja.files import UploadedFile

from obih.files.actions import receiving
from obih.files.serving import respond
from obih.people.actors import Actor
from obih.registry.access import READ
from obih.registry.actions import note_reading
from obih.registry.api.asking import READING, WRITING, Key
from obih.registry.api.auth import ServiceToken, actor_of
from obih.registry.api.documents import BYTES
from obih.registry.api.problems import Invalid, Problem
from obih.registry.vocabulary import Access
from obih.tasks import actions
from obih.tasks.access import EXECUTE
from obih.tasks.actions.execution import MOST_FILES
from obih.tasks.models import Assignment
from obih.tasks.queries.control_lists import BoardLine
from obih.tasks.queries.task import TaskPage, file_of, task_page
from obih.tasks.queries.told_programs import tasks_told

router = Router(auth=ServiceToken(), tags=["Завдання"])


class TaskOut(Schema):
    """A point of a resolution. `who` is its main executor, `state_name` the state in words."""

    id: int
    document: UUID
    number: str
    title: str
    text: str
    author: str
    who: str
    state: str
    state_name: str
    due_on: date | None
    late_days: int
    on_control: bool
    extensions: int
    version: int


class ExecutorOut(Schema):
    """`duty`: main, co or info. `part` is what a co-executor has handed to the main one."""

    name: str
    duty: str
    due_on: date | None
    part: str


class ReportFileOut(Schema):
    """Its bytes are at /tasks/files/{id}."""

    id: UUID
    name: str


class ReportOut(Schema):
    """What the main executor reported; an interim one lifts nothing."""

    id: UUID
    made_at: datetime
    made_by: str
    text: str
    interim: bool
    files: list[ReportFileOut]


class WholeTaskOut(TaskOut):
    """With the day of the law, everybody who takes part, and what was reported."""

    limit_on: date | None
    executors: list[ExecutorOut]
    reports: list[ReportOut]


class TasksOut(Schema):
    items: list[TaskOut]
    next: str


@router.get("/tasks", response={200: TasksOut, 404: Problem, **READING}, summary="Перелік завдань")
def tasks(
    request: HttpRequest,
    document: Annotated[UUID | None, Query(description="Лише завдання за цим документом")] = None,
    own: Annotated[bool, Query(description="Лише ті, де головний виконавець з установи токена")] = False,
    state: Annotated[Literal["open", "overdue", "reported", "closed", "all"], Query()] = "open",
    after: Annotated[int, Query(ge=0, le=2**62, description="Поле next попередньої сторінки")] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """Найновіші першими, лише за документами, доступними токенові."""
    actor = actor_of(request, READ)
    rows = tasks_told(
        actor,
        timezone.localdate(),
        document=document,
        own=own,
        state=state,
        after=after,
        most=limit + 1,
    )
    return {
        "items": [_line(each) for each in rows[:limit]],
        "next": str(rows[limit - 1].point_id) if len(rows) > limit else "",
    }


@router.get("/tasks/{int:task_id}", response={200: WholeTaskOut, 404: Problem, **READING}, summary="Завдання")
def task(request: HttpRequest, task_id: Annotated[int, Path(le=2**62)]) -> Any:
    """Завдання з виконавцями і звітами. За документом з обмеженим доступом читання лишає запис."""
    actor = actor_of(request, READ)
    return _whole(_page_or_404(actor, task_id))


@router.get(
    "/tasks/files/{uuid:file_id}",
    response={404: Problem, 500: Problem, **READING},
    summary="Файл звіту",
    url_name="task_file",
    openapi_extra={"responses": {200: BYTES}},
)
def report_file(request: HttpRequest, file_id: Annotated[UUID, Path()]) -> HttpResponseBase:
    """Файл, як його подав виконавець."""
    actor = actor_of(request, READ)
    found = file_of(actor, file_id)
    if found is None:
        raise Http404
    if found.report.point.document.access_level == Access.RESTRICTED:
        note_reading(found.report.point.document, by=actor)
    return respond(found.content, found.name, request=request)


class AcceptanceIn(Schema):
    """`version` — та, яку бачили; без неї змінене кимось іншим не перевіряється."""

    version: int | None = Field(default=None, ge=1, le=2_000_000_000)


@router.post(
    "/tasks/{int:task_id}/acceptance",
    response={200: WholeTaskOut, 404: Problem, **WRITING},
    summary="Взяти завдання до виконання",
    url_name="task_acceptance",
)
def acceptance(
    request: HttpRequest,
    task_id: Annotated[int, Path(le=2**62)],
    key: Key,
    told: Annotated[AcceptanceIn, Body()],
) -> Any:
    """Лише завдання, головний виконавець якого з установи токена."""
    actor = actor_of(request, EXECUTE)
    _page_or_404(actor, task_id)
    actions.once(
        lambda: actions.accept_task(task_id, version=told.version, by=actor),
        deed="acceptance", key=key, body={"task": task_id, "version": told.version}, by=actor,
    )  # fmt: skip
    return _whole(_page_or_404(actor, task_id))


@router.post(
    "/tasks/{int:task_id}/reports",
    response={200: WholeTaskOut, 201: WholeTaskOut, 404: Problem, **WRITING},
    summary="Прозвітувати про завдання",
    url_name="task_reports",
)
def reports(
    request: HttpRequest,
    task_id: Annotated[int, Path(le=2**62)],
    key: Key,
    text: Annotated[str, Form(min_length=1, max_length=5000, description="Що зроблено")],
    interim: Annotated[bool, Form(description="Проміжна відповідь: робота триває")] = False,
    version: Annotated[int | None, Form(ge=1, le=2_000_000_000, description="Версія, яку бачили")] = None,
    answers: Annotated[list[UUID], Form(description="Документи, якими відповіли", max_length=20)] = [],  # noqa: B006
    files: Annotated[list[UploadedFile], File(description="Додатки до звіту")] = [],  # noqa: B006
) -> Any:
    """Лише завдання, головний виконавець якого з установи токена. Звіт розглядає автор резолюції."""
    actor = actor_of(request, EXECUTE)
    _page_or_404(actor, task_id)
    if len(files) > MOST_FILES:
        raise Invalid([("files", f"До звіту не більше {MOST_FILES} файлів")])
    with receiving() as receive:
        stored = [receive(each, each.name or "файл") for each in files]
        body: dict[str, object] = {
            "task": task_id, "text": text, "interim": interim, "answers": [str(each) for each in answers],
            "files": [each.sha256 for each in stored],
        }  # fmt: skip
        done = actions.once(
            lambda: actions.report(
                task_id, text=text, files=stored, answers=answers, interim=interim, version=version, by=actor
            ),
            deed="report", key=key, body=body, by=actor,
        )  # fmt: skip
    return Status(201 if done else 200, _whole(_page_or_404(actor, task_id)))


def _page_or_404(actor: Actor, task_id: int) -> TaskPage:
    page = task_page(actor, task_id)
    if page is None:
        raise Http404
    if page.point.document.access_level == Access.RESTRICTED:
        note_reading(page.point.document, by=actor)
    return page


def _line(row: BoardLine) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("number", "title", "text", "author", "who", "due_on")}
    told |= {
        name: getattr(row, name) for name in ("state", "late_days", "on_control", "extensions", "version")
    }
    told |= {"id": row.point_id, "document": row.document_id, "state_name": row.state_text}
    return told | {"late_days": max(row.late_days, 0)}


def _whole(page: TaskPage) -> dict[str, Any]:
    point, due, main = page.point, page.shown.due, page.node.main
    late = (timezone.localdate() - point.due_on).days if due and due.state == "late" and point.due_on else 0
    return {
        "id": point.pk,
        "document": point.document_id,
        "number": page.number,
        "title": point.document.title,
        "text": point.text,
        "author": point.resolution.author_label,
        "who": main.label if main else "",
        "state": point.state,
        "state_name": str(point.get_state_display()),
        "due_on": point.due_on,
        "late_days": late,
        "on_control": point.on_control,
        "extensions": point.extensions,
        "version": point.version,
        "limit_on": point.limit_on,
        "executors": [_executor(each) for each in ([main] if main else []) + page.node.others],
        "reports": [
            {
                "id": each.pk,
                "made_at": each.made_at,
                "made_by": each.made_by_label,
                "text": each.text,
                "interim": each.is_interim,
                "files": [{"id": one.pk, "name": one.name} for one in each.kept],  # type: ignore[attr-defined]
            }
            for each in page.reports
        ],
    }


def _executor(each: Assignment) -> dict[str, Any]:
    return {"name": each.label, "duty": each.duty, "due_on": each.due_on, "part": each.part}
