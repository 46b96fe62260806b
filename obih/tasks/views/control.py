"""The control board: what is late, due and waiting; its calendar, its lists, a reminder for many."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from obih.tasks.actions import remind_many
from obih.tasks.actions.reminding import MOST, why_not_remind
from obih.tasks.charts import Chart, stacked
from obih.tasks.queries import control_lists
from obih.tasks.queries.board import Board, Counts, board
from obih.tasks.queries.control_lists import Away, BoardLine
from obih.tasks.queries.control_scope import LISTS, ControlAsked, control_asked
from obih.tasks.queries.names import UnitName, person_names, unit_names
from obih.tasks.views.parts import actor_of
from obih.ui.parts import View
from obih.ui.refusals import Refused
from obih.ui.words import WEEKDAYS, WEEKDAYS_SHORT, counted, thousands, weekday_short
from obih.workdays.queries import calendar_for

MONTHS = (
    "січень", "лютий", "березень", "квітень", "травень", "червень",
    "липень", "серпень", "вересень", "жовтень", "листопад", "грудень",
)  # fmt: skip
CHART_DAYS = 10
SHORT = {"reported": "Звіти", "asked": "Просять строк", "to_lift": "До зняття"}
"""Names of lists where all of them stand in a row."""
TASKS = ("завдання", "завдання", "завдань")
ROWS_SHOWN, MOST_ROWS = 12, 500
"""Lines shown at first, and when all of them are asked for."""


@dataclass(frozen=True)
class BoardRow:
    """A unit or a person with its counts and where they lead."""

    name: str
    note: str
    counts: Counts
    query: str
    remind: dict[str, str]


@require_safe
def control(request: HttpRequest) -> HttpResponse:
    asked = control_asked(actor_of(request), request.GET)
    today, told = asked.scope.today, board(asked.actor, asked.scope)
    away = control_lists.away(asked.scope.organisations, today)
    rows = _rows(asked, told)
    context = {
        "asked": asked,
        "title": _title(told.total),
        "told": told,
        "today": today,
        "rows": rows[:MOST_ROWS] if "all" in request.GET else rows[:ROWS_SHOWN],
        "hidden": 0 if "all" in request.GET else max(0, len(rows) - ROWS_SHOWN),
        "all_url": asked.query(all=1),
        "reminded_at_once": min(told.total.overdue, MOST),
        "remind_words": f"Нагадати про {MOST} найдавніших",
        "views": _views(asked, "by_person" if asked.by == "person" else "by_unit", told),
        "burning": control_lists.lines(asked.actor, asked.scope, "overdue", size=5).rows,
        "requests": control_lists.asked(asked.actor, asked.scope),
        "to_lift": control_lists.to_lift(asked.actor, asked.scope).count(),
        "away": [(each, _held_by(told, each)) for each in away],
        "chart": _chart(told, _coming(told, today), today),
        "coming": _coming(told, today),
        "why_not": why_not_remind(asked.actor),
    }
    return render(request, "tasks/control.html", context)


def _title(total: Counts) -> str:
    if not total.overdue:
        return "Прострочених завдань немає" if total.total else "Відкритих завдань немає"
    return f"Прострочено {counted(total.overdue, *TASKS)} з {thousands(total.total)}"


def _views(asked: ControlAsked, current: str, told: Board | None = None) -> list[View]:
    total = told.total if told else None
    board_url, tasks_url = reverse("tasks:control"), reverse("tasks:control_tasks")
    calendar_url = reverse("tasks:control_calendar")
    plain = {"by": None, "which": None, "day": None, "month": None}
    found = [
        View("За підрозділами", board_url + asked.query(**plain), current=current == "by_unit"),
        View(
            "За людьми", board_url + asked.query(**(plain | {"by": "person"})), current=current == "by_person"
        ),
        View("Календар", calendar_url + asked.query(**plain), current=current == "calendar"),
        View("Усі", tasks_url + asked.query(**plain), current=current == "tasks"),
    ]
    for which in ("overdue", "today", "reported", "asked", "to_lift"):
        count = getattr(total, which, None) if total else None
        url = tasks_url + asked.query(**(plain | {"which": which}))
        found.append(View(SHORT.get(which, LISTS[which]), url, count, current=current == which))
    return found


def _rows(asked: ControlAsked, told: Board) -> list[BoardRow]:
    units = unit_names([*told.units, *(unit for _, unit in told.persons)], asked.scope.today)
    if asked.by == "unit":
        rows = [_unit_row(asked, unit, counts, units) for unit, counts in told.units.items()]
    else:
        people = person_names(person for person, _ in told.persons)
        rows = [_person_row(asked, key, counts, people, units) for key, counts in told.persons.items()]
    rows.sort(key=lambda each: (-each.counts.overdue, -each.counts.total, each.name))
    return rows


def _unit_row(asked: ControlAsked, unit: int | None, counts: Counts, units: dict[int, UnitName]) -> BoardRow:
    known = units.get(unit or 0)
    name = known.name if known else "Без підрозділу"
    key = {"unit": str(unit or 0)}
    return BoardRow(
        name, known.head if known else "", counts, asked.query(by=None, **key), _with(asked, **key)
    )


def _person_row(
    asked: ControlAsked,
    key: tuple[int | None, int | None],
    counts: Counts,
    people: dict[int, str],
    units: dict[int, UnitName],
) -> BoardRow:
    person, unit = key
    known = units.get(unit or 0)
    name = people.get(person or 0, "Доручено підрозділу, комісії або установі")
    told = {"person": str(person or 0), "unit": str(unit or 0)}
    return BoardRow(
        name, known.name if known else "", counts, asked.query(by=None, **told), _with(asked, **told)
    )


def _with(asked: ControlAsked, **more: str) -> dict[str, str]:
    """The filters as hidden fields of the button «Нагадати»: the late ones of this line."""
    kept = {name: value for name, value in asked.values.items() if name in ("organisation", "control")}
    return {**kept, **more, "which": "overdue"}


def _held_by(told: Board, away: Away) -> int:
    return sum(counts.total for (person, _), counts in told.persons.items() if person == away.person_id)


@dataclass(frozen=True)
class ComingDay:
    day: date
    count: int
    is_working: bool


def _coming(told: Board, today: date) -> list[ComingDay]:
    """Today and the next days; days off only where something is due."""
    calendar, day = calendar_for(), today
    found: list[ComingDay] = []
    while len(found) < CHART_DAYS:
        count = told.days.get(day, 0)
        if count or calendar.is_working(day):
            found.append(ComingDay(day, count, calendar.is_working(day)))
        day += timedelta(days=1)
    return found


def _chart(told: Board, coming: list[ComingDay], today: date) -> Chart:
    bars = [("раніше", [("late", told.total.overdue)])]
    for each in coming:
        label = f"{weekday_short(each.day)} {each.day.day:02}.{each.day.month:02}"
        bars.append((label, [("soon" if each.day == today else "ours", each.count)]))
    return stacked(bars)


# ── lists ────────────────────────────────────────────────────────────


@require_safe
def control_tasks(request: HttpRequest) -> HttpResponse:
    """Tasks line by line, by the filters of the address, marked ones to be reminded of."""
    asked = control_asked(actor_of(request), request.GET)
    page = control_lists.lines(asked.actor, asked.scope, asked.which, after=request.GET.get("after", ""))
    context = {
        "asked": asked,
        "title": LISTS.get(asked.which, "Відкриті завдання"),
        "rows": page.rows,
        "today": asked.scope.today,
        "next_url": asked.query(after=page.after) if page.after else "",
        "first_url": asked.query() if request.GET.get("after") else "",
        "narrowed": _narrowed(asked),
        "views": _views(asked, asked.which or "tasks"),
        "hidden": asked.values,
        "remindable": asked.which not in ("to_lift", "reported", "suspended"),
        "why_not": why_not_remind(asked.actor),
        "most": MOST,
    }
    return render(request, "tasks/control_tasks.html", context)


def _narrowed(asked: ControlAsked) -> list[tuple[str, str]]:
    """What the list is narrowed to: the words and the address without it."""
    scope = asked.scope
    found: list[tuple[str, str]] = []
    if scope.unit is not None:
        known = unit_names([scope.unit], scope.today).get(scope.unit)
        found.append((known.name if known else "Без підрозділу", asked.query(unit=None)))
    if scope.person is not None:
        name = person_names([scope.person]).get(scope.person, "Без однієї особи")
        found.append((name, asked.query(person=None)))
    if scope.day is not None:
        found.append((f"{scope.day:%d.%m.%Y}", asked.query(day=None)))
    if scope.control_only:
        found.append(("лише на контролі", asked.query(control=None)))
    return found


# ── calendar ─────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Square:
    day: date
    count: int
    is_working: bool
    is_of_month: bool
    query: str
    away: tuple[str, ...]


@require_safe
def control_calendar(request: HttpRequest) -> HttpResponse:
    """The days of a month with how many tasks are due on each, and who is away then."""
    asked = control_asked(actor_of(request), request.GET)
    today, told = asked.scope.today, board(asked.actor, asked.scope)
    first = _month(request.GET.get("month", ""), today)
    away = control_lists.away(asked.scope.organisations, today)
    context = {
        "asked": asked,
        "today": today,
        "weeks": list(_weeks(asked, told, away, first)),
        "overdue": sum(count for day, count in told.days.items() if day < today),
        "month_name": f"{MONTHS[first.month - 1]} {first.year}",
        "weekdays": list(zip(WEEKDAYS_SHORT, WEEKDAYS, strict=True)),
        "previous_url": _month_url(asked, first - timedelta(days=1)),
        "this_url": _month_url(asked, today),
        "next_url": _month_url(asked, first + timedelta(days=32)),
        "views": _views(asked, "calendar", told),
    }
    return render(request, "tasks/control_calendar.html", context)


def _month_url(asked: ControlAsked, day: date) -> str:
    return asked.query(month=f"{day:%Y-%m}", which=None, by=None, day=None)


def _month(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(f"{text}-01") if len(text) == 7 else today
    except ValueError:
        found = today
    return found.replace(day=1) if 1991 < found.year < 2200 else today.replace(day=1)


def _weeks(asked: ControlAsked, told: Board, away: Iterable[Away], first: date) -> Iterable[list[Square]]:
    calendar = calendar_for()
    day = first - timedelta(days=first.weekday())
    while day < first or day.month == first.month:
        week = []
        for each in (day + timedelta(days=n) for n in range(7)):
            names = tuple(one.name for one in away if one.is_away_on(each))
            query = asked.query(day=each.isoformat(), which=None, by=None)
            week.append(
                Square(
                    each, told.days.get(each, 0), calendar.is_working(each), each.month == first.month,
                    query, names,
                )
            )  # fmt: skip
        yield week
        day += timedelta(days=7)


# ── reminding ────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Told:
    """A line of the result; without `row` the task is not there or not for this reader."""

    row: BoardLine | None
    names: str
    refusal: str


@require_POST
def control_reminders(request: HttpRequest) -> HttpResponse:
    """Remind of the marked tasks, or of all that the filter holds; a line for each, done or why not."""
    asked = control_asked(actor_of(request), request.POST)
    marked = [int(each) for each in request.POST.getlist("point") if each.isascii() and each.isdecimal()]
    if "all" in request.POST:
        marked = control_lists.ids(asked.actor, asked.scope, asked.which or "overdue", most=MOST)
        if not marked:
            raise Refused("Нагадувати нема про що: таких завдань уже немає")
    key = request.POST.get("idempotency_key") or str(uuid.uuid4())
    lines = remind_many([each for each in marked if each < 2**63], key=key, by=asked.actor)
    seen = control_lists.seen_lines(asked.actor, [each.point_id for each in lines])
    told = [Told(seen.get(each.point_id), ", ".join(each.told), each.refusal) for each in lines]
    context = {
        "lines": told,
        "done": sum(not each.refusal for each in told),
        "back_url": reverse("tasks:control_tasks") + asked.query(),
        "board_url": reverse("tasks:control"),
        "today": timezone.localdate(),
    }
    return render(request, "tasks/control_reminded.html", context)
