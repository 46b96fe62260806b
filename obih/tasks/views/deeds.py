"""What is done to a task: each deed a form of its own that works as a plain POST, once however often sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from obih.files.actions import receiving
from obih.files.storage import StoredContent
from obih.history.idempotency import KeyReused
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry.actions import close_document
from obih.tasks import actions
from obih.tasks.deeds import deed_of
from obih.tasks.forms import deeds as forms
from obih.tasks.queries.task import TaskPage, said_now, task_page
from obih.tasks.views.parts import actor_of
from obih.tasks.views.tasks import page_or_404
from obih.ui.post_keys import SENT_BEFORE, renew_post_key
from obih.ui.refusals import Refused
from obih.ui.words import short_date

Act = Callable[[TaskPage, Any, Sequence[StoredContent], Actor], object]


@dataclass(frozen=True)
class Kind:
    """A deed as a page: its heading, its form, its button, what it does and what is said afterwards."""

    title: str
    form: type[forms.DeedForm]
    button: str
    done: str
    act: Act
    lead: str = ""
    files: bool = False


def _lift(page: TaskPage, form: Any, files: Sequence[StoredContent], by: Actor) -> None:
    told = form.cleaned_data
    actions.lift_control(page.point.pk, note=told["note"], version=told["version"], by=by)
    if told.get("file_too"):
        close_document(page.point.document_id, note=told["note"][:300], by=by)


def _report(page: TaskPage, form: Any, files: Sequence[StoredContent], by: Actor) -> None:
    told = form.cleaned_data
    actions.report(
        page.point.pk, text=told["text"], files=files, answers=form.answers(),
        interim=told["kind"] == "interim", version=told["version"], by=by,
    )  # fmt: skip


def _term(page: TaskPage, form: Any, files: Sequence[StoredContent], by: Actor) -> None:
    told = form.cleaned_data
    if form.refuses(told):
        actions.refuse_extension(page.point.pk, because=told["reason"], version=told["version"], by=by)
        return
    actions.extend(
        page.point.pk, on=told["on"], reason=told["reason"], agreed_by=told.get("agreed_by", ""),
        agreed_letter=told.get("agreed_letter", ""), version=told["version"], by=by,
    )  # fmt: skip


def _part(page: TaskPage, form: Any, files: Sequence[StoredContent], by: Actor) -> None:
    actions.hand_part(page.point.pk, part=form.cleaned_data["part"], by=by)


def _read(page: TaskPage, form: Any, files: Sequence[StoredContent], by: Actor) -> None:
    actions.mark_read(page.point.pk, by=by)


def _change_main(page: TaskPage, form: Any, files: Sequence[StoredContent], by: Actor) -> None:
    told = form.cleaned_data
    entry = actions.ExecutorEntry.parse(told["executor"])
    actions.change_main(page.point.pk, entry, reason=told["reason"], version=told["version"], by=by)


def _supplement(page: TaskPage, form: Any, files: Sequence[StoredContent], by: Actor) -> None:
    told = form.cleaned_data
    actions.supplement(page.point.pk, form.executors(), text=told["text"], version=told["version"], by=by)


def _plain(act: Callable[..., object]) -> Act:
    """A deed whose words are just what its action takes, the version among them."""

    def done(page: TaskPage, form: Any, files: Sequence[StoredContent], by: Actor) -> None:
        act(page.point.pk, version=form.cleaned_data["version"], **form.told(), by=by)

    return done


KINDS: dict[str, Kind] = {
    "acceptance": Kind(
        "Взяти до виконання", forms.DeedForm, "Взяти до виконання", "Завдання взято до виконання.",
        _plain(actions.accept_task), "Автор резолюції побачить, що ви взялися.",
    ),
    "report": Kind(
        "Звіт про виконання", forms.ReportForm, "Надіслати звіт", "Звіт надіслано автору резолюції.", _report,
        "Звіт розгляне автор резолюції. Проміжна відповідь контролю не знімає.", files=True,
    ),
    "part": Kind(
        "Моя частина", forms.PartForm, "Передати головному", "Передано головному виконавцеві.", _part,
        "Головний виконавець збере всі частини у звіт.",
    ),
    "reading": Kind("До відома", forms.DeedForm, "Прочитано", "Позначено прочитаним.", _read),
    "report-acceptance": Kind(
        "Прийняти звіт", forms.DeedForm, "Прийняти звіт", "Звіт прийнято.", _plain(actions.accept_report),
        "Завдання стане виконаним. З контролю його знімає контролер.",
    ),
    "return": Kind(
        "Повернути на доопрацювання", forms.ReturnForm, "Повернути", "Завдання повернуто виконавцеві.",
        _plain(actions.return_report), "Виконавець побачить, чого бракує. Строк не змінюється.",
    ),
    "extension": Kind(
        "Просити продовження", forms.AskForm, "Просити", "Прохання надіслано.", _plain(actions.ask_extension)
    ),
    "term": Kind("Продовжити строк", forms.TermForm, "Записати рішення", "Рішення записано.", _term),
    "suspension": Kind(
        "Призупинити", forms.ReasonForm, "Призупинити", "Виконання призупинено.",
        _plain(actions.suspend_task), "Строк за законом не зупиняється.",
    ),
    "resumption": Kind(
        "Відновити", forms.ResumeForm, "Відновити", "Виконання відновлено.", _plain(actions.resume_task)
    ),
    "withdrawal": Kind(
        "Відкликати завдання", forms.ReasonForm, "Відкликати", "Завдання відкликано.",
        _plain(actions.withdraw_task), "Відкличуться й завдання, на які його розподілено.",
    ),
    "executor": Kind(
        "Змінити головного виконавця", forms.ExecutorForm, "Змінити", "Головного виконавця змінено.",
        _change_main, "Дотеперішній виконавець більше не матиме завдання в роботі.",
    ),
    "supplement": Kind(
        "Доповнити", forms.SupplementForm, "Доповнити", "Завдання доповнено.", _supplement,
        "Доповнення не змінює ні змісту завдання, ні головного виконавця.",
    ),
    "control": Kind(
        "Взяти на контроль", forms.DeedForm, "Взяти на контроль", "Завдання взято на контроль.",
        _plain(actions.put_on_control),
    ),
    "lifting": Kind(
        "Зняти з контролю", forms.LiftForm, "Зняти з контролю", "Знято з контролю.", _lift,
        "Порівняйте зроблене із завданням. Документ списують до справи після цього.",
    ),
}  # fmt: skip


def deed(request: HttpRequest, point_id: int, name: str) -> HttpResponse:
    """The form of a deed; done, it leads back to the task, or to where it was pressed."""
    page, actor, kind = page_or_404(request, point_id), actor_of(request), KINDS[name]
    if request.method != "POST":
        if refusal := deed_of(actor, page, name).why:
            raise Refused(refusal)
        return _page(request, kind, kind.form(page=page, actor=actor), page, name)
    form = kind.form(request.POST, page=page, actor=actor)
    if not form.is_valid():
        if refusal := deed_of(actor, page, name).why:
            raise Refused(refusal)
        return _page(request, kind, form, page, name, status=422)
    try:
        _do(request, kind, form, page, name, actor)
    except actions.TaskConflict as conflict:
        now = task_page(actor, point_id) or page
        before, form.page = forms.seen_before(request.POST), now
        form.renewed(now)
        renew_post_key(request)
        return _page(
            request, kind, form, now, name, status=409, conflict=conflict.sentence, both=both(before, now)
        )
    except KeyReused:
        renew_post_key(request)
        form.add_error(None, SENT_BEFORE)
    except Refused as refused:
        refused.put_on(form)
    else:
        messages.success(request, kind.done)
        if reminder := _reminder(page, form, name):
            messages.warning(request, reminder)
        back = "/" if request.POST.get("back") == "work" else page.url
        return HttpResponseRedirect(back)
    return _page(request, kind, form, page, name, status=422)


def _do(request: HttpRequest, kind: Kind, form: Any, page: TaskPage, name: str, actor: Actor) -> None:
    with ExitStack() as stack:
        stored: list[StoredContent] = []
        if kind.files and request.FILES:
            receive = stack.enter_context(receiving())
            stored = [receive(file, file.name or "файл") for file in request.FILES.getlist("files")]
        told = {key: str(value) for key, value in form.told().items()}
        body: dict[str, object] = {
            "task": page.point.pk, **told, "files": sorted(each.sha256 for each in stored),
        }  # fmt: skip
        key = request.POST.get("idempotency_key", "") or uuid4().hex
        actions.once(lambda: kind.act(page, form, stored, actor), deed=name, key=key, body=body, by=actor)


def both(before: dict[str, str], page: TaskPage) -> list[tuple[str, str, str, bool]]:
    """What stood on the page and what stands now, line by line; whether they differ."""
    now = said_now(page)
    return [
        (label, before.get(label, ""), text, before.get(label, "") != text) for label, text in now.items()
    ]


def _page(
    request: HttpRequest, kind: Kind, form: Any, page: TaskPage, name: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    lead = _about_term(page) if name in ("extension", "term") else kind.lead
    context = {"form": form, "page": page, "kind": kind, "lead": lead, "name": name, **more}
    return render(request, "tasks/deed.html", context, status=status)


def _about_term(page: TaskPage) -> str:
    """Until when the term may be moved, and who is to be told of it."""
    point = page.point
    told = f"Тепер строк {short_date(point.due_on)}." if point.due_on else ""
    latest = actions.latest_day(point)
    if latest is not None:
        told += f" Продовжити можна не далі ніж до {short_date(latest)}."
    asked = page.asked
    if asked is not None:
        told += f" {asked.asked_by_label} просить до {short_date(asked.wanted_on)}."
    return f"{told} {_notice(page)}".strip()


def _notice(page: TaskPage) -> str:
    """Whom the law orders to tell of a longer term."""
    kind = profile().kinds.get(page.point.document.kind_code)
    return {
        "appeal": "Про продовження повідомляють заявника (ст. 20 Закону № 393/96-ВР).",
        "information": "Про продовження повідомляють запитувача (ч. 4 ст. 20 Закону № 2939-VI).",
    }.get(kind.regime if kind else "", "")


def _reminder(page: TaskPage, form: Any, name: str) -> str:
    extended = name == "term" and not form.refuses(form.cleaned_data)
    return _notice(page) if extended else ""
