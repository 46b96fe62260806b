"""PAdES (EN 319 142, ISO 32000-2, 12.8): signatures inside a PDF, by arithmetic over its bytes.

A signature covers two stretches of the file, from its first byte, with one hole between them: its own value.
Nothing but that value may lie in the hole, and what lies behind the second stretch came later: another
revision, which the signature says nothing about. No other part of the file is interpreted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from obih.signatures.crypto import reasons
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.dss import Addition, added_evidence
from obih.signatures.crypto.reasons import Reason
from obih.signatures.crypto.report import FileReport, SignatureReport
from obih.signatures.crypto.signer import Digest
from obih.signatures.crypto.sources import Buffer, Parts, Refused, whole
from obih.signatures.crypto.timestamps import read_stamp
from obih.signatures.crypto.verify import verify_file
from obih.signatures.crypto.within import MAX_SIGNATURE_FILES, NotSigned, Within, described, file_report

BYTE_RANGE = b"/ByteRange"
NUMBERS = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
VALUE = re.compile(rb"<[0-9A-Fa-f\s]*>")
CONTENTS_BEFORE = re.compile(rb"/Contents\s*$")
SUBFILTER = re.compile(rb"/SubFilter\s*/([A-Za-z0-9.\-]{1,40})")
IS_SIGNATURE = re.compile(rb"/SubFilter|/Type\s*/(Sig|DocTimeStamp)\b")
OBJECT, END_OBJECT = b" obj", b"endobj"
MAX_DICTIONARY = 64 * 1024
MAX_VALUE = 32 << 20
"""Hexadecimal digits of one signature."""
MAX_MENTIONS = 4096
MAX_SPACE = 1024
DETACHED = {b"adbe.pkcs7.detached", b"ETSI.CAdES.detached"}
STAMP = b"ETSI.RFC3161"
SPACE = b" \t\r\n\0\x0c"
REVISION = re.compile(rb"startxref\s+\d+\s+%%EOF\s*$")


@dataclass(frozen=True)
class Field:
    """One signature dictionary. `problem` is why its stretches cannot be believed."""

    place: int
    """Where /ByteRange stands, from the beginning of the file."""
    hole: tuple[int, int]
    end: int
    subfilter: bytes
    problem: Reason | None = None

    def covered(self, buffer: Buffer) -> Parts:
        """What was signed."""
        return Parts(buffer, ((0, self.hole[0]), (self.hole[1], self.end)))

    def value(self, buffer: Buffer) -> bytes:
        """The signature: the hexadecimal digits of the hole."""
        return bytes.fromhex(buffer[self.hole[0] + 1 : self.hole[1] - 1].decode("ascii"))


def verify_pdf(buffer: Buffer, name: str, within: Within) -> FileReport:
    """The report on a PDF. Raises NotSigned when it has no signatures, Malformed when it is none."""
    fields = list(fields_of(buffer))
    if not fields:
        raise NotSigned("у PDF немає підписів")
    signatures: list[SignatureReport] = []
    found: list[Reason] = []
    warnings: list[str] = []
    documents = []
    ends = sorted({one.end for one in fields if one.problem is None})
    if all(one.subfilter == STAMP for one in fields):
        raise NotSigned("у PDF є лише позначка часу, підписів немає")
    added = added_evidence(buffer, last) if (last := _last_signed(fields)) < len(buffer) else None
    for number, one in enumerate(sorted(fields, key=lambda field: field.end), 1):
        within.budget.open_signature()
        if one.problem is not None:
            found.append(one.problem)
            warnings.append(f"Підпис {number} у PDF: {one.problem.text}")
            continue
        within.budget.read(one.end)
        made = _verified(buffer, one, within, added, number, found, warnings)
        revision = ends.index(one.end) + 1
        for each in made:
            each.place = f"редакція {revision}"
        signatures += made
        numbers = range(len(signatures) - len(made) + 1, len(signatures) + 1)
        if one.subfilter != STAMP:
            documents.append(described(_named(name, revision, one.end, buffer), one.covered(buffer), numbers))
        _note_later(one, revision, ends, made)
    if added is not None:
        warnings.append("Після останнього підпису до PDF додано лише докази чинності підписів.")
    behind = _behind(buffer, last, warnings) if added is None else []
    if behind:
        documents.append(described(name or "документ", whole(buffer)))
    found += behind
    report = file_report(within, "PAdES", signatures, found, [])
    report.documents, report.warnings = documents, warnings
    return report


def fields_of(buffer: Buffer) -> Iterator[Field]:
    """Signature dictionaries in the order they stand. Raises Refused when there are too many."""
    at = count = mentions = 0
    while (at := buffer.find(BYTE_RANGE, at)) >= 0:
        mentions += 1
        if mentions > MAX_MENTIONS:
            raise Refused("TOO_MANY_SIGNATURES", f"у файлі понад {MAX_SIGNATURE_FILES} підписів")
        field = _field(buffer, at)
        if field is not None:
            count += 1
            if count > MAX_SIGNATURE_FILES:
                raise Refused("TOO_MANY_SIGNATURES", f"у файлі понад {MAX_SIGNATURE_FILES} підписів")
            yield field
        at += len(BYTE_RANGE)


def _field(buffer: Buffer, at: int) -> Field | None:
    """The dictionary around a mention of ByteRange; None when the words only stand in some text."""
    given = NUMBERS.match(buffer[at : at + 200])
    numbers = [int(one) for one in given.groups()] if given else [0, 0, 0, 0]
    start, first, second, length = numbers
    hole, end = (start + first, second), second + length
    in_file = 0 < hole[0] < hole[1] <= end <= len(buffer) and hole[1] - hole[0] <= MAX_VALUE
    text = _dictionary(buffer, at, hole if in_file else None)
    if not IS_SIGNATURE.search(text) and not IS_SIGNATURE.search(_dictionary(buffer, at, None)):
        return None
    named = SUBFILTER.search(text)
    subfilter = named.group(1) if named else b""
    once = text.count(BYTE_RANGE) == 1 and text.count(b"/Contents") == 1
    covers_itself = at < end and not hole[0] <= at < hole[1]
    sound = given and start == 0 and in_file and once and covers_itself and _is_hole(buffer, hole)
    problem = None if sound else reasons.PDF_RANGE
    return Field(at, hole, end, subfilter, problem)


def _dictionary(buffer: Buffer, at: int, hole: tuple[int, int] | None) -> bytes:
    """The text of the object around a place, without the value of the signature."""
    near = hole is not None and hole[0] - at <= MAX_DICTIONARY and at - hole[1] <= MAX_DICTIONARY
    first, last = (min(at, hole[0]), max(at, hole[1])) if hole is not None and near else (at, at)
    low = max(0, first - MAX_DICTIONARY)
    start = max(buffer.rfind(OBJECT, low, first), buffer.rfind(END_OBJECT, low, first), low)
    end = buffer.find(END_OBJECT, last, last + MAX_DICTIONARY)
    end = end if end >= 0 else min(last + MAX_DICTIONARY, len(buffer))
    if hole is None or not near:
        return buffer[start:end]
    return buffer[start : hole[0]] + b" " + buffer[hole[1] : end]


def _is_hole(buffer: Buffer, hole: tuple[int, int]) -> bool:
    """True when the hole is the value of /Contents to the byte: hexadecimal digits in angle brackets."""
    before = buffer[max(0, hole[0] - 64) : hole[0]]
    return bool(CONTENTS_BEFORE.search(before) and VALUE.fullmatch(buffer[hole[0] : hole[1]]))


def _verified(
    buffer: Buffer,
    field: Field,
    within: Within,
    added: Addition | None,
    number: int,
    found: list[Reason],
    warnings: list[str],
) -> list[SignatureReport]:
    evidence = added.evidence if added else []
    if field.subfilter not in DETACHED | {STAMP}:
        found.append(reasons.PDF_FORMAT)
        warnings.append(f"Підпис {number} у PDF має вид «{field.subfilter.decode('ascii')}».")
        return []
    try:
        value = field.value(buffer)
        if field.subfilter == STAMP:
            return _stamp(buffer, field, value, within, found, warnings)
        report = verify_file(
            value,
            field.covered(buffer),
            within.certificates,
            trust=within.trust,
            at=within.at,
            inside=lambda _: None,
            evidence=evidence,
        )
    except (Malformed, ValueError):
        found.append(reasons.SIGNATURE_UNREADABLE)
        return []
    found += report.reasons if not report.signatures else []
    found += [reasons.CONTENT_DIFFERS] if reasons.CONTENT_DIFFERS in report.reasons else []
    warnings += report.warnings
    return report.signatures


def _stamp(
    buffer: Buffer, field: Field, value: bytes, within: Within, found: list[Reason], warnings: list[str]
) -> list[SignatureReport]:
    """A timestamp over the document (EN 319 142-1, 5.4.3): no signature of anybody, so only told of."""
    known = [*within.certificates, *(within.trust.certificates if within.trust else ())]
    stamp = read_stamp(value, "content", partial(Digest.of, data=field.covered(buffer)), known)
    found += [one for one in stamp.reasons if one.verdict is reasons.Verdict.INVALID]
    at = stamp.at.strftime("%d.%m.%Y %H:%M:%S UTC") if stamp.at else "невідомо коли"
    warnings.append(f"PDF має позначку часу над перші {field.end} байтів: {at}.")
    return []


def _note_later(field: Field, revision: int, ends: list[int], made: list[SignatureReport]) -> None:
    if revision < len(ends):
        for one in made:
            one.warnings.append(
                f"Після цього підпису документ доповнено: підпис охоплює редакцію {revision} із {len(ends)} "
                f"(перші {field.end} байтів)."
            )


def _last_signed(fields: list[Field]) -> int:
    """Where that ends which a person signed: a timestamp anybody can get over anything."""
    return max((one.end for one in fields if one.problem is None and one.subfilter != STAMP), default=0)


def _behind(buffer: Buffer, end: int, warnings: list[str]) -> list[Reason]:
    """What lies behind everything that is signed."""
    rest = len(buffer) - end
    if not rest or not end:
        return []
    if rest <= MAX_SPACE and not buffer[end:].strip(SPACE):
        warnings.append("Після підпису у PDF є порожні байти; вони не підписані.")
        return []
    warnings.append(f"Після останнього підпису до PDF додано {rest} байтів; їх ніхто не підписав.")
    later = REVISION.search(buffer[-MAX_SPACE:])
    return [reasons.PDF_LATER if later else reasons.PDF_BEHIND]


def _named(name: str, revision: int, end: int, buffer: Buffer) -> str:
    shown = name or "документ"
    return shown if end == len(buffer) else f"{shown}, редакція {revision}"
