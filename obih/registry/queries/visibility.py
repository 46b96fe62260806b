"""The one door: which documents an actor may see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from obih.people.actors import Actor
from obih.registry.access import READ
from obih.registry.models import AccessRow, Document


def reading_principals(actor: Actor) -> tuple[int, ...]:
    """The principals an actor reads by: none for a service without the scope to read."""
    if actor.kind == "service" and READ not in actor.scopes:
        return ()
    return actor.principals


def visible_to(actor: Actor) -> QuerySet[Document]:
    """The documents this actor may see. Every list, count, export, preview and suggestion starts here.

    Whoever has no principals sees nothing. A service needs the scope to read besides its rows. Lists that
    must be quick at a million documents walk the same rows principal by principal: `lists.newest`.
    """
    principals = reading_principals(actor)
    if not principals:
        return Document.objects.none()
    return Document.objects.filter(visible_rows(actor, "pk"))


def visible_rows(actor: Actor, document: str) -> Exists:
    """«The document named by this column is visible», as a condition of a query on another table."""
    rows = AccessRow.objects.filter(document=OuterRef(document), principal__in=reading_principals(actor))
    return Exists(rows)
