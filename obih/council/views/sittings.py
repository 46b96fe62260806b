"""The list of sittings; opening one, looking at one, mending it, noting the day of signing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from obih.council import actions, queries
from obih.council.access import journals_of, why_not_keep
from obih.council.forms import SigningForm, SittingForm
from obih.council.queries import ItemLine
from obih.council.views.pages import actor_of, around, back_to, kept_or_refused, sitting_or_404
from obih.people.access import why_not_change
from obih.people.models import Sitting
from obih.registry.actions import note_reading
from obih.ui.parts import Step, View
from obih.ui.refusals import Refused
from obih.ui.words import counted, short_date


@require_safe
def sittings(request: HttpRequest) -> HttpResponse:
    """Sittings of a year; the stranger’s list is empty."""
    actor = actor_of(request)
    found = queries.sittings_for(actor)
    years = [each.year for each in found.dates("held_on", "year", order="DESC")]
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else (years[0] if years else None)
    rows = list(queries.with_counts(found.filter(held_on__year=year))) if year else []
    here = reverse("council:sittings")
    context = {
        "rows": rows,
        "years": [View(str(each), f"{here}?year={each}", current=each == year) for each in years],
        "may_open": bool(queries.kept_bodies(actor)),
    }
    return render(request, "council/sittings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    bodies = queries.kept_bodies(actor)
    if not bodies:
        raise Refused(why_not_change(actor) or "Засідання відкриває той, хто реєструє в журналі його рішень")
    form = SittingForm(
        request.POST or None, bodies=bodies, initial={"held_on": timezone.localdate(), "form": "чергове"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_sitting(**form.cleaned_data, by=actor)
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, "Засідання відкрито. Тепер вставте порядок денний.")
            return HttpResponseRedirect(reverse("council:agenda", args=[made.pk]))
    context = {
        "form": form,
        "title": "Нове засідання",
        "button": "Відкрити засідання",
        "back_url": reverse("council:sittings"),
    }
    return render(request, "council/sitting_edit.html", context, status=422 if form.is_bound else 200)


@require_safe
def sitting(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """The agenda with its votes and numbers, and what is to be done next."""
    actor = actor_of(request)
    found = sitting_or_404(request, sitting_id)
    lines = queries.lines_of(actor, found)
    for document in queries.restricted_among(lines):
        note_reading(document, by=actor)
    return render(request, "council/sitting.html", _page(request, found, lines, SigningForm()))


def _page(request: HttpRequest, found: Sitting, lines: list[ItemLine], signing: SigningForm) -> dict:  # type: ignore[type-arg]
    numbered = [each for each in lines if each.is_numbered]
    signed = [each for each in numbered if each.decision and each.decision.signed_on]
    return around(
        found,
        lines=lines,
        steps=_steps(lines, numbered, signed),
        why_not=why_not_keep(actor_of(request), journals_of(found.body)),
        awaits_votes=sum(each.awaits_votes for each in lines),
        awaits_number=sum(each.awaits_number for each in lines),
        numbered=len(numbered),
        may_extract=any(not each.is_hidden for each in numbered),
        unsigned=len(numbered) - len(signed),
        signing=signing,
    )


def _steps(lines: list[ItemLine], numbered: list[ItemLine], signed: list[ItemLine]) -> list[Step]:
    """Agenda, votes, numbers, signing: which is done and which is on."""
    votes = sum(each.decision is not None for each in lines)
    missing = sum(each.awaits_votes for each in lines)
    waiting = sum(each.awaits_number for each in lines)
    done = [
        bool(lines),
        bool(votes) and not missing,
        bool(numbered) and not waiting,
        bool(signed) and len(signed) == len(numbered),
    ]
    dates = [each.decision.signed_on for each in signed if each.decision and each.decision.signed_on]
    notes = [
        counted(len(lines), "пункт", "пункти", "пунктів") if lines else "ще порожній",
        f"немає для {missing}" if missing else (f"записано {votes}" if votes else "далі"),
        counted(len(numbered), "рішення", "рішення", "рішень") if numbered else "далі",
        short_date(max(dates)) if dates else "далі",
    ]
    now = next((place for place, each in enumerate(done) if not each), None)
    titles = ("Порядок денний", "Голосування", "Нумерація", "Підписання")
    return [
        Step(title, note, "done" if is_done else "now" if place == now else "next")
        for place, (title, note, is_done) in enumerate(zip(titles, notes, done, strict=True))
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Mend the number, the day, the form."""
    found = kept_or_refused(request, sitting_id)
    initial = {"number": found.number, "held_on": found.held_on, "form": found.form}
    form = SittingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_sitting(found, **form.cleaned_data, by=actor_of(request))
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, "Засідання змінено.")
            return HttpResponseRedirect(back_to(found))
    context = around(found, form=form, title="Змінити засідання", button="Зберегти")
    return render(request, "council/sitting_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def signing(request: HttpRequest, sitting_id: int) -> HttpResponse:
    found = kept_or_refused(request, sitting_id)
    form = SigningForm(request.POST)
    if form.is_valid():
        try:
            count = actions.note_signing(found, on=form.cleaned_data["on"], by=actor_of(request))
        except Refused as refused:
            refused.put_on(form)
        else:
            said = counted(count, "рішення", "рішень", "рішень")
            messages.success(request, f"Дату підписання записано для {said}.")
            return HttpResponseRedirect(back_to(found))
    lines = queries.lines_of(actor_of(request), found)
    return render(request, "council/sitting.html", _page(request, found, lines, form), status=422)
