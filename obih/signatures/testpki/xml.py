"""XAdES as Ukrainian software writes it, as text that is canonical already; for tests only.

Nothing here canonicalizes: what is signed is written the way exclusive canonicalization would leave it, so a
mistake of the reader’s canonicalization is not repeated.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from urllib.parse import quote
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from obih.signatures.crypto import hashes
from obih.signatures.testpki import cades, containers
from obih.signatures.testpki.keys import SHA_256, SHA_384, SHA_512, Dstu, Ecdsa, Rsa
from obih.signatures.testpki.signatory import NOON, Signatory

DS, XADES, ASIC = (
    "http://www.w3.org/2000/09/xmldsig#",
    "http://uri.etsi.org/01903/v1.3.2#",
    "http://uri.etsi.org/02918/v1.2.1#",
)
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
MORE, ENC = "http://www.w3.org/2001/04/xmldsig-more#", "http://www.w3.org/2001/04/xmlenc#"
PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
ENVELOPED = f"{DS}enveloped-signature"
GUID = "8f1d6c0a5b7e4c2d9a3f0e1b2c3d4e5f"
DIGESTS = {
    hashes.GOST_34311: f"{MORE}gost34311",
    f"{hashes.UA}.1.2.2.1": f"{ENC}dstu7564-256",
    f"{hashes.UA}.1.2.2.3": f"{ENC}dstu7564-512",
    SHA_256: f"{ENC}sha256",
    SHA_384: f"{MORE}sha384",
    SHA_512: f"{ENC}sha512",
}
TAILS = {hashes.GOST_34311: "gost34311", f"{hashes.UA}.1.2.2.1": "dstu7564-256"}
BITS = {SHA_256: 256, SHA_384: 384, SHA_512: 512}


def method(who: Signatory) -> str:
    """SignatureMethod of its key."""
    key = who.key
    if isinstance(key, Dstu):
        return f"{MORE}dstu4145-{TAILS.get(key.digest, 'dstu7564-512')}"
    if isinstance(key, Rsa) and key.pss:
        return f"http://www.w3.org/2007/05/xmldsig-more#sha{BITS[key.digest]}-rsa-MGF1"
    return f"{MORE}{'ecdsa' if isinstance(key, Ecdsa) else 'rsa'}-sha{BITS[key.digest]}"


def signature(
    who: Signatory,
    references: Iterable[str],
    *,
    named: Signatory | None = None,
    stamper: Signatory | None = None,
    guid: str = GUID,
    objects: str = "",
) -> str:
    """ds:Signature over these references and its own properties. `named`: whom SigningCertificate names."""
    properties = signed_properties(who, named or who, guid)
    about = reference(who, f"#xades-id-{guid}", properties.encode(), kind=PROPERTIES, transforms=[EXCLUSIVE])
    info = (
        f'<ds:SignedInfo xmlns:ds="{DS}">'
        f'<ds:CanonicalizationMethod Algorithm="{EXCLUSIVE}"></ds:CanonicalizationMethod>'
        f'<ds:SignatureMethod Algorithm="{method(who)}"></ds:SignatureMethod>'
        f"{''.join(references)}{about}</ds:SignedInfo>"
    )
    value = f'<ds:SignatureValue xmlns:ds="{DS}">{_base64(_value(who, info.encode()))}</ds:SignatureValue>'
    certificate = _base64(who.certificate().raw)
    return (
        f'<ds:Signature xmlns:ds="{DS}" Id="id-{guid}">{info}{value}'
        f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
        f"{objects}<ds:Object>"
        f'<xades:QualifyingProperties xmlns:xades="{XADES}" Target="#id-{guid}">{properties}'
        f"{_unsigned(value.encode(), stamper)}</xades:QualifyingProperties></ds:Object></ds:Signature>"
    )


def reference(
    who: Signatory, uri: str, data: bytes, *, kind: str = "", transforms: Iterable[str] = ()
) -> str:
    """ds:Reference with the digest of these bytes."""
    named = "".join(f'<ds:Transform Algorithm="{one}"></ds:Transform>' for one in transforms)
    listed = f"<ds:Transforms>{named}</ds:Transforms>" if named else ""
    return (
        f'<ds:Reference Type="{kind}" URI="{escape(uri)}">{listed}'
        f'<ds:DigestMethod Algorithm="{DIGESTS[who.key.digest]}"></ds:DigestMethod>'
        f"<ds:DigestValue>{_base64(who.key.hash(data))}</ds:DigestValue></ds:Reference>"
    )


def signed_properties(who: Signatory, named: Signatory, guid: str = GUID) -> str:
    """xades:SignedProperties as exclusive canonicalization leaves them."""
    digest = _base64(who.key.hash(named.certificate().raw))
    return (
        f'<xades:SignedProperties xmlns:xades="{XADES}" Id="xades-id-{guid}">'
        "<xades:SignedSignatureProperties>"
        f"<xades:SigningTime>{NOON:%Y-%m-%dT%H:%M:%SZ}</xades:SigningTime>"
        "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>"
        f'<ds:DigestMethod xmlns:ds="{DS}" Algorithm="{DIGESTS[who.key.digest]}"></ds:DigestMethod>'
        f'<ds:DigestValue xmlns:ds="{DS}">{digest}</ds:DigestValue>'
        "</xades:CertDigest></xades:Cert></xades:SigningCertificateV2>"
        "</xades:SignedSignatureProperties></xades:SignedProperties>"
    )


def enveloped(who: Signatory, inside: str = "<line>Вирішили</line>", **how: object) -> bytes:
    """A document with its own signature in it."""
    bare = f"<decision>{inside}</decision>"
    over = reference(who, "", bare.encode(), transforms=[ENVELOPED, EXCLUSIVE])
    made = signature(who, [over], **how)  # type: ignore[arg-type]
    return bare.replace("</decision>", f"{made}</decision>").encode()


def enveloping(who: Signatory, inside: str = "<line>Вирішили</line>") -> bytes:
    """A signature with the document in it."""
    thing = f'<ds:Object xmlns:ds="{DS}" Id="doc">{inside}</ds:Object>'
    over = reference(who, "#doc", thing.encode(), transforms=[EXCLUSIVE])
    return signature(who, [over], objects=thing).encode()


def beside(who: Signatory, files: Mapping[str, bytes], **how: object) -> str:
    """A signature over documents that lie beside it."""
    over = [reference(who, quote(name), data) for name, data in files.items()]
    return signature(who, over, **how)  # type: ignore[arg-type]


def signatures_file(signatures: Iterable[str]) -> bytes:
    """META-INF/signatures….xml of ASiC."""
    return (
        '<?xml version="1.0" encoding="utf-8" standalone="no" ?>'
        f'<asic:XAdESSignatures xmlns:asic="{ASIC}" xmlns:ds="{DS}" xmlns:xades="{XADES}" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{"".join(signatures)}</asic:XAdESSignatures>'
    ).encode()


def asic(signers: Iterable[Signatory], files: Mapping[str, bytes], *, single: bool = False) -> bytes:
    """ASiC with XAdES: of the E kind with an ODF manifest, of the S kind with one document."""
    made = [beside(who, files, guid=f"{number:032x}") for number, who in enumerate(signers, 1)]
    listed = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    around = {} if single else {"META-INF/manifest.xml": listed}
    place = "META-INF/signatures.xml" if single else "META-INF/signatures001.xml"
    kind = containers.ASIC_S if single else containers.ASIC_E
    return containers.zipped({"mimetype": kind, **files, **around, place: signatures_file(made)})


def _unsigned(value: bytes, stamper: Signatory | None) -> str:
    if stamper is None:
        return ""
    token = _base64(cades.token(stamper, value))
    return (
        "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:SignatureTimeStamp>"
        f'<ds:CanonicalizationMethod Algorithm="{EXCLUSIVE}"></ds:CanonicalizationMethod>'
        f"<xades:EncapsulatedTimeStamp>{token}</xades:EncapsulatedTimeStamp>"
        "</xades:SignatureTimeStamp></xades:UnsignedSignatureProperties></xades:UnsignedProperties>"
    )


def _value(who: Signatory, message: bytes) -> bytes:
    """ECDSA is r‖s in XML (RFC 6931, 2.3.6)."""
    made = who.sign(message)
    if not isinstance(who.key, Ecdsa):
        return made
    half = {SHA_256: 32, SHA_384: 48, SHA_512: 66}[who.key.digest]
    r, s = decode_dss_signature(made)
    return r.to_bytes(half, "big") + s.to_bytes(half, "big")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
