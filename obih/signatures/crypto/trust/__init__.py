"""Whom to believe, and whether a certificate leads to them: RFC 5280, RFC 6960, ETSI EN 319 102-1."""

from obih.signatures.crypto.trust.evidence import Evidence
from obih.signatures.crypto.trust.importing import Diff, Line, Standing, plan_import
from obih.signatures.crypto.trust.store import TrustStore

__all__ = ["Diff", "Evidence", "Line", "Standing", "TrustStore", "plan_import"]
