"""What people change on a card: fields, files, deadlines, readers, the mark of execution."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from obih.desk.card_life import entered_at
from obih.desk.choices import people_and_units
from obih.desk.forms import DeadlineForm, NoteForm, ReasonForm, ShareForm
from obih.desk.keeping import actor_of, kept_journal
from obih.desk.layout import lay_out
from obih.desk.views.documents import record_or_404
from obih.files.actions import receiving
from obih.history.idempotency import KeyReused
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry import actions
from obih.registry.access import (
    why_not_close,
    why_not_correct,
    why_not_correct_card,
    why_not_correct_requisites,
    why_not_move_deadline,
    why_not_share,
)
from obih.registry.actions.correction import GIVEN_IN_WORK
from obih.registry.cards import CardFile
from obih.registry.forms import CorrectionForm
from obih.registry.models import Journal
from obih.registry.queries import Record
from obih.registry.queries.card import seen_by
from obih.registry.vocabulary import FileRole
from obih.ui.forms import Combobox
from obih.ui.post_keys import SENT_BEFORE, renew_post_key
from obih.ui.refusals import Refused
from obih.ui.words import short_date


def _journal(request: HttpRequest, record: Record) -> Journal:
    """The journal of the first registration; the frame has it already if the actor keeps it."""
    known = kept_journal(request, record.registration.journal_code)
    if known is not None:
        return known
    found: Journal = Journal.objects.select_related("organisation", "default_case").get(
        pk=record.registration.journal_id
    )
    return found


def _allow(refusal: str | None) -> None:
    if refusal:
        raise Refused(refusal)


def _back(record: Record) -> str:
    return reverse("desk:document", args=[record.id])


def _page(request: HttpRequest, template: str, record: Record, form: forms.Form, **more: Any) -> HttpResponse:
    context = {"record": record, "form": form, "back_url": _back(record), **more}
    status = more.pop("status", 422 if form.is_bound else 200)
    return render(request, f"desk/{template}.html", context, status=status)


# ── fields ───────────────────────────────────────────────────────────


def correction(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Correct any field, with the reason. If somebody was faster, both values are shown (409)."""
    actor = actor_of(request)
    record = record_or_404(request, document_id)
    journal = _journal(request, record)
    prefetch_related_objects([journal], "readers")
    _allow(why_not_correct_card(actor, journal))
    locked = why_not_correct_requisites(actor, journal, entered_at(record))
    form = CorrectionForm(
        request.POST or None,
        record=record,
        actor=actor,
        journal=journal,
        correspondents_url=reverse("desk:correspondent_options", args=[journal.code]),
        only=_given_in_work() if locked else None,
    )
    box = form.fields["correspondent"].widget if "correspondent" in form.fields else None
    if isinstance(box, Combobox) and not form.is_bound and record.sender:
        box.text = record.sender.short_name
    both: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _corrected(request, form, record, actor)
        except actions.CardConflict as conflict:
            both = conflict.both
            form.data = request.POST.copy()
            form.data["version"] = str(record.document.version)
        except Refused as refusal:
            refusal.put_on(form)
    more: dict[str, Any] = {"both": both, "locked": locked}
    if both:
        more["status"] = 409
    return _correction_page(request, record, form, **more)


def _given_in_work() -> set[str]:
    """Fields that are still changed when the term of correction is over."""
    added = {each.code for each in profile().fields.values() if each.stored == "added"}
    return added | GIVEN_IN_WORK


def _corrected(request: HttpRequest, form: CorrectionForm, record: Record, actor: Actor) -> HttpResponse:
    changes = form.changes()
    if not changes:
        messages.info(request, "Нічого не змінено: картка така, як була.")
        return HttpResponseRedirect(_back(record))
    told = form.cleaned_data
    actions.correct_card(record.id, changes, reason=told["reason"], version=told["version"], by=actor)
    messages.success(request, "Картку виправлено. Що було і що стало, записано в ході справи.")
    return HttpResponseRedirect(_back(record))


def _correction_page(request: HttpRequest, record: Record, form: CorrectionForm, **more: Any) -> HttpResponse:
    apart = {name: form.fields[name] for name in ("reason", "version")}
    bound = {name: form[name] for name in apart}
    for name in apart:
        del form.fields[name]
    layout = lay_out(form, {}, fold=True)
    form.fields.update(apart)
    return _page(
        request,
        "correction",
        record,
        form,
        lines=layout.lines,
        basis=layout.basis,
        fold=layout.fold,
        flags=[name for name, field in form.fields.items() if isinstance(field, forms.BooleanField)],
        warned=[(form[name], sentence) for name, sentence in form.warnings.items() if name in form.errors],
        reason=bound["reason"],
        version=bound["version"],
        **more,
    )


