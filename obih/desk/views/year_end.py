"""The turn of the year: journals closed with their figures, the next year’s opened beforehand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from obih.desk import exporting
from obih.desk.keeping import actor_of
from obih.desk.views.journal import journal_or_404
from obih.files.serving import disposition
from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.registry import actions
from obih.registry.actions.periods import Outcome, why_not_close_yet
from obih.registry.models import Journal
from obih.registry.printing_numbers import register_pdf
from obih.registry.printing_periods import printed_carried
from obih.registry.queries.numbers import held_numbers, reads_numbers
from obih.registry.queries.periods import (
    PeriodEnd,
    carried_over,
    cases_of_year,
    period_ends,
    year_journals,
)
from obih.ui.parts import View
from obih.ui.words import counted

SHOWN = 30
"""How many open documents of a journal the preview lists; all of them stand on paper."""
EARLIEST = 1991


def _kept(request: HttpRequest) -> tuple[Actor, list[Journal]]:
    """Journals whose ends this person keeps; who keeps none finds nothing here."""
    actor = actor_of(request)
    journals = year_journals(actor)
    if not journals:
        raise Http404
    return actor, journals


def _year(request: HttpRequest) -> int:
    """The year asked for; in the first half of a year the last one, later this one."""
    today = timezone.localdate()
    told = request.POST.get("year") or request.GET.get("year") or ""
    if told.isdecimal() and len(told) == 4 and EARLIEST <= int(told) <= today.year:
        return int(told)
    if told:
        raise Http404
    return today.year - 1 if today.month < 7 else today.year


@require_safe
def year_end(request: HttpRequest) -> HttpResponse:
    _, journals = _kept(request)
    return _page(request, journals, _year(request), [])


def _page(request: HttpRequest, journals: list[Journal], year: int, outcomes: list[Outcome]) -> HttpResponse:
    ends = period_ends(journals, str(year))
    this_year = timezone.localdate().year
    address = reverse("desk:year_end")
    next_year = year + 1
    context = {
        "year": year,
        "next_year": next_year,
        "views": [
            View(f"{each} рік", f"{address}?year={each}", current=each == year)
            for each in (this_year - 1, this_year)
        ],
        "groups": _groups(ends),
        "open_left": [each for each in ends if not each.is_closed],
        "why_not_close": why_not_change(actor_of(request)) or why_not_close_yet(journals[0], str(year)),
        "may_open": next_year in (this_year, this_year + 1),
        "why_not_open": why_not_change(actor_of(request)),
        "cases": _offered(journals, next_year),
        "refusals": [each for each in outcomes if not each.done],
        "indexes": {
            name.removeprefix("case-"): value for name, value in request.POST.items()
            if name.startswith("case-")
        },
    }  # fmt: skip
    status = 422 if context["refusals"] else 200
    return render(request, "desk/year_end.html", context, status=status)


def _offered(journals: list[Journal], year: int) -> list[tuple[str, str]]:
    """Indexes of the next year’s cases, each once, with a title."""
    codes = {each.organisation.code for each in journals}
    return list({each.index: each.title for each in cases_of_year(codes, year)}.items())


def _groups(ends: list[PeriodEnd]) -> list[tuple[str, list[PeriodEnd]]]:
    """The lines of each organisation under its name."""
    found: dict[str, list[PeriodEnd]] = {}
    for each in ends:
        found.setdefault(each.journal.organisation.name, []).append(each)
    return list(found.items())


def closing(request: HttpRequest) -> HttpResponse:
    """What will become of the marked journals; a POST closes them, each in its own transaction."""
    actor, journals = _kept(request)
    year = _year(request)
    told = request.POST if request.method == "POST" else request.GET
    marked = set(told.getlist("journal"))
    chosen = [each for each in journals if each.code in marked]
    if marked - {each.code for each in chosen}:
        raise Http404
    address = f"{reverse('desk:year_end')}?year={year}"
    if not chosen:
        messages.info(request, "Позначте журнали, які треба закрити.")
        return HttpResponseRedirect(address)
    if request.method == "POST":
        outcomes = actions.close_journal_periods(chosen, str(year), by=actor)
        _tell(request, outcomes, "Закрито")
        if any(not each.done for each in outcomes):
            return _page(request, journals, year, outcomes)
        return HttpResponseRedirect(address)
    return render(request, "desk/year_closing.html", _closing_context(actor, chosen, year, address))


def _closing_context(actor: Actor, chosen: list[Journal], year: int, address: str) -> dict[str, Any]:
    period = str(year)
    ends = [each for each in period_ends(chosen, period) if not each.is_closed]
    rows = []
    for each in ends:
        held = held_numbers(actor, each.journal, period=period)
        open_rows = carried_over(actor, each.journal, period)
        rows.append(
            {"end": each, "held": held, "carried": open_rows[:SHOWN], "more": len(open_rows) - SHOWN,
             "carried_url": reverse("desk:carried", args=[each.journal.code, period])}
        )  # fmt: skip
    refusals = {why for each in ends if (why := why_not_close_yet(each.journal, period))}
    return {
        "year": year,
        "rows": rows,
        "why_not": why_not_change(actor) or next(iter(refusals), None),
        "back_url": address,
        "count_words": counted(len(rows), "журнал", "журнали", "журналів"),
    }


@require_POST
def openings(request: HttpRequest) -> HttpResponse:
    """Open the next year of the marked journals, each with the case written beside it."""
    actor, journals = _kept(request)
    year = _year(request)
    marked = set(request.POST.getlist("journal"))
    chosen = [each for each in journals if each.code in marked]
    if marked - {each.code for each in chosen}:
        raise Http404
    address = f"{reverse('desk:year_end')}?year={year}"
    if not chosen:
        messages.info(request, "Позначте журнали, які треба відкрити.")
        return HttpResponseRedirect(address)
    indexes = {each.pk: request.POST.get(f"case-{each.code}", "")[:30] for each in chosen}
    outcomes = actions.open_periods(chosen, str(year + 1), indexes, by=actor)
    _tell(request, outcomes, f"Відкрито на {year + 1} рік")
    if any(not each.done for each in outcomes):
        return _page(request, journals, year, outcomes)
    return HttpResponseRedirect(address)


def _tell(request: HttpRequest, outcomes: list[Outcome], done: str) -> None:
    number = sum(each.done for each in outcomes)
    if number:
        messages.success(request, f"{done}: {counted(number, 'журнал', 'журнали', 'журналів')}.")


@require_safe
def carried(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """«Перехідні документи» of a journal for paper."""
    actor, journal = _reader(request, code)
    context = {
        "printed": printed_carried(actor, journal, period[:20]),
        "pdf_url": reverse("desk:carried_file", args=[code, period, "pdf"]),
        "xlsx_url": reverse("desk:carried_file", args=[code, period, "xlsx"]),
        "back_url": reverse("desk:journal", args=[code]),
    }
    return render(request, "registry/numbers_print.html", context)


@require_safe
def carried_file(request: HttpRequest, code: str, period: str, kind: str) -> HttpResponseBase:
    actor, journal = _reader(request, code)
    if kind not in ("pdf", "xlsx"):
        raise Http404
    printed = printed_carried(actor, journal, period[:20])
    name = f"Перехідні документи, {journal.title}, {period[:20]}.{kind}"
    if kind == "xlsx":
        rows = [list(printed.columns), *(list(line) for line in printed.lines)]
        return exporting.respond("xlsx", name, rows)
    response = HttpResponse(register_pdf(printed), content_type="application/pdf")
    response["Content-Disposition"] = disposition(name)
    response["Cache-Control"] = "private, no-store"
    return response


def _reader(request: HttpRequest, code: str) -> tuple[Actor, Journal]:
    actor = actor_of(request)
    journal = journal_or_404(actor, code)
    if not reads_numbers(actor, journal):
        raise Http404
    return actor, journal
