"""Paths of certificates against RFC 5280, 6.1: names, policies, lengths. Certificates here are of ECDSA, made
by another library, so that what we read was not written by us."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.trust.grounds import Defect, Role
from obih.signatures.crypto.trust.path_checks import defects

NOW = datetime(2026, 11, 21, tzinfo=UTC)
KEY = ec.generate_private_key(ec.SECP256R1())
GOOD, OTHER = ObjectIdentifier("1.2.3.4"), ObjectIdentifier("1.2.3.5")
ANY = ObjectIdentifier("2.5.29.32.0")


def name(common: str, organization: str = "Калинопіль") -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "UA"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def made(
    subject: x509.Name, issuer: x509.Name, *extensions: x509.ExtensionType, critical: bool = True
) -> Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=10))
        .not_valid_after(NOW + timedelta(days=10))
    )
    for one in extensions:
        builder = builder.add_extension(one, critical)
    return Certificate(builder.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.DER))


def authority(
    subject: str, issuer: str, *extensions: x509.ExtensionType, length: int | None = None
) -> Certificate:
    basic = x509.BasicConstraints(ca=True, path_length=length)
    return made(name(subject), name(issuer), basic, *extensions)


def policies(*given: ObjectIdentifier) -> x509.CertificatePolicies:
    return x509.CertificatePolicies([x509.PolicyInformation(one, None) for one in given])


def found(*path: Certificate, role: Role = Role.SIGNER) -> list[Defect]:
    return defects(path, role, NOW)


ROOT = authority("root", "root")
PERSON = made(name("person"), name("ca"))
REQUIRED = x509.PolicyConstraints(require_explicit_policy=0, inhibit_policy_mapping=None)


def test_a_plain_path_has_no_defects() -> None:
    assert found(PERSON, authority("ca", "root"), ROOT) == []


def test_the_length_of_a_path_is_counted_without_self_issued_ones() -> None:
    short = authority("root", "root", length=0)
    assert found(made(name("p"), name("root")), short) == []
    assert found(PERSON, authority("ca", "root"), short) == [Defect.LENGTH]
    renewed = authority("root", "root")
    assert found(made(name("p"), name("root")), renewed, short) == []


@pytest.mark.parametrize(
    ("constraints", "subject", "alternative", "defect"),
    [
        (([x509.DirectoryName(x509.Name(list(name("x"))[:2]))], None), name("person"), None, None),
        (
            ([x509.DirectoryName(x509.Name(list(name("x"))[:2]))], None),
            name("person", "Інша громада"),
            None,
            Defect.NAMES,
        ),
        ((None, [x509.DirectoryName(x509.Name(list(name("x"))[:2]))]), name("person"), None, Defect.NAMES),
        (([x509.DNSName("ua")], None), name("person"), [x509.DNSName("rada.UA")], None),
        (([x509.DNSName("gov.ua")], None), name("person"), [x509.DNSName("evilgov.ua")], Defect.NAMES),
        (([x509.RFC822Name("rada.ua")], None), name("person"), [x509.RFC822Name("a@rada.ua")], None),
        (([x509.RFC822Name("rada.ua")], None), name("p"), [x509.RFC822Name("a@b.rada.ua")], Defect.NAMES),
        (([x509.RFC822Name(".rada.ua")], None), name("p"), [x509.RFC822Name("a@b.rada.ua")], None),
        (([x509.RFC822Name("a@rada.ua")], None), name("p"), [x509.RFC822Name("c@rada.ua")], Defect.NAMES),
        (
            ([x509.UniformResourceIdentifier(".rada.ua")], None),
            name("p"),
            [x509.UniformResourceIdentifier("https://x.rada.ua/y")],
            None,
        ),
        (
            ([x509.UniformResourceIdentifier("rada.ua")], None),
            name("p"),
            [x509.UniformResourceIdentifier("https://x.rada.ua/y")],
            Defect.NAMES,
        ),
        (([x509.RegisteredID(GOOD)], None), name("p"), [x509.RegisteredID(GOOD)], Defect.NAMES),
        (([x509.RegisteredID(GOOD)], None), name("p"), None, None),
    ],
)
def test_names_stay_within_what_the_authority_may_certify(
    constraints: tuple, subject: x509.Name, alternative: list | None, defect: Defect | None
) -> None:
    limits = x509.NameConstraints(permitted_subtrees=constraints[0], excluded_subtrees=constraints[1])
    extra = [] if alternative is None else [x509.SubjectAlternativeName(alternative)]
    person = made(subject, name("ca"), *extra)
    assert found(person, authority("ca", "root", limits), ROOT) == ([] if defect is None else [defect])


@pytest.mark.parametrize(
    ("person", "ca", "holds"),
    [
        ([], [], True),
        ([], [REQUIRED], False),
        ([policies(GOOD)], [REQUIRED, policies(GOOD)], True),
        ([policies(OTHER)], [REQUIRED, policies(GOOD)], False),
        ([policies(OTHER)], [REQUIRED, policies(ANY)], True),
        ([policies(ANY)], [REQUIRED, policies(GOOD)], True),
        ([policies(ANY)], [REQUIRED, policies(GOOD), x509.InhibitAnyPolicy(0)], False),
        ([policies(OTHER)], [policies(GOOD)], True),
        ([REQUIRED, policies(OTHER)], [policies(GOOD)], False),
    ],
    ids=[
        "silent", "required, none", "the same", "another", "any above", "any below", "any inhibited",
        "not required", "required by the signer’s own",
    ],
)  # fmt: skip
def test_policies_matter_where_a_certificate_requires_them(person: list, ca: list, holds: bool) -> None:
    path = made(name("person"), name("ca"), *person), authority("ca", "root", *ca), ROOT
    assert found(*path) == ([] if holds else [Defect.POLICY])


def mapping(issuer: str, subject: str) -> x509.UnrecognizedExtension:
    from obih.signatures.testpki import der

    pair = der.sequence(der.sequence(der.oid(issuer), der.oid(subject)))
    return x509.UnrecognizedExtension(ObjectIdentifier("2.5.29.33"), pair)


def test_policies_are_mapped_on_the_way() -> None:
    upper = authority("ca", "root", REQUIRED, policies(GOOD), mapping("1.2.3.4", "1.2.3.5"))
    assert found(made(name("person"), name("ca"), policies(OTHER)), upper, ROOT) == []
    assert found(made(name("person"), name("ca"), policies(GOOD)), upper, ROOT) == [Defect.POLICY]
    wrong = authority("ca", "root", policies(GOOD), mapping("2.5.29.32.0", "1.2.3.5"))
    assert found(made(name("person"), name("ca"), policies(OTHER)), wrong, ROOT) == [Defect.POLICY]


def test_constraints_that_cannot_be_read_are_refused() -> None:
    for identifier in ("2.5.29.30", "2.5.29.36", "2.5.29.33", "2.5.29.54"):
        odd = x509.UnrecognizedExtension(ObjectIdentifier(identifier), b"\x30\x03\xa0\x05\x01")
        upper = authority("ca", "root", odd, policies(GOOD))
        assert found(PERSON, upper, ROOT) == [Defect.UNREADABLE], identifier


def test_an_unknown_critical_extension_is_refused_anywhere_and_others_are_passed_over() -> None:
    odd = x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00")
    assert found(PERSON, authority("ca", "root", odd), ROOT) == [Defect.CRITICAL]
    assert found(PERSON, authority("ca", "root"), authority("root", "root", odd)) == [Defect.CRITICAL]
    calm = made(name("ca"), name("root"), odd, critical=False)
    assert Defect.CRITICAL not in found(PERSON, calm, ROOT)


def test_purposes_divide_stamps_from_documents() -> None:
    stamper = made(name("tsa"), name("ca"), x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]))
    rest = authority("ca", "root"), ROOT
    assert found(stamper, *rest, role=Role.STAMP) == []
    assert found(stamper, *rest) == [Defect.SERVICE]
    assert found(PERSON, *rest, role=Role.STAMP) == [Defect.STAMP_USAGE]
