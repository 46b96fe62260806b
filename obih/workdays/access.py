"""Who may change the calendar. Everyone signed in may read it."""

from __future__ import annotations

from obih.law.access import Editing, why_not_edit

CALENDAR_EDITORS = frozenset({"administrator", "clerk"})


def why_not_edit_calendar(actor: Editing) -> str | None:
    return why_not_edit(actor, CALENDAR_EDITORS, "Робочий календар змінює адміністратор або діловод.")
