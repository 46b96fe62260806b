"""The calendar on a page. A change is shown first, made second."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from obih.law.access import Editing
from obih.ui.parts import Happening
from obih.ui.refusals import Refused
from obih.ui.words import WEEKDAYS, WEEKDAYS_SHORT, counted, day_and_month
from obih.workdays.access import why_not_edit_calendar
from obih.workdays.actions import apply_change
from obih.workdays.changes import Change
from obih.workdays.forms import DayForm, MartialLawForm, WeekForm
from obih.workdays.models import MartialLawPeriod
from obih.workdays.queries import (
    calendar_events,
    calendar_for,
    month_grid,
    preview_change,
    working_days_by_month,
    years_filled,
)

FIRST_YEAR, LAST_YEAR = 1991, 2199
MONTHS = (
    "січень", "лютий", "березень", "квітень", "травень", "червень",
    "липень", "серпень", "вересень", "жовтень", "листопад", "грудень",
)  # fmt: skip


def actor_of(request: HttpRequest) -> Editing:
    actor: Editing = request.actor  # type: ignore[attr-defined]
    return actor


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of the calendar, the norm of the year, martial law and hours."""
    today = timezone.localdate()
    year, month = _month(request.GET.get("month", ""), today)
    working = calendar_for()
    norm = working_days_by_month(working, year)
    return render(
        request,
        "workdays/calendar.html",
        {
            "title": f"{MONTHS[month - 1].capitalize()} {year}: {_days(norm[month])}",
            "weekdays": list(zip(WEEKDAYS_SHORT, WEEKDAYS, strict=True)),
            "weeks": month_grid(working, year, month),
            "today": today,
            "previous": _shifted(year, month, -1),
            "next": _shifted(year, month, 1),
            "this_month": f"{today:%Y-%m}",
            "norm": [(MONTHS[number - 1], count) for number, count in norm.items()],
            "year": year,
            "year_total": sum(norm.values()),
            "is_year_empty": year not in years_filled(),
            "is_martial_law": working.is_martial_law(today),
            "periods": MartialLawPeriod.objects.all(),
            "week": list(zip(WEEKDAYS, working.week_of(today), strict=True)),
            "happenings": [
                Happening(event.at, f"{event.actor_label}: {event.tell()}") for event in calendar_events()
            ],
            "why_not": why_not_edit_calendar(actor_of(request)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, iso: str) -> HttpResponse:
    """One day: how it is worked and why; the form to set it."""
    chosen = _day(iso)
    working = calendar_for()
    special = working.special.get(chosen)
    hours = working.hours(chosen)
    first = DayForm.first_values(special, hours is not None)
    form = DayForm(request.POST) if request.method == "POST" else DayForm(initial=first)
    page = {
        "title": _day_title(chosen, hours is not None),
        "day": chosen,
        "hours": hours,
        "special": special,
        "rests": special is not None and working.special_day(chosen) is None,
        "form": form,
        "back": f"{reverse('workdays:calendar')}?month={chosen:%Y-%m}",
        "why_not": why_not_edit_calendar(actor_of(request)),
    }
    if request.method == "POST" and form.is_valid():
        try:
            return _show_or_make(request, form.change(chosen), page)
        except Refused as refused:
            refused.put_on(form)
    return render(request, "workdays/day.html", page, status=422 if form.errors else 200)


@require_POST
def removal(request: HttpRequest, iso: str) -> HttpResponse:
    """Let the day be as the week has it."""
    chosen = _day(iso)
    page = {"back": reverse("workdays:day", args=[iso])}
    return _show_or_make(request, Change(days={chosen: None}), page)


@require_http_methods(["GET", "HEAD", "POST"])
def martial_law(request: HttpRequest) -> HttpResponse:
    """The interval that lasts can be closed, another can be opened."""
    lasting = MartialLawPeriod.objects.filter(last_on__isnull=True).first()
    first = {"first_on": lasting.first_on, "basis": lasting.basis} if lasting else {}
    form = MartialLawForm(request.POST) if request.method == "POST" else MartialLawForm(initial=first)
    page = {
        "periods": MartialLawPeriod.objects.all(),
        "form": form,
        "back": reverse("workdays:calendar"),
        "why_not": why_not_edit_calendar(actor_of(request)),
    }
    if request.method == "POST" and form.is_valid():
        try:
            return _show_or_make(request, form.change(calendar_for()), page)
        except Refused as refused:
            refused.put_on(form)
    return render(request, "workdays/martial_law.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """Working hours of the week from a day on."""
    first = WeekForm.first_values(calendar_for().week_of(timezone.localdate()))
    form = WeekForm(request.POST) if request.method == "POST" else WeekForm(initial=first)
    page = {
        "form": form,
        "back": reverse("workdays:calendar"),
        "why_not": why_not_edit_calendar(actor_of(request)),
    }
    if request.method == "POST" and form.is_valid():
        try:
            return _show_or_make(request, form.change(), page)
        except Refused as refused:
            refused.put_on(form)
    return render(request, "workdays/hours.html", page, status=422 if form.errors else 200)


def _show_or_make(request: HttpRequest, change: Change, page: Mapping[str, Any]) -> HttpResponse:
    """The first POST shows what would change, the second one, confirmed, makes it."""
    actor = actor_of(request)
    if refusal := why_not_edit_calendar(actor):
        raise Refused(refusal)
    if "confirmed" in request.POST:
        apply_change(change, by=actor)
        messages.success(request, f"Календар змінено: {change.in_words()}")
        return redirect(page["back"])
    try:
        preview = preview_change(change, actor, timezone.localdate())
    except ValueError as error:
        raise Refused("У такому календарі не лишається робочих днів.") from error
    shown = {
        "title": _preview_title(len(preview.days), len(preview.shifts)),
        "words": change.in_words(),
        "preview": preview,
        "posted": _posted(request, page.get("form")),
        "back": page["back"],
    }
    return render(request, "workdays/preview.html", shown)


def _posted(request: HttpRequest, form: Form | None) -> list[tuple[str, str]]:
    names = form.fields if form else ()
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def _preview_title(days: int, shifts: int) -> str:
    if not days and not shifts:
        return "Робочі дні не зміняться"
    parts = [counted(days, "день", "дні", "днів")] if days else []
    if shifts:
        parts.append(counted(shifts, "строк", "строки", "строків"))
    return f"Зміниться: {' і '.join(parts)}"


def _days(count: int) -> str:
    return counted(count, "робочий день", "робочі дні", "робочих днів")


def _day_title(chosen: date, is_working: bool) -> str:
    state = "робочий день" if is_working else "неробочий день"
    return f"{day_and_month(chosen)} {chosen.year}, {WEEKDAYS[chosen.weekday()]}: {state}"


def _day(iso: str) -> date:
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        raise Http404 from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Http404
    return found


def _month(text: str, today: date) -> tuple[int, int]:
    """The month named in the address; this one when it names none that exists."""
    year, _, month = text.partition("-")
    if year.isascii() and year.isdigit() and month.isascii() and month.isdigit():
        chosen = int(year), int(month)
        if FIRST_YEAR <= chosen[0] <= LAST_YEAR and 1 <= chosen[1] <= 12:
            return chosen
    return today.year, today.month


def _shifted(year: int, month: int, by: int) -> dict[str, str]:
    index = year * 12 + month - 1 + by
    return {"month": f"{index // 12:04}-{index % 12 + 1:02}", "name": f"{MONTHS[index % 12]} {index // 12}"}
