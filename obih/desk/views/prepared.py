"""Files of long journals: asked for, watched while the worker makes them, taken."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from obih.desk import actions
from obih.desk.keeping import actor_of
from obih.desk.models import PreparedFile
from obih.desk.views.journal import journal_or_404
from obih.files.serving import respond


@require_POST
def prepared_files(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a file of the journal: `kind` and the `query` of the filters."""
    actor = actor_of(request)
    journal = journal_or_404(actor, code)
    made = actions.ask_for_file(
        journal, request.POST.get("kind", ""), request.POST.get("query", ""), by=actor
    )
    return HttpResponseRedirect(reverse("desk:prepared", args=[made.pk]))


@require_safe
def prepared(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """How far it is; with scripts the part asks for itself every two seconds."""
    it = _own(request, file_id)
    context = {"it": it, "journal_url": reverse("desk:journal", args=[it.journal.code])}
    part = "#state" if getattr(request, "htmx", False) else ""
    return render(request, f"desk/prepared.html{part}", context)


@require_safe
def prepared_file(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    it = _own(request, file_id)
    if it.content is None:
        raise Http404
    name = f"{it.journal.title}, {timezone.localdate(it.asked_at):%Y-%m-%d}.{it.kind}"
    response = respond(it.content, name)
    response["Cache-Control"] = "private, no-store"
    return response


def _own(request: HttpRequest, file_id: UUID) -> PreparedFile:
    """The file of whoever asked for it, within its day; to others it is absent."""
    actor = actor_of(request)
    found = (
        PreparedFile.objects.filter(pk=file_id, account=actor.account_id)
        .select_related("journal", "content")
        .first()
    )
    if found is None or actor.account_id is None or found.goes_at < timezone.now():
        raise Http404
    return found
