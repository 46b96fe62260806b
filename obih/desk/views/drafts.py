"""Half-filled cards kept on the server: their words, their files, their page images."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from obih.desk.keeping import actor_of
from obih.desk.scans import scan_context
from obih.desk.views.journal import journal_or_404
from obih.files.actions import receiving
from obih.files.queries import page_image
from obih.files.serving import respond, respond_page
from obih.history.models import IdempotencyKey
from obih.people.actors import Actor
from obih.registry import actions, queries
from obih.registry.models import PendingCard, PendingFile
from obih.registry.vocabulary import FileRole

UNKEPT = frozenset(
    {"csrfmiddlewaretoken", "idempotency_key", "fresh_key", "then", "journal", "role", "files"}
    | {"fold_drawn", "shown_kind"}
)


def card_or_404(actor: Actor, card_id: UUID | str) -> PendingCard:
    found = queries.pending_card(actor, card_id)
    if found is None:
        raise Http404
    return found


def words_of(request: HttpRequest) -> dict[str, str]:
    """What was typed, as it is kept: the last value of each field, without the form’s own machinery."""
    return {
        name: value for name, value in request.POST.items() if name not in UNKEPT and isinstance(value, str)
    }


@require_POST
def draft(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Keep what has been typed so far; the first call makes the card. 204, so that a script may go on."""
    actor = actor_of(request)
    journal = journal_or_404(actor, request.POST.get("journal", ""))
    if not registered_by(actor, card_id):
        actions.save_pending(journal, words_of(request), card_id=card_id, by=actor)
    return HttpResponse(status=204)


def registered_by(actor: Actor, card_id: UUID) -> bool:
    """Whether this actor has registered the card: what still arrives of its typing comes too late."""
    done = IdempotencyKey.objects.filter(actor=f"{actor.kind}:{actor.key}", key=str(card_id))
    return done.exists()


def attach(actor: Actor, card_id: UUID, files: Sequence[UploadedFile], role: str) -> None:
    """Store files and hang them on a card; raises Refused with the sentence about the one that failed."""
    chosen = FileRole(role) if role in FileRole.values else FileRole.MAIN
    for file in files:
        with receiving() as receive:
            stored = receive(file, file.name or "файл")
            actions.attach_pending_file(card_id, stored, stored.name, role=chosen, by=actor)


def files(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """The scan of a card; a POST adds files. The first is the document, later ones annexes, unless told."""
    actor = actor_of(request)
    if request.method != "POST":
        return render(request, "desk/_scan.html", scan_context(card_or_404(actor, card_id)))
    journal = journal_or_404(actor, request.POST.get("journal", ""))
    if queries.pending_card(actor, card_id) is None:
        actions.save_pending(journal, {}, card_id=card_id, by=actor)
    card = card_or_404(actor, card_id)
    role = request.POST.get("role") or ("annex" if card.files.all() else "main")
    attach(actor, card_id, request.FILES.getlist("files"), role)
    return _answer(request, actor, card_id)


@require_POST
def file_removal(request: HttpRequest, file_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = file_or_404(actor, file_id)
    actions.remove_pending_file(found.pk, by=actor)
    return _answer(request, actor, found.card_id)


def _answer(request: HttpRequest, actor: Actor, card_id: UUID) -> HttpResponse:
    card = card_or_404(actor, card_id)
    if getattr(request, "htmx", False):
        return render(request, "desk/_scan.html", scan_context(card))
    address = reverse("desk:registration", args=[card.journal.code])
    return HttpResponseRedirect(f"{address}?card={card.pk}")


def file_or_404(actor: Actor, file_id: UUID) -> PendingFile:
    """A file of a card that this actor may go on with."""
    found = PendingFile.objects.select_related("content").filter(pk=file_id).first()
    if found is None or queries.pending_card(actor, found.card_id) is None:
        raise Http404
    return found


@require_safe
def file(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    found = file_or_404(actor_of(request), file_id)
    return respond(found.content, found.name, request=request)


@require_safe
def page(request: HttpRequest, file_id: UUID, page: int) -> HttpResponseBase:
    found = file_or_404(actor_of(request), file_id)
    image = page_image(found.content_id, page)
    if image is None:
        raise Http404
    return respond_page(image, request=request)
