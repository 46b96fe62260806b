"""Signed PDF: the stretches a signature covers are counted to the byte, later revisions are told of."""

from __future__ import annotations

import pytest

from obih.signatures.crypto import reasons
from obih.signatures.crypto.opening import verify_any
from obih.signatures.crypto.reasons import Reason, Verdict
from obih.signatures.crypto.report import FileReport
from obih.signatures.crypto.sources import Refused
from obih.signatures.crypto.tests.samples import bundle, sample
from obih.signatures.crypto.within import NotSigned
from obih.signatures.testpki import cast, golden
from obih.signatures.testpki.containers import pdf, revised

TRUST = golden.store("trust")
ONE = pdf(cast.HALYNA)


def verified(data: bytes) -> FileReport:
    return verify_any(data, name="рішення.pdf", trust=TRUST, at=cast.AT)


def refused(data: bytes, why: Reason) -> None:
    report = verified(data)
    assert report.verdict is Verdict.INVALID and why in report.reasons, report.reasons


def numbers(data: bytes) -> tuple[int, list[bytes]]:
    at = data.index(b"/ByteRange [") + len(b"/ByteRange [")
    return at, data[at : data.index(b"]", at)].split()


def with_numbers(data: bytes, *given: int) -> bytes:
    at, old = numbers(data)
    written = b" ".join(b"%d" % one for one in given)
    room = len(b" ".join(old))
    return data[:at] + written.ljust(room) + data[at + room :]


@pytest.mark.parametrize("subfilter", ["ETSI.CAdES.detached", "adbe.pkcs7.detached"])
def test_a_signature_over_the_whole_file_is_valid(subfilter: str) -> None:
    report = verified(pdf(cast.HALYNA, subfilter=subfilter))
    assert report.verdict is Verdict.VALID and report.form == "PAdES" and not report.experimental
    assert [(one.name, one.signed_by) for one in report.documents] == [("рішення.pdf", [1])]
    assert report.signatures[0].place == "редакція 1" and not report.warnings


def test_a_second_signature_covers_the_first_and_both_say_what_they_cover() -> None:
    report = verified(pdf(cast.IHOR, before=ONE))
    assert report.verdict is Verdict.VALID
    shown = [(one.name, one.signed_by) for one in report.documents]
    assert shown == [("рішення.pdf, редакція 1", [1]), ("рішення.pdf", [2])]
    assert any("редакцію 1 із 2" in one for one in report.signatures[0].warnings)
    assert not any("редакцію" in one for one in report.signatures[1].warnings)


def test_a_revision_that_nobody_signed_is_told_of_and_is_not_valid() -> None:
    report = verified(revised(ONE))
    assert report.verdict is Verdict.INDETERMINATE and reasons.PDF_LATER in report.reasons
    assert report.signatures[0].verdict is Verdict.VALID
    assert report.documents[0].name == "рішення.pdf, редакція 1" and "ніхто не підписав" in report.warnings[0]


def test_bytes_behind_the_signature_are_refused() -> None:
    refused(ONE + b"<script>", reasons.PDF_BEHIND)
    assert verified(ONE + b"\r\n").verdict is Verdict.VALID
    assert "порожні байти" in verified(ONE + b"\r\n").warnings[0]


def test_every_way_to_draw_the_stretches_wrong_is_refused() -> None:
    _, (_, first, second, length) = numbers(ONE)
    a, b, c = int(first), int(second), int(length)
    for given in (
        (0, a - 1, b, c), (0, a + 1, b, c), (0, a, b + 1, c - 1), (0, a, b - 1, c + 1),
        (0, a, b, c + 1), (0, b, a, c), (0, 0, 0, 0), (1, a - 1, b, c), (0, a, b, 9999999999),
        (0, a - 200, b, c), (0, a, b + 60, c - 60),
    ):  # fmt: skip
        refused(with_numbers(ONE, *given), reasons.PDF_RANGE)
    shorter = verified(with_numbers(ONE, 0, a, b, c - 1))
    assert shorter.verdict is Verdict.INVALID and reasons.CONTENT_CHANGED in shorter.reasons


