"""Where paper originals are; moving one; the address behind a QR code."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from obih.desk.forms_papers import MoveForm
from obih.desk.keeping import actor_of
from obih.desk.views.documents import record_or_404
from obih.people.actors import Actor
from obih.people.models import Unit
from obih.registry import actions, queries
from obih.registry.access_papers import kept_organisations, why_not_move_original
from obih.registry.codes import key_of
from obih.registry.models import Journal
from obih.registry.queries import papers
from obih.ui.parts import View
from obih.ui.refusals import Refused

WHICH = (
    ("mine", "У мене"),
    ("unit", "У підрозділах"),
    ("sent", "Передано, не одержано"),
    ("late", "Не повернуто"),
)


@require_safe
def code(request: HttpRequest, code: str) -> HttpResponse:
    """What a QR code leads to: the card or the handing-over list, for who may see it; else absent."""
    actor, key = actor_of(request), key_of(code)
    if key is not None:
        if queries.visible_to(actor).filter(pk=key).exists():
            return HttpResponseRedirect(reverse("desk:document", args=[key]))
        if papers.handovers_for(actor).filter(pk=key).exists():
            return HttpResponseRedirect(reverse("desk:paper_list", args=[key]))
    raise Http404


@require_safe
def originals(request: HttpRequest) -> HttpResponse:
    """Originals in one’s hands, in one’s units, handed and not received, not given back for long."""
    actor = actor_of(request)
    which = request.GET.get("which", "mine")
    unit = unit_of(request)
    days = _days(request)
    rows = _rows(actor, which, unit, days)
    rest = f"&unit={unit.pk}" if unit else ""
    context = {
        "which": which,
        "rows": rows,
        "full": len(rows) == papers.MOST,
        "views": [
            View(label, f"{request.path}?which={each}{rest}", current=each == which) for each, label in WHICH
        ],
        "units": Unit.objects.open_on(timezone.localdate()),
        "unit": unit,
        "days": days,
        "keeps": bool(kept_organisations(actor)),
    }
    return render(request, "desk/originals.html", context)


def unit_of(request: HttpRequest) -> Unit | None:
    """The unit of the address, if there is such."""
    said = request.GET.get("unit", "")
    return Unit.objects.filter(pk=int(said)).first() if said.isdecimal() and len(said) < 19 else None


def _days(request: HttpRequest) -> int:
    said = request.GET.get("days", "")
    return min(int(said), 3650) if said.isdecimal() and len(said) < 6 else papers.LATE_DAYS


def _rows(actor: Actor, which: str, unit: Unit | None, days: int) -> list[papers.PaperRow]:
    if which == "unit":
        return papers.held_in_units(actor, unit)
    if which == "sent":
        return papers.not_received(actor, unit)
    if which == "late":
        return papers.not_returned(actor, unit, days)
    return papers.held_by(actor)


@require_http_methods(["GET", "HEAD", "POST"])
def original(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Say where a paper original of the document is now; by which lists it went."""
    actor = actor_of(request)
    record = record_or_404(request, document_id)
    held = papers.originals_of(document_id)
    said = request.POST.get("original") or request.GET.get("original", "")
    instance = next((each for each in held if str(each.pk) == said), held[0] if held else None)
    if instance is None:
        raise Refused("Паперового оригіналу в цього документа немає")
    journal = Journal.objects.prefetch_related("readers").get(pk=record.registration.journal_id)
    if why_not := why_not_move_original(actor, instance, journal):
        raise Refused(why_not)
    form = MoveForm(request.POST or None, instance=instance, today=timezone.localdate())
    back_url = reverse("desk:document", args=[document_id])
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            moved = actions.move_original(
                instance.pk, unit=told["unit"], holder=told["holder"], place=told["place"], by=actor
            )
        except Refused as refusal:
            refusal.put_on(form)
        else:
            where = ", ".join(str(each) for each in (moved.unit, moved.holder, moved.place) if each)
            messages.success(request, f"Записано, де оригінал: {where}.")
            return HttpResponseRedirect(back_url)
    context = {
        "record": record,
        "form": form,
        "original": instance,
        "originals": held,
        "lines": papers.handed_lines_of(document_id),
        "back_url": back_url,
    }
    return render(request, "desk/original.html", context, status=422 if form.is_bound else 200)
