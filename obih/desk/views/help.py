"""Help: one page per screen."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from obih.desk.helping import BY_SLUG, PAGES


@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/help/index.html", _context())


@login_not_required
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Open to everybody: it tells nothing of anybody, and help with signing in is needed before it."""
    found = BY_SLUG.get(slug)
    if found is None:
        raise Http404
    return render(request, found.template, _context())


def _context() -> dict[str, object]:
    return {"pages": PAGES, "help_index": reverse("desk:help_index")}
