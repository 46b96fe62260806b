"""XML signatures: whatever is not pointed at is not signed, and nothing clever is done to it before."""

from __future__ import annotations

import base64
import re
import time

import pytest

from obih.signatures.crypto import reasons
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.opening import verify_any
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.report import FileReport
from obih.signatures.crypto.sources import Refused
from obih.signatures.crypto.tests.samples import sample
from obih.signatures.crypto.within import NotSigned
from obih.signatures.crypto.xades import verified_element
from obih.signatures.crypto.xmlreading import Document, parsed
from obih.signatures.testpki import cast, golden, xml

TRUST = golden.store("trust")
LIST, LOTL = "signatures-2/trust_list/tl-ua-2022-04-19.xml", "signatures-2/trust_list/lotl-ua-dss-test.xml"
PEOPLE = [cast.HALYNA, cast.IHOR, cast.EC_HALYNA, cast.EC_SEAL, cast.RSA_HALYNA, cast.PSS_HALYNA]
ONE = xml.enveloped(cast.HALYNA)


def verified(data: bytes, **how: object) -> FileReport:
    return verify_any(data, name="рішення.xml", trust=TRUST, at=cast.AT, **how)


@pytest.mark.parametrize("who", PEOPLE, ids=lambda one: one.key.__class__.__name__ + str(one.serial))
def test_a_document_signed_from_within_is_valid(who) -> None:
    report = verified(xml.enveloped(who))
    assert report.verdict is Verdict.VALID, report.reasons
    assert report.form == "XAdES" and report.signatures[0].signer.level == "XAdES-BES"
    assert report.experimental is (who in (cast.HALYNA, cast.IHOR))
    assert [(one.name, one.signed_by) for one in report.documents] == [("рішення.xml", [1])]
    assert report.signatures[0].claimed_at == cast.NOON


def test_a_signature_around_its_document_is_valid() -> None:
    report = verified(xml.enveloping(cast.HALYNA))
    assert report.verdict is Verdict.VALID
    assert [one.name for one in report.documents] == ["рішення.xml#doc"]


def test_a_signature_beside_its_document_wants_it() -> None:
    made = xml.beside(cast.HALYNA, {"a b.pdf": b"abc"}).encode()
    assert verified(made, content=b"abc").verdict is Verdict.VALID
    assert verified(made, content=b"abc").detached
    assert reasons.CONTENT_CHANGED in verified(made, content=b"abd").reasons
    absent = verified(made)
    assert absent.verdict is Verdict.INDETERMINATE and reasons.DOCUMENT_MISSING in absent.reasons


def test_a_timestamp_proves_when() -> None:
    report = verified(xml.enveloped(cast.NATALIIA, stamper=cast.TSA))  # revoked six hours later
    assert report.verdict is Verdict.VALID, report.reasons
    assert report.signatures[0].proven_at == cast.NOON and report.signatures[0].signer.level == "XAdES-T"
    assert verified(xml.enveloped(cast.NATALIIA)).verdict is not Verdict.VALID


def test_a_timestamp_over_something_else_is_refused() -> None:
    token = re.compile(rb"(?<=<xades:EncapsulatedTimeStamp>).*(?=</xades:Enc)")
    other = token.search(xml.enveloped(cast.HALYNA, "<other/>", stamper=cast.TSA)).group()
    report = verified(token.sub(other, xml.enveloped(cast.HALYNA, stamper=cast.TSA)))
    assert report.verdict is Verdict.INVALID and reasons.STAMP_ELSEWHERE in report.reasons


def test_a_changed_word_is_refused() -> None:
    assert reasons.CONTENT_CHANGED in verified(ONE.replace("Вирішили".encode(), "вирішили".encode())).reasons
    moved = ONE.replace(b"2026-11-20T12:00:00Z", b"2026-11-19T12:00:00Z")
    assert reasons.PROPERTIES_CHANGED in verified(moved).reasons


def test_a_changed_signature_is_refused() -> None:
    value = re.search(rb"<ds:SignatureValue[^>]*>(.)", ONE)
    other = b"A" if value.group(1) != b"A" else b"B"
    at = value.end() - 1
    report = verified(ONE[:at] + other + ONE[at + 1 :])
    assert report.verdict is Verdict.INVALID and report.signatures[0].holds is False


def test_comments_change_nothing_and_are_not_signed() -> None:
    assert verified(ONE.replace(b"<line>", b"<!-- x --><line>")).verdict is Verdict.VALID


def test_another_certificate_than_the_one_named_is_told_of() -> None:
    report = verified(xml.enveloped(cast.HALYNA, named=cast.OLHA))
    assert report.verdict is not Verdict.VALID and reasons.OTHER_CERTIFICATE in report.reasons


