"""Labels, the registration stamp, QR codes and envelopes of one document or of those marked in a journal."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from obih.desk.exporting import uuids
from obih.desk.keeping import actor_of
from obih.desk.views.documents import record_or_404
from obih.desk.views.journal import journal_or_404
from obih.files.rules import safe_name
from obih.files.serving import disposition
from obih.law.queries import profile
from obih.registry import actions, labels, queries
from obih.registry.codes import code_address
from obih.registry.queries import Record
from obih.registry.queries.dispatch import copies_of
from obih.registry.vocabulary import Stream
from obih.ui.refusals import Refused

MOST = 200


def pdf(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = disposition(safe_name(name))
    response["Cache-Control"] = "private, no-store"
    return response


def svg(made: str) -> HttpResponse:
    response = HttpResponse(made, content_type="image/svg+xml")
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def label(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The label as a page that a telephone prints, and the ways to the other papers."""
    record = record_or_404(request, document_id)
    context = {
        "record": record,
        "mark": labels.MARKS.get(Stream(record.registration.stream), "№"),
        "label": labels.label_of(record, code_address(request, document_id)),
        "corners": labels.CORNERS.items(),
        "places": range(1, labels.ON_A_SHEET + 1),
        "sizes": [(code, name) for code, (name, *_) in labels.ENVELOPES.items()],
        "addressees": [each for each in record.parties if each.role == "addressee"],
        "back_url": reverse("desk:document", args=[document_id]),
    }
    return render(request, "desk/label.html", context)


@require_safe
def label_pdf(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """One label; `sheet=1` puts it on A4 in the place `first`."""
    record = record_or_404(request, document_id)
    return _labels(request, [record], f"етикетка {_plain(record)}.pdf")


@require_safe
def stamp_pdf(request: HttpRequest, document_id: UUID) -> HttpResponse:
    record = record_or_404(request, document_id)
    corner = request.GET.get("corner", "")
    made = labels.stamp_pdf(record, code_address(request, document_id), corner)
    return pdf(made, f"штамп {_plain(record)}.pdf")


@require_safe
def document_qr(request: HttpRequest, document_id: UUID) -> HttpResponse:
    record_or_404(request, document_id)
    return svg(labels.qr_svg(code_address(request, document_id)))


@require_safe
def envelopes(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """An envelope for each addressee of the document."""
    record = record_or_404(request, document_id)
    made = labels.envelopes_of(record, copies_of(document_id))
    return _envelopes(request, made, f"конверти {_plain(record)}.pdf")


@require_safe
def journal_labels(request: HttpRequest, code: str) -> HttpResponse:
    """Labels of the documents marked in the journal."""
    journal_or_404(actor_of(request), code)
    return _labels(request, _marked(request), f"етикетки {timezone.localdate():%Y-%m-%d}.pdf")


@require_safe
def journal_envelopes(request: HttpRequest, code: str) -> HttpResponse:
    """Envelopes of the documents marked in the journal, for the copies that go on paper; letters to one
    addressee share an envelope."""
    journal_or_404(actor_of(request), code)
    electronic = {each.code for each in profile(timezone.localdate()).channels.values() if each.is_electronic}
    made: list[labels.Envelope] = []
    for record in _marked(request):
        copies = [each for each in copies_of(record.id) if each.channel_code not in electronic]
        made += labels.envelopes_of(record, copies)
    return _envelopes(request, labels.together(made), f"конверти {timezone.localdate():%Y-%m-%d}.pdf")


def _marked(request: HttpRequest) -> list[Record]:
    """The marked documents that the actor sees; reading a restricted one leaves its trace."""
    actor = actor_of(request)
    found = queries.records(actor, list(dict.fromkeys(uuids(request.GET.getlist("marked"))))[:MOST])
    if not found:
        raise Refused("Позначте в журналі документи: галочка на початку рядка")
    for record in found:
        if record.is_restricted:
            actions.note_reading(record.document, by=actor)
    return found


def _labels(request: HttpRequest, found: list[Record], name: str) -> HttpResponse:
    told = request.GET.get("first", "1")
    first = int(told) if told.isdecimal() and len(told) < 4 else 1
    made = [labels.label_of(each, code_address(request, each.id)) for each in found]
    return pdf(labels.labels_pdf(made, sheet=request.GET.get("sheet") == "1", first=first), name)


def _envelopes(request: HttpRequest, made: list[labels.Envelope], name: str) -> HttpResponse:
    if not made:
        raise Refused("Адресатів, яким надсилають папером, немає")
    return pdf(labels.envelopes_pdf(made, request.GET.get("size", "c5")), name)


def _plain(record: Record) -> str:
    return record.number.replace("/", "-")
