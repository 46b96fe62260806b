"""Arrivals around their number: reviewed, compared, added to what they repeat, refused, awaited as scans."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obih.desk.arrival_forms import AgainForm, RefusalForm, ReviewForm
from obih.desk.keeping import actor_of, kept_journal, kept_journals
from obih.desk.refusing import refusal_words
from obih.desk.scans import scan_context
from obih.desk.seals import advised, seals_of_draft
from obih.desk.views.documents import card_context
from obih.desk.views.drafts import card_or_404
from obih.desk.views.journal import journal_or_404
from obih.desk.waiting_rows import waiting_row
from obih.files.actions import receiving
from obih.files.serving import respond
from obih.law.queries import profile
from obih.registry import actions, queries
from obih.registry.access import why_not_register
from obih.registry.actions.arrivals import Refusal, files_of
from obih.registry.cards import CardFile
from obih.registry.models import Correspondent, Journal, PendingCard, RefusedArrival, RefusedFile
from obih.registry.queries.arrivals import awaiting_scan, refused_arrivals
from obih.registry.queries.correspondents import correspondents_for
from obih.registry.vocabulary import FileRole
from obih.ui.forms import DateField
from obih.ui.refusals import Refused
from obih.ui.words import counted

WAITING = "desk:waiting"

# ── the preliminary review ───────────────────────────────────────────


def review(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Who considers what came, and whether it is urgent."""
    actor = actor_of(request)
    card = card_or_404(actor, card_id)
    initial = card.review or {"to": "leadership"}
    form = ReviewForm(request.POST or None, journal=card.journal, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.review_arrival(card.pk, to=told["to"], unit=told["unit"], urgent=told["urgent"], by=actor)
        except Refused as refusal:
            refusal.put_on(form)
        else:
            messages.success(request, "Попередній розгляд записано.")
            return HttpResponseRedirect(reverse(WAITING))
    context = {"form": form, "row": waiting_row(card, actor), "card": card, "back_url": reverse(WAITING)}
    return render(request, "desk/review.html", context, status=422 if form.is_bound else 200)


# ── the same once more ───────────────────────────────────────────────


def comparison(request: HttpRequest, card_id: UUID, document_id: UUID) -> HttpResponse:
    """What came now beside what is registered; a POST adds it to that card as one more arrival."""
    actor = actor_of(request)
    beside = card_context(request, document_id)
    if not kept_journals(request):
        raise Refused("Порівнює той, хто реєструє в журналі")
    card = queries.pending_card(actor, card_id)
    if card is None and request.method == "POST":
        raise Refused("Цієї картки вже немає: її зареєстровано, вилучено або додано")
    typed = card.fields if card else {}
    form = AgainForm(
        request.POST or None, rules=profile(), initial={"channel": typed.get("channel") or "post"}
    )
    if request.method == "POST" and card is not None and form.is_valid():
        try:
            _add_again(request, card, document_id, form.cleaned_data["channel"], form.cleaned_data["note"])
        except Refused as refusal:
            refusal.put_on(form)
        else:
            return HttpResponseRedirect(reverse("desk:document", args=[document_id]))
    context = {
        **beside,
        **scan_context(card),
        "form": form,
        "typed": _typed(card),
        "waiting_card": card,
        "back_url": waiting_row(card, actor).url if card else reverse(WAITING),
    }
    return render(request, "desk/comparison.html", context, status=422 if form.is_bound else 200)


@require_POST
def again(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Straight from the form of registration: this is the document that stands in `document` already."""
    try:
        document_id = UUID(request.POST.get("again", ""))
    except ValueError as error:
        raise Http404 from error
    actor = actor_of(request)
    card = queries.pending_card(actor, card_id)
    channel = request.POST.get("channel", "") or "post"
    _add_again(request, card, document_id, channel, "", key=str(card_id))
    address = reverse("desk:document", args=[document_id])
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return HttpResponseRedirect(address)


def _add_again(
    request: HttpRequest, card: PendingCard | None, document_id: UUID, channel: str, note: str, key: str = ""
) -> None:
    actions.add_arrival(
        document_id,
        channel_code=channel,
        arrived_at=(card.received_at if card else None) or timezone.now(),
        files=files_of(card) if card else [],
        outside_id=str(card.fields.get("outside_id", "")) if card else "",
        note=note,
        pending=card.pk if card else None,
        key=key or (str(card.pk) if card else ""),
        by=actor_of(request),
    )
    messages.success(request, "Додано як повторне надходження: номер лишився один.")


SHOWN = (
    ("correspondent_text", "Від кого"), ("correspondent_number", "Їхній номер"),
    ("correspondent_date", "Їхня дата"), ("title", "Зміст"), ("received_at", "Одержано"),
)  # fmt: skip


def _typed(card: PendingCard | None) -> list[tuple[str, str]]:
    if card is None:
        return []
    return [(label, str(card.fields.get(name) or "—")) for name, label in SHOWN]


# ── not registered ───────────────────────────────────────────────────


def refusal(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Refuse to register an arrival by a ground of its channel and kind."""
    actor = actor_of(request)
    card = card_or_404(actor, card_id)
    again_drawn = request.POST.get("then") == "grounds"
    posted = request.POST if request.method == "POST" and not again_drawn else None
    initial = request.POST.dict() if again_drawn else _known_of(card)
    form = RefusalForm(posted, rules=profile(), journal=card.journal, initial=initial)
    if posted is not None and form.is_valid():
        try:
            row = actions.refuse_arrival(card.pk, _said(form, card, request), by=actor)
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, "Не зареєстровано. Відповідь відправникові готова нижче.")
            return HttpResponseRedirect(reverse("desk:refused", args=[row.pk]))
    grounds = profile().refusal_grounds(form.channel_code, form.kind_code)
    context = {
        "form": form,
        "row": waiting_row(card, actor),
        "advised": advised(seals_of_draft(card), grounds),
        "back_url": reverse(WAITING),
    }
    return render(request, "desk/refusal.html", context, status=422 if form.is_bound else 200)


def _known_of(card: PendingCard) -> dict[str, Any]:
    typed = card.fields
    try:
        dated = DateField(required=False).clean(typed.get("correspondent_date") or "")
    except ValidationError:
        dated = None
    return {
        "channel": typed.get("channel") or "post",
        "kind": typed.get("kind") or "letter",
        "sender_name": typed.get("correspondent_text", ""),
        "title": typed.get("title", ""),
        "their_number": typed.get("correspondent_number", ""),
        "dated_on": dated,
    }


def _said(form: RefusalForm, card: PendingCard, request: HttpRequest) -> Refusal:
    told = form.cleaned_data
    key = str(card.fields.get("correspondent") or "")
    known: Correspondent | None = None
    if key.isdecimal() and len(key) < 19:
        known = correspondents_for(actor_of(request)).filter(pk=int(key)).first()
    return Refusal(
        channel_code=told["channel"], kind_code=told["kind"], ground=told["ground"],
        comment=told["comment"], correspondent=known, sender_name=told["sender_name"], title=told["title"],
        their_number=told["their_number"], dated_on=told["dated_on"],
    )  # fmt: skip


def refused_list(request: HttpRequest, code: str) -> HttpResponse:
    """What came to a journal and was not registered; it can be printed."""
    journal = _kept(request, code)
    rows = list(refused_arrivals(actor_of(request), journal)[:500])
    context = {"journal": journal, "rows": rows, "channels": profile().channels}
    return render(request, "desk/refused_list.html", context)


def refused(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """One arrival that was not registered: its files, and the reply to its sender."""
    row = _refused_or_404(request, arrival_id)
    context = {"row": row, "words": refusal_words(row), "files": row.files.all()}
    return render(request, "desk/refused.html", context)


def refused_file(request: HttpRequest, file_id: int) -> Any:
    found = RefusedFile.objects.select_related("content", "arrival__journal").filter(pk=file_id).first()
    if found is None:
        raise Http404
    _refused_or_404(request, found.arrival_id)
    return respond(found.content, found.name, request=request)


def _refused_or_404(request: HttpRequest, arrival_id: UUID) -> RefusedArrival:
    found = RefusedArrival.objects.select_related("journal").filter(pk=arrival_id).first()
    shown = refused_arrivals(actor_of(request), found.journal) if found else RefusedArrival.objects.none()
    row = shown.filter(pk=arrival_id).first()
    if row is None:
        raise Http404
    return row


def _kept(request: HttpRequest, code: str) -> Journal:
    """The journal, for who registers in it; who only reads it hears why not, to others it is absent."""
    actor = actor_of(request)
    if kept := kept_journal(request, code):
        return kept
    raise Refused(why_not_register(actor, journal_or_404(actor, code)) or "У цьому журналі ви не реєструєте")


# ── scans that come later ────────────────────────────────────────────


def unscanned(request: HttpRequest) -> HttpResponse:
    """Paper documents whose scan has not come; a file given here goes to its card."""
    actor = actor_of(request)
    kept = kept_journals(request)
    if not kept:
        raise Refused("Тут працює той, хто реєструє в журналі: передайте скан діловоду")
    if request.method == "POST":
        _attach_scan(request)
        return HttpResponseRedirect(request.path)
    rows = awaiting_scan(actor, kept, today=timezone.localdate())
    count = counted(len(rows), "документ", "документи", "документів")
    title = f"Без скану: {count}" if rows else "Усі скани на місці"
    return render(request, "desk/unscanned.html", {"rows": rows, "title": title})


def _attach_scan(request: HttpRequest) -> None:
    try:
        document_id = UUID(request.POST.get("document", ""))
    except ValueError as error:
        raise Http404 from error
    try:
        with receiving() as receive:
            stored = [receive(file, file.name or "скан") for file in request.FILES.getlist("files")]
            files = [CardFile(each, each.name, FileRole.SCAN) for each in stored]
            actions.add_files(
                document_id, files, key=request.POST.get("idempotency_key", ""), by=actor_of(request)
            )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "Скан додано до картки.")
