"""Containers ASiC: what each signature covers, what nobody covers, and what was changed, are told apart."""

from __future__ import annotations

import pytest

from obih.signatures.crypto import reasons
from obih.signatures.crypto.opening import verify_any
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.report import FileReport
from obih.signatures.crypto.sources import Refused
from obih.signatures.crypto.tests.samples import bundle, sample
from obih.signatures.crypto.trust import TrustStore
from obih.signatures.testpki import cades, cast, containers, golden, xml
from obih.signatures.testpki.containers import ASIC_E, asic_e, asic_s, manifest, zipped

FILES = {"лист до ради.pdf": b"%PDF letter", "додатки/план 1.txt": b"plan"}
TRUST = golden.store("trust")


def verified(data: bytes) -> FileReport:
    return verify_any(data, trust=TRUST, at=cast.AT)


def entries_of(data: bytes) -> dict[str, bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, **how: bytes) -> bytes:
    """The same container with entries replaced or added; names are written with _ for / and —."""
    return zipped(entries_of(data) | how)


def test_a_container_of_two_signatures_is_valid_and_names_its_documents() -> None:
    report = verified(asic_e([cast.HALYNA, cast.IHOR], FILES))
    assert report.verdict is Verdict.VALID and report.form == "ASiC-E з CAdES" and not report.experimental
    assert [(one.name, one.signed_by) for one in report.documents] == [(name, [1, 2]) for name in FILES]
    assert [one.place for one in report.signatures] == [f"META-INF/signature00{one}.p7s" for one in (1, 2)]
    assert not report.warnings


def test_a_manifest_with_the_ukrainian_hash_is_read() -> None:
    report = verified(asic_e([cast.HALYNA], FILES, address=containers.GOST))
    assert report.verdict is Verdict.VALID


def test_a_container_of_one_document_is_signed_directly() -> None:
    report = verified(asic_s(cast.SEAL, "лист.txt", b"abc"))
    assert report.verdict is Verdict.VALID and report.form == "ASiC-S з CAdES"
    assert report.documents[0].signed_by == [1]


@pytest.mark.parametrize("single", [True, False])
@pytest.mark.parametrize("who", [cast.HALYNA, cast.IHOR, cast.EC_HALYNA, cast.RSA_HALYNA, cast.PSS_HALYNA])
def test_a_container_with_xades_is_valid_and_said_to_be_experimental(who, single: bool) -> None:
    files = dict(list(FILES.items())[:1]) if single else FILES
    report = verified(xml.asic([who], files, single=single))
    assert report.verdict is Verdict.VALID, report.reasons
    assert report.experimental and report.form == ("ASiC-S з XAdES" if single else "ASiC-E з XAdES")
    assert all(one.signed_by == [1] for one in report.documents)


def test_two_signatures_of_xades_in_one_file_both_count() -> None:
    report = verified(xml.asic([cast.HALYNA, cast.IHOR], FILES))
    assert report.verdict is Verdict.VALID and report.documents[0].signed_by == [1, 2]


def test_a_document_nobody_signed_is_named_and_spoils_the_verdict() -> None:
    report = verified(asic_e([cast.HALYNA], FILES, covers=["додатки/план 1.txt"]))
    assert report.verdict is Verdict.INDETERMINATE and reasons.NOT_COVERED in report.reasons
    assert report.signatures[0].verdict is Verdict.VALID
    assert report.warnings == ["Жоден підпис не охоплює: «лист до ради.pdf»."]
    assert [one.signed_by for one in report.documents] == [[], [1]]


def test_a_document_added_later_is_named() -> None:
    for made in (asic_e([cast.HALYNA], FILES), xml.asic([cast.HALYNA], FILES)):
        report = verified(changed(made, додано=b"more"))
        assert reasons.NOT_COVERED in report.reasons and "«додано»" in report.warnings[0]


def test_a_changed_document_is_refused_by_name() -> None:
    made = asic_e([cast.HALYNA], FILES)
    report = verified(zipped(entries_of(made) | {"додатки/план 1.txt": b"Plan"}))
    assert report.verdict is Verdict.INVALID and reasons.DOCUMENT_CHANGED in report.reasons
    assert "Файл «додатки/план 1.txt» змінено після підписання." in report.warnings
    report = verified(zipped(entries_of(xml.asic([cast.HALYNA], FILES)) | {"додатки/план 1.txt": b"Plan"}))
    assert reasons.CONTENT_CHANGED in report.reasons


def test_a_document_taken_away_is_missed_by_name() -> None:
    for made in (asic_e([cast.HALYNA], FILES), xml.asic([cast.HALYNA], FILES)):
        left = {name: data for name, data in entries_of(made).items() if not name.startswith("додатки")}
        report = verified(zipped(left))
        assert report.verdict is Verdict.INDETERMINATE and reasons.DOCUMENT_MISSING in report.reasons


def test_a_changed_manifest_is_refused() -> None:
    place = "META-INF/ASiCManifest001.xml"
    made = entries_of(asic_e([cast.HALYNA], FILES))
    other = manifest("META-INF/signature001.p7s", FILES | {"лист до ради.pdf": b"other"})
    report = verified(zipped(made | {place: other, "лист до ради.pdf": b"other"}))
    assert report.verdict is Verdict.INVALID and reasons.CONTENT_CHANGED in report.reasons


