"""Any file is recognised by its bytes, and opened with what lies inside, to a depth and an amount."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obih.signatures.crypto import reasons, within
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.opening import verify_any
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.report import FileReport
from obih.signatures.crypto.sources import Refused
from obih.signatures.crypto.tests.samples import sample
from obih.signatures.crypto.within import NotSigned
from obih.signatures.describing import subject
from obih.signatures.testpki import cades, cast, golden, xml
from obih.signatures.testpki.containers import asic_e, asic_s, pdf, zipped

TRUST = golden.store("trust")
LETTER = b"letter"
ATTACHED = cades.signed_file(cast.HALYNA, LETTER)
DETACHED = cades.signed_file(cast.HALYNA, LETTER, attached=False)
FORMS = {
    "p7s": ATTACHED,
    "base64": base64.encodebytes(ATTACHED),
    "asice": asic_e([cast.HALYNA], {"letter.txt": LETTER}),
    "pdf": pdf(cast.HALYNA),
    "xml": xml.enveloped(cast.EC_HALYNA),
}


def verified(data: bytes | Path, **how: object) -> FileReport:
    return verify_any(data, trust=TRUST, at=cast.AT, **how)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_known_by_its_bytes_whatever_its_name(form: str) -> None:
    assert verified(FORMS[form], name="file.bin").verdict is Verdict.VALID


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_found_inside_a_zip_a_container_and_a_signature(form: str) -> None:
    inside = FORMS[form]
    for around in (
        zipped({"signed.dat": inside}),
        asic_e([cast.IHOR], {"signed.dat": inside}),
        cades.signed_file(cast.IHOR, inside),
        zipped({"a.asice": asic_e([cast.IHOR], {"signed.dat": inside})}),
    ):
        report = verified(around)
        assert report.verdict is Verdict.VALID, report.reasons
        assert cast.HALYNA.name in [_name(one) for one in report.all_signatures()]


def _name(one) -> str:
    return subject(one.certificate)["common_name"]


@pytest.mark.parametrize("form", FORMS)
def test_a_bad_signature_inside_spoils_the_whole(form: str) -> None:
    data = FORMS[form]
    decoded = base64.b64decode(data) if form == "base64" else data
    word = {"pdf": b"Rishennia", "xml": b"<line>"}.get(form, LETTER)
    bad = decoded.replace(word, word + b" " if form == "xml" else word[:-1] + b"?")
    if form == "asice":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            bad = zipped({name: archive.read(name) for name in archive.namelist()} | {"letter.txt": b"?"})
    assert verified(zipped({"signed.dat": bad})).verdict is Verdict.INVALID


def test_a_zip_puts_signatures_to_their_documents() -> None:
    other = cades.signed_file(cast.IHOR, b"plan", attached=False)
    report = verified(
        zipped({"letter.txt": LETTER, "letter.txt.p7s": DETACHED, "b": b"plan", "b.p7s": other})
    )
    assert report.verdict is Verdict.VALID and report.form == "архів ZIP"
    assert [(one.name, one.signed_by) for one in report.documents] == [("letter.txt", [1]), ("b", [2])]
    assert [name for name, _ in report.parts] == ["letter.txt.p7s", "b.p7s"]


def test_the_only_document_of_a_zip_is_tried_when_names_differ() -> None:
    report = verified(zipped({"letter.txt": LETTER, "підпис.p7s": DETACHED}))
    assert report.verdict is Verdict.VALID and report.documents[0].signed_by == [1]
    assert verified(zipped({"letter.txt": b"x", "підпис.p7s": DETACHED})).verdict is Verdict.INVALID


def test_a_document_of_a_zip_that_nobody_signed_is_named() -> None:
    report = verified(zipped({"letter.txt": LETTER, "letter.txt.p7s": DETACHED, "more.txt": b"more"}))
    assert report.verdict is Verdict.INDETERMINATE and reasons.NOT_COVERED in report.reasons
    assert "Жоден підпис не охоплює: «more.txt»." in report.warnings


def test_a_broken_signature_in_a_zip_is_named() -> None:
    report = verified(zipped({"letter.txt": LETTER, "letter.txt.p7s": DETACHED[:-9]}))
    assert report.verdict is Verdict.INVALID and "«letter.txt.p7s»" in report.warnings[0]


def test_signatures_within_signatures_are_followed_to_a_depth() -> None:
    data = ATTACHED
    for _ in range(3):
        data = cades.signed_file(cast.IHOR, data)
    assert len(verified(data).all_signatures()) == 4
    for _ in range(4):
        data = cades.signed_file(cast.IHOR, data)
    report = verified(data)
    assert len(report.all_signatures()) == within.MAX_NESTING + 1
    deepest = report
    while deepest.inner:
        deepest = deepest.inner
    assert "заглибоко" in deepest.warnings[0]


def test_a_bomb_inside_a_signature_is_not_opened_and_told_of() -> None:
    bomb = zipped({"a": bytes(8 << 20)}, packed=True)
    report = verified(cades.signed_file(cast.HALYNA, bomb))
    assert report.verdict is Verdict.VALID and "zip-бомба" in report.warnings[0]


def test_archives_in_archives_are_unpacked_only_to_an_amount() -> None:
    budget = within.Budget(bytes_left=1_000)
    budget.read(600)
    with pytest.raises(Refused) as caught:
        budget.read(600)
    assert caught.value.code == "TOO_MUCH_WORK"


def test_office_files_and_plain_archives_bear_no_signatures() -> None:
    for data in (zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), zipped({"a": b"b"})):
        with pytest.raises(NotSigned):
            verified(data)


@pytest.mark.parametrize(
    "data", [b"", b"plain text", bytes(100), b"\x30\x03\x02\x01\x01", b"PK\3\4", b"\x89PNG"]
)
def test_what_is_nothing_of_this_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        verified(data)


def test_files_are_read_from_disk_with_their_names(tmp_path: Path) -> None:
    path, document = tmp_path / "letter.txt.p7s", tmp_path / "letter.txt"
    path.write_bytes(ATTACHED)
    document.write_bytes(LETTER)
    report = verified(path)
    assert [(one.name, one.size, one.signed_by) for one in report.documents] == [("letter.txt", 6, [1])]
    path.write_bytes(DETACHED)
    report = verified(path, content=document)
    assert report.verdict is Verdict.VALID and report.detached and report.documents[0].signed_by == [1]
    with pytest.raises(OSError):
        verified(tmp_path / "absent")


def test_a_long_document_is_verified_in_every_carrier(tmp_path: Path) -> None:
    document = bytes(range(256)) * 40_000
    detached = cades.signed_file(cast.HALYNA, document, attached=False)
    made = {
        "letter.bin.p7s": cades.signed_file(cast.HALYNA, document),
        "letter.asice": asic_e([cast.HALYNA], {"letter.bin": document}),
        "letter.zip": zipped({"letter.bin": document, "letter.bin.p7s": detached}),
        "inside.zip": zipped({"letter.asice": asic_e([cast.HALYNA], {"letter.bin": document})}),
    }
    for name, data in made.items():
        path = tmp_path / name
        path.write_bytes(data)
        report = verified(path)
        assert report.verdict is Verdict.VALID, (name, report.reasons)
        at = data.index(document) + 5_000_000
        path.write_bytes(data[:at] + b"?" + data[at + 1 :])
        try:
            assert verified(path).verdict is Verdict.INVALID
        except Malformed:
            assert name.endswith(("asice", "zip"))  # the checksum of ZIP says so first


def test_real_layers_are_followed() -> None:
    report = verify_any(sample("signatures-2/p7s/iit_testca_xlong_nested3.p7s"))
    assert len(report.all_signatures()) == 3 and all(one.holds for one in report.all_signatures())


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(FORMS)), st.data())
def test_hostile_bytes_never_break_the_opening_nor_make_it_valid(form: str, data: st.DataObject) -> None:
    raw = bytearray(FORMS[form])
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 40))
    given_bytes = bytes(raw[: len(raw) - cut])
    try:
        report = verified(given_bytes)
    except Malformed:
        return
    if report.verdict is Verdict.VALID:
        covered = {one.sha256 for one in report.documents}
        assert covered == {one.sha256 for one in verified(FORMS[form]).documents} or form == "xml"


def test_a_document_given_beside_a_container_or_a_pdf_must_be_one_of_theirs() -> None:
    files = {"a.txt": b"abc", "b.txt": b"b"}
    for made in (asic_e([cast.HALYNA], files), asic_s(cast.HALYNA, "a.txt", b"abc")):
        assert verify_any(made, content=b"abc", trust=TRUST, at=cast.AT).verdict is Verdict.VALID
        report = verify_any(made, content=b"abd", trust=TRUST, at=cast.AT)
        assert report.verdict is Verdict.INVALID and reasons.CONTENT_DIFFERS in report.reasons
    report = verify_any(pdf(cast.HALYNA), content=b"abc", trust=TRUST, at=cast.AT)
    assert reasons.CONTENT_DIFFERS in report.reasons
