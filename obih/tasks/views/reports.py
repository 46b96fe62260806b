"""Reports of control: on the screen, as a sheet, as PDF."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from obih.files.serving import disposition
from obih.registry.paper import Paper, paper_pdf, paper_rows
from obih.registry.sheets import write_xlsx
from obih.registry.views import XLSX
from obih.tasks import reporting
from obih.tasks.charts import Chart, stacked
from obih.tasks.queries import control_lists
from obih.tasks.queries.control_scope import ControlAsked, control_asked
from obih.tasks.queries.reports import BY, DisciplineReport, discipline
from obih.tasks.views.parts import actor_of
from obih.ui.forms import DateField
from obih.ui.parts import View
from obih.ui.words import short_date

MOST_LATE = 2_000


class SpanForm(forms.Form):
    """From which day to which; without them, this year so far."""

    since = DateField(label="Від", required=False)
    until = DateField(label="До", required=False)


@dataclass(frozen=True)
class Span:
    since: date
    until: date
    form: SpanForm

    @property
    def query(self) -> dict[str, str]:
        return {"since": short_date(self.since), "until": short_date(self.until)}


def span_of(request: HttpRequest, today: date) -> Span:
    form = SpanForm({name: request.GET.get(name, "")[:20] for name in ("since", "until")})
    told = form.cleaned_data if form.is_valid() else {}
    until = told.get("until") or today
    since = told.get("since") or date(until.year, 1, 1)
    return Span(min(since, until), max(since, until), form)


def organisation_named(asked: ControlAsked) -> str:
    chosen = [each.name for each in asked.organisations if each.pk in asked.scope.organisations]
    return "; ".join(chosen[:3]) + (" та інші" if len(chosen) > 3 else "")


def _discipline(request: HttpRequest) -> tuple[ControlAsked, Span, str, DisciplineReport]:
    asked = control_asked(actor_of(request), request.GET)
    span = span_of(request, asked.scope.today)
    by = request.GET.get("by", "unit")
    by = by if by in BY else "unit"
    return asked, span, by, discipline(asked.actor, asked.scope, span.since, span.until, by=by)


@require_safe
def report_discipline(request: HttpRequest) -> HttpResponse:
    asked, span, by, report = _discipline(request)
    year = asked.scope.today.year
    address, kept = reverse("tasks:report_discipline"), {**span.query, "which": None, "day": None}
    tables = reporting.discipline_tables(report, by)
    context = {
        "asked": asked,
        "span": span,
        "by": by,
        "report": report,
        "tables": [
            (table, [list(zip(table.columns, line, strict=True)) for line in table.lines]) for table in tables
        ],
        "note": reporting.NOTE,
        "chart": _chart(report),
        "organisation": organisation_named(asked),
        "views": reporting.report_views(asked, "discipline"),
        "spans": [
            View(
                f"{each} рік",
                address + asked.query(**kept | {"since": f"01.01.{each}", "until": f"31.12.{each}"}, by=by),
                current=(span.since, span.until) == (date(each, 1, 1), date(each, 12, 31)),
            )
            for each in (year - 1, year)
        ],
        "ways": [
            View(words, address + asked.query(**kept, by=code), current=code == by)
            for code, words in BY.items()
        ],
        "pdf_url": reverse("tasks:report_discipline_file", args=["pdf"]) + asked.query(**kept, by=by),
        "xlsx_url": reverse("tasks:report_discipline_file", args=["xlsx"]) + asked.query(**kept, by=by),
    }  # fmt: skip
    return render(request, "tasks/report_discipline.html", context)


def _chart(report: DisciplineReport) -> Chart:
    """Bars of the last twelve months: on time, late, still late with the executor, the rest."""
    bars = []
    for month, told in report.months[-12:]:
        rest = told.in_progress - told.in_progress_late
        pieces = [
            ("ours", told.on_time),
            ("soon", told.late),
            ("late", told.in_progress_late),
            ("rest", rest),
        ]
        bars.append((f"{month:%m.%y}", pieces))
    return stacked(bars)


@require_safe
def report_discipline_file(request: HttpRequest, kind: str) -> HttpResponse:
    asked, span, by, report = _discipline(request)
    paper = reporting.discipline_paper(
        report, by, organisation=organisation_named(asked), since=span.since, until=span.until,
        printed_by=asked.actor.label,
    )  # fmt: skip
    return as_file(paper, kind, f"Виконавська дисципліна, {span.since:%Y-%m-%d} — {span.until:%Y-%m-%d}")


@require_safe
def report_late(request: HttpRequest) -> HttpResponse:
    asked = control_asked(actor_of(request), request.GET)
    rows, cut = _late(asked)
    kept = {"which": None, "day": None, "by": None}
    context = {
        "asked": asked,
        "rows": rows,
        "cut": cut,
        "organisation": organisation_named(asked),
        "views": reporting.report_views(asked, "late"),
        "pdf_url": reverse("tasks:report_late_file", args=["pdf"]) + asked.query(**kept),
        "xlsx_url": reverse("tasks:report_late_file", args=["xlsx"]) + asked.query(**kept),
    }
    return render(request, "tasks/report_late.html", context)


def _late(asked: ControlAsked) -> tuple[list[control_lists.BoardLine], bool]:
    page = control_lists.lines(asked.actor, asked.scope, "overdue", size=MOST_LATE)
    return page.rows, bool(page.after)


@require_safe
def report_late_file(request: HttpRequest, kind: str) -> HttpResponse:
    asked = control_asked(actor_of(request), request.GET)
    rows, cut = _late(asked)
    paper = reporting.late_paper(
        rows, organisation=organisation_named(asked), cut=cut, printed_by=asked.actor.label
    )
    return as_file(paper, kind, f"Прострочені завдання, {asked.scope.today:%Y-%m-%d}")


def as_file(paper: Paper, kind: str, name: str) -> HttpResponse:
    """A paper as a download: pdf or xlsx."""
    if kind == "pdf":
        response = HttpResponse(paper_pdf(paper), content_type="application/pdf")
    elif kind == "xlsx":
        sheet = io.BytesIO()
        write_xlsx(sheet, paper_rows(paper), name="Звіт")
        response = HttpResponse(sheet.getvalue(), content_type=XLSX)
    else:
        raise Http404
    response["Content-Disposition"] = disposition(f"{name}.{kind}")
    response["Cache-Control"] = "private, no-store"
    return response
