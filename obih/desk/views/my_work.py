"""The desk: what I must do, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from obih.contracts.queries import near_count
from obih.desk.keeping import actor_of, kept_journals
from obih.desk.waiting_rows import WaitingRow, waiting_row
from obih.people.access import why_not_manage_calendar, why_not_manage_people
from obih.people.actors import Actor
from obih.registry import queries
from obih.registry.queries import JournalRow
from obih.registry.queries.periods import unready
from obih.registry.queries.work import MyWork
from obih.tasks.queries.given import given_late
from obih.tasks.queries.my_tasks import DECIDE, READ, TODO, MyTask, MyTasks, my_tasks
from obih.ui.words import counted


@dataclass(frozen=True)
class Group:
    """A heading with tasks and documents under it, in the order to do them; `more` says that it was cut."""

    name: str
    tasks: list[MyTask] = field(default_factory=list)
    rows: list[JournalRow] = field(default_factory=list)
    more: bool = False
    url: str = ""
    """Where they are gone through one after another."""

    @property
    def count(self) -> int:
        return len(self.tasks) + len(self.rows)


def my_work(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    today = timezone.localdate()
    work, tasks = queries.my_work(actor, today), my_tasks(actor)
    pending: list[WaitingRow] = [waiting_row(card, actor) for card in work.pending[:8]]
    context = {
        "title": title(work, tasks, today),
        "groups": groups(work, tasks, today),
        "pending": pending,
        "register_url": register_url(request),
        "turn": unready(kept_journals(request), today),
        "chores": chores(actor),
        "contracts": near_count(actor, today),
        "given_late": given_late(actor, today),
    }
    return render(request, "desk/my_work.html", context)


def groups(work: MyWork, tasks: MyTasks, today: date) -> list[Group]:
    """Each document once, where it burns most: as a task if it is one."""
    shown: set[object] = set(tasks.documents())

    def rows(code: str) -> list[JournalRow]:
        found = [row for row in getattr(work, code) if row.document_id not in shown]
        shown.update(row.document_id for row in found)
        return found

    late = sorted(rows("overdue"), key=lambda row: row.deadline.on if row.deadline else date.max)
    todo = TODO in tasks.more
    found = [
        Group("Прострочено", tasks.late(today), late, "overdue" in work.more),
        Group("Сьогодні і завтра", tasks.near(today), rows("due_today"), "due_today" in work.more),
        Group("Звіти чекають вашого рішення", tasks.decide, more=DECIDE in tasks.more),
        Group("До розгляду", [], rows("to_review"), "to_review" in work.more, TO_RESOLVE),
        Group("Далі", tasks.later(today), rows("soon"), todo or "soon" in work.more),
        Group("Без строку", tasks.undated(), more=todo),
        Group("Прочитати", tasks.read, more=READ in tasks.more),
    ]
    return [each for each in found if each.count]


TO_RESOLVE = "/to-resolve/"


def title(work: MyWork, tasks: MyTasks, today: date) -> str:
    """The page said in one sentence: «До розгляду 3 документи, 2 завдання, прострочених немає»."""
    found = []
    if review := len(work.to_review):
        more = "понад " if "to_review" in work.more else ""
        found.append(f"до розгляду {more}{counted(review, 'документ', 'документи', 'документів')}")
    if todo := len(tasks.todo):
        found.append(("понад " if TODO in tasks.more else "") + counted(todo, *TASKS))
    if decide := len(tasks.decide):
        wait = "чекає" if decide == 1 else "чекають"
        found.append(f"{counted(decide, 'звіт', 'звіти', 'звітів')} {wait} рішення")
    told = ", ".join(found) or "усе розглянуто"
    return f"{told[0].upper()}{told[1:]}, {_late_words(work, tasks, today)}"


TASKS = ("завдання", "завдання", "завдань")


def _late_words(work: MyWork, tasks: MyTasks, today: date) -> str:
    """What is late: tasks, and documents that are none of them."""
    own = tasks.documents()
    late, documents = len(tasks.late(today)), sum(1 for row in work.overdue if row.document_id not in own)
    told = [counted(late, *TASKS)] if late else []
    if documents:
        over = "понад " if "overdue" in work.more else ""
        told.append(over + counted(documents, "документ", "документи", "документів"))
    return f"прострочено {' і '.join(told)}" if told else "прострочених немає"


def chores(actor: Actor) -> list[tuple[str, str, str]]:
    """What is done now and then by whoever has the power: address, name, when."""
    found = []
    if not why_not_manage_people(actor):
        found.append((reverse("desk:handover_choose"), "Передати справи", "коли людина звільняється"))
    if not why_not_manage_calendar(actor):
        found.append((reverse("desk:affected"), "Строки і календар", "чи відповідають строки календарю"))
    return found


def register_url(request: HttpRequest) -> str:
    """Where R leads: the first journal the actor keeps, or nowhere."""
    kept = kept_journals(request)
    return reverse("desk:registration", args=[kept[0].code]) if kept else ""
