"""Registering a document of any stream: scan left, form right. `filling` chooses the form by the kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obih.appeals.forms import ApplicantsForm
from obih.desk.filling import HEADINGS, NewCard, form_for, register, screen_of
from obih.desk.guarding import said_at_review, similar_of, twins_of
from obih.desk.keeping import actor_of, kept_journal, next_card
from obih.desk.last_values import LastCard, last_card, leader
from obih.desk.layout import folded, lay_out
from obih.desk.repeats import is_the_same, registered_before
from obih.desk.replying import chosen
from obih.desk.scans import scan_context
from obih.desk.views.drafts import attach, card_or_404, words_of
from obih.desk.views.journal import journal_or_404
from obih.history.idempotency import KeyReused
from obih.history.keys import uuid7
from obih.law.rules import Due, due_on
from obih.people.actors import Actor
from obih.registry import actions, queries
from obih.registry.access import why_not_register
from obih.registry.cards import CardFile
from obih.registry.duplicates import Duplicate, DuplicateFound
from obih.registry.forms import IncomingForm
from obih.registry.models import Deadline, Journal, PendingCard, Registration
from obih.registry.rules import PatternProblem
from obih.registry.streams import comes_to_us
from obih.registry.vocabulary import FileRole, Stream
from obih.ui.forms import Combobox
from obih.ui.refusals import Refused
from obih.workdays.queries import calendar_for


def registration(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    journal = _journal(request, code)
    if request.method == "POST":
        return _posted(request, actor, journal)
    card = card_or_404(actor, request.GET["card"]) if request.GET.get("card") else None
    if card is not None and card.person_id != actor.person_id:
        raise Refused(
            f"Картку заповнює {card.person.full_name}: візьміть її собі на сторінці «Очікує реєстрації»"
        )
    last = last_card(actor, journal)
    form = _blank(actor, journal, last, card, {**_number_chosen(request), **chosen(request, actor)})
    return _page(request, journal, form, last, card=card, card_id=card.pk if card else uuid7())


def _journal(request: HttpRequest, code: str) -> Journal:
    """The journal to register in; who only reads it hears why he may not, others that it is absent."""
    actor = actor_of(request)
    kept = None if actor.read_only else kept_journal(request, code)
    if kept is not None:
        return kept
    journal = journal_or_404(actor, code)
    raise Refused(why_not_register(actor, journal) or "У цьому журналі ви не реєструєте")


def _blank(
    actor: Actor, journal: Journal, last: LastCard, card: PendingCard | None, chosen: dict[str, Any]
) -> NewCard:
    """A form with what is usual, or with what was typed before; `chosen` is what the address names."""
    now = timezone.localtime()
    initial: dict[str, Any] = {
        "received_time": f"{now:%H:%M}",
        "first_reviewer": (first := leader(journal, now.date(), card)),
        "signer": f"p{first}" if first and not comes_to_us(journal.stream) else "",
        **last.defaults(),
        **said_at_review(card),
    }
    typed = card.fields if card else {}
    form = form_for(actor, journal, initial=initial | {**typed, **chosen})
    for name, field in form.fields.items():
        if isinstance(field.widget, Combobox):
            field.widget.text = typed.get(f"{name}_text", "")
    if not form.initial.get("case_index"):
        form.initial["case_index"] = _only_case(form)
    return form


def _number_chosen(request: HttpRequest) -> dict[str, str]:
    """«Внести за номером» of the page of numbers comes here with the number in the address."""
    number = request.GET.get("number", "")
    return {"number_from": "held", "number_held": number} if number else {}


def _only_case(form: NewCard) -> int | None:
    """The case when there is but one to choose from."""
    field = form.fields.get("case_index")
    cases = (
        list(field.queryset.all()[:2])
        if isinstance(field, ModelChoiceField) and field.queryset is not None
        else []
    )
    return cases[0].pk if len(cases) == 1 else None


def _page(
    request: HttpRequest,
    journal: Journal,
    form: NewCard,
    last: LastCard,
    *,
    card: PendingCard | None,
    card_id: UUID,
    **more: Any,
) -> HttpResponse:
    layout = lay_out(form, last.for_f2(), fold=_fold_wanted(request, form))
    context: dict[str, Any] = {
        "journal": journal,
        "form": form,
        "card_id": card_id,
        "heading": HEADINGS[Stream(journal.stream)],
        "lines": layout.lines,
        "basis": layout.basis,
        "fold": layout.fold,
        "fold_count": layout.count,
        "fold_open": bool(layout.fold),
        "numbers": layout.numbers,
        "numbers_open": layout.numbers_open,
        "last_number": last.number,
        "warned": [(form[name], sentence) for name, sentence in form.warnings.items() if name in form.errors],
        "draft_url": reverse("desk:draft", args=[card_id]),
        "files_url": reverse("desk:draft_files", args=[card_id]),
        "remarks_url": reverse("desk:registration_remarks", args=[journal.code]),
        "fields_url": reverse("desk:registration_fields", args=[journal.code]),
        "saved_at": timezone.localtime(card.saved_at) if card else None,
        "done": _done(request, journal),
        **scan_context(card),
        **_remarks(actor_of(request), journal, form, card),
        **more,
    }
    response = render(request, "desk/registration.html", context, status=422 if form.is_bound else 200)
    if getattr(request, "htmx", False) and request.method == "GET":
        response["HX-Replace-Url"] = request.path + (f"?card={card.pk}" if card else "")
    return response


def _fold_wanted(request: HttpRequest, form: NewCard) -> bool:
    """Whether the fold is drawn at once: asked for, remembered as open, or something stands in it."""
    if request.COOKIES.get("fold") == "open" or request.POST.get("then") == "fold":
        return True
    typed = form.data if form.is_bound else form.initial
    return any(typed.get(code) for code in folded(form) if code not in USUALLY_FILLED)


USUALLY_FILLED = frozenset({"regime", "language", "access_basis"})
"""Fields of the fold that the kind or the habit fills in by itself."""


# ── what comes with a POST ───────────────────────────────────────────


def _posted(request: HttpRequest, actor: Actor, journal: Journal) -> HttpResponse:
    card_id = _card_id(request)
    if found := registered_before(actor, card_id):
        return _repeated(request, actor, journal, found, card_id)
    card = queries.pending_card(actor, card_id)
    if request.POST.get("then") in ("fold", "more"):
        form = form_for(actor, journal, initial=words_of(request))
        return _page(request, journal, form, last_card(actor, journal), card=card, card_id=card_id)
    refusal = ""
    if request.POST.get("then") == "postpone" or request.FILES:
        card = actions.save_pending(journal, words_of(request), card_id=card_id, by=actor)
        refusal = _attach(request, actor, card)
    if request.POST.get("then") == "postpone" and not refusal:
        actions.postpone(card_id, by=actor)
        messages.success(request, "Картку відкладено: вона чекає тут.")
        return HttpResponseRedirect(reverse("desk:waiting"))
    form = form_for(actor, journal, request.POST)
    found_twins: list[Duplicate] = []
    if form.is_valid() and not refusal:
        try:
            registered = _register(form, card, card_id, actor)
        except DuplicateFound as twins:
            found_twins = twins.found
            form.add_error(None, "Такий лист уже є. Порівняйте і, якщо ваш інший, напишіть, чим саме")
        except PatternProblem as problem:
            form.add_error("case_index", str(problem))
        except KeyReused:
            return _repeated(request, actor, journal, registered_before(actor, card_id), card_id)
        except Refused as refused:
            refused.put_on(form)
        else:
            return _after(request, actor, journal, registered.registration_id)
    more: dict[str, Any] = {"refusal": refusal}
    if found_twins:
        more["duplicates"] = found_twins
    last = last_card(actor, journal)
    return _page(request, journal, form, last, card=card, card_id=card_id, **more)


def _card_id(request: HttpRequest) -> UUID:
    """The id of the half-filled card; it is also the key that makes a repeated POST one deed.

    Where the key is spent, the two buttons that begin another card use the fresh one beside it.
    """
    anew = "fresh_key" in request.POST and request.POST.get("then") in ("anew", "postpone")
    try:
        return UUID(request.POST.get("fresh_key" if anew else "idempotency_key", ""))
    except ValueError:
        return uuid7()


def _repeated(
    request: HttpRequest, actor: Actor, journal: Journal, found: Registration | None, card_id: UUID
) -> HttpResponse:
    """The key has given a number: the same form gets it again, another one is not taken (422) but kept as a
    new card, which a button of its own registers."""
    form = form_for(actor, journal, request.POST)
    if found is not None and is_the_same(request, form, found, card_id, actor):
        return _after(request, actor, journal, found.pk)
    last = last_card(actor, journal)
    return _page(request, journal, form, last, card=None, card_id=uuid7(), spent=card_id, given=found)


def _attach(request: HttpRequest, actor: Actor, card: PendingCard) -> str:
    """Hang the files of a plain POST on the card; gives the sentence about one that was not taken."""
    try:
        role = request.POST.get("role") or ("annex" if card.files.all() else "main")
        attach(actor, card.pk, request.FILES.getlist("files"), role)
    except Refused as refusal:
        return refusal.sentence
    return ""


def _register(form: NewCard, card: PendingCard | None, card_id: UUID, actor: Actor) -> actions.Registered:
    """Give the number. Files of the half-filled card go along, and the card itself goes."""
    rows = list(card.files.select_related("content").all()) if card else []
    files = [CardFile(row.content.as_stored(row.name), row.name, FileRole(row.role)) for row in rows]
    return register(form, files, key=str(card_id), by=actor, pending_id=card.pk if card else None)


def _after(request: HttpRequest, actor: Actor, journal: Journal, registration_id: UUID) -> HttpResponse:
    """The next empty card with the number on top; «і наступний» takes up the next one of the tray."""
    address = f"{reverse('desk:registration', args=[journal.code])}?done={registration_id}"
    if request.POST.get("then") == "next" and (waiting := next_card(actor, journal)):
        address += f"&card={waiting.pk}"
    return HttpResponseRedirect(address)


@dataclass(frozen=True)
class Done:
    """What was just registered, for the bar above the next empty card."""

    number: str
    sequence_text: str
    url: str
    answer_by: date | None


def _done(request: HttpRequest, journal: Journal) -> Done | None:
    """The number just given, for the bar; only what the actor himself may see."""
    told = request.GET.get("done", "")
    try:
        found = Registration.objects.filter(
            pk=UUID(told), journal=journal, registered_by=actor_of(request).person_id
        ).first()
    except ValueError:
        return None
    if found is None:
        return None
    answer_by = (
        Deadline.objects.filter(document=found.document_id).values_list("effective_on", flat=True).first()
    )
    url = reverse("desk:document", args=[found.document_id])
    return Done(found.number, str(found.sequence), url, answer_by)


# ── what changes while one types ─────────────────────────────────────


@require_POST
def fields(request: HttpRequest, code: str) -> HttpResponse:
    """What the chosen kind brings: its access and ground, and the fold if it is drawn (or asked for by
    `?fold=open`), filled with what was typed. Nothing is checked or kept."""
    actor = actor_of(request)
    journal = _journal(request, code)
    data = request.POST.copy()
    known = form_for(actor, journal, data)
    kind = known.rules.kinds.get(known.kind_code)
    if _is_another_screen(known, str(data.get("shown_kind") or "")):
        return _reopened(request, actor, journal)
    if kind is not None and data.get("shown_kind") not in (None, kind.code):
        data["regime"] = kind.regime
        if kind.access == "restricted":
            data["access_level"] = "restricted"
    typed = {name: value for name, value in data.items() if isinstance(value, str)}
    form = form_for(actor, journal, initial=typed)
    fold = "fold_drawn" in data or request.GET.get("fold") == "open"
    layout = lay_out(form, last_card(actor, journal).for_f2() if fold else {}, fold=fold)
    context: dict[str, Any] = {"fold": layout.fold, "basis": layout.basis, "form": form, "oob": True}
    context["follow"] = [
        form[name].as_widget(attrs={"class": "input", "hx-swap-oob": "true"})
        for name in FOLLOWS_KIND
        if name in form.fields
    ]
    response = render(request, "desk/_fold.html", context)
    if not fold:
        response["HX-Reswap"] = "none"
    return response


FOLLOWS_KIND = ("access_level", "channel")
"""Choices whose list or value the kind decides."""


def _is_another_screen(form: NewCard, shown: str) -> bool:
    """Whether the chosen kind is filled in on another screen than the one that is shown."""
    before = form.rules.kinds.get(shown)
    return before is not None and screen_of(before) != screen_of(form.rules.kind(form.kind_code))


def _reopened(request: HttpRequest, actor: Actor, journal: Journal) -> HttpResponse:
    """The other screen with what has been typed, which is kept for it first."""
    card = actions.save_pending(journal, words_of(request), card_id=_card_id(request), by=actor)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = f"{reverse('desk:registration', args=[journal.code])}?card={card.pk}"
    return response


@require_POST
def remarks(request: HttpRequest, code: str) -> HttpResponse:
    """The duplicate guard and the term, counted from what is typed so far."""
    actor = actor_of(request)
    journal = _journal(request, code)
    card = queries.pending_card(actor, _card_id(request))
    form = form_for(actor, journal, request.POST)
    told = {"card_id": _card_id(request), **_remarks(actor, journal, form, card)}
    return render(request, "desk/_remarks.html", told)


def _remarks(actor: Actor, journal: Journal, form: NewCard, card: PendingCard | None) -> dict[str, Any]:
    if not isinstance(form, IncomingForm):
        return {}
    due = _due(form)
    twins = twins_of(actor, journal, _said(form), card) if form.is_bound or card else []
    return {
        "due": due,
        "no_term": due is None,
        "duplicates": twins,
        "similar": None if twins or not form.is_bound else similar_of(actor, _said(form)),
        "not_duplicate_because": form["not_duplicate_because"].value() or "",
        **_earlier(form),
    }


def _earlier(form: NewCard) -> dict[str, Any]:
    """What the same applicant wrote before, to be marked as repeated."""
    if not isinstance(form, ApplicantsForm):
        return {}
    return {"earlier": form.earlier(), "chosen": str(form["repeats"].value() or "")}


def _due(form: NewCard) -> Due | None:
    """The term by law, counted as registration will count it; None where the law sets none."""
    said = _said(form)
    chosen = str(said.get("term") or "")
    term = form.rules.terms.get(chosen) or form.rules.term_for(form.kind_code, str(said.get("regime") or ""))
    if term is None or term.unit == "none":
        return None
    moment = said.get("received_moment")
    received = moment if isinstance(moment, datetime) else timezone.now()
    return due_on(received, term, calendar_for(), form.rules.cap_of(term))


def _said(form: NewCard) -> dict[str, Any]:
    """What can be read of a form that is still being filled in."""
    if form.is_bound:
        form.is_valid()
        return form.cleaned_data
    return {"regime": form.initial.get("regime"), "term": form.initial.get("term")}
