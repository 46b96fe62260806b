"""Any file that may bear signatures: recognised by its bytes, opened with everything in it, reported as one.

CMS/CAdES in DER, BER and base64 text, ASiC, plain ZIP, PAdES, XAdES; and each of these inside the others, to
a depth and an amount that are bounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from obih.signatures.crypto import reasons
from obih.signatures.crypto.algorithms import DSIG
from obih.signatures.crypto.archive import Archive, looks_packed
from obih.signatures.crypto.asic import is_container, verify_container
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.cms import looks_signed
from obih.signatures.crypto.packets import SIGNATURE, verify_packet
from obih.signatures.crypto.pades import verify_pdf
from obih.signatures.crypto.reasons import overall
from obih.signatures.crypto.report import Document, FileReport
from obih.signatures.crypto.sources import Buffer, Content, in_memory, opened, whole
from obih.signatures.crypto.trust.store import TrustStore
from obih.signatures.crypto.verify import verify_file
from obih.signatures.crypto.within import NotSigned, Within, described, file_report, note_uncovered
from obih.signatures.crypto.xades import MAX_SIGNATURE_XML, XadesSigned, verify_xades

PDF_MARK = b"%PDF-"
XML_BOMS = (b"\xff\xfe", b"\xfe\xff")


def verify_any(
    source: Path | bytes,
    *,
    name: str = "",
    content: Path | bytes | None = None,
    certificates: Iterable[Certificate] = (),
    trust: TrustStore | None = None,
    at: datetime | None = None,
) -> FileReport:
    """The report on a file, whatever its form; `content` is the document of a detached signature.

    Raises NotSigned for a file without signatures, Refused for one that is dangerous to open, Malformed for
    one that cannot be read, OSError.
    """
    moment = datetime.now(UTC) if at is None else at if at.tzinfo else at.replace(tzinfo=UTC)
    within = Within(_open, tuple(certificates), trust, moment)
    shown = name or (source.name if isinstance(source, Path) else "")
    document = opened(content) if isinstance(content, Path) else content
    buffer = opened(source) if isinstance(source, Path) else source
    return _open(within, shown, buffer, None if document is None else whole(document))


def _open(within: Within, name: str, buffer: Buffer, content: Content | None) -> FileReport:
    begun = buffer[:1024]
    text = begun.removeprefix(b"\xef\xbb\xbf").lstrip()
    if looks_packed(begun):
        return _compared(_archive(within, buffer), content)
    if looks_signed(whole(buffer)):
        return _cms(within, name, buffer, content)
    if PDF_MARK in begun:
        return _compared(verify_pdf(buffer, name, within), content)
    if text[:1] == b"<" or begun[:2] in XML_BOMS:
        return _xml(within, name, buffer, content)
    raise Malformed("це не файл підпису (CMS SignedData)")


def _compared(report: FileReport, content: Content | None) -> FileReport:
    """A document given beside a file that brings its own must be one of those that are signed."""
    if content is not None:
        signed = {one.sha256 for one in report.documents if one.signed_by}
        if described("", content, []).sha256 not in signed:
            report.reasons.append(reasons.CONTENT_DIFFERS)
            report.verdict = overall(report.reasons)
    return report


def _archive(within: Within, buffer: Buffer) -> FileReport:
    archive = Archive(buffer)
    within.budget.read(archive.size)
    return verify_container(archive, within) if is_container(archive) else verify_packet(archive, within)


def _cms(within: Within, name: str, buffer: Buffer, content: Content | None) -> FileReport:
    warnings: list[str] = []
    inner_name = _document_name(name)
    report = verify_file(
        buffer,
        content,
        within.certificates,
        trust=within.trust,
        at=within.at,
        inside=lambda inner: within.look_inside(inner_name, inner, warnings),
    )
    report.warnings += warnings
    if report.content is not None:
        numbers = range(1, len(report.signatures) + 1)
        report.documents = [described(inner_name, report.content, numbers)]
    return report


def _document_name(name: str) -> str:
    named = SIGNATURE.fullmatch(name)
    return named.group("of") if named else "документ"


def _xml(within: Within, name: str, buffer: Buffer, content: Content | None) -> FileReport:
    if buffer.find(DSIG.encode()) < 0 and buffer[:2] not in XML_BOMS:
        raise NotSigned("в XML немає підписів")
    data = in_memory(whole(buffer), MAX_SIGNATURE_XML)

    def beside(_: str) -> tuple[str, Content] | None:
        return None if content is None else ("документ", content)

    found = verify_xades(data, beside, within.certificates, trust=within.trust, at=within.at)
    if not found:
        raise NotSigned("в XML немає підписів")
    report = file_report(within, "XAdES", [one.report for one in found], [], [])
    report.documents = _xml_documents(name or "документ", data, content, found)
    report.detached = all(one.files and not one.elements and one.whole is None for one in found)
    report.content = content if report.detached else None
    note_uncovered(report, [one.name for one in report.documents if not one.signed_by])
    report.experimental = any(one.is_ukrainian for one in found)
    return report


def _xml_documents(
    name: str, data: bytes, content: Content | None, found: list[XadesSigned]
) -> list[Document]:
    """What was signed, as the references say: all of the XML, elements of it, the document beside it."""
    numbered = list(enumerate(found, 1))
    around = [number for number, one in numbered if one.whole is not None]
    documents = []
    for number, one in numbered:
        for identifier, octets in one.elements.items():
            documents.append(described(f"{name}#{identifier}", octets, [number]))
    beside = [number for number, one in numbered if one.files]
    if content is not None:
        documents.append(described("документ", content, beside))
    if around or not (beside or all(one.is_enveloping for one in found)):
        documents.insert(0, described(name, data, around))
    return documents
