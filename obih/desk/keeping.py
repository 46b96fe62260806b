"""Journals that a person keeps: where he gives numbers."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from obih.people.actors import NOBODY, Actor
from obih.registry.models import Journal, PendingCard, Registration
from obih.registry.queries import pending_cards


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request; nobody on pages of errors that never reached the sign-in."""
    actor: Actor = getattr(request, "actor", NOBODY)
    return actor


def kept_journals(request: HttpRequest) -> list[Journal]:
    """Open journals in which the actor registers, those of his own organisation first, each with `waiting`
    and `unscanned`: how many cards wait there, and documents for their scan; `called` tells apart journals of
    one title. One statement a request, whoever asks."""
    found: list[Journal] | None = getattr(request, "_kept_journals", None)
    if found is None:
        found = _kept(actor_of(request))
        request._kept_journals = found  # type: ignore[attr-defined]
    return found


def _kept(actor: Actor) -> list[Journal]:
    if actor.kind != "person" or not actor.principals:
        return []
    rows: Any = Journal.objects.filter(
        closed_on=None, readers__may_register=True, readers__principal__in=actor.principals
    )
    found = rows.select_related("organisation", "default_case").annotate(
        waiting=Count("pending_cards", distinct=True), unscanned=_unscanned()
    )
    titles = Counter(each.title for each in found)
    for each in found:
        where = f", {each.organisation.short_name}" if titles[each.title] > 1 else ""
        each.called = f"{each.title}{where}"
    own = actor.organisation_id
    return sorted(found, key=lambda each: (each.organisation_id != own, each.stream != "incoming", each.pk))


def _unscanned() -> Any:
    """How many documents of a journal wait for a scan; few do, and an index has just these."""
    rows = Registration.objects.filter(
        journal=OuterRef("pk"), moved_to=None, document__awaits_scan=True
    ).order_by()
    return Coalesce(Subquery(rows.values("journal").annotate(told=Count("pk")).values("told")), 0)


def kept_journal(request: HttpRequest, code: str) -> Journal | None:
    """The journal of this code among those that the actor keeps."""
    return next((each for each in kept_journals(request) if each.code == code), None)


def next_card(actor: Actor, journal: Journal) -> PendingCard | None:
    """The oldest card with a file that waits in this journal; None when the tray is empty."""
    return pending_cards(actor, journal).filter(person=actor.person_id, files__isnull=False).first()
