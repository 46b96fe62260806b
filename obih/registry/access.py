"""Who may, and if not, why not."""

from __future__ import annotations

from obih.people.actors import Actor
from obih.people.vocabulary import Role
from obih.registry.models import Journal

REGISTER = "documents:register"
READ = "documents:read"


def why_not_register(actor: Actor, journal: Journal) -> str | None:
    """Why this actor may not register in this journal, or None.

    Who may is written in the journal’s readers; the clerk of the organisation is one of them from the start.
    """
    if actor.read_only:
        return "Ви дивитеся очима іншої людини: реєструвати можна лише від свого імені"
    if journal.closed_on:
        return (
            f"Журнал «{journal.title}» закрито {journal.closed_on:%d.%m.%Y}: зареєструйте в чинному журналі"
        )
    if actor.kind == "service" and REGISTER not in actor.scopes:
        return "Цьому токену не дозволено реєструвати документи: попросіть адміністратора додати право"
    if actor.kind == "system":
        return None
    allowed = {reader.principal for reader in journal.readers.all() if reader.may_register}
    if allowed.isdisjoint(actor.principals):
        return f"У журналі «{journal.title}» реєструє діловод: передайте йому документ"
    return None


def why_not_correct(actor: Actor, journal: Journal) -> str | None:
    """Why this actor may not change a registered card: those may who register in its journal."""
    if actor.read_only:
        return "Ви дивитеся очима іншої людини: змінювати картку можна лише від свого імені"
    refusal = why_not_register(actor, journal)
    return "Картку виправляє діловод: повідомте йому, що саме не так" if refusal else None


def why_not_manage_journals(actor: Actor) -> str | None:
    if actor.read_only or not (actor.kind == "system" or actor.has_role(Role.ADMINISTRATOR)):
        return "Журнали відкриває і змінює адміністратор"
    return None
