"""Which certificates a list of revoked certificates speaks of (RFC 5280, 5.2.4, 5.2.5)."""

from __future__ import annotations

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.trust import der
from obih.signatures.crypto.trust.crl import DELTA, DISTRIBUTION, RevocationList
from obih.signatures.crypto.trust.grounds import Silence

POINTS = "2.5.29.31"
"""cRLDistributionPoints of a certificate."""
NAME, ONLY_USERS, ONLY_AUTHORITIES, SOME_REASONS, INDIRECT, ATTRIBUTES = 0xA0, 0x81, 0x82, 0x83, 0x84, 0x85


def problem(one: RevocationList, certificate: Certificate) -> Silence | None:
    """Why the list says nothing of this certificate; None when it does.

    A list of some reasons only, an indirect one and one of attribute certificates are not understood here.
    """
    critical = {name for name, (is_critical, _) in one.extensions.items() if is_critical}
    if critical - {DISTRIBUTION, DELTA}:
        return Silence.NOT_UNDERSTOOD
    if DISTRIBUTION not in one.extensions:
        return None
    try:
        parts = {each.tag: each for each in der.members(der.only(one.extensions[DISTRIBUTION][1]).content)}
        if parts.keys() - {NAME, ONLY_USERS, ONLY_AUTHORITIES} and (
            parts.keys() - {NAME, ONLY_USERS, ONLY_AUTHORITIES, INDIRECT, ATTRIBUTES}
            or _true(parts.get(INDIRECT))
            or _true(parts.get(ATTRIBUTES))
        ):
            return Silence.NOT_UNDERSTOOD
        wrong = ONLY_USERS if certificate.is_authority else ONLY_AUTHORITIES
        if _true(parts.get(wrong)):
            return Silence.SCOPE
        if NAME in parts and not _shared(parts[NAME], certificate):
            return Silence.SCOPE
    except Malformed:
        return Silence.NOT_UNDERSTOOD
    return None


def completes(delta: RevocationList, base: RevocationList) -> bool:
    """True when the delta tells of changes since this full list or an earlier one (5.2.4 c)."""
    if delta.base is None or base.number is None or delta.number is None:
        return False
    same_scope = delta.extensions.get(DISTRIBUTION) == base.extensions.get(DISTRIBUTION)
    same_key = not (delta.authority_key and base.authority_key) or delta.authority_key == base.authority_key
    return same_scope and same_key and delta.base <= base.number <= delta.number


def _true(one: der.Element | None) -> bool:
    return one is not None and one.content != b"\0"


def _shared(point: der.Element, certificate: Certificate) -> bool:
    """True when the list’s own place is among those where the certificate sends for it."""
    wanted = _places(point.content)
    if POINTS not in certificate.extensions:
        return False
    for each in der.members(der.only(certificate.extensions[POINTS][1]).content):
        named = next((part for part in der.members(each.content) if part.tag == NAME), None)
        if named is not None and wanted & _places(named.content):
            return True
    return False


def _places(content: bytes) -> set[bytes]:
    """Every GeneralName of a DistributionPointName; one relative to the issuer stands as it is encoded."""
    found = set()
    for one in der.members(content):
        if one.tag == 0xA0:
            found |= {each.raw for each in der.members(one.content)}
        else:
            found.add(one.raw)
    return found
