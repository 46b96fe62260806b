"""The one door: which documents an actor may see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from obih.people.actors import Actor
from obih.registry.models import AccessRow, Document


def visible_to(actor: Actor) -> QuerySet[Document]:
    """The documents this actor may see. Every list, count, export, preview and suggestion starts here.

    Whoever has no principals sees nothing. A service needs the scope to read besides its rows.
    """
    if not actor.principals or (actor.kind == "service" and "documents:read" not in actor.scopes):
        return Document.objects.none()
    rows = AccessRow.objects.filter(document=OuterRef("pk"), principal__in=actor.principals)
    return Document.objects.filter(Exists(rows))