def test_two_manifests_of_one_signature_are_refused() -> None:
    made = entries_of(asic_e([cast.HALYNA], FILES))
    again = made["META-INF/ASiCManifest001.xml"]
    report = verified(zipped(made | {"META-INF/ASiCManifest002.xml": again}))
    assert report.verdict is Verdict.INVALID and reasons.MANIFEST_TWICE in report.reasons


def test_a_digest_that_proves_nothing_does_not_cover() -> None:
    import base64
    import hashlib

    listed = manifest("META-INF/signature001.p7s", {"a": b"abc"})
    for address, value, expected in (
        ("http://www.w3.org/2000/09/xmldsig#sha1", hashlib.sha1(b"abc").digest(), reasons.WEAK_HASH),
        (
            "http://www.w3.org/2001/04/xmlenc#sha25",
            hashlib.sha256(b"abc").digest(),
            reasons.UNKNOWN_ALGORITHM,
        ),
        ("urn:x#gost34311x", hashlib.sha256(b"abc").digest(), reasons.UNKNOWN_ALGORITHM),
    ):
        given = listed.replace(containers.SHA_256.encode(), address.encode())
        given = given.replace(base64.b64encode(hashlib.sha256(b"abc").digest()), base64.b64encode(value))
        signature = cades.signed_file(cast.HALYNA, given, attached=False)
        made = {"mimetype": ASIC_E, "a": b"abc", "META-INF/ASiCManifest001.xml": given}
        report = verified(zipped(made | {"META-INF/signature001.p7s": signature}))
        assert report.verdict is Verdict.INDETERMINATE
        assert {expected, reasons.NOT_COVERED} <= set(report.reasons)


def test_a_broken_signature_file_is_named() -> None:
    for place in ("META-INF/signature002.p7s", "META-INF/signatures002.xml"):
        report = verified(changed(asic_e([cast.HALYNA], FILES), **{place: b"<broken"}))
        assert report.verdict is Verdict.INVALID and reasons.SIGNATURE_UNREADABLE in report.reasons
        assert f"Підпис «{place}» не читається." in report.warnings


def test_a_container_without_signatures_is_no_proof() -> None:
    report = verified(zipped({"mimetype": ASIC_E, "a": b"abc"}))
    assert report.verdict is Verdict.INVALID and reasons.NOBODY in report.reasons


def test_what_the_standard_wants_of_mimetype_is_only_warned_of() -> None:
    made = entries_of(asic_e([cast.HALYNA], FILES))
    without = {name: data for name, data in made.items() if name != "mimetype"}
    assert verified(zipped(without)).warnings == ["У контейнері немає файлу mimetype."]
    last = verified(zipped(without | {"mimetype": ASIC_E}))
    assert last.verdict is Verdict.VALID and "mimetype" in last.warnings[0]
    strange = verified(changed(asic_e([cast.HALYNA], FILES), **{"META-INF/run.sh": b"x"}))
    assert "«META-INF/run.sh»" in strange.warnings[0]


def test_bytes_between_entries_are_told_of() -> None:
    report = verified(asic_e([cast.HALYNA], FILES))
    assert report.verdict is Verdict.VALID
    hidden = verify_any(b"PK\3\4" + bytes(26) + asic_e([cast.HALYNA], FILES), trust=TRUST, at=cast.AT)
    assert "поза файлами" in hidden.warnings[0]


def test_a_timestamp_of_the_container_is_told_of_and_must_be_over_its_manifest() -> None:
    made = entries_of(asic_e([cast.HALYNA], FILES))
    listed = manifest("META-INF/timestamp.tst", FILES)
    with_stamp = made | {"META-INF/ASiCArchiveManifest.xml": listed}
    good = zipped(with_stamp | {"META-INF/timestamp.tst": cades.token(cast.TSA, listed)})
    assert verified(good).verdict is Verdict.VALID and "позначку часу" in verified(good).warnings[0]
    bad = zipped(with_stamp | {"META-INF/timestamp.tst": cades.token(cast.TSA, b"other")})
    assert reasons.CONTENT_STAMP_ELSEWHERE in verified(bad).reasons


def test_too_many_signatures_are_refused() -> None:
    made = entries_of(asic_e([cast.HALYNA], {"a": b"abc"}))
    more = {f"META-INF/more{number}.p7s": made["META-INF/signature001.p7s"] for number in range(64)}
    with pytest.raises(Refused) as caught:
        verified(zipped(made | more))
    assert caught.value.code == "TOO_MANY_SIGNATURES"


def test_the_real_seal_of_diia_is_valid_by_the_bundle() -> None:
    trust = TrustStore.of([("bundle.p7b", sample("signatures/ca_bundle/CACertificates.p7b"))])
    report = verify_any(sample("signatures-2/asice/ua-eseal.asice"), trust=trust)
    assert report.verdict is Verdict.VALID and report.form == "ASiC-E з CAdES"
    assert [(one.name, one.signed_by) for one in report.documents] == [("UA_DIIA-A-E-C-B-B-V-2.pdf", [1])]
    assert report.signatures[0].signer.level == "CAdES-X Long" and report.signatures[0].certificate.is_seal


def test_the_container_made_by_another_program_is_sound() -> None:
    report = verify_any(sample("signatures/own_pki/container.asice"), certificates=bundle())
    assert report.signatures[0].sound and report.documents[0].signed_by == [1]
    assert report.verdict is Verdict.INDETERMINATE
