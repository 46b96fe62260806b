"""Signed and unsigned properties of XAdES, and a signer of XML under the names that CAdES has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from obih.signatures.crypto import hashes
from obih.signatures.crypto.algorithms import DSIG, XmlAlgorithm, digest_identifier
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.keys import SignatureAlgorithm
from obih.signatures.crypto.sboxes import DKE_1
from obih.signatures.crypto.signer import Digest, Signer
from obih.signatures.crypto.sources import Content, pieces, size_of
from obih.signatures.crypto.xmldsig import XmlSignature
from obih.signatures.crypto.xmlreading import Document, children, decoded, only, required

XADES, XADES_141 = "http://uri.etsi.org/01903/v1.3.2#", "http://uri.etsi.org/01903/v1.4.1#"
QUALIFYING, SIGNED = f"{{{XADES}}}QualifyingProperties", f"{{{XADES}}}SignedProperties"
MAX_VALUES = 200
Hasher = Callable[[Digest], bytes]


class Properties:
    """What one signature says of itself; empty for a plain XML signature. Raises Malformed."""

    def __init__(self, qualifying: etree._Element | None) -> None:
        self.warnings: list[str] = []
        self.element = None if qualifying is None else only(qualifying, SIGNED)
        about = None if self.element is None else only(self.element, f"{{{XADES}}}SignedSignatureProperties")
        self._about = about
        data = f"{{{XADES}}}SignedDataObjectProperties"
        self._of_data = None if self.element is None else only(self.element, data)
        self._unsigned: list[etree._Element] = []
        if qualifying is not None:
            path = f"{{{XADES}}}UnsignedProperties/{{{XADES}}}UnsignedSignatureProperties"
            self._unsigned = [one for found in qualifying.iterfind(path) for one in children(found)]
        self._digests = self._named_digests()
        if not self._digests:
            self.warnings.append("Підпис не називає свого сертифіката (SigningCertificate): не XAdES.")
        if self._has("ArchiveTimeStamp"):
            self.warnings.append("Архівну позначку часу XAdES не перевірено: вона нічого не доводить.")
        if self._has("CounterSignature"):
            self.warnings.append("Підпис засвідчено ще одним підписом; його не перевірено.")

    def _named_digests(self) -> list[tuple[str, bytes]]:
        """(address of the hash, value) of SigningCertificateV2 or V1, the signer’s first."""
        if self._about is None:
            return []
        for name in ("SigningCertificateV2", "SigningCertificate"):
            listed = only(self._about, f"{{{XADES}}}{name}")
            if listed is not None:
                digests = [required(one, f"{{{XADES}}}CertDigest") for one in children(listed)][:MAX_VALUES]
                return [
                    (
                        str(required(one, f"{{{DSIG}}}DigestMethod").get("Algorithm") or ""),
                        decoded(required(one, f"{{{DSIG}}}DigestValue")),
                    )
                    for one in digests
                ]
        return []

    def names(self, certificate: Certificate) -> bool | None:
        """Whether the signer named this certificate; None when none is named or by an unknown hash."""
        if not self._digests:
            return None
        address, value = self._digests[0]
        try:
            identifier = digest_identifier(address)
        except hashes.UnknownHash:
            return None
        return hashes.digest(identifier, certificate.raw, DKE_1) == value

    def signer_among(self, known: list[Certificate]) -> Certificate | None:
        """The certificate that the signer named."""
        return next((one for one in known if self.names(one)), None) if self._digests else None

    @property
    def claimed_at(self) -> datetime | None:
        """SigningTime: a statement, not a proof."""
        given = None if self._about is None else only(self._about, f"{{{XADES}}}SigningTime")
        if given is None or not given.text:
            return None
        try:
            moment = datetime.fromisoformat(given.text.strip())
        except ValueError:
            return None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    @property
    def level(self) -> str:
        """The level that its properties make (EN 319 132-1, 6.3), whether or not they hold."""
        if self.element is None:
            return "XML-DSig"
        if self._has("ArchiveTimeStamp"):
            return "XAdES-A"
        if self._has("CertificateValues") and self._has("RevocationValues"):
            return "XAdES-X Long"
        if self._has("CompleteCertificateRefs") or self._has("CompleteCertificateRefsV2"):
            return "XAdES-C"
        if self._has("SignatureTimeStamp"):
            return "XAdES-T"
        policy = None if self._about is None else only(self._about, f"{{{XADES}}}SignaturePolicyIdentifier")
        explicit = policy is not None and only(policy, f"{{{XADES}}}SignaturePolicyId") is not None
        return "XAdES-EPES" if explicit else "XAdES-BES"

    def certificates(self) -> list[Certificate]:
        """CertificateValues."""
        found = []
        for raw in self._values("CertificateValues", "EncapsulatedX509Certificate"):
            try:
                found.append(Certificate(raw))
            except Malformed:
                continue
        return found

    def revocations(self) -> list[bytes]:
        """RevocationValues: CRLs and OCSP responses as they were put there."""
        return [
            *self._values("RevocationValues", "EncapsulatedCRLValue"),
            *self._values("RevocationValues", "EncapsulatedOCSPValue"),
        ]

    def stamps(self, signature: XmlSignature, octets: list[Content]) -> Iterator[tuple[str, bytes, Hasher]]:
        """(kind, token, how its subject is hashed) of every timestamp that is looked at."""
        for one in self._unsigned:
            if one.tag == f"{{{XADES}}}SignatureTimeStamp":
                how = only(one, f"{{{DSIG}}}CanonicalizationMethod")
                over = signature.canonical_as(signature.value_element, how)
                yield from ((kind, token, _hasher([over])) for kind, token in _tokens("signature", one))
        for one in () if self._of_data is None else children(self._of_data):
            if one.tag == f"{{{XADES}}}AllDataObjectsTimeStamp":
                yield from ((kind, token, _hasher(octets)) for kind, token in _tokens("content", one))

    def _values(self, group: str, name: str) -> list[bytes]:
        found = [
            value
            for one in self._unsigned
            if one.tag == f"{{{XADES}}}{group}"
            for value in one.iter(f"{{{XADES}}}{name}")
        ]
        return [decoded(one) for one in found[:MAX_VALUES]]

    def _has(self, name: str) -> bool:
        return any(etree.QName(one).localname == name for one in self._unsigned)


class XmlSigner(Signer):
    """The signer of XML with the face of a signer of CMS; attributes it has none."""

    def __init__(
        self, signature: XmlSignature, properties: Properties, algorithm: XmlAlgorithm | None
    ) -> None:
        self.issuer, self.serial, self.key_identifier = (), 0, None
        self.digest = _digest_of(signature)
        self.algorithm = SignatureAlgorithm(signature.method) if algorithm is None else algorithm.algorithm
        self.signature = signature.value
        self.signed_bytes = signature.signed_bytes
        self.signed, self.unsigned, self.repeated, self.in_order = {}, {}, False, True
        self._properties = properties

    @property
    def level(self) -> str:
        """The level of XAdES."""
        return self._properties.level

    @property
    def claimed_at(self) -> datetime | None:
        """SigningTime."""
        return self._properties.claimed_at

    def names_certificate(self, certificate: Certificate) -> bool | None:
        """Whether SigningCertificate means this one."""
        return self._properties.names(certificate)


def properties_of(signature: XmlSignature, document: Document) -> Properties:
    """The properties in this signature’s own objects; those of another signature are never taken for them."""
    found = [one for thing in signature.objects for one in children(thing) if one.tag == QUALIFYING]
    if len(found) > 1:
        raise Malformed("XML-підпис має кілька наборів властивостей")
    if found:
        target = str(found[0].get("Target") or "")
        if target and document.by_id(target.removeprefix("#")) is not signature.element:
            raise Malformed("властивості XML-підпису стосуються іншого підпису")
    return Properties(found[0] if found else None)


def _tokens(kind: str, element: etree._Element) -> Iterator[tuple[str, bytes]]:
    for one in [child for child in children(element) if child.tag == f"{{{XADES}}}EncapsulatedTimeStamp"][:8]:
        yield kind, decoded(one)


def _hasher(octets: list[Content]) -> Hasher:
    return lambda digest: digest.of(_Chain(octets))


class _Chain:
    """Several documents hashed as one."""

    def __init__(self, contents: list[Content]) -> None:
        self._contents = contents

    @property
    def size(self) -> int:
        return sum(size_of(one) for one in self._contents)

    def pieces(self) -> Iterator[bytes]:
        for one in self._contents:
            yield from pieces(one)


def _digest_of(signature: XmlSignature) -> Digest:
    """The hash of the first reference, for people."""
    address: Any = signature.references[0].digest_method
    try:
        return Digest(digest_identifier(address))
    except hashes.UnknownHash:
        return Digest(str(address))
