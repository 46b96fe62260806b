"""The page of a task: what is to be done, by whom, what was said, and what can be done now."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from obih.files.serving import respond
from obih.registry.actions import note_reading
from obih.registry.vocabulary import Access
from obih.tasks.deeds import groups_of
from obih.tasks.forms.deeds import seen_words
from obih.tasks.models import Step
from obih.tasks.queries.task import TaskPage, duty_of, file_of, task_page
from obih.tasks.views.parts import actor_of
from obih.ui.parts import Happening
from obih.ui.words import short_date


def page_or_404(request: HttpRequest, point_id: int) -> TaskPage:
    """The task; absent and of a hidden document look alike. A restricted one’s reading is noted."""
    actor = actor_of(request)
    page = task_page(actor, point_id)
    if page is None:
        raise Http404
    if page.point.document.access_level == Access.RESTRICTED:
        note_reading(page.point.document, by=actor)
    return page


@require_safe
def task(request: HttpRequest, point_id: int) -> HttpResponse:
    page, actor = page_or_404(request, point_id), actor_of(request)
    groups = groups_of(actor, page)
    context = {
        "page": page,
        "groups": groups,
        "greyed": any(each.cannot for each in groups),
        "duty": duty_of(page, actor),
        "seen": seen_words(page),
        "happenings": happenings(page),
        "distribution_url": f"/documents/{page.point.document_id}/resolution/?task={page.point.pk}",
    }
    return render(request, "tasks/task.html", context)


def happenings(page: TaskPage) -> list[Happening]:
    """The steps, newest first, each a sentence with its day moved and its reason."""
    return [Happening(each.at, _told(each)) for each in reversed(page.steps)]


def _told(step: Step) -> str:
    kind = str(step.get_kind_display())
    said = format_html("<b>{}.</b> {}", step.by_label, kind[0].upper() + kind[1:])
    if step.old_on and step.new_on and step.old_on != step.new_on:
        said += format_html(": {} → {}", short_date(step.old_on), short_date(step.new_on))
    return said + format_html("<br>{}", step.text) if step.text else said


@require_safe
def report_file(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """A file of a report, always a download."""
    actor = actor_of(request)
    found = file_of(actor, file_id)
    if found is None:
        raise Http404
    document = found.report.point.document
    if document.access_level == Access.RESTRICTED:
        note_reading(document, by=actor)
    return respond(found.content, found.name, request=request)
