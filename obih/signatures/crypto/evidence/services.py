"""Which services certificates name (RFC 5280, 4.2.2, 4.2.1.13), and which of them trust material knows.

A certificate that came with a file is a stranger’s word: a service it names is called only when a certificate
that is believed, or a trusted list, names a service on the same host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from asn1crypto import x509

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.evidence.elements import dotted, members, split
from obih.signatures.crypto.structures import MISREAD

AUTHORITY_ACCESS, SUBJECT_ACCESS = "1.3.6.1.5.5.7.1.1", "1.3.6.1.5.5.7.1.11"
DISTRIBUTION, FRESHEST = "2.5.29.31", "2.5.29.46"
OCSP, ISSUERS, STAMPING = "1.3.6.1.5.5.7.48.1", "1.3.6.1.5.5.7.48.2", "1.3.6.1.5.5.7.48.3"
ADDRESS_TAG = 0x86
LONGEST = 500
IN_LISTS = re.compile(rb"<(?:[\w.-]+:)?ServiceSupplyPoint[^>]*>\s*([^<\s]+)\s*<")


def status_addresses(certificate: Certificate) -> list[str]:
    """Where its status is answered (OCSP)."""
    return _access(certificate, AUTHORITY_ACCESS, OCSP)


def stamp_addresses(certificate: Certificate) -> list[str]:
    """Where its provider puts timestamps."""
    return _access(certificate, SUBJECT_ACCESS, STAMPING)


def list_addresses(certificate: Certificate) -> list[str]:
    """Where the list of what its issuer revoked lies: the full one first, then the changes since."""
    return [*_points(certificate, DISTRIBUTION), *_points(certificate, FRESHEST)]


def all_addresses(certificate: Certificate) -> list[str]:
    """Every service it names."""
    return [
        *status_addresses(certificate),
        *stamp_addresses(certificate),
        *list_addresses(certificate),
        *_access(certificate, AUTHORITY_ACCESS, ISSUERS),
    ]


def known_hosts(certificates: Iterable[Certificate], trusted_lists: Iterable[bytes] = ()) -> frozenset[str]:
    """Hosts with ports (`name:port`) of the services that trust material names."""
    addresses = [address for one in certificates for address in all_addresses(one)]
    for raw in trusted_lists:
        addresses += [found.decode("ascii", "replace") for found in IN_LISTS.findall(raw)]
    return frozenset(host for address in addresses if (host := host_of(address)))


def host_of(address: str) -> str:
    """`name:port` of an http or https address without a user in it; empty for anything else."""
    if len(address) > LONGEST or any(ord(each) <= 32 or ord(each) > 126 for each in address):
        return ""
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        return ""
    if not parts.hostname or parts.username is not None or "@" in parts.netloc:
        return ""
    return f"{parts.hostname.lower().rstrip('.')}:{port}"


def _access(certificate: Certificate, extension: str, method: str) -> list[str]:
    """AccessDescriptions of this method that are addresses."""
    found = []
    try:
        for one in members(certificate.extensions[extension][1]):
            kind, location = members(one)
            if dotted(kind) == method and location[0] == ADDRESS_TAG:
                found.append(split(location)[0].decode("ascii"))
    except (KeyError, Malformed, UnicodeDecodeError, *MISREAD):
        return found
    return found


def _points(certificate: Certificate, extension: str) -> list[str]:
    if extension not in certificate.extensions:
        return []
    found = []
    try:
        for point in x509.CRLDistributionPoints.load(certificate.extensions[extension][1]):
            names = point["distribution_point"].chosen if point["distribution_point"].native else ()
            for name in names:
                raw = name.dump()
                if raw[0] == ADDRESS_TAG:
                    found.append(split(raw)[0].decode("ascii"))
    except (Malformed, UnicodeDecodeError, *MISREAD):
        return found
    return found
