"""What every page of a sitting begins with."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from obih.council import queries
from obih.council.access import journals_of, why_not_keep
from obih.council.models import AgendaItem
from obih.files.serving import disposition
from obih.people.actors import Actor
from obih.people.models import Sitting
from obih.ui.refusals import Refused


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def sitting_or_404(request: HttpRequest, sitting_id: int) -> Sitting:
    found = queries.sitting_for(actor_of(request), sitting_id)
    if found is None:
        raise Http404
    return found


def kept_or_refused(request: HttpRequest, sitting_id: int) -> Sitting:
    """The sitting to be changed. To whoever does not see it it is absent; a reader is told who may."""
    found = sitting_or_404(request, sitting_id)
    if refusal := why_not_keep(actor_of(request), journals_of(found.body)):
        raise Refused(refusal)
    return found


def item_or_404(sitting: Sitting, item_id: int) -> AgendaItem:
    found = (
        AgendaItem.objects.filter(sitting=sitting, pk=item_id)
        .select_related("decision__document", "rapporteur", "sitting__body")
        .first()
    )
    if found is None:
        raise Http404
    return found


def back_to(sitting: Sitting) -> str:
    return reverse("council:sitting", args=[sitting.pk])


def title_of(sitting: Sitting) -> str:
    return f"Засідання № {sitting.number}, {sitting.form}"


def around(sitting: Sitting, **more: Any) -> dict[str, Any]:
    """What the templates of a sitting’s pages share."""
    return {"sitting": sitting, "heading": title_of(sitting), "back_url": back_to(sitting), **more}


def download(made: bytes, name: str, kind: str = "application/pdf") -> HttpResponse:
    response = HttpResponse(made, content_type=kind)
    response["Content-Disposition"] = disposition(name)
    response["Cache-Control"] = "private, no-store"
    return response
