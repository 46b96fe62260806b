"""Files of documents: downloads and page images, each after the one visibility rule."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from obih.desk.keeping import actor_of
from obih.files.queries import page_image
from obih.files.serving import respond, respond_page
from obih.registry import actions


@require_safe
def file(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """The file as it came, always a download."""
    found = actions.read_file(file_id, by=actor_of(request))
    if found is None:
        raise Http404
    return respond(found.content, found.name, request=request)


@require_safe
def page(request: HttpRequest, file_id: UUID, page: int) -> HttpResponseBase:
    found = actions.read_file(file_id, by=actor_of(request))
    image = page_image(found.content_id, page) if found else None
    if image is None:
        raise Http404
    return respond_page(image, request=request)
