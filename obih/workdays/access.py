"""Who may change the calendar. Everyone signed in may read it."""

from __future__ import annotations

from obih.law.access import Editing, why_not_edit_rules


def why_not_edit_calendar(actor: Editing) -> str | None:
    """None, or why this person may not change the working calendar."""
    if why_not_edit_rules(actor) is None:
        return None
    if actor.read_only:
        return why_not_edit_rules(actor)
    return "Робочий календар змінює адміністратор."
