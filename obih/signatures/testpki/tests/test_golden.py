"""The committed samples: the same bytes made anew, the verdict and reasons of the manifest, the table in the docs."""

from __future__ import annotations

import json
import time

import pytest

from obih.signatures.crypto.reasons import Verdict
from obih.signatures.testpki import catalogue, golden, outside
from obih.signatures.testpki.sample import Sample

REWRITE = "застаріло; оновити: python -m obih.signatures.testpki"
TOLD = json.loads((golden.FOLDER / golden.MANIFEST).read_bytes())
NEVER_ALIKE = [  # the list of the brief: each is refused for a reason of its own
    "content-changed", "r-zero", "r-too-big", "s-zero", "s-too-big", "point-off-curve", "point-of-small-order",
    "other-curve", "two-signers-one-bad", "stamp-elsewhere", "content-stamp-elsewhere", "archive-false", "stamp-false",
    "stamp-without-usage", "stamp-expired", "stamp-revoked", "expired-at-stamp", "expired-stamped-late",
    "expired-unproven", "not-yet-valid", "ocsp-stranger", "ocsp-unknown", "issuer-not-ca", "issuer-without-usage",
    "signing-certificate-swapped", "path-too-long", "unknown-critical", "certificate-forged", "for-encryption",
    "by-service", "revoked-before", "revoked-unproven", "on-hold", "no-revocation", "list-stale", "list-forged",
    "strange-root", "issuer-absent", "evidence-swapped", "countersignature-bad", "no-certificate", "no-document",
    "attribute-twice", "nobody", "key-too-short", "document-changed", "document-added", "document-missing",
    "manifest-twice", "signature-broken", "traversal", "absolute", "twins", "bomb", "behind", "later", "hidden",
    "properties-changed", "dtd", "bottomless",
]  # fmt: skip


def test_every_byte_is_made_again() -> None:
    made = golden.tree()
    lying = {
        path.relative_to(golden.FOLDER).as_posix() for path in golden.FOLDER.rglob("*") if path.is_file()
    }
    assert lying == set(made), REWRITE
    for name, data in made.items():
        assert (golden.FOLDER / name).read_bytes() == data, f"{name}: {REWRITE}"


@pytest.mark.parametrize("sample", catalogue.SAMPLES, ids=lambda one: one.name)
def test_each_sample_comes_to_what_it_was_made_for(sample: Sample) -> None:
    verdict, reasons = golden.judged(sample)
    assert verdict == sample.answer
    if sample.verdict is Verdict.VALID:
        assert not reasons and not sample.code
    else:
        assert any(one.code == sample.code and sample.says in one.text for one in reasons), reasons
    told = TOLD["samples"][sample.name]
    assert told["verdict"] == verdict
    assert told["reasons"] == [{"code": one.code, "text": one.text} for one in reasons]


def test_each_defect_has_a_reason_of_its_own() -> None:
    known = {one.name.partition(".")[0]: one for one in catalogue.SAMPLES}
    found = {}
    for name in NEVER_ALIKE:
        sample = known[name]
        found[name] = next(
            (one.code, one.text)
            for one in golden.judged(sample)[1]
            if sample.says in one.text and one.code == sample.code
        )
    alike = {one for one in found.values() if list(found.values()).count(one) > 1}
    assert not alike


def test_the_table_in_the_docs_is_what_the_verifier_says_now() -> None:
    assert golden.TABLE.read_text(encoding="utf-8").startswith(golden.table()), REWRITE


@pytest.mark.skipif(not outside.is_here(), reason="справжніх зразків надавачів тут немає")
def test_the_table_of_real_samples_is_what_the_verifier_says_now() -> None:
    assert golden.TABLE.read_text(encoding="utf-8") == golden.table() + outside.section(), REWRITE


@pytest.mark.parametrize("folder", catalogue.trust_folders())
def test_everything_in_a_folder_of_trust_is_read(folder: str) -> None:
    assert golden.store(folder).anchors and not golden.store(folder).unread


def test_ten_megabytes_without_lengths_are_read_at_once() -> None:
    started = time.process_time()
    verdict, _ = golden.judged(next(one for one in catalogue.SAMPLES if one.name == "endless-10-mb.p7s"))
    assert verdict == Verdict.VALID.value
    assert time.process_time() - started < 6, "made and verified"
