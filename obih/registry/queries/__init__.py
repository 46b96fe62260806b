"""What people ask of the registry; every answer starts from `visible_to`."""

from obih.registry.queries.filters import JournalFilter
from obih.registry.queries.journals import JournalPage, journal_for, journal_page, journals_for, saved_views
from obih.registry.queries.lists import CappedCount, Cursor
from obih.registry.queries.rows import JournalRow
from obih.registry.queries.visibility import visible_to

__all__ = [
    "CappedCount",
    "Cursor",
    "JournalFilter",
    "JournalPage",
    "JournalRow",
    "journal_for",
    "journal_page",
    "journals_for",
    "saved_views",
    "visible_to",
]
