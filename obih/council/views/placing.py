"""The sitting, item and votes of a decision that was registered without them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from obih.council import actions
from obih.council.deciding import PLACE, PlacingForm
from obih.council.models import Decision
from obih.council.views.pages import actor_of
from obih.registry.access import why_not_correct
from obih.registry.actions import note_reading
from obih.registry.models import Journal
from obih.registry.queries import records
from obih.registry.vocabulary import Stream
from obih.ui.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def placing(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Absent for what is no decision of a body, and for one whose sitting is known."""
    actor = actor_of(request)
    found = records(actor, [document_id])
    if not found or Decision.objects.filter(document=document_id).exists():
        raise Http404
    record = found[0]
    journal = Journal.objects.select_related("organisation", "body").get(pk=record.registration.journal_id)
    if journal.stream != Stream.DECISIONS or journal.body is None:
        raise Http404
    if record.is_restricted:
        note_reading(record.document, by=actor)
    if refusal := why_not_correct(actor, journal):
        raise Refused(refusal)
    form = PlacingForm(request.POST if request.method == "POST" else None, journal=journal)
    back = f"/documents/{document_id}/"
    if form.is_bound and form.is_valid():
        try:
            actions.place_decision(document_id, form.entry(), by=actor)
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, "Засідання й голосування записано: є витяг і розсилка.")
            return HttpResponseRedirect(back)
    lines = [[form[name] for name, _ in places] for _, places in PLACE]
    context = {"record": record, "journal": journal, "form": form, "lines": lines, "back_url": back}
    return render(request, "council/placing.html", context, status=422 if form.is_bound else 200)
