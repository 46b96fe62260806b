"""The week in five lines, as a page."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from obih.tasks.access import why_not_see_board
from obih.tasks.queries.week import week_of
from obih.tasks.views.parts import actor_of


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if refusal := why_not_see_board(actor):
        raise PermissionDenied(refusal)
    return render(request, "tasks/week.html", {"week": week_of(actor, timezone.localdate())})
