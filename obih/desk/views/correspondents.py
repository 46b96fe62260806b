"""The directory of those who write to us."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Paginator
from django.db.models import OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from obih.desk.forms import CorrespondentForm
from obih.desk.keeping import actor_of
from obih.desk.views.journal import journal_or_404
from obih.people.actors import Actor
from obih.registry import actions, queries
from obih.registry.access import why_not_keep_correspondents
from obih.registry.models import Correspondent, CorrespondentAlias
from obih.registry.queries.closed_series import closed_series
from obih.ui.htmx import chosen
from obih.ui.parts import Option, Pages
from obih.ui.refusals import Refused
from obih.ui.words import counted

SIZE = 50


def correspondents(request: HttpRequest) -> HttpResponse:
    """The directory in the order of names, or what the words mean."""
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()[:200]
    if text:
        rows: list[Any] = queries.suggest_correspondents(actor, text, None, limit=SIZE)
        pages = Pages(f"Знайдено {len(rows)}" if len(rows) < SIZE else f"Перші {SIZE}: уточніть слова")
    else:
        rows, pages = _page(actor, request.GET.get("page", "1"))
    context = {
        "rows": rows,
        "pages": pages,
        "text": text,
        "why_not": why_not_keep_correspondents(actor),
        "new_url": f"{reverse('desk:correspondent_new')}?{urlencode({'name': text})}",
    }
    return render(request, "desk/correspondents.html", context)


def _page(actor: Actor, number: str) -> tuple[list[Correspondent], Pages]:
    found = queries.correspondents_for(actor).order_by("name", "pk")
    paginator = Paginator(found, SIZE)
    page = paginator.get_page(number)
    address = reverse("desk:correspondents")
    shown = f"{page.start_index()}–{page.end_index()} із {paginator.count}" if paginator.count else ""
    return list(page.object_list), Pages(
        shown,
        next_url=f"{address}?page={page.next_page_number()}" if page.has_next() else "",
        previous_url=f"{address}?page={page.previous_page_number()}" if page.has_previous() else "",
    )


def correspondent_or_404(actor: Actor, correspondent_id: int) -> Correspondent:
    names = CorrespondentAlias.objects.filter(correspondent=OuterRef("pk")).values_list("name")
    rows = queries.correspondents_for(actor).annotate(other_names=ArraySubquery(names))
    found = rows.filter(pk=correspondent_id).first()
    if found is None:
        raise Http404
    return found


def correspondent(request: HttpRequest, correspondent_id: int) -> HttpResponse:
    """A correspondent and his newest letters, of which only those are shown that may be seen."""
    actor = actor_of(request)
    found = correspondent_or_404(actor, correspondent_id)
    filters = queries.JournalFilter({"correspondent": str(found.pk)}, actor=actor)
    page = queries.journal_page(actor, None, filters, size=20)
    closed = closed_series()
    why_not = why_not_keep_correspondents(actor)
    context = {
        "correspondent": found,
        "rows": [row for row in page.rows if row.journal_id not in closed],
        "count": page.count,
        "why_not": why_not,
        "merges": [] if why_not else queries.merges_into(found),
        "requisites": [
            ("Повна назва", found.name),
            ("Коротка назва", found.short_name),
            ("Хто це", "фізична особа" if found.is_natural else "установа або підприємство"),
            ("Інші назви", "; ".join(found.other_names)),  # type: ignore[attr-defined]
            ("Код ЄДРПОУ", found.edrpou),
            ("РНОКПП", found.rnokpp if not why_not else ""),
            ("Адреса", found.address),
            ("Населений пункт", str(found.settlement) if found.settlement else ""),
            ("Пошта", found.email),
            ("Телефон", found.phone),
        ],
    }
    return render(request, "desk/correspondent.html", context)


def new(request: HttpRequest) -> HttpResponse:
    form = CorrespondentForm(request.POST or None, initial={"name": request.GET.get("name", "")[:300]})
    return _edit(request, form, None)


def change(request: HttpRequest, correspondent_id: int) -> HttpResponse:
    found = correspondent_or_404(actor_of(request), correspondent_id)
    return _edit(request, CorrespondentForm(request.POST or None, instance=found), found)


def _edit(request: HttpRequest, form: CorrespondentForm, known: Correspondent | None) -> HttpResponse:
    actor = actor_of(request)
    if refusal := why_not_keep_correspondents(actor):
        raise Refused(refusal)
    if request.method == "POST" and (made := _written(form, known, actor)):
        saved, warnings = made
        messages.success(request, f"Збережено: {saved.name}.")
        for warning in warnings:
            messages.warning(request, warning)
        return HttpResponseRedirect(reverse("desk:correspondent", args=[saved.pk]))
    back = reverse("desk:correspondent", args=[known.pk]) if known else reverse("desk:correspondents")
    context = {"form": form, "known": known, "back_url": back}
    return render(request, "desk/correspondent_edit.html", context, status=422 if form.is_bound else 200)


def _written(
    form: CorrespondentForm, known: Correspondent | None, actor: Actor
) -> tuple[Correspondent, list[str]] | None:
    """What came of saving the form; None when it has errors, which stand in it."""
    if not form.is_valid():
        return None
    try:
        if known is None:
            return actions.add_correspondent(form.cleaned_data, by=actor)
        return actions.change_correspondent(known, form.cleaned_data, by=actor)
    except Refused as refusal:
        refusal.put_on(form)
        return None


def options(request: HttpRequest, code: str) -> HttpResponse:
    """Rows of the combobox «Від кого»; the last one makes a new entry, except where only known ones fit."""
    actor = actor_of(request)
    journal = journal_or_404(actor, code)
    text = request.GET.get("q", "").strip()[:200]
    rows = [
        Option(str(each.id), each.short_name or each.name, _note(each))
        for each in queries.suggest_correspondents(actor, text, journal)
    ]
    if text and not request.GET.get("known"):
        url = f"{reverse('desk:correspondent_inline', args=[code])}?{urlencode({'name': text})}"
        rows.append(Option("", f"Новий: «{text}»", new_url=url))
    return render(request, "ui/components/options.html", {"options": rows})


def _note(row: Any) -> str:
    """What tells namesakes apart on a narrow line: how often he wrote, else his code or address."""
    if row.recent:
        return counted(row.recent, "лист", "листи", "листів") + " за 90 днів"
    return str(row.note)[:40]


def inline(request: HttpRequest, code: str) -> HttpResponse:
    """The short card of a new correspondent under the field; its answer chooses him in the combobox."""
    actor = actor_of(request)
    journal_or_404(actor, code)
    if request.method == "POST":
        form = CorrespondentForm(request.POST, prefix="new")
        if made := _written(form, None, actor):
            saved, _ = made
            return chosen(HttpResponse(status=204), "correspondent", saved.pk, str(saved))
    else:
        form = CorrespondentForm(prefix="new", initial={"name": request.GET.get("name", "")[:300]})
    context = {"form": form, "address": request.path}
    return render(request, "desk/_correspondent_inline.html", context, status=422 if form.is_bound else 200)
