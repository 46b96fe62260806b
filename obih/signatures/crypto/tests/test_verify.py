"""A file of signatures: what is sound, what is refused, and for which reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obih.signatures import describing
from obih.signatures.crypto import reasons
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.signer import CONTENT_TYPE, MESSAGE_DIGEST, SIGNATURE_STAMP
from obih.signatures.crypto.verify import FileReport, verify_file
from obih.signatures.testpki import der, unsound
from obih.signatures.testpki.cades import (
    Info,
    attribute,
    cms,
    countersigned,
    plain_info,
    signed_over,
    signer_info,
    stamped,
    token,
)
from obih.signatures.testpki.cast import HALYNA, IHOR, LETTER, ROOT, TSA
from obih.signatures.testpki.keys import Dstu

OTHER_TABLE = bytes.fromhex("".join(f"{x:x}" for x in (3, 0, 1, 2, *range(4, 16)))) * 8


def signed(who=HALYNA, content: bytes = LETTER, attached: bool = True, **kwargs) -> bytes:
    return of(signer_info(who, content, **kwargs), who, content if attached else None)


def of(info: Info, who=HALYNA, content: bytes | None = LETTER) -> bytes:
    return cms([info], content, [who])


def codes(report: FileReport) -> set[reasons.Reason]:
    return set(report.reasons)


@pytest.mark.parametrize("who", [HALYNA, IHOR, replace(HALYNA, key=Dstu(1, sbox=OTHER_TABLE))])
def test_a_sound_signature_is_never_valid_without_trust(who) -> None:
    report = verify_file(signed(who))
    assert report.verdict is Verdict.INDETERMINATE and codes(report) == {reasons.NO_TRUST}
    assert report.signatures[0].sound and report.content == LETTER


def test_a_detached_signature_needs_its_document() -> None:
    file = signed(attached=False)
    assert verify_file(file, LETTER).signatures[0].sound
    report = verify_file(file)
    assert report.verdict is Verdict.INDETERMINATE and reasons.NO_CONTENT in codes(report)
    assert not report.signatures[0].sound
    assert reasons.CONTENT_CHANGED in codes(verify_file(file, LETTER + b" "))


def test_an_attached_document_must_be_the_one_that_is_asked_about() -> None:
    assert reasons.CONTENT_DIFFERS in codes(verify_file(signed(), LETTER + b"."))
    assert verify_file(signed(), LETTER).signatures[0].sound


def test_of_two_signers_one_bad_spoils_the_file_and_is_named() -> None:
    good, bad = signer_info(HALYNA, LETTER), replace(signer_info(IHOR, LETTER), signature=bytes(64))
    report = verify_file(cms([good, bad], LETTER, [HALYNA.certificate(), IHOR.certificate()]))
    assert report.verdict is Verdict.INVALID
    assert {one.certificate.serial: one.verdict for one in report.signatures} == {
        HALYNA.serial: Verdict.INDETERMINATE, IHOR.serial: Verdict.INVALID,
    }  # fmt: skip


def test_without_a_certificate_the_signer_is_unknown() -> None:
    file = cms([signer_info(HALYNA, LETTER)], LETTER, [ROOT.certificate()])
    assert reasons.NO_CERTIFICATE in codes(verify_file(file))
    assert verify_file(file, certificates=[HALYNA.certificate()]).signatures[0].sound


def test_another_certificate_of_the_same_key_is_not_the_one_he_named() -> None:
    twin = replace(HALYNA, name="Інша Особа")
    info = replace(signer_info(HALYNA, LETTER), sid=signer_info(twin, LETTER).sid)
    forged = replace(twin, serial=HALYNA.serial).certificate()
    report = verify_file(cms([info], LETTER, [forged]))
    assert reasons.OTHER_CERTIFICATE in codes(report) and not report.signatures[0].sound


def test_of_two_certificates_with_one_number_the_named_one_is_taken() -> None:
    other = replace(HALYNA, name="Інша Особа").certificate()
    file = cms([signer_info(HALYNA, LETTER)], LETTER, [other, HALYNA.certificate()])
    report = verify_file(file)
    assert report.signatures[0].certificate == HALYNA.certificate() and report.signatures[0].sound


def test_timestamps_are_over_the_right_bytes_and_by_whom_they_say() -> None:
    report = verify_file(of(stamped(signer_info(HALYNA, LETTER), TSA)))
    assert report.signatures[0].sound and report.signatures[0].signer.level == "CAdES-T"
    assert report.signatures[0].stamps[0].authority == TSA.certificate()
    info = signer_info(HALYNA, LETTER)
    elsewhere = of(info.with_unsigned(attribute(SIGNATURE_STAMP, token(TSA, info.signature + b"x"))))
    assert reasons.STAMP_ELSEWHERE in codes(verify_file(elsewhere))
    broken = of(info.with_unsigned(attribute(SIGNATURE_STAMP, der.integer(5))))
    assert reasons.STAMP_BROKEN in codes(verify_file(broken))


def test_a_content_timestamp_is_looked_at_too() -> None:
    kind = "1.2.840.113549.1.9.16.2.20"
    good = verify_file(signed(extra=[attribute(kind, token(TSA, LETTER))]))
    assert good.signatures[0].sound and good.signatures[0].stamps[0].kind == "content"
    bad = verify_file(signed(extra=[attribute(kind, token(TSA, b"else"))]))
    assert bad.verdict is Verdict.INVALID


def test_a_countersignature_is_over_the_signature() -> None:
    info, certificates = signer_info(HALYNA, LETTER), [HALYNA, IHOR]
    good = verify_file(cms([countersigned(info, IHOR)], LETTER, certificates))
    assert good.signatures[0].countersignatures[0].sound
    bad = verify_file(cms([countersigned(info, IHOR, over=b"x")], LETTER, certificates))
    assert reasons.COUNTERSIGNATURE_BAD in codes(bad) and bad.verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "extra",
    [
        attribute(MESSAGE_DIGEST, der.octets(bytes(32))),
        attribute(CONTENT_TYPE, der.oid("1.2.3")),
    ],
)
def test_an_attribute_that_stands_twice_is_refused(extra) -> None:
    assert reasons.ATTRIBUTES_BROKEN in codes(verify_file(signed(extra=[extra])))


def test_another_type_of_content_than_signed_is_refused() -> None:
    info = signer_info(HALYNA, LETTER, content_type="1.2.3.4")
    report = verify_file(cms([info], LETTER, [HALYNA.certificate()]))
    assert reasons.ATTRIBUTES_BROKEN in codes(report)


def test_a_file_within_a_file_is_told_with_all_signers_and_no_deeper_than_five() -> None:
    file = signed()
    for _ in range(7):
        file = signed(content=file)
    report = verify_file(file)
    assert len(report.all_signatures()) == 6 and all(one.sound for one in report.all_signatures())
    spoilt = bytearray(signed(IHOR))
    spoilt[-5] ^= 1
    assert verify_file(signed(content=bytes(spoilt))).verdict is Verdict.INVALID


def test_signed_attributes_cannot_be_passed_off_as_a_document() -> None:
    """A signer without attributes signs the content itself, and attributes are bytes as well."""
    info = signer_info(HALYNA, LETTER)
    report = verify_file(of(replace(info, signed=()), content=der.tlv(0x31, *info.signed)))
    assert report.verdict is Verdict.INVALID and reasons.ATTRIBUTES_BROKEN in codes(report)
    assert verify_file(of(plain_info(HALYNA, LETTER))).signatures[0].sound


def test_a_file_without_signers_proves_nothing() -> None:
    assert verify_file(cms([], LETTER, [])).verdict is Verdict.INVALID


def test_base64_armour_and_trailing_bytes() -> None:
    import base64

    text = base64.encodebytes(signed())
    assert verify_file(text).signatures[0].sound
    armour = b"-----BEGIN PKCS7-----\r\n" + text + b"-----END PKCS7-----\r\n"
    assert verify_file(armour).signatures[0].sound
    assert verify_file(signed() + b"\n").warnings == []
    assert "зайві байти" in verify_file(signed() + b"more").warnings[0]


def test_the_identifier_of_a_signer_may_be_wrapped_twice() -> None:
    """[0] { OCTET STRING } instead of [0]: files of ДФС, timestamps of ЦСК «Україна»."""
    from obih.signatures.crypto.signer import _identity

    assert _identity(bytes.fromhex("a0060404 01020304"))[2] == bytes.fromhex("01020304")
    assert _identity(bytes.fromhex("8004 01020304"))[2] == bytes.fromhex("01020304")


def test_unsorted_attributes_hold_as_they_are_written_and_are_told_of() -> None:
    turned = signed_over(HALYNA, signer_info(HALYNA, LETTER).signed[::-1], sort=False)
    report = verify_file(of(turned))
    assert report.signatures[0].sound and "DER" in report.signatures[0].warnings[0]


SAMPLES = {
    "gost": signed(),
    "kupyna": signed(IHOR),
    "stamped": of(stamped(signer_info(HALYNA, LETTER), TSA)),
    "two": cms(
        [signer_info(HALYNA, LETTER), signer_info(IHOR, LETTER)], LETTER,
        [HALYNA.certificate(), IHOR.certificate()],
    ),
}  # fmt: skip


def _facts(file: bytes) -> list[object]:
    """All that a report says of soundness and people."""
    report = verify_file(file)
    return [
        (
            one.sound,
            one.certificate and one.certificate.raw,
            report.content,
            [stamp.at for stamp in one.stamps],
        )
        for one in report.all_signatures()
    ]


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_no_changed_byte_passes_for_the_same_signature(name: str, data: st.DataObject) -> None:
    """Whatever byte changes: refused, or unreadable, or (bytes that nobody signed) the facts are the same."""
    file = bytearray(SAMPLES[name])
    place = data.draw(st.integers(0, len(file) - 1))
    file[place] ^= data.draw(st.integers(1, 255))
    try:
        report = verify_file(bytes(file))
    except Malformed:
        return
    assert report.verdict is not Verdict.VALID
    if all(one.sound for one in report.all_signatures()) and report.signatures:
        before, after = _facts(SAMPLES[name]), _facts(bytes(file))
        assert [fact[2] for fact in before][: len(after)] == [fact[2] for fact in after]


def test_a_key_that_cannot_be_read_is_a_reason_and_an_extension_that_cannot_spoils_no_other() -> None:
    certificate = HALYNA.certificate()
    point = certificate.key_info[-33:]
    broken = certificate.raw.replace(b"\x04\x21" + point, b"\x24\x21" + point)
    file = cms([signer_info(HALYNA, LETTER)], LETTER, [])
    report = verify_file(file, certificates=[Certificate(broken)])
    assert report.verdict is Verdict.INVALID and reasons.KEY_BROKEN in codes(report)
    assert "не читається" in "\n".join(describing.as_lines(report))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 3000))
def test_rubbish_never_breaks_the_verifier(noise: bytes, place: int) -> None:
    file = SAMPLES["stamped"]
    for bad in (noise, file[:place] + noise + file[place:], file[:place], b"\x30\x80" + noise):
        try:
            report = verify_file(bad)
            assert report.verdict is not Verdict.VALID
            assert list(describing.as_lines(report)) and describing.as_data(report)
        except Malformed:
            continue


def test_what_is_wrong_with_a_number_or_a_point_is_said() -> None:
    names = [
        "r-zero",
        "s-zero",
        "r-too-big",
        "s-too-big",
        "point-off-curve",
        "point-of-small-order",
        "other-curve",
    ]
    found = [
        verify_file(one.make()).reasons[0]
        for name in names
        for one in unsound.SAMPLES
        if one.name == f"{name}.p7s"
    ]
    assert len({one.text for one in found}) == len(names) and {one.verdict for one in found[:6]} == {
        Verdict.INVALID
    }