def test_a_certificate_swapped_in_key_info_does_not_help() -> None:
    one, other = (base64.b64encode(who.certificate().raw) for who in (cast.HALYNA, cast.OLHA))
    swapped = ONE.replace(one, other)
    assert swapped != ONE and verified(swapped).verdict is not Verdict.VALID


@pytest.mark.parametrize(
    "transform",
    [
        "http://www.w3.org/TR/1999/REC-xslt-19991116",
        "http://www.w3.org/TR/1999/REC-xpath-19991116",
        "http://www.w3.org/2002/06/xmldsig-filter2",
        "http://www.w3.org/2000/09/xmldsig#base64",
        "urn:anything",
    ],
)
def test_transforms_that_could_hide_something_are_refused(transform: str) -> None:
    over = xml.reference(cast.HALYNA, "", b"<d></d>", transforms=[xml.ENVELOPED, transform])
    with pytest.raises(Refused) as caught:
        verified(f"<d>{xml.signature(cast.HALYNA, [over])}</d>".encode())
    assert caught.value.code == "XML_TRANSFORM"


def test_two_canonicalizations_or_one_with_children_are_refused() -> None:
    twice = xml.reference(
        cast.HALYNA, "", b"<d></d>", transforms=[xml.ENVELOPED, xml.EXCLUSIVE, xml.EXCLUSIVE]
    )
    odd = ONE.replace(f'Algorithm="{xml.ENVELOPED}">'.encode(), f'Algorithm="{xml.ENVELOPED}"><x/>'.encode())
    for data in (f"<d>{xml.signature(cast.HALYNA, [twice])}</d>".encode(), odd):
        with pytest.raises(Refused):
            verified(data)


def test_only_the_signed_element_is_reported_when_a_signature_is_wrapped() -> None:
    """What was signed is moved aside under its identifier, and something else stands in its place."""
    signed = '<body Id="body">Сплатити 100</body>'
    over = xml.reference(cast.HALYNA, "#body", signed.encode(), transforms=[xml.EXCLUSIVE])
    honest = f"<order>{signed}{xml.signature(cast.HALYNA, [over])}</order>".encode()
    report = verified(honest)
    assert report.verdict is Verdict.INDETERMINATE and reasons.NOT_COVERED in report.reasons
    assert {one.name: one.signed_by for one in report.documents} == {
        "рішення.xml": [], "рішення.xml#body": [1],
    }  # fmt: skip
    fake = honest.replace(signed.encode(), f"<body>Сплатити 999</body><old>{signed}</old>".encode())
    wrapped = verified(fake)
    assert wrapped.verdict is Verdict.INDETERMINATE and reasons.NOT_COVERED in wrapped.reasons


@pytest.mark.parametrize("name", ["Id", "ID", "id", "xml:id"])
def test_two_elements_of_one_identifier_are_refused(name: str) -> None:
    signed = '<body Id="body">x</body>'
    over = xml.reference(cast.HALYNA, "#body", signed.encode(), transforms=[xml.EXCLUSIVE])
    twin = f'<order>{signed}<b {name}="body"/>{xml.signature(cast.HALYNA, [over])}</order>'
    with pytest.raises(Refused) as caught:
        verified(twin.encode())
    assert caught.value.code == "XML_TWIN_IDS"


def test_a_signature_that_covers_only_its_own_properties_signs_nothing() -> None:
    report = verified(f"<d>{xml.signature(cast.HALYNA, [])}</d>".encode())
    assert report.verdict is Verdict.INVALID and reasons.NOTHING_SIGNED in report.reasons


def test_properties_that_are_not_signed_are_not_believed() -> None:
    made = ONE.decode()
    start = made.index(f'<ds:Reference Type="{xml.PROPERTIES}"')
    end = made.index("</ds:Reference>", start) + len("</ds:Reference>")
    report = verified((made[:start] + made[end:]).encode())
    assert report.verdict is Verdict.INVALID and reasons.ATTRIBUTES_BROKEN in report.reasons


def test_properties_of_another_signature_are_refused() -> None:
    with pytest.raises(Malformed):
        verified(ONE.replace(b'Target="#id-', b'Target="#xades-id-'))
    with pytest.raises(Malformed):
        verified(ONE.replace(b"</ds:Object>", b"</ds:Object>" + _properties(ONE)))


def _properties(data: bytes) -> bytes:
    start = data.index(b"<ds:Object>")
    return data[start : data.index(b"</ds:Object>") + len(b"</ds:Object>")].replace(b"xades-id-", b"other-")


