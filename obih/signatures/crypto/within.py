"""Files within files: what every level shares, how deep one goes, how much is unpacked altogether."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from obih.signatures.crypto import reasons
from obih.signatures.crypto.ber import MAX_SIZE, Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.reasons import Reason, overall
from obih.signatures.crypto.report import Document, FileReport, SignatureReport
from obih.signatures.crypto.sources import Buffer, Content, Refused, buffered, head, pieces, size_of
from obih.signatures.crypto.trust.store import TrustStore

MAX_NESTING = 5
MAX_SIGNATURE_FILES = 64


class NotSigned(Malformed):
    """A file in good order that bears no signature."""


@dataclass
class Budget:
    """What one file may cost, with everything in it."""

    bytes_left: int = 2 * MAX_SIZE
    """To be unpacked, and to be hashed again for each signature of a PDF."""
    signature_files: int = MAX_SIGNATURE_FILES

    def read(self, size: int) -> None:
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise Refused("TOO_MUCH_WORK", "перевірка файлу потребує надто багато роботи")

    def open_signature(self) -> None:
        self.signature_files -= 1
        if self.signature_files < 0:
            raise Refused("TOO_MANY_SIGNATURES", f"у файлі понад {MAX_SIGNATURE_FILES} файлів підпису")


Open = Callable[["Within", str, Buffer, Content | None], FileReport]


@dataclass
class Within:
    """One level: whom we trust, at what moment, and how to open what lies inside."""

    open: Open
    certificates: tuple[Certificate, ...] = ()
    trust: TrustStore | None = None
    at: datetime | None = None
    depth: int = 0
    budget: Budget = field(default_factory=Budget)

    def deeper(self) -> Within:
        """The next level."""
        return Within(self.open, self.certificates, self.trust, self.at, self.depth + 1, self.budget)

    def look_inside(self, name: str, content: Content, warnings: list[str]) -> FileReport | None:
        """The report on a document that is itself signed; None for one that is not."""
        if not may_be_signed(head(content, 1024)):
            return None
        if self.depth >= MAX_NESTING:
            warnings.append(f"Файл «{name}» лежить заглибоко: його власні підписи не розібрано.")
            return None
        deeper = self.deeper()
        try:
            return self.open(deeper, name, buffered(content), None)
        except NotSigned:
            return None
        except Malformed as problem:
            warnings.append(f"Файл «{name}» не розібрано: {problem}.")
            return None


def may_be_signed(begun: bytes) -> bool:
    """By the first bytes: CMS (also as text), ZIP, PDF, XML."""
    text = begun.removeprefix(b"\xef\xbb\xbf").lstrip()
    return begun[:1] == b"\x30" or text[:4] == b"PK\3\4" or text[:1] in b'<M"-' or b"%PDF-" in begun


def described(name: str, content: Content, signed_by: Iterable[int] = ()) -> Document:
    """A document for the report."""
    digest = sha256()
    for piece in pieces(content):
        digest.update(piece)
    return Document(name, size_of(content), digest.hexdigest(), list(signed_by))


def file_report(
    within: Within,
    form: str,
    signatures: list[SignatureReport],
    found: list[Reason],
    parts: list[tuple[str, FileReport]],
) -> FileReport:
    """The report on a container: its verdict is that of everything in it."""
    everything = [*found, *(reason for one in signatures for reason in one.reasons)]
    everything += [reason for _, part in parts for reason in part.reasons]
    distinct = list(dict.fromkeys(everything))
    return FileReport(
        overall(distinct),
        distinct,
        signatures,
        detached=False,
        content=None,
        at=within.at,
        trust_version=within.trust.version if within.trust else "",
        form=form,
        parts=parts,
    )


def note_uncovered(report: FileReport, names: list[str]) -> None:
    """Documents that nobody signed are named, and the verdict knows of them."""
    if not names:
        return
    report.reasons.append(reasons.NOT_COVERED)
    report.verdict = overall(report.reasons)
    shown = ", ".join(f"«{name}»" for name in names[:20])
    report.warnings.append(f"Жоден підпис не охоплює: {shown}{' та інші' if len(names) > 20 else ''}.")
