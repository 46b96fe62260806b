"""Verifying a file of signatures: the mathematics, and nothing that needs trust or a network.

Bytes are hashed as they stand in the file. Without trust material a sound signature is INDETERMINATE
(NO_CERTIFICATE_CHAIN_FOUND): that its certificate is what it says has not been shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial

from asn1crypto import core

from obih.signatures.crypto import hashes, reasons
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.cms import SignedFile, looks_signed
from obih.signatures.crypto.dstu4145 import KeyProblem
from obih.signatures.crypto.evidence.looking import look_at_evidence
from obih.signatures.crypto.keys import DstuKey, UnsupportedAlgorithm, VerifyingKey, named_hash
from obih.signatures.crypto.reasons import Reason, Verdict, overall
from obih.signatures.crypto.report import FileReport, SignatureReport
from obih.signatures.crypto.sboxes import DKE_1
from obih.signatures.crypto.signer import (
    CONTENT_STAMP,
    COUNTERSIGNATURE,
    MESSAGE_DIGEST,
    SIGNATURE_STAMP,
    SIGNING_CERTIFICATE,
    SIGNING_CERTIFICATE_V2,
    Digest,
    Signer,
)
from obih.signatures.crypto.sources import Buffer, Content, buffered, head, same
from obih.signatures.crypto.structures import MISREAD
from obih.signatures.crypto.timestamps import CONTENT, SIGNATURE, imprint_digest, read_stamp
from obih.signatures.crypto.trust.judging import Judge
from obih.signatures.crypto.trust.sources import Brought
from obih.signatures.crypto.trust.store import TrustStore

__all__ = ["FileReport", "SignatureReport", "verify_file"]

Inside = Callable[[Content], FileReport | None]
MAX_NESTING = 5
MAX_STAMPS, MAX_COUNTERSIGNATURES = 16, 16
"""Of one signature; an honest one has one or two."""
CLOCK_TOLERANCE_S = 300
"""Seconds between the time a signer claims and that of his timestamp which nobody needs to be told of."""


def verify_file(
    data: Buffer,
    content: Content | None = None,
    certificates: Iterable[Certificate] = (),
    *,
    trust: TrustStore | None = None,
    at: datetime | None = None,
    depth: int = 0,
    inside: Inside | None = None,
    evidence: Iterable[bytes] = (),
) -> FileReport:
    """The report on a file of signatures; `content` is the document of a detached one.

    Certificates given are looked at after those of the file; without `trust` nothing is VALID. `at` is the
    moment of the verification, now unless told. `inside` looks into the signed document, for signatures of
    its own; unless told, files like this one are looked for. `evidence` are certificates, CRLs and answers of
    OCSP that came with it, but not in it. Raises Malformed when the file is none.
    """
    at = datetime.now(UTC) if at is None else at if at.tzinfo else at.replace(tzinfo=UTC)
    signed = SignedFile(data)
    found, warnings = [], []
    if signed.rest.strip(b"\0\r\n\t "):
        warnings.append("Після підпису у файлі є зайві байти; вони не підписані.")
    if signed.unreadable_certificates:
        warnings.append(f"Сертифікатів, які не читаються: {signed.unreadable_certificates}.")
    own = signed.content if signed.content is not None else content
    if signed.content is not None and content is not None and not same(content, signed.content):
        found.append(reasons.CONTENT_DIFFERS)
    if not signed.signers:
        found.append(reasons.NOBODY)
    certificates, brought = list(certificates), Brought()
    brought.add_evidence(evidence)
    given = [*brought.certificates, *certificates, *(trust.certificates if trust else ())]
    known = [*signed.all_certificates(), *given]
    judge = _judge(trust, signed, at, certificates, brought)
    checker = _Checker(own, signed.content_type, known, judge, signed)
    checker.hash_at_once(signed.signers)
    signatures = [checker.report(signer) for signer in signed.signers]
    inner = None
    if own is not None and inside is not None:
        inner = inside(own)
    elif own is not None and depth < MAX_NESTING and looks_signed(own):
        try:
            inner = verify_file(buffered(own), None, certificates, trust=trust, at=at, depth=depth + 1)
        except Malformed:
            warnings.append("Вміст схожий на файл підпису, але не читається.")
    everything = (
        found + [reason for one in signatures for reason in one.reasons] + (inner.reasons if inner else [])
    )
    distinct = list(dict.fromkeys(everything))
    return FileReport(
        overall(distinct),
        distinct,
        signatures,
        signed.detached,
        own,
        inner,
        warnings,
        at,
        trust.version if trust else "",
    )


def _judge(
    trust: TrustStore | None,
    signed: SignedFile,
    at: datetime,
    beside: Iterable[Certificate],
    brought: Brought,
) -> Judge | None:
    if trust is None:
        return None
    brought.add_file(signed)
    return Judge(trust, at, brought, len(signed.signers), beside)


def believe(report: SignatureReport, judge: Judge | None) -> None:
    """Whether the signer is who his certificate says; nobody is without trust material."""
    if judge is None:
        report.reasons.append(reasons.NO_TRUST)
    elif report.certificate is not None:
        done = judge.judge(report.certificate, report.stamps, report.claimed_at)
        report.reasons += done.reasons
        report.warnings += done.warnings
        report.chain, report.evidence = done.chain, done.evidence
        report.proven_at, report.judged_at = done.proven_at, done.judged_at
        report.granted = done.granted


class _Checker:
    """What the signatures of one file share: the content, hashed once per algorithm, and the certificates."""

    def __init__(
        self,
        content: Content | None,
        content_type: str,
        certificates: list[Certificate],
        judge: Judge | None = None,
        signed: SignedFile | None = None,
    ) -> None:
        self._signed = signed
        self._content, self._content_type, self._certificates = content, content_type, certificates
        self._judge = judge
        self._digests: dict[tuple[str, bytes], bytes] = {}

    def hash_at_once(self, signers: list[Signer]) -> None:
        """A long document is read once for all its signers and their timestamps over it."""
        if self._content is None or isinstance(self._content, bytes):
            return
        wanted: set[tuple[str, bytes]] = set()
        for signer in signers:
            sbox = _sbox(signer.certificate_among(self._certificates))
            wanted.add((signer.digest.identifier, signer.digest.sbox or sbox))
            for token in signer.signed.get(CONTENT_STAMP, []):
                named = imprint_digest(token)
                wanted |= {(named.identifier, named.sbox or DKE_1)} if named else set()
        self._digests = hashes.digests(self._content, wanted)

    def report(self, signer: Signer) -> SignatureReport:
        certificate = signer.certificate_among(self._certificates)
        report = SignatureReport(signer, certificate, [])
        try:
            report.reasons += self._content_reasons(signer, certificate)
            if certificate is None:
                report.reasons.append(reasons.NO_CERTIFICATE)
            else:
                report.reasons += self._signature_reasons(report, certificate)
        except (KeyProblem, UnsupportedAlgorithm, hashes.UnknownHash) as problem:
            report.reasons.append(reasons.of_key(problem))
        except MISREAD:
            report.reasons.append(reasons.ATTRIBUTES_BROKEN)
        self._look_at_stamps(report)
        self._look_at_countersignatures(report)
        self._warn(report)
        if report.verdict is not Verdict.INVALID:
            believe(report, self._judge)
        report.reasons = list(dict.fromkeys(report.reasons))
        report.warnings = list(dict.fromkeys(report.warnings))
        return report

    def _content_reasons(self, signer: Signer, certificate: Certificate | None) -> list[Reason]:
        if self._content is None:
            return [reasons.NO_CONTENT]
        if signer.digest.identifier in hashes.BROKEN:
            return [reasons.WEAK_HASH]
        if signer.signed_bytes is None:
            return [reasons.ATTRIBUTES_BROKEN] if _are_attributes(self._content) else []
        stated = signer.message_digest
        of_type = signer.content_type
        if stated is None or signer.repeated or of_type not in (None, self._content_type):
            return [reasons.ATTRIBUTES_BROKEN]
        sbox = _sbox(certificate)
        if self._digest(signer.digest.identifier, signer.digest.sbox or sbox) != stated:
            return [reasons.CONTENT_CHANGED]
        return []

    def _signature_reasons(self, report: SignatureReport, certificate: Certificate) -> list[Reason]:
        signer = report.signer
        message = signer.signed_bytes if signer.signed_bytes is not None else self._content
        if message is None:
            return []
        found = []
        if named_hash(signer.algorithm) in hashes.BROKEN:
            found.append(reasons.WEAK_HASH)
        report.holds = certificate.key.verify(signer.algorithm, message, signer.signature)
        if not report.holds:
            outside = certificate.key.out_of_range(signer.signature)
            return [*found, reasons.number_false(*outside) if outside else reasons.SIGNATURE_FALSE]
        if signer.names_certificate(certificate) is False:
            found.append(reasons.OTHER_CERTIFICATE)
        return found

    def _digest(self, identifier: str, sbox: bytes) -> bytes:
        assert self._content is not None, "asked for only when there is a content"
        key = (identifier, sbox)
        if key not in self._digests:
            self._digests[key] = hashes.digest(identifier, self._content, sbox)
        return self._digests[key]

    def _hash_of_content(self, digest: Digest) -> bytes:
        return self._digest(digest.identifier, digest.sbox or DKE_1)

    def _look_at_stamps(self, report: SignatureReport) -> None:
        signer = report.signer
        over_content = None if self._content is None else self._hash_of_content
        over_signature = partial(Digest.of, data=signer.signature)
        for kind, attributes, hash_of in (
            (CONTENT, signer.signed.get(CONTENT_STAMP, []), over_content),
            (SIGNATURE, signer.unsigned.get(SIGNATURE_STAMP, []), over_signature),
        ):
            if len(attributes) > MAX_STAMPS:
                report.reasons.append(reasons.TOO_MANY_STAMPS)
            for token in attributes[:MAX_STAMPS]:
                report.stamps.append(read_stamp(token, kind, hash_of, self._certificates))
        if self._signed is not None:
            stamps, found, warnings = look_at_evidence(self._signed, signer, over_content, self._certificates)
            report.stamps += stamps
            report.reasons += found
            report.warnings += warnings
        if self._judge is not None:
            report.warnings += self._judge.judge_stamps(report.stamps)
        report.reasons += [reason for stamp in report.stamps for reason in stamp.reasons]

    def _look_at_countersignatures(self, report: SignatureReport) -> None:
        given = report.signer.unsigned.get(COUNTERSIGNATURE, [])
        if len(given) > MAX_COUNTERSIGNATURES:
            report.reasons.append(reasons.TOO_MANY_COUNTERSIGNATURES)
        for raw in given[:MAX_COUNTERSIGNATURES]:
            checker = _Checker(report.signer.signature, self._content_type, self._certificates, self._judge)
            try:
                signer = Signer.load(raw)
            except Malformed:
                report.reasons.append(reasons.COUNTERSIGNATURE_BAD)
                continue
            signer.unsigned.pop(COUNTERSIGNATURE, None)  # one level: more is a way to keep us busy
            inner = checker.report(signer)
            report.countersignatures.append(inner)
            if inner.verdict is Verdict.INVALID:
                report.reasons.append(reasons.COUNTERSIGNATURE_BAD)

    def _warn(self, report: SignatureReport) -> None:
        signer, warnings = report.signer, report.warnings
        if not signer.in_order:
            warnings.append("Підписані атрибути стоять не за порядком DER; перевірено так, як їх записано.")
        named = signer.signed.keys() & {SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2}
        if signer.signed_bytes is not None and not named:
            warnings.append("Підпис не називає свого сертифіката (немає signing-certificate): не CAdES.")
        claimed = report.claimed_at
        for stamp in report.stamps:
            if stamp.at and claimed and abs((stamp.at - claimed).total_seconds()) > CLOCK_TOLERANCE_S:
                warnings.append("Час, заявлений підписувачем, розходиться з позначкою часу.")
                break


def _are_attributes(content: Content) -> bool:
    """True for signed attributes passed off as a document: their signature would fit a file without any."""
    begun = head(content, 65536)
    return begun[:1] == b"\x31" and core.ObjectIdentifier(MESSAGE_DIGEST).dump() in begun


def _sbox(certificate: Certificate | None) -> bytes:
    """The substitution table of the signer’s certificate (z1398-12), else the usual one."""
    if certificate is None:
        return DKE_1
    try:
        key: VerifyingKey = certificate.key
    except (UnsupportedAlgorithm, KeyProblem):
        return DKE_1
    return key.sbox if isinstance(key, DstuKey) else DKE_1
