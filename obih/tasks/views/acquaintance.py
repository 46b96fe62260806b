"""Giving a document to be read, marking that it was, the list on paper."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from obih.people.actors import Actor
from obih.tasks import actions
from obih.tasks.access import acts_as, why_not_ask_acquaintance
from obih.tasks.actions.acquainting import AcquaintanceEntry
from obih.tasks.models import AcquaintanceList
from obih.tasks.printing import acquaintance_pdf
from obih.tasks.queries.acquaintance import Choices, lists_of, who_may_read
from obih.tasks.views.parts import actor_of, journal_of, record_or_404
from obih.ui.forms import DateField
from obih.ui.refusals import Refused


class AcquaintanceForm(forms.Form):
    """Who is to read, what, until when."""

    readers = forms.MultipleChoiceField(
        label="Хто має ознайомитися",
        widget=forms.SelectMultiple({"class": "input", "size": "10"}),
        error_messages={"required": "Оберіть людей або підрозділи", "invalid_choice": "Оберіть зі списку"},
        help_text="Підрозділ і установа розгортаються в людей, які працюють там сьогодні",
    )
    note = forms.CharField(
        label="Що саме прочитати", max_length=300, required=False, widget=forms.TextInput({"class": "input"})
    )
    due_on = DateField(label="До якого дня", lean="future", required=False, help_text="0512, +10 або «пт»")

    def __init__(self, *args: object, choices: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["readers"].choices = choices  # type: ignore[attr-defined]

    def entry(self) -> AcquaintanceEntry:
        chosen: dict[str, list[int]] = {"person": [], "unit": [], "organisation": [], "body": []}
        for each in self.cleaned_data["readers"]:
            kind, _, key = each.partition(":")
            chosen[kind].append(int(key))
        return AcquaintanceEntry(
            people=tuple(chosen["person"]),
            units=tuple(chosen["unit"]),
            organisations=tuple(chosen["organisation"]),
            bodies=tuple(chosen["body"]),
            note=self.cleaned_data["note"],
            due_on=self.cleaned_data["due_on"],
        )


def acquaintance(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The lists of a document; whoever may, makes a new one."""
    actor = actor_of(request)
    record = record_or_404(request, document_id)
    refusal = why_not_ask_acquaintance(actor, record.document, journal_of(record))
    form = _form(request, actor)
    status = 200
    if request.method == "POST":
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


def _form(request: HttpRequest, actor: Actor) -> AcquaintanceForm:
    data = request.POST if request.method == "POST" else None
    return AcquaintanceForm(data, choices=who_may_read(actor, timezone.localdate()))


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
