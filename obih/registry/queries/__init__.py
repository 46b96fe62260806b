"""What people ask of the registry; every answer starts from `visible_to`."""

from obih.registry.queries.card import Card, document_card
from obih.registry.queries.correspondents import (
    Suggestion,
    correspondents_for,
    groups_for,
    merges_into,
    suggest_correspondents,
)
from obih.registry.queries.filters import JournalFilter
from obih.registry.queries.find import find
from obih.registry.queries.journals import (
    JournalPage,
    Spread,
    journal_for,
    journal_page,
    journals_for,
    saved_views,
    spreading,
)
from obih.registry.queries.lists import CappedCount, Cursor
from obih.registry.queries.pending import pending_card, pending_cards
from obih.registry.queries.records import Record, records
from obih.registry.queries.rows import JournalRow
from obih.registry.queries.visibility import visible_to
from obih.registry.queries.work import MyWork, my_work

__all__ = [
    "CappedCount",
    "Card",
    "Cursor",
    "JournalFilter",
    "JournalPage",
    "JournalRow",
    "MyWork",
    "Record",
    "Spread",
    "Suggestion",
    "correspondents_for",
    "document_card",
    "find",
    "groups_for",
    "journal_for",
    "journal_page",
    "journals_for",
    "merges_into",
    "my_work",
    "pending_card",
    "pending_cards",
    "records",
    "saved_views",
    "spreading",
    "suggest_correspondents",
    "visible_to",
]
