"""Putting a resolution on a document: one’s own, a draft for somebody, one that stands on paper."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from obih.history.idempotency import KeyReused
from obih.people.access import Power, may
from obih.people.actors import Actor
from obih.registry.access import why_not_correct
from obih.registry.models import Document, Journal
from obih.registry.queries import Record
from obih.tasks import actions, rules
from obih.tasks.access import acts_as, open_point, why_not_prepare, why_not_resolve
from obih.tasks.actions import Issued, PointEntry
from obih.tasks.forms.resolution import DRAFT, OWN, ResolutionForm
from obih.tasks.models import Point, Review
from obih.tasks.queries.executors import leaders
from obih.tasks.queries.suggesting import KnownExecutors, names_of, suggested, usual_executors
from obih.tasks.queries.to_resolve import nearest_days, reviewers_asked
from obih.tasks.views.going_on import go_on, queue_of
from obih.tasks.views.parts import actor_of, at_the_door, journal_of, record_or_404
from obih.tasks.views.typing import offered_phrases, offered_within, phrase_pressed, side_of
from obih.tasks.vocabulary import Mode
from obih.ui.parts import Option
from obih.ui.post_keys import renew_post_key
from obih.ui.refusals import Refused
from obih.ui.words import counted

Named = list[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
def resolution(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The form of a new resolution; `?task=` distributes a task of one’s own."""
    actor, shown = actor_of(request), None
    if request.method == "POST":
        document, journal = at_the_door(request, document_id)
    else:
        shown = record_or_404(request, document_id)
        document, journal = shown.document, journal_of(shown)
    parent = _parent(request, document_id)
    form = ResolutionForm(
        _typed(request, actor, document_id) if request.method == "POST" else None,
        known=KnownExecutors(actor, timezone.localdate()),
        initial={"author": str(document.first_reviewer_id or "")},
    )
    plain = _is_plain(request) and not why_not_resolve(actor, document, parent)
    if plain:
        form.offer([OWN], [], [])
    else:
        asked, hows = _offer(form, actor, document, journal, parent)
    said = answer(request, form, actor, lambda: _put_on(request, document_id, form, parent, actor))
    if said is not None:
        return said
    if plain:
        asked, hows = _offer(form, actor, document, journal, parent)
    title = "Резолюція" if OWN in hows else "Підготувати або внести резолюцію"
    context = {
        "title": "Розподілити завдання" if parent else title,
        "button": {OWN: "Розподілити" if parent else "Накласти резолюцію"}.get(hows[0], "Записати"),
        "parent": parent,
        "reviewers_url": "" if parent or DRAFT not in hows else f"/documents/{document_id}/reviewers/",
        "asked": asked,
        "instead_of": _instead_of(actor, document) if hows == [OWN] and not parent else "",
    }
    return page(request, shown or record_or_404(request, document_id), form, context)


def _typed(request: HttpRequest, actor: Actor, document_id: UUID) -> QueryDict:
    """What was sent; a phrase chosen in the folder is as if it were typed, with the day it gives."""
    digit = request.POST.get("phrase")
    if not digit:
        return request.POST
    offered = offered_within(actor, nearest_days([document_id]).get(document_id))
    chosen = next((each for each in offered if str(each.digit) == digit), None)
    if chosen is None:
        return request.POST
    told = request.POST.copy()
    told["points-0-text"], told["points-0-due_on"] = chosen.text, chosen.on
    told["points-0-on_control"] = "on" if chosen.on_control else ""
    return told


def _is_plain(request: HttpRequest) -> bool:
    """A resolution of one’s own without a coordinator is read without asking who else might give it."""
    told = request.POST
    return request.method == "POST" and told.get("how", OWN) == OWN and not told.get("coordinator")


def _offer(
    form: ResolutionForm, actor: Actor, document: Document, journal: Journal, parent: Point | None
) -> tuple[list[Review], list[str]]:
    """The whole head of the form; gives whom the document was given to besides, and what may be done."""
    asked = reviewers_asked(document.pk)
    hows = ways(actor, document, journal, parent, asked)
    form.offer(hows, *_people(document, hows, asked))
    return asked, hows


def ways(
    actor: Actor, document: Document, journal: Journal, parent: Point | None, asked: list[Review]
) -> list[str]:
    """What of the form the actor may do here; raises Refused with the reason where it is nothing."""
    others = [each.reviewer_id for each in asked]
    why_not = why_not_resolve(actor, document, parent, others=others)
    if parent is not None:
        if why_not:
            raise Refused(why_not)
        return [OWN]
    hows = [] if why_not else [OWN]
    helps = not why_not_correct(actor, journal) or may(actor, Power.CONTROL, journal.organisation_id)
    if helps and not why_not_prepare(actor, document, journal, others=others):
        hows += [DRAFT, Mode.PAPER.value, Mode.ORAL.value]
    if not hows:
        raise Refused(why_not or "Резолюцію накладає той, хто першим розглядає документ")
    return hows


