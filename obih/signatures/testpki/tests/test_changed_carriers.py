"""A changed byte of a container, a PDF or an XML is refused, or it is one that says nothing: the report then
names the same people over the same documents."""

from __future__ import annotations

import pytest

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.opening import verify_any
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.report import Document, FileReport
from obih.signatures.testpki import catalogue, golden

NAMES = [
    "container.asice",
    "container.asics",
    "xades.asics",
    "decision.pdf",
    "decision-ecdsa.xml",
    "letter.zip",
]
STEP = 31


def opened(name: str, data: bytes) -> FileReport | None:
    try:
        return verify_any(data, name="файл", trust=golden.store("trust"), at=catalogue.cast.AT)
    except Malformed:
        return None


def told(report: FileReport) -> list[object]:
    """Everything a report states of documents and of those who signed them."""
    inner = told(report.inner) if report.inner else []
    people = [
        (one.certificate, one.claimed_at, one.proven_at, one.signer.signed_bytes) for one in report.signatures
    ]
    return [[(one.name, _fingerprint(one), one.signed_by) for one in report.documents], people, inner]


def _fingerprint(one: Document) -> str:
    """A file that bears its signature in itself is another one with each byte of it, also an unsigned one."""
    return "" if one.name == "файл" else one.sha256


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_byte_changes_nothing_that_is_valid(name: str) -> None:
    data = catalogue.by_name()[name].make()
    whole = opened(name, data)
    assert whole is not None and whole.verdict is Verdict.VALID
    refused = 0
    for place in range(len(name), len(data), STEP):
        changed = data[:place] + bytes([data[place] ^ 1 << place % 8]) + data[place + 1 :]
        report = opened(name, changed)
        if report is None or report.verdict is not Verdict.VALID:
            refused += 1
        else:
            assert told(report) == told(whole), place
    assert refused > len(data) // STEP // 3