def test_an_algorithm_of_another_kind_than_the_key_is_not_verified() -> None:
    for other in ("rsa-sha256", "ecdsa-sha256", "dstu4145-gost3411", "DSTU4145-GOST34311", "hmac-sha256"):
        report = verified(ONE.replace(b"#dstu4145-gost34311", f"#{other}".encode()))
        assert report.verdict is Verdict.INDETERMINATE and reasons.UNKNOWN_ALGORITHM in report.reasons
        assert report.signatures[0].holds is None


def test_ukrainian_names_are_known_by_their_tails_whatever_stands_before() -> None:
    made = xml.enveloped(cast.IHOR)
    report = verified(made.replace(b"xmlenc#dstu7564", b"xmldsig-more#dstu7564"))
    assert report.signatures[0].signer.digest.identifier.endswith(".1.2.2.1")
    assert reasons.UNKNOWN_ALGORITHM not in report.reasons


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<!DOCTYPE r [<!ENTITY a "aaaa">]><r>&a;</r>', "XML_DTD"),
        (b'<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>', "XML_DTD"),
        (b"<r>" + b"<a/>" * 400_000 + b"</r>", "XML_TOO_BIG"),
        (b"<r>" + b" " * (17 << 20) + b"</r>", "XML_TOO_BIG"),
        (b"<r " + b" ".join(b'a%d=""' % number for number in range(501)) + b"/>", "XML_TOO_BIG"),
    ],
)
def test_dangerous_xml_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        Document(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "inside",
    [
        "<x>aaaaaaaaaaaaa</x>" * 20_000,
        "".join(f'<x xmlns:a{one}="urn:{one}">' for one in range(240)) + "</x>" * 240,
        "x" * 5_000_000,
    ],
)
def test_work_asked_for_again_and_again_is_refused_in_time(inside: str) -> None:
    one = xml.reference(cast.EC_HALYNA, "", b"", transforms=[xml.ENVELOPED, xml.EXCLUSIVE])
    started = time.process_time()
    with pytest.raises(Malformed, match="забагато роботи"):
        verified(f"<d>{inside}{xml.signature(cast.EC_HALYNA, [one] * 900)}</d>".encode())
    assert time.process_time() - started < 10


@pytest.mark.parametrize("data", [b"", b"<r>", b"<r>&x;</r>", b"<a>" * 300 + b"</a>" * 300, b"\xff\xfe<\0"])
def test_broken_xml_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        parsed(data)


def test_xml_without_signatures_is_told_apart() -> None:
    for data in (b"<r/>", f'<r xmlns:ds="{xml.DS}"/>'.encode()):
        with pytest.raises(NotSigned):
            verified(data)


def test_an_entity_is_never_fetched_from_a_file(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    with pytest.raises(Refused):
        parsed(f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]><r>&x;</r>'.encode())


@pytest.mark.parametrize(("name", "fingerprint"), [(LIST, "72d5de03c018b70b"), (LOTL, "87d9636b41a9b828")])
def test_a_real_list_of_trust_checks_out(name: str, fingerprint: str) -> None:
    data = sample(name)
    found = verified_element(data)
    assert not isinstance(found, str), found
    certificate, element = found
    assert certificate.sha256.startswith(fingerprint) and b"Signature>" not in element
    report = verify_any(data)
    assert report.signatures[0].sound and report.verdict is Verdict.INDETERMINATE and not report.experimental
    assert report.documents[0].signed_by == [1]


def test_a_changed_list_of_trust_says_why_it_is_refused() -> None:
    data = sample(LIST)
    assert "змінено" in str(verified_element(data.replace(b"granted", b"Granted", 1)))
    at = data.index(b"<ds:SignatureValue>") + 30
    other = b"A" if data[at : at + 1] != b"A" else b"B"
    assert isinstance(verified_element(data[:at] + other + data[at + 1 :]), str)
    assert "рівно один" in str(verified_element(b"<r/>"))


def test_a_list_signed_only_in_part_is_refused() -> None:
    signed = '<body Id="body">x</body>'
    over = xml.reference(cast.HALYNA, "#body", signed.encode(), transforms=[xml.EXCLUSIVE])
    found = verified_element(f"<list>{signed}{xml.signature(cast.HALYNA, [over])}</list>".encode())
    assert found == "підпис охоплює не весь документ"


def test_signed_properties_that_were_made_unrecognisable_are_missed() -> None:
    """What is around them is not signed: without them neither the time nor the certificate is named."""
    around = f'<xades:QualifyingProperties xmlns:xades="{xml.XADES}"'.encode()
    assert ONE.count(around) == 1
    moved = ONE.replace(around, around.replace(b"http:", b"htpp:"))
    report = verified(moved)
    assert report.verdict is Verdict.INVALID and reasons.ATTRIBUTES_BROKEN in report.reasons
