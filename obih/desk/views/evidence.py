"""The page «Докази, що старіють»: signatures to be stamped anew, and what services have not answered on.

Whose signatures they are is not shown: whoever looks after trust need not see the documents. Those that he
sees anyway are linked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from obih.desk.keeping import actor_of
from obih.people.access import why_not_manage_trust
from obih.people.actors import Actor
from obih.registry.models import DocumentFile
from obih.registry.queries import Record, records, visible_to
from obih.signatures.actions.raising import ask_services_now, switch_services
from obih.signatures.queries.raising import (
    EvidenceLine,
    ageing_lines,
    evidence_state,
    services_are_asked,
    waiting_lines,
)


@dataclass(frozen=True)
class Row:
    """A line with the documents that the reader may see."""

    line: EvidenceLine
    documents: tuple[Record, ...]


@require_safe
def ageing(request: HttpRequest) -> HttpResponse:
    """What is to be renewed within a year, and what waits for services."""
    actor, now = _manager(request), timezone.now()
    ageing, waiting = ageing_lines(now), waiting_lines(now)
    documents = _documents(actor, [each.sha256 for each in (*ageing, *waiting)])
    context = {
        "state": evidence_state(now),
        "ageing": _rows(ageing, documents),
        "waiting": _rows(waiting, documents),
        "is_on": services_are_asked(),
        "is_allowed": settings.ASKS_TRUST_SERVICES,
    }
    return render(request, "desk/evidence.html", context)


@require_POST
def ask_now(request: HttpRequest) -> HttpResponse:
    """Ask the services at once instead of at the next try."""
    count = ask_services_now(by=_manager(request))
    messages.success(request, f"Служби спитаємо за дві хвилини, файлів: {count}")
    return HttpResponseRedirect(reverse("desk:evidence"))


@require_POST
def services(request: HttpRequest) -> HttpResponse:
    """Have services of trust asked from now on, or not."""
    wanted = request.POST.get("ask") == "yes"
    switch_services(are_asked=wanted, by=_manager(request))
    messages.success(request, "Служби питатимемо" if wanted else "Служб більше не питаємо")
    return HttpResponseRedirect(reverse("desk:evidence"))


def _manager(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if refusal := why_not_manage_trust(actor):
        raise PermissionDenied(refusal)
    return actor


def _documents(actor: Actor, hashes: list[str]) -> dict[str, tuple[Record, ...]]:
    """By file: the documents it lies in, of those the actor may see."""
    if not hashes:
        return {}
    rows = DocumentFile.objects.filter(content__in=hashes, document__in=visible_to(actor), withdrawal=None)
    pairs = list(rows.order_by("content", "order").values_list("content", "document"))
    seen = {each.id: each for each in records(actor, [document for _, document in pairs], only=frozenset())}
    found: dict[str, tuple[Record, ...]] = {}
    for content, document in pairs:
        if document in seen:
            found[content] = (*found.get(content, ()), seen[document])
    return found


def _rows(lines: Iterable[EvidenceLine], documents: dict[str, tuple[Record, ...]]) -> list[Row]:
    return [Row(each, documents.get(each.sha256, ())) for each in lines]
