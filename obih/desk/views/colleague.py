"""Showing a card to a colleague: its link, and a word to him."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from obih.desk.forms_papers import ColleagueForm
from obih.desk.keeping import actor_of
from obih.desk.views.documents import record_or_404
from obih.history.idempotency import KeyReused
from obih.people.models import Account
from obih.registry import actions
from obih.registry.codes import code_address
from obih.ui.post_keys import renew_post_key
from obih.ui.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def colleague(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Tell a colleague to look; who does not see the document is first let in, with the reason."""
    actor = actor_of(request)
    record = record_or_404(request, document_id)
    today = timezone.localdate()
    form = ColleagueForm(request.POST or None, today=today, own_account=actor.account_id)
    address = code_address(request, document_id)
    back_url = reverse("desk:document", args=[document_id])
    offer = False
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        to = Account.objects.get(pk=int(told["to"]))
        key = request.POST.get("idempotency_key") or str(uuid.uuid4())
        try:
            actions.send_link(
                document_id, to, url=address, note=told["note"], why=told["why"], key=key, by=actor
            )
        except actions.NotSeen as refusal:
            offer = refusal.may_share
            refusal.put_on(form)
        except KeyReused as refusal:
            renew_post_key(request)
            refusal.put_on(form)
        except Refused as refusal:
            refusal.put_on(form)
        else:
            messages.success(request, f"{to.person.full_name}: посилання надіслано.")
            return HttpResponseRedirect(back_url)
    if not offer and not form.data.get("why"):
        del form.fields["why"]
    context = {"record": record, "form": form, "address": address, "offer": offer, "back_url": back_url}
    return render(request, "desk/colleague.html", context, status=422 if form.is_bound else 200)
