"""Drafts of resolutions and the folder «на резолюцію», made for a phone first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from obih.people.actors import Actor
from obih.registry.forms.fields import TextField
from obih.registry.queries import Record
from obih.registry.rules import deadline_state
from obih.tasks import actions, rules
from obih.tasks.access import acts_as, why_not_prepare, why_not_resolve
from obih.tasks.forms.resolution import ResolutionForm, typed_from
from obih.tasks.queries.suggesting import KnownExecutors, usual_executors
from obih.tasks.queries.to_resolve import Draft, draft_in, draft_of, to_resolve, what_became
from obih.tasks.views.going_on import QUEUE, go_on, queue_of
from obih.tasks.views.parts import actor_of, journal_of, record_or_404
from obih.tasks.views.resolving import answer, page, told_of, warn_of_vague
from obih.tasks.views.typing import first_page, offered_within
from obih.tasks.vocabulary import ResolutionState
from obih.ui.refusals import Conflict, Refused


class WordsForm(forms.Form):
    """A few words that go with a decision."""

    words = TextField(most=500, many_lines=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, label: str, missing: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["words"].label = label
        self.fields["words"].error_messages["required"] = missing


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """One document of the folder with its prepared resolution; the next one comes by itself."""
    actor = actor_of(request)
    rows = to_resolve(actor)
    if not rows:
        return render(request, "tasks/to_resolve_empty.html", {"actor": actor})
    at = next((n for n, each in enumerate(rows) if str(each.document_id) == request.GET.get("at")), 0)
    row = rows[at]
    following = rows[(at + 1) % len(rows)].document_id if len(rows) > 1 else ""
    draft = draft_in(row.document_id, row.draft) if row.draft else None
    context = _card(request, actor, record_or_404(request, row.document_id), draft)
    context |= {"place": at + 1, "count": len(rows), "queue": str(following)}
    if draft is None and (usual := usual_executors(actor)):
        context |= {"usual": usual, "phrases": offered_within(actor, row.due_on)[:4]}
    return render(request, "tasks/to_resolve.html", context)


def _card(request: HttpRequest, actor: Actor, record: Record, draft: Draft | None) -> dict[str, Any]:
    today, nearest = timezone.localdate(), record.nearest
    due = nearest if nearest and nearest.met_at is None else None
    reviewer = record.document.first_reviewer
    whose, name = (reviewer.pk, reviewer.full_name) if reviewer else (None, "")
    if draft:
        whose, name = draft.resolution.author_id, draft.resolution.author_label
    acts_for = whose != actor.person_id and acts_as(actor, whose)
    return {
        "record": record,
        "card_url": f"/documents/{record.id}/",
        "draft": draft,
        "points": [(each, rules.vague_parts(each.text)) for each in draft.points] if draft else [],
        "due": deadline_state(due.effective_on, met=False, today=today) if due else None,
        "instead_of": name if acts_for else "",
        "actor": actor,
        **first_page(record),
    }


def draft_or_404(request: HttpRequest, resolution_id: UUID) -> tuple[Draft, Record]:
    """A draft that the actor decides on or may prepare; absent and hidden look alike."""
    draft = draft_of(resolution_id, actor_of(request))
    if draft is None:
        raise Http404
    record = record_or_404(request, draft.resolution.document_id)
    if not (acts_as(actor_of(request), draft.resolution.author_id) or _prepares(request, record)):
        raise Http404
    return draft, record


def _prepares(request: HttpRequest, record: Record) -> bool:
    return not why_not_prepare(actor_of(request), record.document, journal_of(record))


@require_safe
def draft(request: HttpRequest, resolution_id: UUID) -> HttpResponse:
    """A draft by itself: its author decides, who prepared it changes it or puts it away."""
    found, record = draft_or_404(request, resolution_id)
    if found.resolution.state in (ResolutionState.ISSUED, ResolutionState.DROPPED):
        return HttpResponseRedirect(f"/documents/{record.id}/")
    actor = actor_of(request)
    context = _card(request, actor, record, found)
    own = acts_as(actor, found.resolution.author_id)
    waits = found.resolution.state == ResolutionState.PREPARED
    context |= {
        "decides": own and waits,
        "changes": own or _prepares(request, record),
        "queue": queue_of(request),
    }
    return render(request, "tasks/to_resolve.html", context)


@require_POST
def acceptance(request: HttpRequest, resolution_id: UUID) -> HttpResponse:
    """One tap: the draft becomes the resolution and the next document comes."""
    found, record = draft_or_404(request, resolution_id)
    try:
        done = actions.accept_prepared(resolution_id, version=_version(request, found), by=actor_of(request))
    except Refused as refused:
        return _too_late(request, record, resolution_id, refused)
    messages.success(request, f"{record.number}: {told_of(done)}")
    return go_on(request, record.id)


def _too_late(request: HttpRequest, record: Record, resolution_id: UUID, refused: Refused) -> HttpResponse:
    """What happened to the draft since it was shown: the new version to decide on, or on to the next one."""
    now = draft_of(resolution_id, actor_of(request))
    became = what_became(record.id, resolution_id)
    if now is None or now.resolution.state != ResolutionState.PREPARED:
        messages.warning(request, f"{record.number}: {became or refused.sentence}.")
        return go_on(request, record.id)
    changed = isinstance(refused, Conflict)
    context = _card(request, actor_of(request), record, now)
    context |= {"decides": True, "changes": True, "queue": queue_of(request)}
    context["happened"] = f"{became}. Це нова версія: прочитайте її." if changed else refused.sentence
    return render(request, "tasks/to_resolve.html", context, status=refused.status)


def _version(request: HttpRequest, found: Draft) -> int:
    told = request.POST.get("version", "")
    return int(told) if told.isdecimal() and len(told) < 9 else found.resolution.version


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, resolution_id: UUID) -> HttpResponse:
    """The draft typed anew: its author puts it on so, who prepares puts it before him again."""
    found, record = draft_or_404(request, resolution_id)
    actor, own = actor_of(request), acts_as(actor_of(request), found.resolution.author_id)
    if found.resolution.state not in (ResolutionState.PREPARED, ResolutionState.RETURNED):
        raise Refused("Цю резолюцію вже накладено або відкинуто")
    own = own and found.resolution.state == ResolutionState.PREPARED
    places, initial = typed_from(found.resolution)
    posted = request.POST if request.method == "POST" else None
    form = ResolutionForm(
        posted,
        known=KnownExecutors(actor, timezone.localdate()),
        places=None if posted is not None else places,
        initial=initial,
    )

    def act() -> HttpResponse:
        version = form.cleaned_data["version"] or found.resolution.version
        points = form.entries()
        if own:
            done = actions.accept_prepared(resolution_id, version=version, points=points, by=actor)
            messages.success(request, f"{record.number}: {told_of(done)}")
        else:
            actions.change_prepared(resolution_id, points, version=version, by=actor)
            messages.success(request, f"Проєкт чекає: {found.resolution.author_label}.")
        warn_of_vague(request, points)
        return go_on(request, record.id)

    said = answer(request, form, actor, act)
    if said is not None:
        return said
    stale = form.refused_with == Conflict.status
    if stale:
        form.renew_version(found.resolution.version)
    context = {
        "now": found.points if stale else [],
        "title": "Змінити й накласти" if own else "Змінити проєкт резолюції",
        "button": "Накласти резолюцію" if own else "Передати на резолюцію",
        "returned_because": found.resolution.returned_because,
        "draft": found.resolution,
    }
    return page(request, record, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def returning(request: HttpRequest, resolution_id: UUID) -> HttpResponse:
    """Send a draft back, saying what is wrong."""
    found, record = draft_or_404(request, resolution_id)
    actor = actor_of(request)
    if not acts_as(actor, found.resolution.author_id):
        raise Refused("Проєкт повертає той, чия це резолюція")
    form = WordsForm(
        request.POST or None,
        label="Що змінити",
        missing="Напишіть, що змінити: це прочитає той, хто готував",
        initial={"version": found.resolution.version},
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.return_prepared(
                resolution_id,
                because=told["words"],
                version=told["version"] or found.resolution.version,
                by=actor,
            )
        except Refused as refused:
            form.add_error("words" if refused.field else None, refused.sentence)
        else:
            messages.success(
                request, f"{record.number}: проєкт повернуто. {found.resolution.prepared_label}."
            )
            return go_on(request, record.id)
    return _words(request, record, form, title="Повернути проєкт", button="Повернути")


@require_POST
def removal(request: HttpRequest, resolution_id: UUID) -> HttpResponse:
    """Put a draft away."""
    found, record = draft_or_404(request, resolution_id)
    actions.drop_prepared(resolution_id, version=_version(request, found), by=actor_of(request))
    messages.success(request, "Проєкт резолюції відкинуто.")
    return go_on(request, record.id)


@require_http_methods(["GET", "HEAD", "POST"])
def passing(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The document is read and needs no resolution: «до відома», «до справи»."""
    record = record_or_404(request, document_id)
    if refusal := why_not_resolve(actor_of(request), record.document):
        raise Refused(refusal)
    form = WordsForm(
        request.POST or None, label="Що з документом", initial={"words": "До відома"},
        missing="Напишіть, що з документом: «до відома», «до справи»",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.pass_without_resolution(
                document_id, note=form.cleaned_data["words"], by=actor_of(request)
            )
        except Refused as refused:
            form.add_error("words" if refused.field else None, refused.sentence)
        else:
            messages.success(request, f"{record.number}: розглянуто без резолюції.")
            return go_on(request, document_id)
    return _words(request, record, form, title="Без резолюції", button="Розглянуто")


def _words(request: HttpRequest, record: Record, form: WordsForm, **context: str) -> HttpResponse:
    back = queue_of(request)
    context |= {"back_url": f"{QUEUE}?at={record.id}" if back is not None else f"/documents/{record.id}/"}
    shown = {"record": record, "form": form, "queue": back, "actor": actor_of(request), **context}
    return render(request, "tasks/words.html", shown, status=422 if form.is_bound else 200)