def test_anything_but_the_value_in_the_hole_is_refused() -> None:
    _, (_, first, _, _) = numbers(ONE)
    hole = int(first)
    hidden = ONE[: hole + 12000] + b"> /Hidden (text) /X <" + ONE[hole + 12021 :]
    refused(hidden, reasons.PDF_RANGE)
    refused(ONE[: hole + 12000] + b"z" + ONE[hole + 12001 :], reasons.PDF_RANGE)


def test_a_second_value_or_range_in_one_dictionary_is_refused() -> None:
    for word in (b"/M (D:20261120120000Z)", b"/Filter /Adobe.PPKLite"):
        refused(ONE.replace(word, b"/Contents <00>".ljust(len(word))), reasons.PDF_RANGE)
        refused(ONE.replace(word, b"/ByteRange [0 1]".ljust(len(word))), reasons.PDF_RANGE)


def test_a_changed_byte_anywhere_is_refused() -> None:
    for word in (b"Rishennia", b"/M (D:2026", b"%%EOF"):
        at = ONE.rindex(word)
        report = verified(ONE[:at] + bytes([ONE[at] ^ 1]) + ONE[at + 1 :])
        assert report.verdict is Verdict.INVALID and reasons.CONTENT_CHANGED in report.reasons


def test_a_signature_of_an_old_kind_is_told_of() -> None:
    report = verified(pdf(cast.HALYNA, subfilter="adbe.x509.rsa_sha1"))
    assert report.verdict is Verdict.INDETERMINATE and reasons.PDF_FORMAT in report.reasons


def test_a_timestamp_of_the_document_is_told_of_and_signs_nothing() -> None:
    stamped = pdf(cast.TSA, before=ONE, subfilter="ETSI.RFC3161")
    report = verified(stamped)
    assert [one.sound for one in report.signatures] == [True]
    assert any("позначку часу" in one for one in report.warnings)
    assert report.verdict is Verdict.INDETERMINATE and reasons.PDF_LATER in report.reasons
    hidden = verified(pdf(cast.TSA, before=revised(ONE), subfilter="ETSI.RFC3161"))
    assert hidden.verdict is Verdict.INDETERMINATE and reasons.PDF_LATER in hidden.reasons
    assert [(one.name, one.signed_by) for one in hidden.documents] == [
        ("рішення.pdf, редакція 1", [1]), ("рішення.pdf", []),
    ]  # fmt: skip
    at = stamped.index(b"Rishennia")
    assert reasons.CONTENT_STAMP_ELSEWHERE in verified(stamped[:at] + b"r" + stamped[at + 1 :]).reasons
    with pytest.raises(NotSigned):
        verified(pdf(cast.TSA, subfilter="ETSI.RFC3161"))


def test_a_pdf_without_signatures_is_told_apart() -> None:
    for data in (b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n(/ByteRange [0 1 2 3])\n%%EOF"):
        with pytest.raises(NotSigned):
            verified(data)


def test_an_unreadable_value_is_refused() -> None:
    at = ONE.index(b"<3082")
    refused(ONE[:at] + b"<" + b"0" * 40 + ONE[at + 41 :], reasons.SIGNATURE_UNREADABLE)


def test_too_many_signatures_are_refused() -> None:
    many = b"%PDF-1.7\n" + b"1 0 obj <</Type /Sig /ByteRange [0 1 2 3]>> endobj\n" * 65
    with pytest.raises(Refused):
        verified(many)
    with pytest.raises(Refused):
        verified(b"%PDF-1.7\n" + b"/ByteRange" * 5000)


def test_a_pdf_signed_by_another_program_is_sound() -> None:
    data = sample("signatures/own_pki/signed_dstu.pdf")
    report = verify_any(data, certificates=bundle())
    assert report.signatures[0].sound and len(report.documents) == 1
    bad = verify_any(data[:20] + bytes([data[20] ^ 1]) + data[21:])
    assert reasons.CONTENT_CHANGED in bad.reasons
