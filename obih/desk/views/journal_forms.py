"""The forms of journals: which columns a stream is printed in, and what stands in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from obih.desk.keeping import actor_of
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry.access import why_not_change_layouts
from obih.registry.actions.layouts import CONFIDENCE, MOST_COLUMNS, change_layout, reset_layout
from obih.registry.layout_parts import labels_for
from obih.registry.layouts import FORMS, Column, layout_of, layouts
from obih.registry.vocabulary import Stream
from obih.ui.refusals import Refused

BLANK_ROWS = 2
CONFIDENCE_WORDS = {"H": "певна", "M": "потребує звірки", "L": "умовна"}


@dataclass(frozen=True)
class Row:
    """A column on the page where it is changed."""

    number: int
    title: str
    width: str
    parts: tuple[str, ...]
    """Labels of what stands there; an empty one to add by."""


def _allowed(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if why_not_change_layouts(actor) and not actor.read_only:
        raise Http404
    return actor


def stream_name(stream: str) -> str:
    return str(Stream(stream).label) if stream in Stream.values else "особистий прийом"


@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    _allowed(request)
    rows = [
        (each, stream_name(each.stream), CONFIDENCE_WORDS.get(each.confidence, ""), each.pk is not None)
        for each in layouts()
    ]
    return render(request, "desk/journal_forms.html", {"rows": rows})


def form(request: HttpRequest, stream: str) -> HttpResponse:
    """One form; a POST changes it, with `reset` it is again what a hromada starts from."""
    actor = _allowed(request)
    if stream not in FORMS:
        raise Http404
    if request.method != "POST":
        layout = layout_of(stream)
        told = {"title": layout.title, "legal_basis": layout.legal_basis, "confidence": layout.confidence}
        return _page(request, stream, told, _rows(layout.columns, stream), "")
    if request.POST.get("reset"):
        reset_layout(stream, by=actor)
        messages.success(request, "Форма знову така, як була спочатку.")
        return HttpResponseRedirect(request.path)
    told = {name: request.POST.get(name, "")[:400] for name in ("title", "legal_basis", "confidence")}
    try:
        change_layout(stream, columns=_columns(request, stream), by=actor, **told)
    except Refused as refusal:
        return _page(request, stream, told, _typed(request), str(refusal))
    messages.success(request, "Форму записано: журнали цього потоку друкуються в ній.")
    return HttpResponseRedirect(request.path)


def _page(
    request: HttpRequest, stream: str, told: dict[str, str], rows: list[Row], refusal: str
) -> HttpResponse:
    context: dict[str, Any] = {
        "stream_name": stream_name(stream),
        "told": told,
        "rows": rows,
        "labels": sorted(set(labels_for(stream, profile()).values())),
        "confidence": [(code, CONFIDENCE_WORDS[code]) for code in CONFIDENCE],
        "refusal": refusal,
        "back_url": reverse("desk:journal_forms"),
    }
    return render(request, "desk/journal_form.html", context, status=422 if refusal else 200)


def _rows(columns: list[Column], stream: str) -> list[Row]:
    labels = labels_for(stream, profile())
    rows = [
        Row(
            number,
            str(each["title"]),
            f"{float(each.get('width') or 1):g}".replace(".", ","),
            (*(labels.get(part, part) for part in each.get("parts") or ()), ""),
        )
        for number, each in enumerate(columns, 1)
    ]
    blank = min(BLANK_ROWS, MOST_COLUMNS - len(rows))
    return rows + [Row(len(rows) + n + 1, "", "1", ("", "")) for n in range(blank)]


def _typed(request: HttpRequest) -> list[Row]:
    """The rows as they were typed, so that nothing is lost."""
    return [
        Row(
            number,
            request.POST.get(f"title-{number}", ""),
            request.POST.get(f"width-{number}", ""),
            (*(each for each in request.POST.getlist(f"part-{number}")[:8] if each.strip()), ""),
        )
        for number in range(1, MOST_COLUMNS + 1)
        if f"title-{number}" in request.POST
    ]


def _columns(request: HttpRequest, stream: str) -> list[Column]:
    """The columns in the order of their places; a row without a heading is left out."""
    by_label = {label: name for name, label in reversed(labels_for(stream, profile()).items())}
    found = []
    for row in _typed(request):
        if not row.title.strip():
            continue
        place = request.POST.get(f"place-{row.number}", "")
        order = int(place) if place.isdecimal() and len(place) < 4 else row.number
        try:
            width = float(row.width.replace(",", ".") or 1)
        except ValueError as error:
            raise Refused(f"Графа «{row.title}»: ширина — число, наприклад 1,5") from error
        parts = [by_label.get(each.strip(), each.strip()) for each in row.parts if each.strip()]
        found.append((order, row.number, {"title": row.title, "width": width, "parts": parts}))
    return [column for _, _, column in sorted(found, key=lambda each: each[:2])]
