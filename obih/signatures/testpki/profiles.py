"""What certificates say of themselves: names and extensions as Ukrainian providers write them (z1398-12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from obih.signatures.crypto.certificate import (
    AKI,
    BASIC,
    DIRECTORY,
    EKU,
    KEY_USAGE,
    POLICIES,
    QC,
    QC_COMPLIANCE,
    QC_SSCD,
    QC_TYPE,
    QUALIFIED_POLICY,
    QUALIFIED_STATEMENT,
    SEAL_USAGE,
    SKI,
    TYPE_SEAL,
)
from obih.signatures.crypto.hashes import UA
from obih.signatures.testpki import der

AIA, SIA, CDP, FRESHEST = "1.3.6.1.5.5.7.1.1", "1.3.6.1.5.5.7.1.11", "2.5.29.31", "2.5.29.46"
STAMPING, OCSP_SIGNING = "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9"
NO_CHECK = "1.3.6.1.5.5.7.48.1.5"
AT_OCSP, AT_ISSUERS, AT_STAMPS = (f"1.3.6.1.5.5.7.48.{tail}" for tail in (1, 2, 3))
TYPE_PERSON = f"{QC_TYPE}.1"
USAGES = (
    "digital_signature", "non_repudiation", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign",
)  # fmt: skip
RNOKPP, EDRPOU = f"{UA}.11.1.4.1.1", f"{UA}.11.1.4.2.1"
NAMES = {  # in the order they are written
    "country": "2.5.4.6", "locality": "2.5.4.7", "organization": "2.5.4.10", "title": "2.5.4.12",
    "serial": "2.5.4.5", "common": "2.5.4.3", "surname": "2.5.4.4", "given": "2.5.4.42",
    "organization_id": "2.5.4.97",
}  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """What stands in the extensions of a certificate, besides what follows from its keys and its issuer."""

    ca: bool | None = None
    """basicConstraints; None: they are not there."""
    path: int | None = None
    usage: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    """Identifiers of qcStatements; of QcType the type itself."""
    services: bool = True
    """Whether addresses of OCSP, CRL and TSA are named."""
    critical: tuple[str, ...] = (BASIC, KEY_USAGE)
    extra: tuple[bytes, ...] = ()
    without: tuple[str, ...] = ()
    """Extensions that are left out."""


_QUALIFIED = (QUALIFIED_POLICY,)
_BY_LAW = (QC_COMPLIANCE, QUALIFIED_STATEMENT)
ROOT = Profile(ca=True, usage=("key_cert_sign", "crl_sign"), policies=_QUALIFIED, services=False)
AUTHORITY = Profile(
    ca=True, path=0, usage=("key_cert_sign", "crl_sign"), policies=_QUALIFIED, statements=_BY_LAW
)
RESPONDER = Profile(
    ca=False, usage=("digital_signature",), purposes=(OCSP_SIGNING,),
    extra=(der.extension(NO_CHECK, der.null()),),
)  # fmt: skip
STAMPER = Profile(
    ca=False, usage=("digital_signature", "non_repudiation"), purposes=(STAMPING,),
    policies=_QUALIFIED, critical=(BASIC, KEY_USAGE, EKU),
)  # fmt: skip
PERSON = Profile(
    ca=False, usage=("digital_signature", "non_repudiation"), policies=_QUALIFIED,
    statements=(*_BY_LAW, TYPE_PERSON, QC_SSCD),
)  # fmt: skip
PERSON_WITHOUT_DEVICE = Profile(
    ca=False, usage=("digital_signature", "non_repudiation"), policies=_QUALIFIED,
    statements=(*_BY_LAW, TYPE_PERSON),
)  # fmt: skip
SEAL = Profile(
    ca=False, usage=("digital_signature", "non_repudiation"), purposes=(SEAL_USAGE,), policies=_QUALIFIED,
    statements=(*_BY_LAW, TYPE_SEAL, QC_SSCD),
)  # fmt: skip
PLAIN = Profile(ca=False, usage=("digital_signature",))
"""Nothing qualified about it."""


@dataclass(frozen=True)
class Subject:
    """Who a certificate is about, besides the common name."""

    organization: str = ""
    title: str = ""
    surname: str = ""
    given: str = ""
    rnokpp: str = ""
    edrpou: str = ""
    locality: str = "Калинопіль"


def name(common: str, subject: Subject) -> bytes:
    """Name of RFC 5280 with the identifiers of EN 319 412-1 (TINUA-, NTRUA-)."""
    given = {
        "country": "UA",
        "locality": subject.locality,
        "organization": subject.organization,
        "title": subject.title,
        "serial": f"TINUA-{subject.rnokpp}" if subject.rnokpp else "",
        "common": common,
        "surname": subject.surname,
        "given": subject.given,
        "organization_id": f"NTRUA-{subject.edrpou}" if subject.edrpou else "",
    }
    plain = {"country", "serial"}
    return der.sequence(
        *(
            der.set_of(
                der.sequence(der.oid(NAMES[kind]), der.printable(value) if kind in plain else der.utf8(value))
            )
            for kind, value in given.items()
            if value
        )
    )


def extensions(
    profile: Profile, subject: Subject, own_key: bytes, issuer_key: bytes, base: str, issuer: str
) -> bytes:
    """[3] of a certificate; `base` is the address of services, `issuer` the name of its files there."""
    written: list[tuple[str, bytes]] = [(SKI, der.octets(own_key))]
    written.append((AKI, der.sequence(der.implicit(0, issuer_key))))
    if profile.usage:
        written.append((KEY_USAGE, usage_bits(profile.usage)))
    if profile.purposes:
        written.append((EKU, der.sequence(*map(der.oid, profile.purposes))))
    if profile.policies:
        written.append((POLICIES, der.sequence(*(der.sequence(der.oid(one)) for one in profile.policies))))
    if profile.ca is not None:
        length = b"" if profile.path is None else der.integer(profile.path)
        written.append((BASIC, der.sequence(der.boolean(True) + length if profile.ca else b"")))
    if profile.statements:
        written.append((QC, der.sequence(*map(_statement, profile.statements))))
    if subject.rnokpp or subject.edrpou:
        written.append((DIRECTORY, _directory(subject)))
    if profile.services:
        written += _addresses(base, issuer)
    shown = [
        der.extension(kind, value, kind in profile.critical)
        for kind, value in written
        if kind not in profile.without
    ]
    return der.explicit(3, der.sequence(*shown, *profile.extra))


def usage_bits(names: Iterable[str]) -> bytes:
    """KeyUsage; zeros at the end are not written (X.690, 11.2.2)."""
    places = {USAGES.index(one) for one in names}
    unused = 7 - max(places)
    return der.bits(bytes([sum(0x80 >> place for place in places)]), unused)


def points(*addresses: str) -> bytes:
    """CRLDistributionPoints (4.2.1.13), also FreshestCRL."""
    return der.sequence(
        *(der.sequence(der.explicit(0, der.explicit(0, der.address(one)))) for one in addresses)
    )


def _addresses(base: str, issuer: str) -> list[tuple[str, bytes]]:
    def access(*pairs: tuple[str, str]) -> bytes:
        return der.sequence(*(der.sequence(der.oid(kind), der.address(where)) for kind, where in pairs))

    return [
        (AIA, access((AT_OCSP, f"{base}/ocsp"), (AT_ISSUERS, f"{base}/{issuer}.cer"))),
        (SIA, access((AT_STAMPS, f"{base}/tsp"))),
        (CDP, points(f"{base}/{issuer}.crl")),
        (FRESHEST, points(f"{base}/{issuer}-delta.crl")),
    ]


def _statement(identifier: str) -> bytes:
    if identifier.startswith(f"{QC_TYPE}."):
        return der.sequence(der.oid(QC_TYPE), der.sequence(der.oid(identifier)))
    return der.sequence(der.oid(identifier))


def _directory(subject: Subject) -> bytes:
    pairs = ((RNOKPP, subject.rnokpp), (EDRPOU, subject.edrpou))
    return der.sequence(
        *(der.sequence(der.oid(kind), der.set_of(der.printable(value))) for kind, value in pairs if value)
    )
