"""Who may change the rules. Everyone signed in may read them."""

from __future__ import annotations

from typing import Protocol

EDITOR_ROLE = "administrator"


class Editing(Protocol):
    """What this room asks of whoever acts; `people.actors.Actor` in practice."""

    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def read_only(self) -> bool: ...

    def has_role(self, role: str, organisation_id: int | None = None) -> bool: ...


def why_not_edit_rules(actor: Editing) -> str | None:
    """None, or the sentence that says who changes rules, calendar and nomenclature."""
    if actor.kind == "system":
        return None
    if actor.read_only:
        return "Ви переглядаєте систему за іншу особу: змінювати нічого не можна."
    if not actor.has_role(EDITOR_ROLE):
        return "Правила змінює адміністратор."
    return None
