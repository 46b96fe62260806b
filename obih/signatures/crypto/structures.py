"""CMS (RFC 5652), certificates (RFC 5280) and timestamps (RFC 3161) as asn1crypto reads them for us.

The structures are our own and looser than asn1crypto’s: algorithms of DSTU are unknown to it, and real
Ukrainian files bend the rules (a signer’s identifier wrapped twice, attributes out of order). What is signed
is never re-encoded: `dump()` gives the bytes that came in.
"""

from __future__ import annotations

from typing import Any as Anything

from asn1crypto import core, x509

MISREAD = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
"""What asn1crypto raises over bytes that are not what they should be."""


class AlgorithmIdentifier(core.Sequence):
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]


class AlgorithmIdentifiers(core.SetOf):
    _child_spec = AlgorithmIdentifier


class Anythings(core.SetOf):
    _child_spec = core.Any


class Attribute(core.Sequence):
    _fields = [("type", core.ObjectIdentifier), ("values", Anythings)]


class Attributes(core.SetOf):
    _child_spec = Attribute


class AttributeSequence(core.SequenceOf):
    _child_spec = Attribute


class SignerInfo(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("sid", core.Any),
        ("digest_algorithm", AlgorithmIdentifier),
        ("signed_attrs", Attributes, {"implicit": 0, "optional": True}),
        ("signature_algorithm", AlgorithmIdentifier),
        ("signature", core.OctetString),
        ("unsigned_attrs", Attributes, {"implicit": 1, "optional": True}),
    ]


class SignerInfos(core.SetOf):
    _child_spec = SignerInfo


class EncapsulatedContent(core.Sequence):
    _fields = [
        ("content_type", core.ObjectIdentifier),
        ("content", core.Any, {"explicit": 0, "optional": True}),
    ]


class SignedData(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("digest_algorithms", AlgorithmIdentifiers),
        ("encapsulated", EncapsulatedContent),
        ("certificates", Anythings, {"implicit": 0, "optional": True}),
        ("crls", Anythings, {"implicit": 1, "optional": True}),
        ("signer_infos", SignerInfos),
    ]


class ContentInfo(core.Sequence):
    _fields = [
        ("content_type", core.ObjectIdentifier),
        ("content", core.Any, {"explicit": 0, "optional": True}),
    ]


class IssuerAndSerial(core.Sequence):
    _fields = [("issuer", x509.Name), ("serial", core.Integer)]


class SubjectPublicKeyInfo(core.Sequence):
    _fields = [("algorithm", AlgorithmIdentifier), ("public_key", core.OctetBitString)]


class Validity(core.Sequence):
    _fields = [("not_before", x509.Time), ("not_after", x509.Time)]


class Extension(core.Sequence):
    _fields = [
        ("extn_id", core.ObjectIdentifier),
        ("critical", core.Boolean, {"default": False}),
        ("extn_value", core.OctetString),
    ]


class Extensions(core.SequenceOf):
    _child_spec = Extension


class TbsCertificate(core.Sequence):
    _fields = [
        ("version", core.Integer, {"explicit": 0, "default": 0}),
        ("serial", core.Integer),
        ("signature", AlgorithmIdentifier),
        ("issuer", x509.Name),
        ("validity", Validity),
        ("subject", x509.Name),
        ("public_key_info", SubjectPublicKeyInfo),
        ("issuer_unique_id", core.OctetBitString, {"implicit": 1, "optional": True}),
        ("subject_unique_id", core.OctetBitString, {"implicit": 2, "optional": True}),
        ("extensions", Extensions, {"explicit": 3, "optional": True}),
    ]


class CertificateStructure(core.Sequence):
    _fields = [
        ("tbs", TbsCertificate),
        ("signature_algorithm", AlgorithmIdentifier),
        ("signature", core.OctetBitString),
    ]


class EssCertId(core.Sequence):
    """RFC 2634: the hash is SHA-1."""

    _fields = [("hash", core.OctetString), ("issuer_serial", core.Any, {"optional": True})]


class EssCertIdV2(core.Sequence):
    """RFC 5035: the algorithm is SHA-256 unless told; an OCTET STRING first means it is not told."""

    _fields = [
        ("hash_algorithm", AlgorithmIdentifier, {"optional": True}),
        ("hash", core.OctetString),
        ("issuer_serial", core.Any, {"optional": True}),
    ]


class EssCertIds(core.SequenceOf):
    _child_spec = EssCertId


class EssCertIdsV2(core.SequenceOf):
    _child_spec = EssCertIdV2


class SigningCertificate(core.Sequence):
    _fields = [("certs", EssCertIds), ("policies", core.Any, {"optional": True})]


class SigningCertificateV2(core.Sequence):
    _fields = [("certs", EssCertIdsV2), ("policies", core.Any, {"optional": True})]


class MessageImprint(core.Sequence):
    _fields = [("hash_algorithm", AlgorithmIdentifier), ("hashed_message", core.OctetString)]


class TstInfo(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("policy", core.ObjectIdentifier),
        ("message_imprint", MessageImprint),
        ("serial", core.Integer),
        ("gen_time", core.GeneralizedTime),
        ("accuracy", core.Sequence, {"optional": True}),
        ("ordering", core.Boolean, {"default": False}),
        ("nonce", core.Integer, {"optional": True}),
        ("tsa", core.Any, {"explicit": 0, "optional": True}),
        ("extensions", core.Any, {"implicit": 1, "optional": True}),
    ]


class EcBinary(core.Sequence):
    """Parameters of a DSTU curve written out (z1398-12)."""

    _fields = [
        ("version", core.Integer, {"explicit": 0, "default": 0}),
        ("field", core.Any),
        ("a", core.Integer),
        ("b", core.OctetString),
        ("n", core.Integer),
        ("base_point", core.OctetString),
    ]


class BinaryField(core.Sequence):
    """m and the middle exponents; in a normal basis the basis is NULL or absent."""

    _fields = [("m", core.Integer), ("basis", core.Any, {"optional": True})]


class DstuParameters(core.Sequence):
    _fields = [("curve", core.Any), ("dke", core.OctetString, {"optional": True})]


def content_of(structure: Anything, name: str) -> Anything:
    """A field of a structure, or None where it is absent."""
    value = structure[name]
    return None if isinstance(value, core.Void) else value


def encoded(value: Anything) -> bytes:
    """The bytes as they came in. `Any.dump()` would interpret them first and refuse tags unknown to it."""
    if isinstance(value, core.Any):
        return bytes(value._header + value.contents + value._trailer)
    return bytes(value.dump())
