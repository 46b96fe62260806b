"""One sample: bytes that repeat, what they are, and what a verifier must say of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from obih.signatures.crypto.reasons import Verdict
from obih.signatures.testpki import cast

UNREADABLE = "не читається"
VALID, INVALID, INDETERMINATE = Verdict.VALID, Verdict.INVALID, Verdict.INDETERMINATE
WHOLE = "trust"
"""The folder with everything: roots, authorities, services, lists of revoked ones."""


@dataclass(frozen=True)
class Sample:
    """`code` and `says` are the reason it exists for: its own code and a piece of its own sentence."""

    name: str
    about: str
    make: Callable[[], bytes]
    verdict: Verdict | None = VALID
    """None: it is not opened at all."""
    code: str = ""
    says: str = ""
    detached: bool = False
    """Whether its document is LETTER, beside it."""
    trust: str = WHOLE
    at: datetime = cast.AT
    committed: bool = True
    """False for one too big to keep: it is made anew each time."""

    @property
    def answer(self) -> str:
        """The verdict as it is shown."""
        return UNREADABLE if self.verdict is None else self.verdict.value

    @property
    def content(self) -> bytes | None:
        """The document of a detached one."""
        return cast.LETTER if self.detached else None
