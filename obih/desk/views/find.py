"""Quick find from the strip."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from obih.desk.keeping import actor_of
from obih.registry import queries
from obih.registry.rules import sought
from obih.ui.layout import other_layout
from obih.ui.words import counted

MOST = 50


def find(request: HttpRequest) -> HttpResponse:
    """Results as a list; a number that means one document opens its card at once."""
    text = request.GET.get("q", "").strip()[:200]
    rows = queries.find(actor_of(request), text, limit=MOST) if text else []
    if len(rows) == 1 and sought(text).ordinals and not request.GET.get("list"):
        return HttpResponseRedirect(reverse("desk:document", args=[rows[0].document_id]))
    count = counted(len(rows), "документ", "документи", "документів")
    more = "понад " if len(rows) == MOST else ""
    context = {
        "text": text,
        "rows": rows,
        "title": f"За «{text}»: {more}{count}" if rows else (f"За «{text}» нічого" if text else "Пошук"),
        "other": other_layout(text) if not rows else None,
    }
    return render(request, "desk/find.html", context)


def suggestions(request: HttpRequest) -> HttpResponse:
    """The first few results under the search box, as one types."""
    text = request.GET.get("q", "").strip()[:200]
    rows = queries.find(actor_of(request), text, limit=7) if len(text) > 1 else []
    return render(request, "desk/_find_suggestions.html", {"rows": rows, "text": text})
