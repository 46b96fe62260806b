"""Who may change the rules. Everyone signed in may read them."""

from __future__ import annotations

from typing import Protocol

RULE_EDITORS = frozenset({"administrator"})


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


def why_not_edit(actor: Editing, roles: frozenset[str], sentence: str) -> str | None:
    """None for the program itself and for whoever holds one of the roles; else why not."""
    if actor.kind == "system":
        return None
    if actor.read_only:
        return "Ви дивитеся очима іншої людини: змінювати нічого не можна."
    return None if any(actor.has_role(role) for role in roles) else sentence


def why_not_edit_rules(actor: Editing) -> str | None:
    return why_not_edit(actor, RULE_EDITORS, "Правила змінює адміністратор.")
