"""Where one goes after a decision: the next document of the folder, or back to the card."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

QUEUE = "/to-resolve/"


def queue_of(request: HttpRequest) -> str | None:
    """The document that follows in the folder («» after the last); None for who did not come from it."""
    told = request.POST.get("queue", request.GET.get("queue"))
    if told is None:
        return None
    try:
        return str(UUID(told))
    except ValueError:
        return ""


def go_on(request: HttpRequest, document_id: UUID) -> HttpResponse:
    following = queue_of(request)
    if following is None:
        return HttpResponseRedirect(f"/documents/{document_id}/")
    return HttpResponseRedirect(f"{QUEUE}?at={following}" if following else QUEUE)
