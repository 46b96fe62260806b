"""Points of an order, a decision or a protocol become tasks in one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from obih.people.actors import Actor
from obih.people.models import Person
from obih.registry.queries import Record
from obih.tasks import actions
from obih.tasks.access import why_not_prepare
from obih.tasks.actions import ExecutorEntry, PointEntry, ResolutionEntry
from obih.tasks.acts import FoundPoint, points_of
from obih.tasks.models import Resolution
from obih.tasks.queries.executors import Choices, leaders, named_in_text, who_may_execute
from obih.tasks.queries.open_work import text_of
from obih.tasks.views.parts import actor_of, journal_of, record_or_404
from obih.tasks.vocabulary import Every, Origin
from obih.ui.forms import DateField
from obih.ui.refusals import Refused

MOST_LETTERS = 60_000


class ActForm(forms.Form):
    """Whose act it is and its text, from which the points are read."""

    author = forms.ChoiceField(label="Хто дав доручення", error_messages={"required": "Оберіть підписувача"})
    text = forms.CharField(
        label="Текст акта",
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea({"class": "input", "rows": 12}),
        help_text="Пункти з номерами стануть завданнями. Зайве приберіть на наступному кроці.",
    )

    def __init__(self, *args: object, authors: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["author"].choices = authors  # type: ignore[attr-defined]


class ActPointForm(forms.Form):
    """One point as it was read, to be looked at: left out, or given to somebody."""

    taken = forms.BooleanField(label="Взяти", required=False)
    number = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Що зробити",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"class": "input", "rows": 2}),
    )
    executor = forms.ChoiceField(label="Головний виконавець", required=False)
    due_on = DateField(label="До", lean="future", required=False)
    every = forms.ChoiceField(label="Повторюється", required=False, choices=Every.choices)
    on_control = forms.BooleanField(label="На контролі", required=False)

    def __init__(self, *args: object, executors: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["executor"].choices = [("", "Оберіть"), *executors]  # type: ignore[attr-defined]

    def entry(self) -> PointEntry:
        told = self.cleaned_data
        if not told["executor"]:
            raise Refused("Назвіть головного виконавця", field="executor")
        return PointEntry(
            text=told["text"],
            executors=(ExecutorEntry.parse(told["executor"]),),
            due_on=told["due_on"],
            on_control=told["on_control"],
            every=told["every"],
            rolls_back=bool(told["every"]),
            number=told["number"],
        )


@dataclass
class Step:
    """What the page shows: the text first, then the points read from it."""

    form: ActForm
    points: list[ActPointForm]


def act_points(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Text → points → tasks. Each step works as a plain POST; nothing is written before the last."""
    actor = actor_of(request)
    record = record_or_404(request, document_id)
    if refusal := why_not_prepare(actor, record.document, journal_of(record)):
        raise Refused(refusal)
    step = _step(request, record, actor)
    status = 200
    if request.method == "POST" and request.POST.get("then") == "give":
        try:
            issued = _give(request, document_id, step, actor)
        except Refused as refused:
            _put(refused, step)
            status = 422
        else:
            if issued is not None:
                messages.success(request, f"Пункти стали завданнями: {issued.points.count()}.")
                return HttpResponseRedirect(f"/documents/{document_id}/")
            status = 422
    context = {
        "record": record,
        "form": step.form,
        "points": step.points,
        "key": request.POST.get("idempotency_key") or str(uuid4()),
        "back_url": f"/documents/{document_id}/",
    }
    return render(request, "tasks/act_points.html", context, status=status)


def _step(request: HttpRequest, record: Record, actor: Actor) -> Step:
    today = timezone.localdate()
    authors = leaders(record.document.organisation_id, today)
    executors = who_may_execute(actor, today)
    if request.method != "POST":
        first = {"author": str(record.document.first_reviewer_id or ""), "text": text_of(record.id)}
        return Step(ActForm(initial=first, authors=authors), [])
    form = ActForm(request.POST, authors=authors)
    if request.POST.get("then") == "give":
        count = min(
            int(request.POST.get("count", "0") or 0) if request.POST.get("count", "").isdecimal() else 0, 60
        )
        points = [ActPointForm(request.POST, prefix=f"points-{n}", executors=executors) for n in range(count)]
        return Step(form, points)
    form.is_valid()
    found = points_of(str(request.POST.get("text", ""))[:MOST_LETTERS], named_in_text(actor, today))
    return Step(form, [_shown(n, each, executors, today) for n, each in enumerate(found)])


def _shown(place: int, found: FoundPoint, executors: Choices, today: date) -> ActPointForm:
    initial = {
        "taken": True, "number": found.number, "text": found.text, "executor": found.executor,
        "due_on": found.due_on if found.due_on and found.due_on >= today else None,
        "every": found.every, "on_control": True,
    }  # fmt: skip
    return ActPointForm(initial=initial, prefix=f"points-{place}", executors=executors)


def _give(request: HttpRequest, document_id: UUID, step: Step, actor: Actor) -> Resolution | None:
    """The taken points as one resolution of the act’s signer; None when a form is wrong."""
    wrong = [each for each in (step.form, *step.points) if not each.is_valid()]
    if wrong:
        return None
    taken = [each for each in step.points if each.cleaned_data["taken"]]
    entries = []
    for place, each in enumerate(taken):
        try:
            entries.append(each.entry())
        except Refused as refused:
            raise Refused(refused.sentence, field=f"points-{place}-{refused.field}") from refused
    author = Person.objects.get(pk=int(step.form.cleaned_data["author"]))
    entry = ResolutionEntry(tuple(entries), author=author, origin=Origin.ACT)
    key = request.POST.get("idempotency_key", "")[:200] or str(uuid4())
    return actions.issue_resolution(document_id, entry, key=key, by=actor).resolution


def _put(refused: Refused, step: Step) -> None:
    """The refusal at its field: `points-2-executor` counts the points that were taken."""
    parts = (refused.field or "").split("-")
    taken = [each for each in step.points if each.is_bound and each.is_valid() and each.cleaned_data["taken"]]
    if len(parts) == 3 and parts[1].isdecimal() and int(parts[1]) < len(taken):
        form = taken[int(parts[1])]
        form.add_error(parts[2] if parts[2] in form.fields else None, refused.sentence)
    step.form.add_error(None, refused.sentence)
