"""The general department’s monthly and yearly report: ready text on the screen, as PDF, as DOCX to edit."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from obih.desk.department import TITLE, DepartmentReport, Period, department_report, period_of, periods
from obih.desk.keeping import actor_of
from obih.files.serving import disposition
from obih.people.models import Organisation
from obih.registry.paper import Table, paper_docx, paper_pdf
from obih.tasks.queries.control_scope import ControlAsked, control_asked
from obih.tasks.reporting import report_views

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _asked(request: HttpRequest) -> tuple[ControlAsked, Organisation, Period]:
    asked = control_asked(actor_of(request), request.GET)
    own = [each for each in asked.organisations if each.pk == asked.actor.organisation_id]
    chosen = [each for each in asked.organisations if each.pk == asked.organisation]
    organisation = (chosen or own or asked.organisations)[0]
    return asked, organisation, period_of(request.GET.get("period", "")[:10], timezone.localdate())


def _made(request: HttpRequest) -> tuple[ControlAsked, Organisation, Period, DepartmentReport]:
    asked, organisation, period = _asked(request)
    return asked, organisation, period, department_report(asked.actor, organisation, period)


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    asked, organisation, period, made = _made(request)
    query = f"?organisation={organisation.pk}&period={period.key}"
    context = {
        "title": TITLE,
        "asked": asked,
        "organisation": organisation,
        "period": period,
        "periods": periods(timezone.localdate()),
        "blocks": [
            ("table" if isinstance(each, Table) else "heading" if each.startswith("# ") else "text", each)
            for each in made.paper.blocks
        ],
        "views": report_views(asked, "department"),
        "pdf_url": reverse("desk:department_report_file", args=["pdf"]) + query,
        "docx_url": reverse("desk:department_report_file", args=["docx"]) + query,
    }
    return render(request, "desk/department_report.html", context)


@require_safe
def report_file(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in ("pdf", "docx"):
        control_asked(actor_of(request), request.GET)
        raise Http404
    *_, period, made = _made(request)
    if kind == "pdf":
        response = HttpResponse(paper_pdf(made.paper), content_type="application/pdf")
    else:
        response = HttpResponse(paper_docx(made.paper), content_type=DOCX)
    response["Content-Disposition"] = disposition(f"{TITLE} за {period.words}.{kind}")
    response["Cache-Control"] = "private, no-store"
    return response
