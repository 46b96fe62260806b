"""Whether a given path of certificates holds (RFC 5280, 6.1): dates, rights, lengths, names, policies.

Signatures of its links have been checked by whoever built it. A defect of the signer’s own dates is not
looked for here: what follows from it depends on what else is proven.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from obih.signatures.crypto import hashes
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import (
    AKI,
    BASIC,
    DIRECTORY,
    EKU,
    KEY_USAGE,
    POLICIES,
    QC,
    SKI,
    Certificate,
)
from obih.signatures.crypto.keys import DstuKey, KeyProblem, UnsupportedAlgorithm, named_hash
from obih.signatures.crypto.structures import MISREAD
from obih.signatures.crypto.trust import policies, subtrees
from obih.signatures.crypto.trust.grounds import Defect, Role

UNDERSTOOD = {
    *(KEY_USAGE, BASIC, EKU, POLICIES, QC, SKI, AKI, DIRECTORY),
    *(policies.MAPPINGS, policies.CONSTRAINTS, policies.INHIBIT_ANY),
    *(subtrees.CONSTRAINTS, subtrees.ALTERNATIVE),
    *("2.5.29.16", "2.5.29.18", "2.5.29.31", "2.5.29.46", "1.3.6.1.5.5.7.1.1", "1.3.6.1.5.5.7.1.11"),
    "1.3.6.1.5.5.7.48.1.5",
}
"""Extensions that are processed, or that restrict nothing a verifier relies on."""
STAMPING, OCSP_SIGNING = "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9"
LEAST_ORDER_BITS = 190
"""Keys on shorter curves of DSTU 4145 (163 … 179) can be broken by whoever may spend enough."""


def defects(path: Sequence[Certificate], role: Role, at: datetime) -> list[Defect]:
    """What speaks against the path (signer first, anchor last) at this moment; nothing when it holds."""
    found: dict[Defect, None] = {}
    for place, one in enumerate(path):
        found |= dict.fromkeys(_own(one, anchor=place == len(path) - 1))
        if place:
            found |= dict.fromkeys(_as_authority(one, path[1:place], at))
    found |= dict.fromkeys(_usage(path[0], role))
    try:
        if not subtrees.names_allowed(path):
            found[Defect.NAMES] = None
        if not policies.policies_agree(path):
            found[Defect.POLICY] = None
    except (Malformed, *MISREAD):
        found[Defect.UNREADABLE] = None
    return list(found)


def _own(one: Certificate, anchor: bool) -> list[Defect]:
    """What may be wrong with any certificate of a path."""
    found = []
    critical = {name for name, (is_critical, _) in one.extensions.items() if is_critical}
    if critical - UNDERSTOOD:
        found.append(Defect.CRITICAL)
    _ = one.key_usage, one.extended_usage, one.policies, one.statements, one.path_length
    if {"extension", "extensions"} & set(one.unreadable) or critical & set(one.unreadable):
        found.append(Defect.UNREADABLE)
    if anchor:  # nobody but the person who pinned it vouches for it
        return found
    if not one.names_its_algorithm:
        found.append(Defect.ALGORITHMS_DIFFER)
    if named_hash(one.signature_algorithm) in hashes.BROKEN:
        found.append(Defect.WEAK)
    if is_weak(one):
        found.append(Defect.WEAK_KEY)
    return found


def is_weak(one: Certificate) -> bool:
    """True for a key of DSTU 4145 on too short a curve. RSA and ECDSA are bounded where keys are read."""
    try:
        key = one.key
    except (KeyProblem, UnsupportedAlgorithm):
        return False
    return isinstance(key, DstuKey) and key.point.curve.order_bits < LEAST_ORDER_BITS


def _as_authority(one: Certificate, between: Sequence[Certificate], at: datetime) -> list[Defect]:
    """What may be wrong with the right to issue; `between` are authorities below it on the path."""
    found = []
    if not one.is_authority:
        found.append(Defect.NO_AUTHORITY)
    if KEY_USAGE in one.extensions and "key_cert_sign" not in one.key_usage:
        found.append(Defect.NO_CERT_SIGN)
    limit = one.path_length
    if limit is not None and sum(not other.is_self_issued for other in between) > limit:
        found.append(Defect.LENGTH)
    if at > one.not_after:
        found.append(Defect.AUTHORITY_EXPIRED)
    if at < one.not_before:
        found.append(Defect.AUTHORITY_EARLY)
    return found


def _usage(one: Certificate, role: Role) -> list[Defect]:
    """Whether its key may sign what it signed (4.2.1.3, 4.2.1.12; RFC 3161, 2.3 for timestamps)."""
    found = []
    if KEY_USAGE in one.extensions and not one.key_usage & {"digital_signature", "non_repudiation"}:
        found.append(Defect.USAGE)
    if role is Role.STAMP and STAMPING not in one.extended_usage:
        found.append(Defect.STAMP_USAGE)
    if role is Role.SIGNER and one.extended_usage & {STAMPING, OCSP_SIGNING}:
        found.append(Defect.SERVICE)
    return found
