"""XAdES (EN 319 132): XML signatures with signed properties, alone, inside a document and in ASiC.

The certificate is the one whose digest the signed properties hold. Structures of Ukrainian containers are
known from public sources only (`dstu…` algorithms, exclusive canonicalization, files without transforms), so
what is made like that is reported as experimental.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from lxml import etree

from obih.signatures.crypto import hashes, reasons
from obih.signatures.crypto.algorithms import (
    SIGNATURE_TAILS,
    XmlAlgorithm,
    digest_identifier,
    is_weak,
    signature_algorithm,
)
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.dstu4145 import KeyProblem
from obih.signatures.crypto.keys import DstuKey, UnsupportedAlgorithm, VerifyingKey
from obih.signatures.crypto.report import SignatureReport
from obih.signatures.crypto.sboxes import DKE_1
from obih.signatures.crypto.sources import Content
from obih.signatures.crypto.timestamps import read_stamp
from obih.signatures.crypto.trust.judging import Judge
from obih.signatures.crypto.trust.sources import Brought
from obih.signatures.crypto.trust.store import TrustStore
from obih.signatures.crypto.verify import MAX_STAMPS, believe
from obih.signatures.crypto.xades_properties import SIGNED, XmlSigner, properties_of
from obih.signatures.crypto.xmldsig import (
    OBJECT,
    Pointed,
    Reference,
    Resolver,
    XmlSignature,
    digest_holds,
    signatures_of,
)
from obih.signatures.crypto.xmlreading import MAX_XML, Document

MAX_SIGNATURE_XML = MAX_XML
DOCUMENT, PROPERTIES, OWN = "document", "properties", "own"


@dataclass
class XadesSigned:
    """One signature with what it truly covers."""

    report: SignatureReport
    signature: XmlSignature
    files: set[str] = field(default_factory=set)
    """Documents beside the signature, by name."""
    whole: bytes | None = None
    """The canonical XML of the whole document around it, when that is signed."""
    elements: dict[str, bytes] = field(default_factory=dict)
    """Canonical XML of single elements that are signed, by identifier."""

    @property
    def is_enveloping(self) -> bool:
        """True when the signature is the whole XML and what it signs lies in it."""
        return self.signature.element.getparent() is None

    @property
    def is_ukrainian(self) -> bool:
        """True for the algorithms whose names in XML nobody has published."""
        return self.signature.method.rpartition("#")[2] in SIGNATURE_TAILS


def verify_xades(
    data: bytes,
    resolver: Resolver,
    certificates: Iterable[Certificate] = (),
    *,
    trust: TrustStore | None = None,
    at: datetime | None = None,
) -> list[XadesSigned]:
    """Every signature of this XML; the resolver finds documents beside it. Raises Malformed, Refused."""
    document = Document(data)
    certificates = list(certificates)
    known = [*certificates, *(trust.certificates if trust else ())]
    checks = [_Check(one, document, known, resolver) for one in signatures_of(document)]
    judge = _judge(checks, trust, at or datetime.now(UTC), certificates)
    return [one.done(judge) for one in checks]


class _Check:
    """One signature, from its references to its timestamps."""

    def __init__(
        self, element: etree._Element, document: Document, known: list[Certificate], resolver: Resolver
    ) -> None:
        self._signature = XmlSignature(element, document)
        self._resolver = resolver
        self._properties = properties_of(self._signature, document)
        own = _certificates(self._signature.certificates())
        self._own = [*own, *self._properties.certificates()]
        self._known = [*self._own, *known]
        self._certificate = self._properties.signer_among(self._known) or (own[0] if own else None)
        self._octets: list[Content] = []

    def bring(self, brought: Brought) -> None:
        """What the signature has with it for judging."""
        brought.add_certificates(self._own)
        for raw in self._properties.revocations():
            brought.add_revocation(raw)

    def done(self, judge: Judge | None) -> XadesSigned:
        algorithm, unknown = _algorithm(self._signature.method)
        signer = XmlSigner(self._signature, self._properties, algorithm)
        report = SignatureReport(signer, self._certificate, list(unknown))
        signed = XadesSigned(report, self._signature)
        followed = {self._follow(reference, signed) for reference in self._signature.references}
        if DOCUMENT not in followed:
            report.reasons.append(reasons.NOTHING_SIGNED)
        if self._properties.element is not None and PROPERTIES not in followed:
            report.reasons.append(reasons.ATTRIBUTES_BROKEN)
        self._look_at_signature(report, algorithm)
        self._look_at_stamps(report, judge)
        report.warnings += self._properties.warnings
        if report.verdict is not reasons.Verdict.INVALID:
            believe(report, judge)
        report.reasons = list(dict.fromkeys(report.reasons))
        return signed

    def _follow(self, reference: Reference, signed: XadesSigned) -> str:
        """Look at one reference; what it points at."""
        report = signed.report
        pointed = self._signature.pointed(reference, self._resolver)
        if pointed is None:
            report.reasons.append(reasons.DOCUMENT_MISSING)
            report.warnings.append(f"Немає підписаного документа «{(reference.uri or '')[:120]}».")
            return DOCUMENT
        kind = self._kind(pointed)
        if kind == OWN and pointed.element is not None and pointed.element.tag == SIGNED:
            report.reasons.append(reasons.ATTRIBUTES_BROKEN)  # signed, but no longer in their place
        try:
            if digest_identifier(reference.digest_method) in hashes.BROKEN:
                report.reasons.append(reasons.WEAK_HASH)
            elif digest_holds(reference, pointed.octets, self._sboxes()):
                self._note(pointed, signed, kind)
            elif kind == PROPERTIES:
                report.reasons.append(reasons.PROPERTIES_CHANGED)
            else:
                report.reasons.append(reasons.CONTENT_CHANGED)
        except hashes.UnknownHash:
            report.reasons.append(reasons.UNKNOWN_ALGORITHM)
        if kind != PROPERTIES:
            self._octets.append(pointed.octets)
        return kind

    def _kind(self, pointed: Pointed) -> str:
        """Parts of the signature itself, but for ds:Object, are no document of anybody."""
        if pointed.element is None or pointed.element.tag == OBJECT:
            return DOCUMENT
        if pointed.element is self._properties.element:
            return PROPERTIES
        return OWN if self._signature.element in pointed.element.iterancestors() else DOCUMENT

    def _note(self, pointed: Pointed, signed: XadesSigned, kind: str) -> None:
        if kind != DOCUMENT:
            return
        if pointed.what == "file":
            signed.files.add(pointed.name)
        elif isinstance(pointed.octets, bytes):
            if pointed.what == "document":
                signed.whole = pointed.octets
            else:
                signed.elements[pointed.name] = pointed.octets

    def _look_at_signature(self, report: SignatureReport, algorithm: XmlAlgorithm | None) -> None:
        certificate = self._certificate
        if certificate is None:
            report.reasons.append(reasons.NO_CERTIFICATE)
            return
        if self._properties.names(certificate) is False:
            report.reasons.append(reasons.OTHER_CERTIFICATE)
        if algorithm is None:
            return
        if is_weak(algorithm.algorithm):
            report.reasons.append(reasons.WEAK_HASH)
        try:
            key = certificate.key
            if not _fits(key, algorithm):
                raise UnsupportedAlgorithm("алгоритм XML-підпису не пасує до ключа")
            value = _as_in_cms(self._signature.value, algorithm.family)
            report.holds = key.verify(algorithm.algorithm, self._signature.signed_bytes, value)
            if not report.holds:
                outside = key.out_of_range(value)
                report.reasons.append(reasons.number_false(*outside) if outside else reasons.SIGNATURE_FALSE)
        except (KeyProblem, UnsupportedAlgorithm, hashes.UnknownHash) as problem:
            report.reasons.append(reasons.of_key(problem))

    def _look_at_stamps(self, report: SignatureReport, judge: Judge | None) -> None:
        given = list(islice(self._properties.stamps(self._signature, self._octets), MAX_STAMPS + 1))
        if len(given) > MAX_STAMPS:
            report.reasons.append(reasons.TOO_MANY_STAMPS)
        report.stamps = [
            read_stamp(token, kind, over, self._known) for kind, token, over in given[:MAX_STAMPS]
        ]
        if judge is not None:
            report.warnings += judge.judge_stamps(report.stamps)
        report.reasons += [reason for stamp in report.stamps for reason in stamp.reasons]

    def _sboxes(self) -> set[bytes]:
        try:
            key = self._certificate.key if self._certificate else None
        except (KeyProblem, UnsupportedAlgorithm):
            key = None
        return {DKE_1, key.sbox} if isinstance(key, DstuKey) else {DKE_1}


def _judge(
    checks: list[_Check], trust: TrustStore | None, at: datetime, beside: Iterable[Certificate]
) -> Judge | None:
    if trust is None:
        return None
    brought = Brought()
    for one in checks:
        one.bring(brought)
    return Judge(trust, at, brought, len(checks), beside)


def _algorithm(method: str) -> tuple[XmlAlgorithm | None, list[reasons.Reason]]:
    try:
        return signature_algorithm(method), []
    except UnsupportedAlgorithm:
        return None, [reasons.UNKNOWN_ALGORITHM]


def _fits(key: VerifyingKey, algorithm: XmlAlgorithm) -> bool:
    family = "dstu" if isinstance(key, DstuKey) else key.name.partition("-")[0].partition(" ")[0].lower()
    return family == algorithm.family


def _as_in_cms(value: bytes, family: str) -> bytes:
    """XML writes ECDSA as r‖s (RFC 6931, 2.3.6), where certificates and CMS write a SEQUENCE."""
    half = len(value) // 2
    if family != "ecdsa" or not half or len(value) % 2:
        return value
    return encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))


def _certificates(given: Iterable[bytes]) -> list[Certificate]:
    found = []
    for raw in given:
        try:
            found.append(Certificate(raw))
        except Malformed:
            continue
    return found


def verified_element(data: bytes) -> tuple[Certificate, bytes] | str:
    """(whose signature, the canonical XML of the whole document it covers), or why not.

    For lists of trust: the document must be signed as a whole, its mathematics must hold, and only what is
    returned was signed: read that, not the file. Whether the certificate may be believed is the caller’s
    question.
    """
    try:
        found = verify_xades(data, lambda _: None)
    except Malformed as problem:
        return str(problem)
    if len(found) != 1:
        return "у файлі має бути рівно один підпис"
    report = found[0].report
    if not report.sound or report.certificate is None:
        return "; ".join(one.text for one in report.reasons if one is not reasons.NO_TRUST)
    if found[0].whole is None:
        return "підпис охоплює не весь документ"
    return report.certificate, found[0].whole
