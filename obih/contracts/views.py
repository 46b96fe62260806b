"""Contracts whose end is near, and the correction of a contract’s terms."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from obih.contracts.actions import change_terms
from obih.contracts.forms import TermsForm
from obih.contracts.models import ContractTerms
from obih.contracts.queries import AGREEMENT, CONTRACT_KINDS, base_number, near_ends
from obih.people.actors import Actor
from obih.registry.access import why_not_correct
from obih.registry.actions import note_reading
from obih.registry.models import Journal
from obih.registry.queries import records
from obih.ui.refusals import Refused


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


@require_safe
def ending(request: HttpRequest) -> HttpResponse:
    """What ends soon among the contracts that this person sees."""
    rows = near_ends(timezone.localdate(), _actor(request))
    return render(request, "contracts/ending.html", {"rows": rows})


def terms(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Correct the terms with the reason; the old values stay in the history of the card."""
    actor = _actor(request)
    found = records(actor, [document_id])
    if not found or found[0].document.kind_code not in CONTRACT_KINDS:
        raise Http404
    record = found[0]
    if record.is_restricted:
        note_reading(record.document, by=actor)
    journal = Journal.objects.select_related("organisation").get(pk=record.registration.journal_id)
    if refusal := why_not_correct(actor, journal):
        raise Refused(refusal)
    kept = ContractTerms.objects.filter(pk=document_id).first()
    data = request.POST if request.method == "POST" else None
    number = base_number(kept) if kept else ""
    form = TermsForm(data, terms=kept, base_number=number, actor=actor, journal=journal)
    if record.document.kind_code != AGREEMENT:
        del form.fields["base"]
    back = f"/documents/{document_id}/"
    if form.is_valid():
        try:
            change_terms(document_id, form.changes(), reason=form.cleaned_data["reason"], by=actor)
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, "Умови виправлено. Що було і що стало, записано в ході справи.")
            return HttpResponseRedirect(back)
    context = {"record": record, "form": form, "back_url": back}
    return render(request, "contracts/terms.html", context, status=422 if form.is_bound else 200)
