"""Handing-over lists: made for a unit and a day, printed, received and given back by their QR code."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from obih.desk.forms_papers import DayForm
from obih.desk.keeping import actor_of
from obih.desk.views.labels import pdf, svg
from obih.desk.views.originals import unit_of
from obih.history.idempotency import KeyReused
from obih.people.actors import Actor
from obih.people.models import Unit
from obih.registry import actions
from obih.registry.access_papers import kept_organisations, why_not_receive, why_not_take_back
from obih.registry.codes import code_address
from obih.registry.labels import COLUMNS, handover_cells, handover_pdf, qr_svg
from obih.registry.models import HandoverList
from obih.registry.queries import papers
from obih.ui.post_keys import SENT_BEFORE, renew_post_key
from obih.ui.refusals import Refused
from obih.ui.words import counted, short_date


def list_or_404(actor: Actor, list_id: UUID) -> HandoverList:
    found = papers.handovers_for(actor).filter(pk=list_id).first()
    if found is None:
        raise Http404
    return found


@require_safe
def paper_lists(request: HttpRequest) -> HttpResponse:
    """The newest lists, of one unit or of all."""
    actor = actor_of(request)
    unit = unit_of(request)
    context = {
        "rows": papers.handovers(actor, unit),
        "unit": unit,
        "units": Unit.objects.open_on(timezone.localdate()),
        "keeps": bool(kept_organisations(actor)),
    }
    return render(request, "desk/paper_lists.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_list_new(request: HttpRequest) -> HttpResponse:
    """Choose documents of the day for a unit and make the list."""
    actor = actor_of(request)
    if not kept_organisations(actor):
        raise Refused("Оригінали передає діловод, який веде журнал установи")
    today = timezone.localdate()
    told = request.POST if request.method == "POST" else request.GET
    form = DayForm({"day": short_date(today), **told.dict()}, today=today)
    unit = form.cleaned_data.get("unit") if form.is_valid() else None
    refusal = ""
    if request.method == "POST":
        try:
            return _made(request, unit, actor)
        except KeyReused:
            renew_post_key(request)
            refusal = SENT_BEFORE
        except Refused as refused:
            refusal = refused.sentence
    day = (form.cleaned_data.get("day") if form.is_valid() else None) or today
    rows = papers.to_hand_over(actor, unit, day, earlier=form.cleaned_data["earlier"]) if unit else []
    context = {
        "form": form,
        "unit": unit,
        "day": day,
        "rows": rows,
        "waiting": _waiting(actor, day),
        "refusal": refusal,
        "back_url": reverse("desk:paper_lists"),
    }
    return render(request, "desk/paper_list_new.html", context, status=422 if refusal else 200)


def _waiting(actor: Actor, day: date) -> list[tuple[Unit, int]]:
    counts = papers.units_with_work(actor, day)
    return [(each, counts[each.pk]) for each in Unit.objects.filter(pk__in=counts)]


def _made(request: HttpRequest, unit: Unit | None, actor: Actor) -> HttpResponse:
    if unit is None:
        raise Refused("Оберіть підрозділ, якому передаєте")
    chosen = [int(each) for each in request.POST.getlist("original") if each.isdecimal() and len(each) < 19]
    key = request.POST.get("idempotency_key") or str(uuid.uuid4())
    made, outcomes = actions.make_handover(unit, chosen, key=key, by=actor)
    refused = [each.refusal for each in outcomes if each.refusal]
    if made is None:
        raise Refused(refused[0])
    done = counted(len(outcomes) - len(refused), "документ", "документи", "документів")
    messages.success(request, f"Реєстр складено: {done}.")
    for sentence in dict.fromkeys(refused):
        messages.warning(request, f"Не внесено: {sentence}.")
    return HttpResponseRedirect(reverse("desk:paper_list", args=[made.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def paper_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """A list: what was received and given back, and the buttons for it. Made for a telephone too."""
    actor = actor_of(request)
    found = list_or_404(actor, list_id)
    refusal = ""
    if request.method == "POST":
        try:
            return _marked(request, found, actor)
        except Refused as refused:
            refusal = refused.sentence
    rows = papers.handover_lines(actor, found)
    lines = [each.line for each in rows if each.line is not None]
    context = {
        "found": found,
        "rows": rows,
        "refusal": refusal,
        "waiting": sum(each.received_at is None and each.returned_at is None for each in lines),
        "out": sum(each.returned_at is None for each in lines),
        "why_not_receive": why_not_receive(actor, found),
        "why_not_take_back": why_not_take_back(actor, found),
        "of_the_unit": found.unit_id in actor.unit_ids,
    }
    return render(request, "desk/paper_list.html", context, status=422 if refusal else 200)


def _marked(request: HttpRequest, found: HandoverList, actor: Actor) -> HttpResponse:
    part = request.POST.get("part", "")
    chosen = [int(each) for each in request.POST.getlist("line") if each.isdecimal() and len(each) < 19]
    if part not in ("received", "received_all", "returned"):
        raise Refused("Оберіть, що позначити")
    if part != "received_all" and not chosen:
        raise Refused("Позначте хоча б один рядок")
    if part == "returned":
        count = actions.take_back_originals(found.pk, chosen, by=actor)
        said = "Повернуто"
    else:
        count = actions.receive_originals(found.pk, chosen if part == "received" else None, by=actor)
        said = "Одержано"
    documents = counted(count, "документ", "документи", "документів")
    messages.success(request, f"{said}: {documents}." if count else "Це вже позначено раніше.")
    return HttpResponseRedirect(reverse("desk:paper_list", args=[found.pk]))


@require_safe
def paper_list_print(request: HttpRequest, list_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = list_or_404(actor, list_id)
    rows = papers.handover_lines(actor, found)
    context = {
        "found": found,
        "columns": COLUMNS,
        "lines": handover_cells(rows),
        "sheets": sum(each.sheets for each in rows),
        "today": timezone.localdate(),
    }
    return render(request, "desk/paper_list_print.html", context)


@require_safe
def paper_list_pdf(request: HttpRequest, list_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = list_or_404(actor, list_id)
    rows = papers.handover_lines(actor, found)
    made = handover_pdf(found, rows, code_address(request, found.pk), timezone.localdate())
    return pdf(made, f"реєстр передавання {found.made_on:%Y-%m-%d}, {found.unit}.pdf")


@require_safe
def paper_list_qr(request: HttpRequest, list_id: UUID) -> HttpResponse:
    found = list_or_404(actor_of(request), list_id)
    return svg(qr_svg(code_address(request, found.pk)))
