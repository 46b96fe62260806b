"""Reports of this room as papers: executive discipline, the list of what is late with the reminders sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from obih.registry.paper import Paper, Table
from obih.registry.printing import foot_of
from obih.tasks.queries.control_lists import BoardLine
from obih.tasks.queries.control_scope import ControlAsked
from obih.tasks.queries.reports import BY, Discipline, DisciplineReport
from obih.ui.parts import View
from obih.ui.words import short_date

FIGURES = (
    "Доручено", "Виконано вчасно", "Виконано із запізненням", "На виконанні", "з них прострочено",
    "Продовжено строк", "Середній час, днів", "Вчасно, %",
)  # fmt: skip
LATE = ("№ документа", "Завдання", "Виконавець", "Підрозділ", "Строк", "Днів", "Продовжено", "Нагадано")
MONTHS = (
    "січень", "лютий", "березень", "квітень", "травень", "червень",
    "липень", "серпень", "вересень", "жовтень", "листопад", "грудень",
)  # fmt: skip


def figures_told(told: Discipline) -> tuple[str, ...]:
    """The figures of a line in the order of `FIGURES`."""
    average = "—" if told.average_days is None else f"{told.average_days:g}".replace(".", ",")
    numbers = (
        told.assigned, told.on_time, told.late, told.in_progress, told.in_progress_late, told.extended,
    )  # fmt: skip
    return (*(str(each) for each in numbers), average, "—" if told.share is None else str(told.share))


def month_told(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def first_column(by: str) -> str:
    return {"unit": "Підрозділ", "person": "Виконавець", "author": "Хто доручив"}[by]


def discipline_tables(report: DisciplineReport, by: str) -> tuple[Table, ...]:
    widths = (4.0, *(1.3,) * len(FIGURES))
    lines = [
        (
            f"{each.name}, {each.note}" if each.note and by == "person" else each.name,
            *figures_told(each.figures),
        )
        for each in report.lines
    ]
    total = ("Усього", *figures_told(report.total))
    months = [(month_told(month), *figures_told(figures)) for month, figures in report.months]
    return (
        Table(BY[by], (first_column(by), *FIGURES), widths, (*lines, total)),
        Table("За місяцями", ("Місяць", *FIGURES), widths, tuple(months)),
    )


DEPARTMENT_ADDRESS = "/control/reports/department/"
"""A page made of many rooms, put together above this one."""
NOTE = (
    "Завдання належить до періоду за днем строку. Виконане рахується за днем звіту виконавця; поки звіт не "
    "прийнято, завдання на виконанні, а простроченим є лише те, що досі у виконавця. Продовжені входять і до "
    "інших граф. Вчасно, % — частка виконаного вчасно серед того, що мало бути виконано. Рахуються лише "
    "документи, які бачить той, хто склав звіт."
)


def discipline_paper(
    report: DisciplineReport, by: str, *, organisation: str, since: date, until: date, printed_by: str
) -> Paper:
    return Paper(
        organisation, "Виконавська дисципліна", f"{short_date(since)} — {short_date(until)}",
        (*discipline_tables(report, by), NOTE), foot_of(printed_by, timezone.localdate()), is_wide=True,
    )  # fmt: skip


def late_table(rows: Sequence[BoardLine]) -> Table:
    lines = [
        (
            each.number, each.text, each.who, each.unit, short_date(each.due_on) if each.due_on else "",
            str(each.late_days), f"{each.extensions} р." if each.extensions else "",
            reminded_told(each),
        )
        for each in rows
    ]  # fmt: skip
    return Table("", LATE, (1.4, 4, 2.6, 2.4, 1.3, 0.8, 1.1, 1.6), tuple(lines))


def reminded_told(row: BoardLine) -> str:
    if not row.reminded or row.reminded_at is None:
        return "ні"
    return f"{row.reminded} р., {short_date(timezone.localdate(row.reminded_at))}"


def late_paper(rows: Sequence[BoardLine], *, organisation: str, cut: bool, printed_by: str) -> Paper:
    today = timezone.localdate()
    words = f"Прострочено завдань: {len(rows)}{' (показано найдавніші)' if cut else ''}."
    return Paper(
        organisation, "Прострочені завдання", f"станом на {short_date(today)}",
        (words, late_table(rows)), foot_of(printed_by, today), is_wide=True,
    )  # fmt: skip


def report_views(asked: ControlAsked, current: str) -> list[View]:
    """The reports as tabs; the one of the department belongs to the desk."""
    plain = {"which": None, "day": None, "by": None}
    named = (
        ("discipline", "Виконавська дисципліна", reverse("tasks:report_discipline")),
        ("late", "Прострочене і нагадування", reverse("tasks:report_late")),
        ("department", "Звіт загального відділу", DEPARTMENT_ADDRESS),
    )
    return [
        View(label, address + asked.query(**plain), current=code == current) for code, label, address in named
    ]
