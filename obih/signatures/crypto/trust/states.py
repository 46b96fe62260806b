"""The state of a certificate at a moment, out of lists of revoked certificates and answers of OCSP.

A later word is better than an earlier one: what was issued at or after the moment speaks for it; what was
issued before does only while it promises to (nextUpdate), or within `TOLERANCE` where it promises nothing:
clocks of authorities differ, and a signer asks for the state of his certificate while he signs. A revocation
is for ever: any sound word of it counts, however old; a hold (certificateHold) ends when a later word says
so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.trust.crl import HOLD, REMOVED, Entry
from obih.signatures.crypto.trust.evidence import Evidence
from obih.signatures.crypto.trust.grounds import Silence

TOLERANCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Word:
    """What one sound piece of evidence says of one certificate."""

    evidence: tuple[Evidence, ...]
    issued: datetime
    until: datetime | None
    """nextUpdate."""
    history: tuple[Entry, ...] = ()
    """Changes of its state, the earliest first; empty when it has always been good."""
    remembers_since: datetime | None = None
    """Certificates that expired after this moment are still spoken of; None: only those not expired."""

    def speaks_of(self, certificate: Certificate) -> bool:
        """False when the certificate had expired before, and silence about it means nothing."""
        if self.history or self.issued <= certificate.not_after:
            return True
        return self.remembers_since is not None and self.remembers_since <= certificate.not_after

    def covers(self, at: datetime) -> bool:
        """True when it speaks for this moment."""
        if self.issued >= at:
            return True
        return at <= (self.until if self.until is not None else self.issued + TOLERANCE)

    def revoked(self) -> Entry | None:
        """The first revocation for ever that it tells of."""
        return next((one for one in self.history if one.reason not in (HOLD, REMOVED)), None)

    def held(self, at: datetime) -> bool:
        """True when the certificate was on hold at the moment, as far as it knows."""
        past = [one for one in self.history if one.at <= at]
        return bool(past) and past[-1].reason == HOLD


@dataclass(frozen=True)
class State:
    """What is known of a certificate for a moment; `silence` tells why nothing is."""

    evidence: tuple[Evidence, ...] = ()
    revoked: Entry | None = None
    """Also when it was revoked later than the moment."""
    held: bool = False
    silence: Silence | None = None

    @property
    def known(self) -> bool:
        return self.silence is None


def state_of(
    certificate: Certificate, words: Iterable[Word], silences: Iterable[Silence], at: datetime
) -> State:
    """The state at the moment out of all sound words; `silences` tell what became of the unsound ones."""
    heard = sorted(words, key=lambda word: word.issued)
    revoking = [(word.revoked(), word) for word in heard]
    told = [(entry, word) for entry, word in revoking if entry is not None]
    if told:
        entry, word = min(told, key=lambda pair: pair[0].at)
        return State(word.evidence, revoked=entry, held=heard[-1].held(at))
    speaking = [word for word in heard if word.speaks_of(certificate)]
    covering = [word for word in speaking if word.covers(at)]
    if not covering:
        return State(silence=_why(heard, speaking, list(silences)))
    after = [word for word in covering if word.issued >= at]
    best = after[0] if after else covering[-1]
    return State(best.evidence, held=best.held(at))


def _why(heard: list[Word], speaking: list[Word], silences: list[Silence]) -> Silence:
    found = [Silence.NONE, *silences]
    if heard:
        found.append(Silence.STALE if speaking else Silence.LATE)
    return max(found, key=list(Silence).index)
