"""Filters of a journal kept under a name."""

from __future__ import annotations

from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.registry.models import Journal, SavedView
from obih.registry.queries.journals import journal_for
from obih.ui.refusals import Refused

MOST_VIEWS = 30


def save_view(journal: Journal, name: str, query: str, *, by: Actor) -> SavedView:
    """Keep a filter (`JournalFilter.query`) under a name; the same name again replaces it. One’s own look
    at a journal is no event."""
    if (refusal := why_not_change(by)) or by.account_id is None:
        raise Refused(refusal or "Вигляд зберігає людина")
    named = " ".join(name.replace("\0", "").split())[:60]
    if not named:
        raise Refused("Назвіть вигляд", field="name")
    if journal_for(by, journal.code) is None:
        raise Refused("Такого журналу немає")
    mine = SavedView.objects.filter(account=by.account_id, journal=journal)
    if mine.exclude(name=named).count() >= MOST_VIEWS:
        raise Refused(f"Збережених виглядів уже {MOST_VIEWS}: вилучіть зайвий")
    view, _ = SavedView.objects.update_or_create(
        account_id=by.account_id,
        journal=journal,
        name=named,
        defaults={"query": query.replace("\0", "")[:1000]},
    )
    return view


def remove_view(view_id: int, *, by: Actor) -> None:
    if refusal := why_not_change(by):
        raise Refused(refusal)
    SavedView.objects.filter(pk=view_id, account=by.account_id).delete()
