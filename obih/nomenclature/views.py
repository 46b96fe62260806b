"""The list of cases on a page: printed as the form of № 1000/5 asks, edited case by case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from obih.law.access import Editing
from obih.nomenclature.access import why_not_edit_nomenclature
from obih.nomenclature.actions import (
    add_case,
    approve_nomenclature,
    change_case,
    close_case,
    open_nomenclature,
)
from obih.nomenclature.forms import ApprovalForm, CaseForm, ClosureForm, YearForm
from obih.nomenclature.models import CaseIndex, Nomenclature
from obih.nomenclature.queries import case_history, nomenclatures, summary
from obih.ui.parts import Happening, View
from obih.ui.refusals import Refused
from obih.ui.words import counted, short_date

_CASES = ("справа", "справи", "справ")


def actor_of(request: HttpRequest) -> Editing:
    actor: Editing = request.actor  # type: ignore[attr-defined]
    return actor


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The newest list."""
    newest = nomenclatures().first()
    if newest is None:
        return render(request, "nomenclature/none.html")
    return _list(request, newest)


@require_GET
def cases(request: HttpRequest, pk: int) -> HttpResponse:
    return _list(request, get_object_or_404(Nomenclature, pk=pk))


def _list(request: HttpRequest, chosen: Nomenclature, **more: Any) -> HttpResponse:
    rows = list(chosen.cases.order_by("index"))
    text = request.GET.get("q", "").strip()[:100]
    shown = [case for case in rows if _matches(case, text)]
    page = {
        "title": f"Номенклатура справ на {chosen.year} рік: {counted(len(rows), *_CASES)}",
        "nomenclature": chosen,
        "lists": [
            View(str(each), reverse("nomenclature:cases", args=[each.pk]), current=each.pk == chosen.pk)
            for each in nomenclatures()
        ],
        "cases": shown,
        "q": text,
        "summary": summary(rows).items(),
        "total": len(rows),
        "approval": ApprovalForm(),
        "opening": YearForm(initial={"source": chosen, "year": chosen.year + 1}),
        "why_not": why_not_edit_nomenclature(actor_of(request)),
    } | more  # fmt: skip
    return render(request, "nomenclature/cases.html", page, status=422 if more else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def addition(request: HttpRequest, pk: int) -> HttpResponse:
    """One more case of the year."""
    chosen = get_object_or_404(Nomenclature, pk=pk)
    form = CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = add_case(chosen, form.cleaned_data, by=actor_of(request))
            messages.success(request, f"Справу {case.index} додано")
            return redirect("nomenclature:cases", chosen.pk)
        except Refused as refused:
            refused.put_on(form)
    page = {
        "title": "Нова справа",
        "form": form,
        "nomenclature": chosen,
        "button": "Додати справу",
        "why_not": why_not_edit_nomenclature(actor_of(request)),
    }
    return render(request, "nomenclature/case.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case and what happened to it."""
    chosen = get_object_or_404(CaseIndex.objects.select_related("nomenclature"), pk=pk)
    posted = request.method == "POST"
    form = CaseForm(request.POST) if posted else CaseForm(initial=CaseForm.first_values(chosen))
    if posted and form.is_valid():
        try:
            changed = change_case(chosen, form.cleaned_data, by=actor_of(request))
            messages.success(request, f"Справу {changed.index} змінено")
            return redirect("nomenclature:case", chosen.pk)
        except Refused as refused:
            refused.put_on(form)
    return _case_page(request, chosen, form, ClosureForm())


@require_POST
def closure(request: HttpRequest, pk: int) -> HttpResponse:
    """No document takes this index any more."""
    chosen = get_object_or_404(CaseIndex.objects.select_related("nomenclature"), pk=pk)
    form = ClosureForm(request.POST)
    if form.is_valid():
        try:
            close_case(chosen, closed_on=form.cleaned_data["closed_on"], by=actor_of(request))
            messages.success(request, f"Справу {chosen.index} закрито")
            return redirect("nomenclature:case", chosen.pk)
        except Refused as refused:
            refused.put_on(form)
    return _case_page(request, chosen, CaseForm(initial=CaseForm.first_values(chosen)), form)


@require_POST
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the day the head approved the list."""
    chosen = get_object_or_404(Nomenclature, pk=pk)
    form = ApprovalForm(request.POST)
    if form.is_valid():
        try:
            day = form.cleaned_data["approved_on"]
            approve_nomenclature(chosen, approved_on=day, by=actor_of(request))
            messages.success(request, f"Номенклатуру затверджено {short_date(day)}")
            return redirect("nomenclature:cases", chosen.pk)
        except Refused as refused:
            refused.put_on(form)
    return _list(request, chosen, approval=form)


@require_POST
def years(request: HttpRequest) -> HttpResponse:
    """The list of another year, copied from one that is there."""
    form = YearForm(request.POST)
    if form.is_valid():
        source: Nomenclature = form.cleaned_data["source"]
        try:
            made = open_nomenclature(
                source.organisation_code,
                form.cleaned_data["year"],
                organisation_title=source.organisation_title,
                copy_from=source.year,
                by=actor_of(request),
            )
            messages.success(request, f"Номенклатура на {made.year} рік готова: перегляньте її й затвердьте")
            return redirect("nomenclature:cases", made.pk)
        except Refused as refused:
            refused.put_on(form)
    newest = nomenclatures().first()
    if newest is None:
        return render(request, "nomenclature/none.html", status=422)
    return _list(request, newest, opening=form)


def _case_page(request: HttpRequest, chosen: CaseIndex, form: CaseForm, closing: ClosureForm) -> HttpResponse:
    why_not = why_not_edit_nomenclature(actor_of(request))
    if why_not is None and chosen.closed_on:
        why_not = f"Справу закрито {short_date(chosen.closed_on)}: документи з цим індексом його зберігають."
    page = {
        "title": f"Справа {chosen.index}",
        "case": chosen,
        "form": form,
        "closure": closing,
        "nomenclature": chosen.nomenclature,
        "button": "Зберегти справу",
        "happenings": [
            Happening(event.at, f"{event.actor_label}: {event.tell()}") for event in case_history(chosen)
        ],
        "why_not": why_not,
        "today": timezone.localdate(),
    }
    wrong = form.errors or closing.errors
    return render(request, "nomenclature/case.html", page, status=422 if wrong else 200)


def _matches(case: CaseIndex, text: str) -> bool:
    told = f"{case.index} {case.title} {case.note}".lower()
    return all(word in told for word in text.lower().split())
