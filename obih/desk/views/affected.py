"""Open deadlines that the present calendar puts elsewhere: shown first, then moved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from obih.desk.keeping import actor_of
from obih.people.access import why_not_manage_calendar
from obih.registry import actions
from obih.ui.refusals import Refused
from obih.ui.words import counted
from obih.workdays.affected import shifts_of
from obih.workdays.queries import calendar_for


def affected(request: HttpRequest) -> HttpResponse:
    """The list of deadlines that differ from the calendar; a POST moves them, each with its own event."""
    actor = actor_of(request)
    if refusal := why_not_manage_calendar(actor):
        raise Refused(refusal)
    calendar = calendar_for()
    if request.method == "POST":
        moved = actions.recount_deadlines(calendar, by=actor)
        messages.success(request, f"Перенесено {counted(moved, 'строк', 'строки', 'строків')}.")
        return HttpResponseRedirect(reverse("desk:affected"))
    shifts = shifts_of(calendar, actor)
    count = counted(len(shifts), "строк", "строки", "строків")
    title = f"Календар зсуває {count}" if shifts else "Усі строки відповідають календарю"
    return render(request, "desk/affected.html", {"shifts": shifts, "title": title})
