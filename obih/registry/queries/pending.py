"""Half-filled cards: one’s own and, to be taken over, those of the journals where one registers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from obih.files.models import PageImage
from obih.people.actors import Actor
from obih.people.models import Person
from obih.registry.models import Journal, JournalReader, PendingCard, PendingFile
from obih.signatures.queries import told_of


def pending_cards(actor: Actor, journal: Journal | None = None) -> QuerySet[PendingCard]:
    """Cards that wait for registration, the oldest first; none for whoever registers nowhere."""
    registers = JournalReader.objects.filter(
        journal=OuterRef("journal"), principal__in=actor.principals, may_register=True
    )
    found = PendingCard.objects.filter(Q(person=actor.person_id) | Exists(registers))
    if journal is not None:
        found = found.filter(journal=journal)
    files = Prefetch("files", PendingFile.objects.select_related("content"))
    return found.select_related("journal", "person").prefetch_related(files).order_by("created_at")


def pending_card(actor: Actor, card_id: UUID | str) -> PendingCard | None:
    """The card with its files as `with_previews` gives them, and `leader_id`; two statements."""
    try:
        key = UUID(str(card_id))
    except ValueError:
        return None
    leader = leaders_of(OuterRef("journal__organisation"), timezone.localdate())
    found = pending_cards(actor).filter(pk=key).annotate(leader_id=Subquery(leader))
    files = Prefetch("files", with_previews(PendingFile.objects.all()))
    return found.prefetch_related(None).prefetch_related(files).first()


def with_previews(files: QuerySet[PendingFile]) -> QuerySet[PendingFile]:
    """Files with their contents, previews, `drawn` — the page images as JSON tells them — and `sealed`: what
    their signatures are worth, as `signatures.queries.read_told` takes it."""
    images = PageImage.objects.filter(rendition=OuterRef("content")).order_by("page")
    drawn = ArraySubquery(images.values(told=JSONObject(page="page", width="width", height="height")))
    return (
        files.select_related("content__rendition")
        .defer("content__rendition__text")
        .annotate(drawn=drawn, sealed=told_of("content"))
    )


def leaders_of(organisation: Any, today: date) -> QuerySet[Person, int]:
    """Who reviews first in an organisation unless said otherwise: its leader, at most one id."""
    found = Person.objects.filter(
        appointments__position__organisation=organisation,
        appointments__position__is_leader=True,
        appointments__started_on__lte=today,
        left_on=None,
    )
    return found.order_by("appointments__position__rank").values_list("pk", flat=True)[:1]
