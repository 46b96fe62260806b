"""Copies on their way: of one document, of all that wait, and the list for the post."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from obih.desk.dispatch_forms import CopyForm, ManyForm, SentForm, channels
from obih.desk.keeping import actor_of, kept_journal, kept_journals
from obih.desk.views.documents import record_or_404
from obih.desk.views.labels import pdf
from obih.files.serving import disposition
from obih.people.actors import Actor
from obih.registry import actions
from obih.registry.access import why_not_dispatch
from obih.registry.actions.dispatch import Sending
from obih.registry.models import Journal
from obih.registry.printing_dispatch import DispatchList, dispatch_pdf, dispatch_sheet
from obih.registry.queries.dispatch import MOST, CopyRow, copies_of, sent_on, waiting_copies
from obih.registry.sheets import XLSX
from obih.registry.streams import comes_to_us
from obih.ui.dates import DateProblem, parse_date
from obih.ui.refusals import Refused
from obih.ui.words import counted, short_date

NOON = time(12, 0)


def moment_of(day: date) -> datetime:
    """A day noted by hand as a moment: now for today, its noon for an earlier one."""
    now = timezone.now()
    return now if day == timezone.localdate(now) else timezone.make_aware(datetime.combine(day, NOON))


# ── copies of one document ───────────────────────────────────────────


def copies(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Note which copies went and what became of them; one form, only what was filled in is noted."""
    actor = actor_of(request)
    record = record_or_404(request, document_id)
    code = record.registration.journal_code
    journal = kept_journal(request, code) or Journal.objects.get(pk=record.registration.journal_id)
    if refusal := why_not_dispatch(actor, journal):
        raise Refused(refusal)
    data = request.POST if request.method == "POST" else None
    rows = copies_of(record.id)
    head = SentForm(data, initial={"sent_on": timezone.localdate()})
    forms = [CopyForm(data, prefix=f"c{row.id}", row=row) for row in rows]
    if data is not None and all([head.is_valid(), *(each.is_valid() for each in forms)]):
        try:
            done = _noted(record.id, head, forms, actor)
        except Refused as refused:
            refused.put_on(head)
        else:
            messages.success(request, done or "Нічого не змінено.")
            return HttpResponseRedirect(reverse("desk:document", args=[record.id]))
    context = {
        "record": record,
        "head": head,
        "forms": forms,
        "back_url": reverse("desk:document", args=[record.id]),
    }
    return render(request, "desk/copies.html", context, status=422 if data is not None else 200)


def _noted(document_id: UUID, head: SentForm, forms: list[CopyForm], actor: Actor) -> str:
    """Carry out what the forms say; gives it in words."""
    told = []
    sendings = [each.sending() for each in forms if each.cleaned_data.get("send")]
    if sendings:
        sent_at = moment_of(head.cleaned_data["sent_on"])
        count = actions.note_sent(document_id, sendings, sent_at=sent_at, by=actor)
        told.append(f"Надісланими позначено {counted(count, 'примірник', 'примірники', 'примірників')}.")
    for form in forms:
        said, row = form.cleaned_data, form.row
        if form.is_changed("number_there") or form.is_changed("dated_there_on"):
            actions.note_registered_there(
                document_id, row.id, number=said["number_there"], dated_on=said["dated_there_on"], by=actor
            )
            told.append(f"Номер в адресата записано: {said['number_there']}.")
        if said.get("delivered_on") and form.is_changed("delivered_on"):
            actions.note_delivered(
                document_id, row.id, delivered_at=moment_of(said["delivered_on"]), by=actor
            )
            told.append("Вручення записано.")
        if said.get("refused_on") and form.is_changed("refused_on"):
            actions.note_refused(
                document_id,
                row.id,
                at=moment_of(said["refused_on"]),
                because=said["refused_because"],
                by=actor,
            )
            told.append("Повернення записано.")
    return " ".join(told)


# ── all that wait ────────────────────────────────────────────────────


@dataclass(frozen=True)
class Line:
    """A line of a bulk that was not carried out."""

    row: CopyRow | None
    refusal: str


def created_journals(request: HttpRequest) -> list[Journal]:
    """Journals of what is made here that the actor keeps: he notes their dispatch."""
    return [each for each in kept_journals(request) if not comes_to_us(each.stream)]


