"""Documents, journals, numbers, correspondents."""

from obih.registry.models.access import AccessRow, JournalReader
from obih.registry.models.correspondents import (
    Correspondent,
    CorrespondentAlias,
    CorrespondentGroup,
    CorrespondentMerge,
    CorrespondentTrigram,
)
from obih.registry.models.deadlines import Deadline, DeadlineChange
from obih.registry.models.desk import PendingCard, PendingFile, SavedView
from obih.registry.models.documents import (
    Closure,
    Copy,
    Document,
    DocumentFile,
    FileWithdrawal,
    Instance,
    Link,
    Party,
)
from obih.registry.models.journals import Allocation, Counter, Journal, Registration
from obih.registry.models.numbers import JournalPeriod, PeriodClosure, Reservation, VoidNumber
from obih.registry.models.papers import HandoverLine, HandoverList, JournalLayout, RefusedArrival, RefusedFile

__all__ = [
    "AccessRow",
    "Allocation",
    "Closure",
    "Copy",
    "Correspondent",
    "CorrespondentAlias",
    "CorrespondentGroup",
    "CorrespondentMerge",
    "CorrespondentTrigram",
    "Counter",
    "Deadline",
    "DeadlineChange",
    "Document",
    "DocumentFile",
    "FileWithdrawal",
    "HandoverLine",
    "HandoverList",
    "Instance",
    "Journal",
    "JournalLayout",
    "JournalPeriod",
    "JournalReader",
    "Link",
    "Party",
    "PendingCard",
    "PendingFile",
    "PeriodClosure",
    "RefusedArrival",
    "RefusedFile",
    "Registration",
    "Reservation",
    "SavedView",
    "VoidNumber",
]
