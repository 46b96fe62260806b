"""What this room keeps: whom it trusts, version by version, and what it found in files."""

from obih.signatures.models.found import EvidencePiece, FoundEvidence, FoundSignature, Verification
from obih.signatures.models.raising import Raising, RaisingStep, ServicesChoice
from obih.signatures.models.trust import TrustImport, TrustImportFile, TrustItem, TrustPin, TrustVersion

__all__ = [
    "EvidencePiece",
    "FoundEvidence",
    "FoundSignature",
    "Raising",
    "RaisingStep",
    "ServicesChoice",
    "TrustImport",
    "TrustImportFile",
    "TrustItem",
    "TrustPin",
    "TrustVersion",
    "Verification",
]
