"""What waits for registration: half-filled cards and uploaded scans."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from obih.desk.forms import ReasonForm
from obih.desk.keeping import actor_of, kept_journals
from obih.desk.views.drafts import attach, card_or_404
from obih.desk.waiting_rows import waiting_row, waiting_rows
from obih.people.actors import Actor
from obih.registry import actions
from obih.registry.models import Journal
from obih.registry.streams import comes_to_us
from obih.ui.refusals import Refused
from obih.ui.words import counted


def waiting(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    kept = kept_journals(request)
    if not kept:
        raise Refused("Тут працює той, хто реєструє в журналі: передайте документ діловоду")
    rows = waiting_rows(actor, kept)
    count = counted(len(rows), "картка", "картки", "карток")
    context = {
        "title": f"Очікує реєстрації: {count}" if rows else "Скринька порожня",
        "rows": rows,
        "journals": kept,
        "receiving": [each for each in kept if comes_to_us(each.stream)],
        "register_url": reverse("desk:registration", args=[kept[0].code]),
    }
    return render(request, "desk/waiting.html", context)


@require_POST
def scans(request: HttpRequest) -> HttpResponse:
    """Take several files in at once: each becomes a card, or all become one, or all join a card that waits.

    What could not be taken is said file by file; the rest is kept.
    """
    actor = actor_of(request)
    files = request.FILES.getlist("files")
    if not files:
        raise Refused("Виберіть хоча б один файл", field="files")
    where = request.POST.get("where", "each")
    taken, refused = _take(actor, _journal(request), files, where)
    if taken:
        messages.success(request, f"Прийнято {counted(taken, 'файл', 'файли', 'файлів')}.")
    for sentence in refused:
        messages.error(request, sentence)
    return HttpResponseRedirect(reverse("desk:waiting"))


def _journal(request: HttpRequest) -> Journal:
    kept = kept_journals(request)
    if not kept:
        raise Refused("Скани приймає той, хто реєструє в журналі: передайте файл діловоду")
    return next((each for each in kept if each.code == request.POST.get("journal")), kept[0])


def _take(actor: Actor, journal: Journal, files: list[UploadedFile], where: str) -> tuple[int, list[str]]:
    joined: UUID | None = None
    if where not in ("each", "one"):
        joined = card_or_404(actor, where).pk
    taken, refused = 0, []
    for file in files:
        try:
            card = joined or actions.save_pending(journal, {}, by=actor).pk
            made_for_it = joined is None
            attach(actor, card, [file], "main" if where != "one" or joined is None else "annex")
            if where == "one":
                joined = card
            taken += 1
        except Refused as refusal:
            refused.append(f"{file.name}: {refusal.sentence}")
            if made_for_it:
                actions.discard(card, reason="файл не прийнято", by=actor)
    return taken, refused


@require_POST
def keeper(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Take a colleague’s card over."""
    actor = actor_of(request)
    card = card_or_404(actor, card_id)
    actions.take_over(card.pk, by=actor)
    return HttpResponseRedirect(waiting_row(card, actor).url)


def removal(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Put a card aside for good: with a reason, which stays in the history."""
    actor = actor_of(request)
    card = card_or_404(actor, card_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.discard(card.pk, reason=form.cleaned_data["reason"], by=actor)
        except Refused as refusal:
            refusal.put_on(form)
        else:
            messages.success(request, "Картку вилучено, причину записано.")
            return HttpResponseRedirect(reverse("desk:waiting"))
    context = {"form": form, "row": waiting_row(card, actor), "back_url": reverse("desk:waiting")}
    return render(request, "desk/waiting_removal.html", context, status=422 if form.is_bound else 200)
