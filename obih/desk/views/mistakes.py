"""What is done about mistakes of a registered card: it is moved to its journal, a wrong file is put aside."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from obih.desk.arrival_forms import MoveForm, WithdrawalForm
from obih.desk.card_life import entered_at
from obih.desk.keeping import actor_of, kept_journals
from obih.desk.views.documents import record_or_404
from obih.files.actions import receiving
from obih.law.queries import profile
from obih.registry import actions
from obih.registry.access import why_not_correct, why_not_correct_requisites, why_not_move
from obih.registry.cards import CardFile
from obih.registry.models import DocumentFile, Journal
from obih.registry.queries import Record
from obih.registry.queries.visibility import visible_rows
from obih.registry.vocabulary import FileRole
from obih.ui.refusals import Refused


def movement(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Move a document to another journal: a new number there, a stub with the old one here."""
    actor = actor_of(request)
    record = record_or_404(request, document_id)
    journal = _journal(record)
    if reason := why_not_correct(actor, journal):
        raise Refused(reason)
    open_to = [each for each in kept_journals(request) if why_not_move(actor, journal, each) is None]
    form = MoveForm(
        request.POST or None, journals=open_to, rules=profile(), kind=record.document.kind_code
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            moved = actions.move_registration(
                record.id, told["journal"], reason=told["reason"], kind_code=told["kind_code"],
                regime=told["regime"], access_basis=told["access_basis"],
                key=request.POST.get("idempotency_key", ""), by=actor,
            )  # fmt: skip
        except Refused as refusal:
            refusal.put_on(form)
        else:
            messages.success(request, f"Перенесено: тепер це № {moved.number}. Старий номер веде сюди.")
            return HttpResponseRedirect(reverse("desk:document", args=[record.id]))
    context = {"record": record, "form": form, "journals": open_to, "back_url": _back(record)}
    return render(request, "desk/movement.html", context, status=422 if form.is_bound else 200)


def withdrawal(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Put a wrong file aside with the reason; the right one may come in the same step."""
    actor = actor_of(request)
    found = DocumentFile.objects.filter(visible_rows(actor, "document_id"), pk=file_id).first()
    if found is None:
        raise Http404
    record = record_or_404(request, found.document_id)
    if refusal := why_not_correct_requisites(actor, _journal(record), entered_at(record)):
        raise Refused(refusal)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with receiving() as receive:
                stored = [receive(file, file.name or "файл") for file in request.FILES.getlist("files")]
                instead = [CardFile(each, each.name, FileRole(found.role)) for each in stored]
                actions.withdraw_file(
                    found.pk, reason=form.cleaned_data["reason"], replacement=instead, by=actor
                )
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, "Файл вилучено з картки. Хто й чому, видно під списком файлів.")
            return HttpResponseRedirect(_back(record))
    context = {"record": record, "form": form, "file": found, "back_url": _back(record)}
    return render(request, "desk/withdrawal.html", context, status=422 if form.is_bound else 200)


def _journal(record: Record) -> Journal:
    return Journal.objects.select_related("organisation").get(pk=record.registration.journal_id)


def _back(record: Record) -> str:
    return reverse("desk:document", args=[record.id])
