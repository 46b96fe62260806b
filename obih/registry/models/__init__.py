"""Documents, journals, numbers, correspondents."""

from obih.registry.models.access import AccessRow, JournalReader
from obih.registry.models.correspondents import Correspondent
from obih.registry.models.deadlines import Deadline, DeadlineChange
from obih.registry.models.desk import PendingCard, PendingFile, SavedView
from obih.registry.models.documents import Closure, Copy, Document, DocumentFile, Instance, Link, Party
from obih.registry.models.journals import Allocation, Counter, Journal, Registration

__all__ = [
    "AccessRow",
    "Allocation",
    "Closure",
    "Copy",
    "Correspondent",
    "Counter",
    "Deadline",
    "DeadlineChange",
    "Document",
    "DocumentFile",
    "Instance",
    "Journal",
    "JournalReader",
    "Link",
    "Party",
    "PendingCard",
    "PendingFile",
    "Registration",
    "SavedView",
]
