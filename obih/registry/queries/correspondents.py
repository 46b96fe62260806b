"""The directory, as far as one may look into it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from obih.people.actors import Actor
from obih.registry.models import Correspondent, Journal, JournalReader, Party
from obih.registry.queries.lists import newest
from obih.registry.queries.visibility import visible_rows
from obih.registry.rules import prefix_query, words_of
from obih.registry.vocabulary import PartyRole
from obih.ui.layout import other_layout

RECENT_DAYS = 90
RECENT_DOCUMENTS = 500
FEW_DOCUMENTS = 1000


@dataclass(frozen=True)
class Suggestion:
    """A row of the list; `note` tells namesakes apart, `recent` is how often he wrote lately."""

    id: int
    name: str
    short_name: str
    note: str
    is_natural: bool
    recent: int


def correspondents_for(actor: Actor) -> QuerySet[Correspondent]:
    """Entries the actor may see: all of them if he registers somewhere, else those whose letters he sees.

    That somebody stands in the directory says that he wrote to us, so to others he is absent. Asks one or
    two statements at once: whoever sees few documents is answered from them, so that the directory of a
    million letters is not gone through in vain.
    """
    if not actor.principals:
        return Correspondent.objects.none()
    if JournalReader.objects.filter(principal__in=actor.principals, may_register=True).exists():
        return Correspondent.objects.all()
    places = newest(actor, most=FEW_DOCUMENTS + 1)
    if len(places) <= FEW_DOCUMENTS:
        mine = Party.objects.filter(document__in=[document for _, document in places])
        return Correspondent.objects.filter(pk__in=mine.exclude(correspondent=None).values("correspondent"))
    parties = Party.objects.filter(visible_rows(actor, "document_id"), correspondent=OuterRef("pk"))
    return Correspondent.objects.filter(Exists(parties))


def suggest_correspondents(
    actor: Actor, text: str, journal: Journal | None = None, limit: int = 12
) -> list[Suggestion]:
    """Who may be meant: by the beginnings of words of the name, by ЄДРПОУ, by e-mail; in either layout.

    Those who wrote most in the last 90 days come first; that is counted among the newest five
    hundred documents of the journal that the actor himself may see.
    """
    recent = _recent(actor, journal)
    found = _matching(actor, text, recent, limit)
    other = other_layout(text)
    if not found and other:
        found = _matching(actor, other, recent, limit)
    return [
        Suggestion(each.pk, each.name, each.short_name, _note(each), each.is_natural, recent.get(each.pk, 0))
        for each in found
    ]


def _recent(actor: Actor, journal: Journal | None) -> Counter[int]:
    since = timezone.now() - timedelta(days=RECENT_DAYS)
    places = newest(
        actor, journal=journal, narrow=lambda rows: rows.filter(dated_at__gte=since), most=RECENT_DOCUMENTS
    )
    parties = Party.objects.filter(
        document__in=[document for _, document in places], role=PartyRole.SENDER
    ).exclude(correspondent=None)
    return Counter(parties.values_list("correspondent_id", flat=True)) if places else Counter()


def _matching(actor: Actor, text: str, recent: Counter[int], limit: int) -> list[Correspondent]:
    rows = correspondents_for(actor)
    if text.strip():
        condition = _condition(text)
        if condition is None:
            return []
        rows = rows.filter(condition)
    frequent = {each.pk: each for each in rows.filter(pk__in=[pk for pk, _ in recent.most_common(100)])}
    found = [frequent[pk] for pk, _ in recent.most_common(100) if pk in frequent][:limit]
    if len(found) < limit and text.strip():
        found += rows.exclude(pk__in=list(frequent)).order_by("name")[: limit - len(found)]
    return found


def _condition(text: str) -> Q | None:
    """By words, and by code or e-mail if it looks like one; None when there is nothing to look by."""
    cleaned = text.replace("\0", "").strip()[:200]
    words = words_of(cleaned)
    condition = None
    if words:
        condition = Q(words=SearchQuery(prefix_query(words), config="simple", search_type="raw"))
    if cleaned.isdecimal() and len(cleaned) >= 3:
        code = Q(edrpou__startswith=cleaned)
        condition = code if condition is None else condition | code
    if "@" in cleaned:
        mail = Q(email__istartswith=cleaned)
        condition = mail if condition is None else condition | mail
    return condition


def _note(each: Correspondent) -> str:
    parts = [f"ЄДРПОУ {each.edrpou}" if each.edrpou else "", each.address, each.email]
    return ", ".join(part for part in parts if part)
