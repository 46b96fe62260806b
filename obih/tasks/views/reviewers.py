"""More first reviewers at once, and the standard phrases of a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from obih.people.models import Person
from obih.registry.forms.fields import TextField
from obih.tasks import actions
from obih.tasks.access import why_not_prepare
from obih.tasks.actions.phrases import FIRST, PhraseEntry, keep_phrases
from obih.tasks.queries.executors import leaders
from obih.tasks.queries.to_resolve import phrases_of, reviewers_asked
from obih.tasks.views.parts import actor_of, journal_of, record_or_404
from obih.ui.refusals import Refused
from obih.ui.words import counted


class ReviewersForm(forms.Form):
    reviewers = forms.MultipleChoiceField(
        label="Кому ще на розгляд",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Позначте хоча б одного", "invalid_choice": "Оберіть зі списку"},
    )

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["reviewers"].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def reviewers(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Send a document to more first reviewers; each decides for himself."""
    actor, record = actor_of(request), record_or_404(request, document_id)
    if refusal := why_not_prepare(actor, record.document, journal_of(record)):
        raise Refused(refusal)
    asked = reviewers_asked(document_id)
    taken = {str(record.document.first_reviewer_id), *(str(each.reviewer_id) for each in asked)}
    led = leaders(record.document.organisation_id, timezone.localdate())
    form = ReviewersForm(request.POST or None, choices=[each for each in led if each[0] not in taken])
    if request.method == "POST" and form.is_valid():
        people = Person.objects.filter(pk__in=[int(each) for each in form.cleaned_data["reviewers"]])
        try:
            made = actions.ask_review(document_id, list(people), by=actor)
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, f"На розгляд також: {counted(made, 'людина', 'людини', 'людей')}.")
            return HttpResponseRedirect(f"/documents/{document_id}/")
    context = {"record": record, "form": form, "asked": asked, "back_url": f"/documents/{document_id}/"}
    return render(request, "tasks/reviewers.html", context, status=422 if form.is_bound else 200)


class PhraseForm(forms.Form):
    text = TextField(most=500, label="Фраза", required=False)
    days = forms.IntegerField(
        label="Строк, робочих днів", required=False, min_value=1, max_value=365,
        error_messages={"invalid": "Упишіть число днів", "min_value": "Хоча б один день",
                        "max_value": "Не більше року"},
    )  # fmt: skip
    on_control = forms.BooleanField(label="на контролі", required=False)

    def __init__(self, data: Any, *, digit: int, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=f"phrase-{digit}", initial=initial)
        self.digit = digit
        self.fields["text"].label = f"Клавіша {digit}"
        self.fields["days"].widget.attrs |= {"class": "input tab", "inputmode": "numeric"}

    def entry(self) -> PhraseEntry:
        told = self.cleaned_data
        return PhraseEntry(self.digit, told["text"], told["days"], told["on_control"])


@require_http_methods(["GET", "HEAD", "POST"])
def phrases(request: HttpRequest) -> HttpResponse:
    """One’s own phrases, a line for each digit."""
    actor = actor_of(request)
    if actor.kind != "person":
        raise Refused("Фрази має людина")
    kept = {each.digit: each for each in phrases_of(actor.person_id) or FIRST}
    rows = [
        PhraseForm(
            request.POST if request.method == "POST" else None,
            digit=digit,
            initial={"text": kept[digit].text, "days": kept[digit].days, "on_control": kept[digit].on_control}
            if digit in kept
            else {"on_control": True},
        )
        for digit in range(1, 10)
    ]
    wrong = [each for each in rows if each.is_bound and not each.is_valid()]
    if request.method == "POST" and not wrong:
        keep_phrases([each.entry() for each in rows], by=actor)
        messages.success(request, "Фрази збережено.")
        return HttpResponseRedirect("/phrases/")
    return render(request, "tasks/phrases.html", {"rows": rows}, status=422 if wrong else 200)