def dispatch(request: HttpRequest) -> HttpResponse:
    """What waits for dispatch; those marked are noted as sent, each line by itself."""
    actor = actor_of(request)
    journals = created_journals(request)
    if not journals:
        raise Refused("Надсилання позначає діловод, який веде журнал вихідних")
    channel = request.GET.get("channel", "")
    form = ManyForm(
        request.POST if request.method == "POST" else None, initial={"sent_on": timezone.localdate()}
    )
    failed: list[Line] = []
    if request.method == "POST" and form.is_valid():
        sendings = _marked(request, form)
        if not sendings:
            form.add_error(None, "Позначте хоча б один рядок")
        else:
            known = {row.id: row for row in waiting_copies(actor, journals)}
            sent_at = moment_of(form.cleaned_data["sent_on"])
            found = actions.note_many_sent(sendings, sent_at=sent_at, by=actor)
            failed = [Line(known.get(each.copy_id), each.refusal) for each in found if each.refusal]
            done = len(found) - len(failed)
            if done:
                words = counted(done, "примірник", "примірники", "примірників")
                messages.success(request, f"Надісланими позначено {words}.")
            if not failed:
                return HttpResponseRedirect(request.get_full_path())
    rows = waiting_copies(actor, journals, channel=channel)
    used = {row.channel_code for row in waiting_copies(actor, journals)} if not channel else {channel}
    context = {
        "form": form,
        "rows": rows,
        "failed": failed,
        "cut": len(rows) == MOST,
        "channel": channel,
        "channels": [(code, title) for code, title in channels() if code in used],
        "post_url": reverse("desk:dispatch_list"),
        "today": short_date(timezone.localdate()),
    }
    status = 422 if failed or (form.is_bound and form.errors) else 200
    return render(request, "desk/dispatch.html", context, status=status)


def _marked(request: HttpRequest, form: ManyForm) -> list[Sending]:
    found = []
    for told in request.POST.getlist("copy")[:MOST]:
        if re.fullmatch(r"\d{1,18}", told):
            tracking = request.POST.get(f"tracking-{told}", "").replace("\0", "")[:60]
            found.append(Sending(int(told), form.cleaned_data.get("channel") or "", tracking))
    return found


# ── the list for the post ────────────────────────────────────────────


@require_safe
def dispatch_list(request: HttpRequest) -> HttpResponse:
    """Реєстр відправлень, for the post to sign; `?on=` the day, `?channel=` which (post unless told, empty:
    all)."""
    code, printed = _dispatch_list(request)
    query = urlencode({"on": short_date(printed.on), "channel": code})
    context: dict[str, Any] = {
        "printed": printed,
        "code": code,
        "channels": dict(channels()),
        "pdf_url": f"{reverse('desk:dispatch_list_pdf')}?{query}",
        "xlsx_url": f"{reverse('desk:dispatch_list_xlsx')}?{query}",
        "back_url": reverse("desk:dispatch"),
    }
    return render(request, "desk/dispatch_list.html", context)


@require_safe
def dispatch_list_pdf(request: HttpRequest) -> HttpResponse:
    _, printed = _dispatch_list(request)
    return pdf(dispatch_pdf(printed), f"реєстр відправлень {printed.on:%Y-%m-%d}.pdf")


@require_safe
def dispatch_list_xlsx(request: HttpRequest) -> HttpResponse:
    _, printed = _dispatch_list(request)
    response = HttpResponse(dispatch_sheet(printed), content_type=XLSX)
    response["Content-Disposition"] = disposition(f"реєстр відправлень {printed.on:%Y-%m-%d}.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response


def _dispatch_list(request: HttpRequest) -> tuple[str, DispatchList]:
    """The code of the channel that is asked for, and what went by it."""
    actor = actor_of(request)
    journals = created_journals(request)
    if not journals:
        raise Refused("Реєстр відправлень друкує діловод, який веде журнал вихідних")
    day, code, titles = _day(request.GET.get("on", "")), request.GET.get("channel", "post"), dict(channels())
    if code not in titles:
        code = ""
    return code, DispatchList(
        organisation=journals[0].organisation.name,
        on=day,
        channel=titles.get(code, ""),
        rows=sent_on(actor, journals, day, channel=code),
        printed_by=actor.label,
        printed_on=timezone.localdate(),
    )


def _day(text: str) -> date:
    """The day of the address; today for what is no day."""
    today = timezone.localdate()
    try:
        return parse_date(text[:40], today, "past") if text.strip() else today
    except DateProblem:
        return today
