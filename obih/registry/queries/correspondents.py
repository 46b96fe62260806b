"""The directory, as far as one may look into it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from obih.people.actors import Actor
from obih.registry.directory import alike, ranked
from obih.registry.models import (
    Correspondent,
    CorrespondentGroup,
    CorrespondentMerge,
    Journal,
    JournalReader,
    Party,
)
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
    """Entries the actor may see: if he registers somewhere, all bodies and the people who wrote to his
    institutions; else those whose letters he sees. One merged into another is not among them.

    That somebody stands in the directory says that he wrote to us, so to others he is absent. Asks one or
    two statements at once: whoever sees few documents is answered from them, so that the directory of a
    million letters is not gone through in vain.
    """
    if not actor.principals:
        return Correspondent.objects.none()
    registers = JournalReader.objects.filter(principal__in=actor.principals, may_register=True)
    organisations = set(registers.values_list("journal__organisation", flat=True))
    everyone = Correspondent.objects.filter(merged_into=None)
    if organisations:
        return everyone.filter(Q(is_natural=False) | Q(kept_by=None) | Q(kept_by__in=organisations))
    places = newest(actor, most=FEW_DOCUMENTS + 1)
    if len(places) <= FEW_DOCUMENTS:
        mine = Party.objects.filter(document__in=[document for _, document in places])
        return everyone.filter(pk__in=mine.exclude(correspondent=None).values("correspondent"))
    parties = Party.objects.filter(visible_rows(actor, "document_id"), correspondent=OuterRef("pk"))
    return everyone.filter(Exists(parties))


def suggest_correspondents(
    actor: Actor, text: str, journal: Journal | None = None, limit: int = 12
) -> list[Suggestion]:
    """Who may be meant: by the beginnings of words of a name or alias, by code, by e-mail; in either layout.
    What is not found so is looked for by likeness, which forgives typos.

    Those who wrote most in the last 90 days come first; that is counted among the newest five
    hundred documents of the journal that the actor himself may see.
    """
    recent = _recent(actor, journal)
    found = _matching(actor, text, recent, limit)
    other = other_layout(text)
    if not found and other:
        found = _matching(actor, other, recent, limit)
    if not found and text.strip():
        found = _alike(actor, text, limit) or (_alike(actor, other, limit) if other else [])
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


def _alike(actor: Actor, text: str, limit: int) -> list[Correspondent]:
    ids = alike(text)
    rows = correspondents_for(actor).filter(pk__in=ids).prefetch_related("aliases") if ids else []
    return ranked(text, rows, limit)


def _condition(text: str) -> Q | None:
    """By words, and by code or e-mail if it looks like one; None when there is nothing to look by."""
    cleaned = text.replace("\0", "").strip()[:200]
    words = words_of(cleaned)
    condition = None
    if words:
        condition = Q(words=SearchQuery(prefix_query(words), config="simple", search_type="raw"))
    if cleaned.isdecimal() and len(cleaned) >= 3:
        code = Q(edrpou__startswith=cleaned) | Q(rnokpp=cleaned)
        condition = code if condition is None else condition | code
    if "@" in cleaned:
        mail = Q(email__istartswith=cleaned)
        condition = mail if condition is None else condition | mail
    return condition


def _note(each: Correspondent) -> str:
    parts = [f"ЄДРПОУ {each.edrpou}" if each.edrpou else "", each.address, each.email]
    return ", ".join(part for part in parts if part)


def groups_for(actor: Actor) -> QuerySet[CorrespondentGroup]:
    """Groups of addressees of the institutions where the actor registers."""
    registers = JournalReader.objects.filter(principal__in=actor.principals, may_register=True)
    return CorrespondentGroup.objects.filter(
        organisation__in=registers.values("journal__organisation")
    ).select_related("organisation")


def merges_into(correspondent: Correspondent) -> QuerySet[CorrespondentMerge]:
    """Entries that were merged into this one, the latest first; for those who keep the directory."""
    return CorrespondentMerge.objects.filter(kept=correspondent, undone_at=None).select_related("gone")
