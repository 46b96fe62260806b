"""Pages for paper; everything else people look at is put together by the desk."""

from __future__ import annotations

import io
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from obih.files.serving import disposition
from obih.people.actors import Actor
from obih.registry.actions import read_card
from obih.registry.models import Journal
from obih.registry.printing import (
    PrintedJournal,
    card_lines,
    card_pdf,
    journal_pdf,
    printed_journal,
)
from obih.registry.queries.card import Card
from obih.registry.queries.filters import JournalFilter
from obih.registry.queries.journals import journal_for
from obih.registry.sheets import XLSX, write_xlsx

SPAN = ("year", "since", "until")


@require_safe
def journal_print(request: HttpRequest, code: str) -> HttpResponse:
    """The journal in the form of its stream, what the filter in the address lets through."""
    journal, printed = _printed(request, code)
    query = request.GET.urlencode()
    context = {
        "printed": printed,
        "pdf_url": f"{reverse('registry:journal_print_pdf', args=[code])}?{query}",
        "xlsx_url": f"{reverse('registry:journal_print_xlsx', args=[code])}?{query}",
        "asked": {name: request.GET.get(name, "")[:20] for name in SPAN},
        "others": [(name, value) for name, value in request.GET.items() if name not in SPAN],
        "back_url": f"/journals/{journal.code}/?{query}",
        "exports_url": f"/journals/{journal.code}/exports/",
        "query": query,
    }
    return render(request, "registry/journal_print.html", context)


@require_safe
def journal_print_pdf(request: HttpRequest, code: str) -> HttpResponse:
    journal, printed = _printed(request, code)
    return _pdf(journal_pdf(printed), f"{journal.title}, {timezone.localdate():%Y-%m-%d}.pdf")


@require_safe
def journal_print_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The same lines as a sheet, the summary under them."""
    journal, printed = _printed(request, code)
    made = io.BytesIO()
    rows = [printed.head.columns, *printed.lines, (printed.summary,)]
    write_xlsx(made, rows, widths=printed.head.widths)
    response = HttpResponse(made.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = disposition(f"{journal.title}, {timezone.localdate():%Y-%m-%d}.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def card_print(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The registration card with every field of the profile."""
    card = _card(request, document_id)
    context = {
        "card": card,
        "lines": card_lines(card),
        "today": timezone.localdate(),
        "printed_by": _actor(request).label,
        "pdf_url": reverse("registry:card_print_pdf", args=[document_id]),
        "back_url": f"/documents/{document_id}/",
    }
    return render(request, "registry/card_print.html", context)


@require_safe
def card_print_pdf(request: HttpRequest, document_id: UUID) -> HttpResponse:
    card = _card(request, document_id)
    made = card_pdf(card, _actor(request).label, timezone.localdate())
    return _pdf(made, f"картка {card.record.number.replace('/', '-')}.pdf")


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def _printed(request: HttpRequest, code: str) -> tuple[Journal, PrintedJournal]:
    actor = _actor(request)
    journal = journal_for(actor, code)
    if journal is None:
        raise Http404
    filters = JournalFilter(request.GET, actor=actor, journal=journal)
    return journal, printed_journal(actor, journal, filters)


def _card(request: HttpRequest, document_id: UUID) -> Card:
    card = read_card(document_id, by=_actor(request))
    if card is None:
        raise Http404
    return card


def _pdf(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = disposition(name)
    response["Cache-Control"] = "private, no-store"
    return response
