"""The test PKI as files: certificates of everybody, lists of revoked ones."""

from __future__ import annotations

from obih.signatures.testpki import cast, evidence
from obih.signatures.testpki.signatory import Signatory

PEOPLE: dict[str, Signatory] = {
    "halyna": cast.HALYNA,
    "ihor-kupyna": cast.IHOR,
    "olha-revoked-in-delta": cast.OLHA,
    "liudmyla-without-device": cast.LIUDMYLA,
    "seal": cast.SEAL,
    "seal-without-device": cast.SEAL_WITHOUT_DEVICE,
    "taras-dismissed": cast.TARAS,
    "nataliia-revoked-later": cast.NATALIIA,
    "andrii-expired": cast.ANDRII,
    "roman-released": cast.ROMAN,
    "roman-not-qualified": cast.PLAIN,
    "olha-big-endian": cast.BIG_ENDIAN,
    "olha-normal-basis": cast.NORMAL,
    "ihor-m431": cast.M431_PERSON,
    "zoriana-self-signed": cast.ZORIANA,
    "stranger": cast.STRANGER,
    "halyna-ecdsa": cast.EC_HALYNA,
    "seal-ecdsa-p384": cast.EC_SEAL,
    "halyna-rsa": cast.RSA_HALYNA,
    "halyna-rsa-pss": cast.PSS_HALYNA,
    "unknown-critical-extension": cast.ODD,
    "by-no-authority": cast.BY_NOT_CA,
    "path-too-long": cast.BY_SUB,
    "forged": cast.FORGED,
    "for-encryption": cast.FOR_ENCRYPTION,
}
SERVICES: dict[str, Signatory] = {
    "authority": cast.AUTHORITY,
    "ocsp": cast.OCSP,
    "root-ocsp": cast.ROOT_OCSP,
    "tsa": cast.TSA,
    "ec-authority": cast.EC_AUTHORITY,
    "ec-ocsp": cast.EC_OCSP,
    "ec-tsa": cast.EC_TSA,
    "rsa-authority": cast.RSA_AUTHORITY,
}
ROOTS: dict[str, Signatory] = {"root": cast.ROOT, "ec-root": cast.EC_ROOT, "rsa-root": cast.RSA_ROOT}


def trust_files() -> dict[str, bytes]:
    """What a folder of trust holds: roots, authorities, services, lists of revoked ones."""
    found = {f"{name}.cer": who.certificate().raw for name, who in (ROOTS | SERVICES).items()}
    for issuer in (
        cast.ROOT,
        cast.AUTHORITY,
        cast.EC_ROOT,
        cast.EC_AUTHORITY,
        cast.RSA_ROOT,
        cast.RSA_AUTHORITY,
    ):
        found[f"{issuer.file}.crl"] = evidence.full_list(issuer)
    return found | {"authority-delta.crl": evidence.delta_list()}


def people_files() -> dict[str, bytes]:
    """Certificates of everybody."""
    return {f"{name}.cer": who.certificate().raw for name, who in PEOPLE.items()}
