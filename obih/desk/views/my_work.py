"""The desk: what I must do, in order."""

from __future__ import annotations

from dataclasses import dataclass
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
from obih.ui.words import counted


@dataclass(frozen=True)
class Group:
    """A heading and the documents under it; `more` says that the list was cut."""

    name: str
    rows: list[JournalRow]
    more: bool = False


def my_work(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    today = timezone.localdate()
    work = queries.my_work(actor, today)
    pending: list[WaitingRow] = [waiting_row(card, actor) for card in work.pending[:8]]
    context = {
        "title": title(work),
        "groups": groups(work),
        "pending": pending,
        "register_url": register_url(request),
        "turn": unready(kept_journals(request), today),
        "chores": chores(actor),
        "contracts": near_count(actor, today),
    }
    return render(request, "desk/my_work.html", context)


def groups(work: MyWork) -> list[Group]:
    """Each document once, where it burns most."""
    shown: set[object] = set()
    found = []
    for name, code in (
        ("Прострочено", "overdue"),
        ("Сьогодні", "due_today"),
        ("Найближчі дні", "soon"),
        ("До розгляду", "to_review"),
    ):
        rows = [row for row in getattr(work, code) if row.document_id not in shown]
        shown |= {row.document_id for row in rows}
        if code == "overdue":
            rows.sort(key=lambda row: row.deadline.on if row.deadline else date.max)
        if rows:
            found.append(Group(name, rows, code in work.more))
    return found


def title(work: MyWork) -> str:
    """The page said in one sentence: «До розгляду 3 документи, прострочених немає»."""
    review, late = len(work.to_review), len(work.overdue)
    more = "понад " if "to_review" in work.more else ""
    first = f"До розгляду {more}{counted(review, 'документ', 'документи', 'документів')}" if review else ""
    if late:
        over = "понад " if "overdue" in work.more else ""
        burning = f"прострочено {over}{counted(late, 'документ', 'документи', 'документів')}"
        return f"{first}, {burning}" if first else burning[0].upper() + burning[1:]
    return f"{first}, прострочених немає" if first else "Усе розглянуто, прострочених немає"


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
