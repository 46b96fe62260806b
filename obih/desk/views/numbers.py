"""What became of a journal’s numbers: reserved, returned, void, late; and their registers on paper."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from obih.desk import exporting
from obih.desk.keeping import actor_of
from obih.desk.number_forms import ReserveForm, VoidForm
from obih.desk.views.journal import journal_or_404
from obih.files.serving import disposition
from obih.history.idempotency import KeyReused
from obih.people.actors import Actor
from obih.registry import actions
from obih.registry.access import why_not_register
from obih.registry.models import Journal
from obih.registry.printing_numbers import TITLES, outage_sheet, printed_register, register_pdf
from obih.registry.queries import numbers as asked
from obih.registry.vocabulary import ReservationPurpose
from obih.ui.parts import View
from obih.ui.post_keys import SENT_BEFORE, renew_post_key
from obih.ui.refusals import Refused
from obih.ui.words import counted


def _book(request: HttpRequest, code: str) -> tuple[Actor, Journal]:
    """The journal for its readers; whoever only sees a document of it finds no page of numbers."""
    actor = actor_of(request)
    journal = journal_or_404(actor, code)
    if not asked.reads_numbers(actor, journal):
        raise Http404
    return actor, journal


def _keeper(request: HttpRequest, code: str) -> tuple[Actor, Journal]:
    """The same for those who register; a reader hears why he may not."""
    actor, journal = _book(request, code)
    if refusal := why_not_register(actor, journal):
        raise Refused(refusal)
    return actor, journal


def numbers(request: HttpRequest, code: str) -> HttpResponse:
    """The page of numbers; a POST reserves."""
    if request.method == "POST":
        return _reserve(request, *_keeper(request, code))
    return _page(request, *_book(request, code), ReserveForm())


def _reserve(request: HttpRequest, actor: Actor, journal: Journal) -> HttpResponse:
    form = ReserveForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, journal, form)
    told = form.cleaned_data
    try:
        made = actions.reserve_numbers(
            journal,
            count=told["count"],
            holder=told["holder"],
            until=told["until"],
            note=told["note"],
            purpose=ReservationPurpose(told["purpose"]),
            key=request.POST.get("idempotency_key", "")[:100],
            by=actor,
        )
    except KeyReused:
        form.add_error(None, SENT_BEFORE)
        renew_post_key(request)
    except Refused as refusal:
        refusal.put_on(form)
    else:
        words = counted(len(made), "номер", "номери", "номерів")
        further = " Надрукуйте аркуш." if told["purpose"] == ReservationPurpose.OUTAGE else ""
        messages.success(request, f"Зарезервовано: {words}.{further}")
        return HttpResponseRedirect(request.path)
    return _page(request, actor, journal, form)


def _page(request: HttpRequest, actor: Actor, journal: Journal, form: ReserveForm) -> HttpResponse:
    periods = asked.periods_of(journal)
    period = request.GET.get("period", "")
    period = period if period in periods else ""
    held = asked.held_numbers(actor, journal, period=period)
    address = reverse("desk:numbers", args=[journal.code])
    context: dict[str, Any] = {
        "journal": journal,
        "form": form,
        "views": [
            View("усі", address, current=not period),
            *(View(each, address + _query(each), current=each == period) for each in periods),
        ],
        "held": [each for each in held if not each.is_free],
        "free": [each for each in held if each.is_free],
        "stubs": asked.stubs(actor, journal, period=period),
        "late": asked.late_entries(actor, journal, period=period),
        "registers": {
            sort: reverse("desk:numbers_print", args=[journal.code, sort]) + _query(period) for sort in TITLES
        },
        "sheet_url": (
            reverse("desk:numbers_file", args=[journal.code, "outage", "pdf"])
            if any(each.is_outage and not each.is_free for each in held)
            else ""
        ),
        "registration_url": reverse("desk:registration", args=[journal.code]),
        "why_not_register": why_not_register(actor, journal),
    }
    return render(request, "desk/numbers.html", context, status=422 if form.is_bound else 200)


def _query(period: str) -> str:
    return f"?{urlencode({'period': period})}" if period else ""


@require_POST
def giving_back(request: HttpRequest, code: str, reservation_id: UUID) -> HttpResponse:
    """Return a reserved number: anyone who registers here may take it."""
    actor, _ = _keeper(request, code)
    actions.return_number(reservation_id, by=actor)
    messages.success(request, "Номер повернуто: його може взяти будь-хто, хто тут реєструє.")
    return HttpResponseRedirect(reverse("desk:numbers", args=[code]))


def voiding(request: HttpRequest, code: str, allocation_id: UUID) -> HttpResponse:
    """Make a number void, with the reason; a document under it stays as a stub."""
    actor, journal = _keeper(request, code)
    number = asked.number_to_void(actor, journal, allocation_id)
    if number is None:
        raise Http404
    registration: Any = getattr(number, "registration", None)
    form = VoidForm(request.POST or None)
    page = reverse("desk:numbers", args=[code])
    back = reverse("desk:document", args=[registration.document_id]) if registration else page
    if request.method == "POST" and form.is_valid():
        try:
            actions.void_number(number.pk, reason=form.cleaned_data["reason"], by=actor)
        except Refused as refusal:
            refusal.put_on(form)
        else:
            messages.success(request, "Номер анульовано. Причину записано в реєстрі анульованих номерів.")
            return HttpResponseRedirect(back)
    context = {
        "journal": journal,
        "number": registration or number.number,
        "registration": registration,
        "form": form,
        "page_url": page,
        "back_url": back,
    }
    return render(request, "desk/number_void.html", context, status=422 if form.is_bound else 200)


@require_safe
def register_print(request: HttpRequest, code: str, sort: str) -> HttpResponse:
    """A register of numbers for paper."""
    actor, journal = _book(request, code)
    if sort not in TITLES:
        raise Http404
    period = request.GET.get("period", "")[:20]
    query = _query(period)
    context = {
        "printed": printed_register(actor, journal, sort, period=period),
        "pdf_url": reverse("desk:numbers_file", args=[code, sort, "pdf"]) + query,
        "xlsx_url": reverse("desk:numbers_file", args=[code, sort, "xlsx"]) + query,
        "back_url": reverse("desk:numbers", args=[code]) + query,
    }
    return render(request, "registry/numbers_print.html", context)


@require_safe
def register_file(request: HttpRequest, code: str, sort: str, kind: str) -> HttpResponseBase:
    """A register as PDF or XLSX; `outage.pdf` is the sheet for the time without connection."""
    actor, journal = _book(request, code)
    day = f"{timezone.localdate():%Y-%m-%d}"
    if (sort, kind) == ("outage", "pdf"):
        sheet = outage_sheet(actor, journal)
        if sheet is None:
            raise Refused("Номерів на час без зв’язку ще не зарезервовано: спершу зарезервуйте їх")
        return _pdf(sheet, f"{journal.title}, аркуш на час без зв’язку, {day}.pdf")
    if sort not in TITLES or kind not in ("pdf", "xlsx"):
        raise Http404
    printed = printed_register(actor, journal, sort, period=request.GET.get("period", "")[:20])
    name = f"{printed.title}, {journal.title}, {day}.{kind}"
    if kind == "pdf":
        return _pdf(register_pdf(printed), name)
    return exporting.respond("xlsx", name, [list(printed.columns), *(list(line) for line in printed.lines)])


def _pdf(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = disposition(name)
    response["Cache-Control"] = "private, no-store"
    return response
