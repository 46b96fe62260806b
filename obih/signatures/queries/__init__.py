"""What people ask of signatures. Whether the asker may see a file is checked by the room that asks."""

from obih.signatures.queries.seals import (
    FileSeals,
    Seal,
    read_told,
    report_of,
    seals_among,
    seals_of,
    told_columns,
    told_of,
)
from obih.signatures.queries.trust import TrustLine, changes_of, counts, earlier_versions, trust_lines

__all__ = [
    "FileSeals",
    "Seal",
    "TrustLine",
    "changes_of",
    "counts",
    "earlier_versions",
    "read_told",
    "report_of",
    "seals_among",
    "seals_of",
    "told_columns",
    "told_of",
    "trust_lines",
]
