"""Giving a document to be read, marking that it was, the list on paper."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from obih.tasks import actions
from obih.tasks.access import acts_as, why_not_ask_acquaintance
from obih.tasks.forms.acquaintance import AcquaintanceForm
from obih.tasks.models import AcquaintanceList
from obih.tasks.printing import acquaintance_pdf
from obih.tasks.queries.acquaintance import lists_of, who_may_read
from obih.tasks.queries.suggesting import MOST, means, told
from obih.tasks.views.parts import actor_of, journal_of, record_or_404
from obih.ui.parts import Option
from obih.ui.refusals import Refused


def acquaintance(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The lists of a document; whoever may, makes a new one."""
    actor = actor_of(request)
    record = record_or_404(request, document_id)
    refusal = why_not_ask_acquaintance(actor, record.document, journal_of(record))
    known = who_may_read(actor, timezone.localdate())
    one_more = request.POST.get("then") == "more"
    form = AcquaintanceForm(request.POST if request.method == "POST" else None, known=known)
    status = 200
    if one_more:  # another row, where no script adds it
        form = AcquaintanceForm(known=known, initial=form.typed())
    elif request.method == "POST":
        if refusal:
            raise Refused(refusal)
        if form.is_valid():
            try:
                key = request.POST.get("idempotency_key", "")[:200] or str(uuid4())
                made = actions.ask_acquaintance(document_id, form.entry(), key=key, by=actor)
            except Refused as refused:
                field = "readers" if refused.field == "people" else refused.field
                Refused(refused.sentence, field=field).put_on(form)
            else:
                messages.success(request, f"Передано на ознайомлення. Людей у списку: {made.lines.count()}.")
                return HttpResponseRedirect(reverse("tasks:acquaintance", args=[document_id]))
        status = 422
    lists = lists_of(document_id)
    context = {
        "record": record,
        "form": form,
        "refusal": refusal,
        "lists": lists,
        "mine": [line.pk for each in lists for line in each.all_lines if acts_as(actor, line.person_id)],  # type: ignore[attr-defined]
        "key": request.POST.get("idempotency_key") or str(uuid4()),
        "back_url": f"/documents/{document_id}/",
    }
    return render(request, "tasks/acquaintance.html", context, status=status)


@require_safe
def readers(request: HttpRequest) -> HttpResponse:
    """Rows of the box «Хто має ознайомитися»: without words units and bodies come first."""
    text = request.GET.get("q", "").replace("\0", "")[:200]
    known = who_may_read(actor_of(request), timezone.localdate())
    rows = [told(value, name) for value, name in known.items() if not text.strip() or means(text, name)]
    options = [Option(value, name, note[:60]) for value, name, note in rows[:MOST]]
    return render(request, "ui/components/options.html", {"options": options})


@require_POST
def acquainted(request: HttpRequest, line_id: int) -> HttpResponse:
    """«Ознайомлено» from the list, the card or «Моя робота»."""
    line = actions.mark_acquainted(line_id, by=actor_of(request))
    messages.success(request, "Позначено: ознайомлено.")
    back = (
        reverse("desk:my_work")
        if request.POST.get("back") == "work"
        else f"/documents/{line.list.document_id}/"
    )
    return HttpResponseRedirect(back)


@require_POST
def signed_on_paper(request: HttpRequest, list_id: int) -> HttpResponse:
    """Lines of the printed list that came back signed."""
    found = _list_or_404(request, list_id)
    record = record_or_404(request, found.document_id)
    if refusal := why_not_ask_acquaintance(actor_of(request), record.document, journal_of(record)):
        raise Refused(refusal)
    lines = [int(each) for each in request.POST.getlist("line") if each.isdecimal() and len(each) < 19]
    own = set(found.lines.filter(pk__in=lines).values_list("pk", flat=True))
    marked = actions.mark_on_paper([each for each in lines if each in own], by=actor_of(request))
    messages.success(request, f"Внесено з паперу: {marked}.")
    return HttpResponseRedirect(reverse("tasks:acquaintance", args=[found.document_id]))


@require_safe
def acquaintance_print(request: HttpRequest, list_id: int) -> HttpResponse:
    """The list as PDF, with a column for signatures where the mark is missing."""
    found = _list_or_404(request, list_id)
    pdf = acquaintance_pdf(actor_of(request), found)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="oznaiomlennia.pdf"'
    return response


def _list_or_404(request: HttpRequest, list_id: int) -> AcquaintanceList:
    found = AcquaintanceList.objects.filter(pk=list_id).first()
    if found is None:
        raise Http404
    record_or_404(request, found.document_id)
    return found
