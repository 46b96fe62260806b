"""What a verdict rests on: bytes that somebody else may look at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Evidence:
    """One proof used. `kind` is `certificate`, `ocsp`, `crl` or `timestamp`."""

    kind: str
    raw: bytes
    about: str
    """SHA-256 of the certificate it speaks of; of a timestamp, that of its authority’s certificate."""
    at: datetime | None = None
    """The moment it speaks for: thisUpdate of OCSP and CRL, genTime of a timestamp."""