def _parent(request: HttpRequest, document_id: UUID) -> Point | None:
    told = request.POST.get("task", "") or request.GET.get("task", "")
    if not told:
        return None
    found = open_point(document_id, int(told)) if told.isdecimal() and len(told) < 19 else None
    if found is None:
        raise Http404
    return found


def _people(document: Document, hows: list[str], asked: list[Review]) -> tuple[Named, Named]:
    """Whose resolution it may be, the first reviewer first, and who may coordinate."""
    led = leaders(document.organisation_id, timezone.localdate())
    if hows == [OWN]:
        return [], led if len(led) > 1 else []
    reviewer = document.first_reviewer
    others = [(str(each.reviewer_id), each.reviewer.full_name) for each in asked]
    first = [(str(reviewer.pk), reviewer.full_name)] if reviewer else []
    named = dict([*others, *first]) | dict(led)
    order = dict.fromkeys([key for key, _ in (*first, *others, *led)])
    return [(key, named[key]) for key in order], led if len(led) > 1 else []


def _instead_of(actor: Actor, document: Document) -> str:
    reviewer = document.first_reviewer
    if reviewer and reviewer.pk != actor.person_id and acts_as(actor, reviewer.pk):
        return str(reviewer.full_name)
    return ""


def answer(
    request: HttpRequest, form: ResolutionForm, actor: Actor, act: Callable[[], HttpResponse]
) -> HttpResponse | None:
    """What a POST leads to; None where the form is to be shown (again). Another point and a standard phrase
    are buttons of the form too, so that it works without scripts."""
    if request.method != "POST":
        return None
    then = request.POST.get("then", "")
    if then == "point":
        form.one_more()
        return None
    if then.startswith("executor-"):
        place, _, value = then.removeprefix("executor-").partition("-")
        if value in form.known and (name := names_of([value]).get(value)):
            form.name_executor(place, value, name)
        return None
    if then.startswith("phrase-"):
        if phrase := phrase_pressed(actor, then.removeprefix("phrase-")):
            form.fill_in(phrase.text, phrase.on, on_control=phrase.on_control)
        return None
    if not form.is_valid():
        return None
    try:
        return act()
    except KeyReused as refused:
        renew_post_key(request)
        form.put(refused)
    except Refused as refused:
        form.put(refused)
        form.refused_with = refused.status
    return None


def _put_on(
    request: HttpRequest, document_id: UUID, form: ResolutionForm, parent: Point | None, actor: Actor
) -> HttpResponse:
    entry = form.entry(parent.pk if parent else None)
    key = request.POST.get("idempotency_key", "")[:200] or str(uuid.uuid4())
    if form.how == DRAFT:
        done = actions.prepare_resolution(document_id, entry, key=key, by=actor)
        messages.success(request, f"Проєкт чекає: {done.resolution.author_label}.")
    else:
        done = actions.issue_resolution(document_id, entry, key=key, by=actor)
        messages.success(request, told_of(done, parent))
    warn_of_vague(request, entry.points)
    if parent is not None:
        return HttpResponseRedirect(f"/tasks/{parent.pk}/")
    return go_on(request, document_id)


def told_of(done: Issued, parent: Point | None = None) -> str:
    tasks = counted(done.tasks, "завдання", "завдання", "завдань")
    if parent is not None:
        return f"Розподілено: {tasks}."
    how = {Mode.PAPER: "внесено з паперу", Mode.ORAL: "внесено зі слів"}
    return f"Резолюцію {how.get(Mode(done.resolution.mode), 'накладено')}: {tasks}."


def warn_of_vague(request: HttpRequest, points: tuple[PointEntry, ...]) -> None:
    """Words that name no result, said after the deed: the resolution stands, the next one may be better."""
    words = list(dict.fromkeys(word for each in points for word in rules.vague_words(each.text)))
    if words:
        messages.warning(
            request, f"Не називає результату: «{'», «'.join(words)}». Уточніть, що має бути зроблено."
        )


def page(request: HttpRequest, record: Record, form: ResolutionForm, context: dict[str, Any]) -> HttpResponse:
    """The form with what is written beside it: terms, the first page, phrases."""
    queue = queue_of(request)
    shown = {
        "record": record,
        "form": form,
        "points": form.points(),
        "blank": form.blank_point(),
        "phrases": offered_phrases(actor_of(request)),
        "usual": usual_executors(actor_of(request)),
        "vague_stems": [list(each) for each in rules.VAGUE_STEMS],
        "queue": queue,
        "back_url": f"/documents/{record.id}/" if queue is None else f"/to-resolve/?at={record.id}",
        **side_of(record),
        **context,
    }
    status = form.refused_with if form.is_bound and form.errors else 200
    return render(request, "tasks/resolution.html", shown, status=status)


@require_safe
def executors(request: HttpRequest) -> HttpResponse:
    """Rows of the box «Кому»."""
    text = request.GET.get("q", "").replace("\0", "")[:200]
    rows = suggested(actor_of(request), text, timezone.localdate())
    options = [Option(value, name, note[:60]) for value, name, note in rows]
    return render(request, "ui/components/options.html", {"options": options})
