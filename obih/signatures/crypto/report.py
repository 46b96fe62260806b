"""What a verification hands back: one report a signature, one a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from obih.signatures.crypto import reasons
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.reasons import Reason, Verdict, overall
from obih.signatures.crypto.signer import Signer
from obih.signatures.crypto.sources import Content
from obih.signatures.crypto.timestamps import Stamp
from obih.signatures.crypto.trust.evidence import Evidence

UNPROVEN = {
    reasons.NO_CONTENT,
    reasons.NO_CERTIFICATE,
    reasons.OTHER_CERTIFICATE,
    reasons.UNKNOWN_ALGORITHM,
    reasons.UNKNOWN_CURVE,
    reasons.WEAK_HASH,
}
"""With these the signed bytes themselves are in doubt, not only whom to believe."""


CADES = "CAdES"


@dataclass
class SignatureReport:
    """One signature: verdict, whose, when, and everything a person may ask about it."""

    signer: Signer
    certificate: Certificate | None
    reasons: list[Reason]
    warnings: list[str] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    countersignatures: list[SignatureReport] = field(default_factory=list)
    holds: bool | None = None
    """Whether the signature itself matches its bytes and its certificate’s key; None when it could not be
    tried."""
    chain: list[Certificate] = field(default_factory=list)
    """From the signer’s certificate to the anchor; empty when none was found."""
    evidence: list[Evidence] = field(default_factory=list)
    proven_at: datetime | None = None
    """The earliest sound timestamp over the signature, by an authority that is believed."""
    place: str = ""
    """Where in a container the signature stands; empty for a file that is the signature."""
    judged_at: datetime | None = None
    """The moment for which dates and revocation were judged: proven, else that of the verification."""
    granted: bool | None = None
    """Whether by a trusted list the provider’s service counted then; None: no list, or it knows of none."""

    @property
    def verdict(self) -> Verdict:
        return overall(self.reasons)

    @property
    def claimed_at(self) -> datetime | None:
        """When the signer says it was; a statement, not a proof."""
        return self.signer.claimed_at

    @property
    def sound(self) -> bool:
        """True when the whole mathematics holds and only evidence from outside is missing."""
        return self.holds is True and self.verdict is not Verdict.INVALID and not set(self.reasons) & UNPROVEN


@dataclass
class Document:
    """A document that came with signatures, and which of them (numbers from 1) cover it."""

    name: str
    size: int
    sha256: str
    signed_by: list[int] = field(default_factory=list)


@dataclass
class FileReport:
    """Every signature of a file; `inner` when its content is itself a file of signatures."""

    verdict: Verdict
    reasons: list[Reason]
    signatures: list[SignatureReport]
    detached: bool
    content: Content | None
    inner: FileReport | None = None
    warnings: list[str] = field(default_factory=list)
    at: datetime | None = None
    """The moment of the verification."""
    trust_version: str = ""
    """Which trust material was used (`TrustStore.version`); empty when none was given."""
    form: str = CADES
    """What kind of file it is, for people: «ASiC-E з CAdES»."""
    documents: list[Document] = field(default_factory=list)
    parts: list[tuple[str, FileReport]] = field(default_factory=list)
    """Files inside that are signed in their own right: name and report."""
    experimental: bool = False
    """True for a form that no outside sample has proven here."""

    def all_signatures(self) -> list[SignatureReport]:
        """Of this file and of those inside it, the outermost first."""
        inside = [self.inner] if self.inner else []
        inside += [report for _, report in self.parts]
        return self.signatures + [one for report in inside for one in report.all_signatures()]