# ── files ────────────────────────────────────────────────────────────


def more_files(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Add files after those the document has; nothing is replaced."""
    actor = actor_of(request)
    record = record_or_404(request, document_id)
    _allow(why_not_correct(actor, _journal(request, record)))
    refusal = ""
    if request.method == "POST":
        role = request.POST.get("role", "")
        chosen = FileRole(role) if role in FileRole.values else FileRole.ANNEX
        try:
            with receiving() as receive:
                stored = [receive(file, file.name or "файл") for file in request.FILES.getlist("files")]
                files = [CardFile(each, each.name, chosen) for each in stored]
                actions.add_files(record.id, files, key=request.POST.get("idempotency_key", ""), by=actor)
        except KeyReused:
            renew_post_key(request)
            refusal = f"{SENT_BEFORE}. Файли виберіть знову: браузер їх не пам’ятає"
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, "Файли додано.")
            return HttpResponseRedirect(_back(record))
    context = {
        "record": record,
        "refusal": refusal,
        "roles": FileRole.choices,
        "chosen": request.POST.get("role") or FileRole.ANNEX,
        "back_url": _back(record),
    }
    return render(request, "desk/document_files.html", context, status=422 if refusal else 200)


# ── deadlines ────────────────────────────────────────────────────────


def deadline(request: HttpRequest, document_id: UUID, deadline_id: int) -> HttpResponse:
    """Move one of the document’s deadlines; the old date stays on the card."""
    actor = actor_of(request)
    record = record_or_404(request, document_id)
    _allow(why_not_move_deadline(actor, _journal(request, record)))
    found = next((each for each in record.deadlines if each.id == deadline_id), None)
    if found is None:
        raise Http404
    form = DeadlineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.change_deadline(
                found.id, on=told["on"], reason=told["reason"], agreed_by=told["agreed_by"], by=actor
            )
        except Refused as refusal:
            refusal.put_on(form)
        else:
            messages.success(request, f"Строк перенесено на {short_date(told['on'])}.")
            return HttpResponseRedirect(_back(record))
    return _page(request, "deadline", record, form, deadline=found)


# ── who sees ─────────────────────────────────────────────────────────


def readers(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Give access with a reason, or take back what was given by hand."""
    actor = actor_of(request)
    record = record_or_404(request, document_id)
    _allow(why_not_share(actor, record.document, _journal(request, record)))
    remove = request.POST.get("remove", "")
    choices = people_and_units(timezone.localdate())
    form = ShareForm(None if remove else request.POST or None, choices=choices)
    try:
        if remove.isdecimal() and len(remove) < 19:
            actions.unshare(record.id, int(remove), why=request.POST.get("why", ""), by=actor)
            messages.success(request, "Наданий доступ забрано.")
            return HttpResponseRedirect(request.path)
        if request.method == "POST" and form.is_valid():
            actions.share(record.id, int(form.cleaned_data["to"]), why=form.cleaned_data["why"], by=actor)
            messages.success(request, "Доступ надано.")
            return HttpResponseRedirect(request.path)
    except Refused as refusal:
        if remove:
            messages.error(request, refusal.sentence)
            return HttpResponseRedirect(request.path)
        refusal.put_on(form)
    return _page(request, "document_readers", record, form, seen_by=seen_by(record.id))


# ── the mark of execution ────────────────────────────────────────────


def closure(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Mark the document as done, or take the mark back with a reason."""
    actor = actor_of(request)
    record = record_or_404(request, document_id)
    _allow(why_not_close(actor, record.document, _journal(request, record)))
    closed = record.document.closed_at is not None
    form = (ReasonForm if closed else NoteForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if closed:
                actions.reopen_document(record.id, reason=form.cleaned_data["reason"], by=actor)
            else:
                actions.close_document(record.id, note=form.cleaned_data["note"], by=actor)
        except Refused as refusal:
            refusal.put_on(form)
        else:
            messages.success(request, "Документ знову в роботі." if closed else "Позначено виконаним.")
            return HttpResponseRedirect(_back(record))
    return _page(request, "closure", record, form, closed=closed)
